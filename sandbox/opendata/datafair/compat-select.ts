// `select`, `group_by` and `order_by` of the look-alike. What its parser cannot read in `select` and `group_by` is an error of the
// server (500, nothing said); a name that the dataset does not have is one of the caller.
import { formatDate, unitStart, type CalendarUnit, type Zone } from '../engine/calendar';
import { accumulator, counter, percentile, type FigureName } from '../engine/figures';
import type { Figure, GroupKey, Key, Output } from '../engine/plan';
import type { Column, Row } from '../table';
import { keyFrom, showColumn } from './shown';
import { columnOf, invalid, name, number, text, type CompatScope, type Parameter } from './compat-words';
import { Scanner, SyntaxRefusal } from './scanner';
import { keyOf } from '../engine/plan';
import { partsOf } from '../engine/calendar';
import { Refusal } from '../refusal';

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

function bare(written: string): string {
  return written.replaceAll('`', '');
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

function timeShown({ time }: CompatScope): (value: Key) => unknown {
  return (value) => (typeof value === 'number' ? time(value) : value);
}

function dateWord({ key }: Column, pattern: string, zone: Zone): (row: Row) => Key {
  return (row) => {
    const at = row[key];
    return typeof at === 'number' ? formatDate(at, pattern, zone) : null;
  };
}

/** @throws Refusal as compatSelect does */
export function compatGroupBy(groupBy: string, scope: CompatScope): readonly GroupKey[] {
  return silently(() => {
    const scanner = new Scanner(groupBy);
    return commaList(scanner, () => {
      const start = scanner.position;
      const key = name(scanner) ?? scanner.fail();
      const isCalled = scanner.take(/ *\( */, '"("') !== undefined;
      const made = isCalled
        ? groupCall(scanner, key.toLowerCase(), scope)
        : groupField(columnOf(scope, key, 'group_by'), scope);
      const written = bare(groupBy.slice(start, scanner.position));
      return { name: alias(scanner) ?? written, skipsNull: true, ...made };
    });
  });
}

type Grouping = Pick<GroupKey, 'of' | 'show'>;

function groupField(column: Column, scope: CompatScope): Grouping {
  const of = keyFrom(column);
  return { of: (row) => of(row, 0), ...(column.type === 'datetime' ? { show: timeShown(scope) } : {}) };
}

function groupCall(scanner: Scanner, verb: string, scope: CompatScope): Grouping {
  const key = name(scanner) ?? scanner.fail();
  const zone = scope.zone ?? 'UTC';
  if (verb === 'range') return ranges(scanner, columnOf(scope, key, 'group_by'), scope);
  const pattern = scanner.take(/ *, */, '","') === undefined ? undefined : (text(scanner) ?? number(scanner));
  scanner.need(/ *\)/, '")"');
  if (verb !== 'year' && verb !== 'date_format') columnOf(scope, verb, 'group_by');
  const column = columnOf(scope, key, 'group_by');
  if (verb === 'date_format') return { of: dateWord(column, String(pattern ?? 'yyyy-MM-dd'), zone) };
  return {
    of: (row) => {
      const at = row[column.key];
      return typeof at === 'number' ? partsOf(at, zone).year : null;
    },
  };
}

const UNIT = /(?:second|minute|hour|day|week|month|quarter|year)s?(?= *\))/;

function ranges(scanner: Scanner, column: Column, scope: CompatScope): Grouping {
  scanner.need(/ *, */, '","');
  const bounds: (number | undefined)[] = [];
  do {
    scanner.spaces();
    bounds.push(scanner.take(/\*/, '"*"') === undefined ? (number(scanner) ?? scanner.fail()) : undefined);
    const unit =
      bounds.length === 1 ? scanner.attempt(() => (scanner.spaces(), scanner.take(UNIT, 'unit'))) : undefined;
    if (unit !== undefined) {
      scanner.need(/ *\)/, '")"');
      return calendarRange(column, bounds[0] ?? 1, unit.replace(/s$/, '') as CalendarUnit, scope);
    }
    scanner.spaces();
  } while (scanner.take(/,/, '","') !== undefined);
  scanner.need(/ *\)/, '")"');
  const [width] = bounds;
  return bounds.length === 1 && width !== undefined ? widths(column, width) : staticRanges(column, bounds);
}

function calendarRange({ key }: Column, count: number, unit: CalendarUnit, scope: CompatScope): Grouping {
  if (count !== 1) throw invalid('group_by', 'grouping by multiples of calendard units is not supported ');
  const zone = scope.zone ?? 'UTC';
  return {
    of: (row) => {
      const at = row[key];
      return typeof at === 'number' ? unitStart(at, unit, zone) : null;
    },
    show: (start) => scope.bucket(scope.time(Number(start)), scope.time(unitStart(Number(start), unit, zone, 1))),
  };
}

function widths({ key }: Column, width: number): Grouping {
  return {
    of: (row) => {
      const value = row[key];
      return typeof value === 'number' ? Math.floor(value / width) * width : null;
    },
    show: (low) => `[${Number(low)}, ${Number(low) + width}[`,
  };
}

function staticRanges({ key }: Column, bounds: readonly (number | undefined)[]): Grouping {
  const pairs = bounds.slice(1).map((high, n) => [bounds[n], high] as const);
  return {
    of: (row) => {
      const value = row[key];
      if (typeof value !== 'number') return null;
      const at = pairs.findIndex(([low, high]) => value >= (low ?? -Infinity) && value < (high ?? Infinity));
      return at < 0 ? null : at;
    },
    show: (at) => {
      const [low, high] = pairs[Number(at)] ?? [];
      return `[${low ?? '*'}, ${high ?? '*'}[`;
    },
  };
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

function alias(scanner: Scanner): string | undefined {
  return scanner.take(/ +as +/i, '"as"') === undefined ? undefined : (name(scanner) ?? scanner.fail());
}

function commaList<Made>(scanner: Scanner, next: () => Made): Made[] {
  const made: Made[] = [];
  do {
    scanner.spaces();
    made.push(next());
    scanner.spaces();
  } while (scanner.take(/,/, '","') !== undefined);
  scanner.end();
  return made;
}

function silently<Made>(read: () => Made): Made {
  try {
    return read();
  } catch (error) {
    throw error instanceof SyntaxRefusal ? new Refusal(SILENT) : error;
  }
}

/** What Data Fair answers when it fails itself. */
export const SILENT = { status: 500, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: '' } as const;
