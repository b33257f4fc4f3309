// `select` and `order_by` of the look-alike. What its parser cannot read in `select` is an error of the server (500, nothing said); a name
// that the dataset does not have is one of the caller.
import { accumulator, counter, percentile, type FigureName } from '../engine/figures';
import { keyOf, type Figure, type Key, type Output } from '../engine/plan';
import type { Column, Row } from '../table';
import { alias, bare, commaList, dateWord, silently, timeShown } from './compat-list';
import { columnOf, invalid, name, number, text, type CompatScope, type Parameter } from './compat-words';
import { Scanner, SyntaxRefusal } from './scanner';
import { showColumn } from './shown';

export type Item =
  | { readonly is: 'all' }
  | { readonly is: 'field'; readonly column: Column; readonly output: Output }
  | { readonly is: 'figure'; readonly figure: Figure };

const FIGURES = new Set(['count', 'sum', 'avg', 'min', 'max', 'median', 'percentile']);

/** @throws Refusal: 500 without a word for what cannot be read, 400 for what is not there */
export function compatSelect(select: string, scope: CompatScope): readonly Item[] {
  return silently(() => items(select, scope));
}

function items(select: string, scope: CompatScope): readonly Item[] {
  const scanner = new Scanner(select);
  return commaList(scanner, () => {
    if (scanner.take(/\*/, '"*"') !== undefined) return { is: 'all' };
    const [written, start] = [select, scanner.position];
    const key = name(scanner) ?? scanner.fail();
    const isCalled = scanner.take(/ *\( */, '"("') !== undefined;
    if (!isCalled) {
      const end = scanner.position;
      return fieldItem(columnOf(scope, key, 'select'), alias(scanner) ?? bare(written.slice(start, end)), scope);
    }
    const make = callItem(scanner, key.toLowerCase(), scope);
    const end = scanner.position;
    return make(alias(scanner) ?? written.slice(start, end));
  });
}

function fieldItem(column: Column, as: string, scope: CompatScope): Item {
  const value = showColumn(column, scope.columns, scope.time);
  return { is: 'field', column, output: { name: as, value } };
}

/** What stands between the parentheses, and what is made of it under a name. */
function callItem(scanner: Scanner, verb: string, scope: CompatScope): (name: string) => Item {
  if (FIGURES.has(verb)) {
    const start = figureOf(scanner, verb, scope, 'select');
    return (as) => ({ is: 'figure', figure: { name: as, ...start } });
  }
  const key = name(scanner) ?? scanner.fail();
  const pattern = scanner.take(/ *, */, '","') === undefined ? undefined : text(scanner);
  scanner.need(/ *\)/, '")"');
  if (verb !== 'year' && verb !== 'date_format') columnOf(scope, verb, 'select');
  const column = columnOf(scope, key, 'select');
  const of = dateWord(column, verb === 'year' ? 'yyyy' : (pattern ?? 'yyyy-MM-dd'), scope.zone ?? 'UTC');
  return (as) => ({ is: 'field', column, output: { name: as, value: of } });
}

function figureOf(
  scanner: Scanner,
  verb: string,
  scope: CompatScope,
  parameter: Parameter,
): Pick<Figure, 'start' | 'show'> {
  if (verb === 'count' && scanner.take(/\* *\)/, '"*"') !== undefined) return { start: counter };
  const isDistinct = verb === 'count' && scanner.take(/distinct +/i, '"distinct"') !== undefined;
  const column = columnOf(scope, name(scanner) ?? scanner.fail(), parameter);
  const of = (row: Row): Key => keyOf(row[column.key]);
  let percent = 50;
  if (verb === 'percentile') {
    scanner.need(/ *, */, '","');
    percent = number(scanner) ?? scanner.fail();
  }
  scanner.need(/ *\)/, '")"');
  const show = column.type === 'datetime' && verb !== 'count' ? { show: timeShown(scope) } : {};
  if (verb === 'percentile') return { start: () => percentile(of, percent), ...show };
  const figure = isDistinct ? 'distinct' : (verb as FigureName);
  return { start: () => accumulator(figure, of), ...show };
}

export interface OrderItem {
  readonly name: string;
  /** Of an aggregate that is written out. */
  readonly start?: Figure['start'];
  readonly random?: true;
  readonly descending: boolean;
}

/** @throws Refusal 400 */
export function compatOrderBy(orderBy: string, scope: CompatScope, known: ReadonlySet<string>): readonly OrderItem[] {
  const scanner = new Scanner(orderBy);
  try {
    return commaList(scanner, () => {
      const isNegative = scanner.take(/-/, '"-"') !== undefined;
      const start = scanner.position;
      const key = name(scanner) ?? scanner.fail();
      const made = orderTerm(scanner, key, scope, known);
      const written = bare(orderBy.slice(start, scanner.position));
      const way = scanner
        .take(/ +(?:asc|desc)(?![A-Za-z0-9_])/i, '"asc", "desc"')
        ?.trim()
        .toLowerCase();
      return { name: written, descending: way === 'desc' || isNegative, ...made };
    });
  } catch (error) {
    throw error instanceof SyntaxRefusal ? invalid('order_by', error.message) : error;
  }
}

function orderTerm(scanner: Scanner, key: string, scope: CompatScope, known: ReadonlySet<string>): Partial<OrderItem> {
  if (scanner.take(/ *\( */, '"("') === undefined) {
    if (!known.has(key)) columnOf(scope, key, 'order_by');
    return {};
  }
  const verb = key.toLowerCase();
  if (FIGURES.has(verb)) return { start: figureOf(scanner, verb, scope, 'order_by').start };
  if (verb !== 'random') columnOf(scope, verb, 'order_by');
  number(scanner);
  scanner.need(/ *\)/, '")"');
  return { random: true };
}
