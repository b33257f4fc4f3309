// `select`, `group_by` and `order_by` of Opendatasoft.
import { unitStart, type CalendarUnit } from '../engine/calendar';
import { accumulator, counter, percentile, type FigureName } from '../engine/figures';
import type { Figure, GroupKey, Key, Output } from '../engine/plan';
import { hash } from '../../random';
import type { Column, Row } from '../table';
import { expression } from './expression';
import type { Expression, OdsScope } from './scope';
import { showColumn } from './shown';
import { OdsqlRefusal, tokensOf, Words } from './tokens';

export type Item =
  | { readonly is: 'columns'; readonly outputs: readonly Output[]; readonly excluded?: ReadonlySet<string> }
  | { readonly is: 'figure'; readonly figure: Figure };

/** @throws OdsqlRefusal */
export function odsSelect(select: string, scope: OdsScope): readonly Item[] {
  return commaList(select, (words) => {
    if (words.sign('*') !== undefined) return columnsItem([...scope.columns.values()], scope);
    const from = words.position;
    const verb = words.call();
    if (verb === 'include' || verb === 'exclude') return patternItem(verb, words, scope);
    const figure = verb === undefined ? undefined : figureOf(verb, words, scope);
    if (figure) {
      const written = words.written(from);
      return { is: 'figure', figure: { name: alias(words) ?? written, ...figure } };
    }
    words.back(from);
    const value = expression(words, scope);
    const written = words.written(from);
    return { is: 'columns', outputs: [{ name: alias(words) ?? written, value: shown(value, scope) }] };
  });
}

function columnsItem(columns: readonly Column[], scope: OdsScope): Item {
  return {
    is: 'columns',
    outputs: columns.map((column) => ({ name: column.key, value: showColumn(column, scope.time) })),
  };
}

function patternItem(verb: 'include' | 'exclude', words: Words, scope: OdsScope): Item {
  const start = words.take('name')?.text ?? words.fail('a field');
  const isOpen = words.sign('*') !== undefined;
  words.need(')');
  const found = [...scope.columns.values()].filter(({ key }) => (isOpen ? key.startsWith(start) : key === start));
  if (verb === 'include') return columnsItem(found, scope);
  return { is: 'columns', outputs: [], excluded: new Set(found.map(({ key }) => key)) };
}

function shown(value: Expression, { time }: OdsScope): Output['value'] {
  if (value.column) return showColumn(value.column, time);
  if (value.type !== 'datetime') return value.of;
  return (row, index) => {
    const at = value.of(row, index);
    return typeof at === 'number' ? time(at) : null;
  };
}

const FIGURES = new Set(['sum', 'avg', 'min', 'max', 'median', 'count', 'percentile']);

/** @returns undefined for a function that counts nothing together */
function figureOf(verb: string, words: Words, scope: OdsScope): Pick<Figure, 'start' | 'show'> | undefined {
  if (!FIGURES.has(verb)) return undefined;
  if (verb === 'count' && words.sign('*') !== undefined) {
    words.need(')');
    return { start: counter };
  }
  const isDistinct = verb === 'count' && words.word('distinct');
  const value = expression(words, scope);
  const of = (row: Row): Key => value.of(row, 0);
  const show = value.type === 'datetime' && verb !== 'count' ? { show: timeShown(scope) } : {};
  if (verb === 'percentile') {
    words.need(',');
    const percent = Number(words.take('number')?.text ?? words.fail('a number'));
    words.need(')');
    return { start: () => percentile(of, percent), ...show };
  }
  words.need(')');
  const name = isDistinct ? 'distinct' : (verb as FigureName);
  return { start: () => accumulator(name, of), ...show };
}

function timeShown({ time }: OdsScope): (value: Key) => unknown {
  return (value) => (typeof value === 'number' ? time(value) : value);
}

/** @throws OdsqlRefusal */
export function odsGroupBy(groupBy: string, scope: OdsScope): readonly GroupKey[] {
  return commaList(groupBy, (words) => {
    const from = words.position;
    const verb = words.call();
    if (verb === 'range') {
      const key = range(words, scope);
      const written = words.written(from);
      return { name: alias(words) ?? written, skipsNull: false, ...key };
    }
    words.back(from);
    const value = expression(words, scope);
    if (value.type === 'geo-point' || value.type === 'geo-shape') throw new OdsqlRefusal(NO_GEO);
    const written = words.written(from);
    const show =
      value.type === 'datetime' ? { show: value.column ? dayOrTime(value.column, scope) : timeShown(scope) } : {};
    return { name: alias(words) ?? written, of: (row) => value.of(row, 0), skipsNull: false, ...show };
  });
}

const NO_GEO =
  'Aggregation on geo point field is not possible. Use the geo_cluster(position, int_precision) aggregation function instead';

function dayOrTime({ type }: Column, { time }: OdsScope): (value: Key) => unknown {
  return (at) => (type === 'date' ? new Date(Number(at)).toISOString().slice(0, 10) : time(Number(at)));
}

const UNITS: Readonly<Record<string, CalendarUnit>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  q: 'quarter',
  y: 'year',
};

type Grouping = Pick<GroupKey, 'of' | 'show'>;

function range(words: Words, scope: OdsScope): Grouping {
  const value = expression(words, scope);
  const bounds: (number | undefined)[] = [];
  while (words.sign(',') !== undefined) {
    if (words.sign('*') !== undefined) {
      bounds.push(undefined);
      continue;
    }
    const sign = words.sign('-') === undefined ? 1 : -1;
    bounds.push(sign * Number(words.take('number')?.text ?? words.fail('a bound')));
  }
  const unit = bounds.length === 1 ? words.take('name')?.text : undefined;
  words.need(')');
  if (unit !== undefined) return calendarRange(value, bounds[0] ?? 1, unit, scope);
  return bounds.length === 1 ? widths(value, bounds[0] ?? words.fail('a width')) : fixedRanges(value, bounds);
}

function calendarRange({ of }: Expression, count: number, word: string, scope: OdsScope): Grouping {
  const unit = UNITS[word] ?? UNITS[word.startsWith('mo') ? 'M' : word.slice(0, 1)];
  if (unit === undefined) throw new OdsqlRefusal(`unknown unit ${word}`);
  if (count > 1 && /week|month|quarter|year/.test(unit)) throw new OdsqlRefusal(`only one ${unit} is possible`);
  const [zone, { time }] = [scope.zone, scope];
  const start = (at: number): number => {
    const first = unitStart(at, unit, zone);
    // Several days count from the first day of the epoch.
    return count === 1 ? first : unitStart(at, unit, zone, -(Math.round(first / LENGTHS[unit]) % count));
  };
  return {
    of: (row) => {
      const at = of(row, 0);
      return typeof at === 'number' ? start(at) : null;
    },
    show: (from) => scope.bucket(time(Number(from)), time(unitStart(Number(from), unit, zone, count))),
  };
}

const LENGTHS: Readonly<Record<CalendarUnit, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 1,
  quarter: 1,
  year: 1,
};

function widths({ of }: Expression, width: number): Grouping {
  return {
    of: (row) => {
      const value = of(row, 0);
      return typeof value === 'number' ? Math.floor(value / width) * width : null;
    },
    show: (low) => `[${Number(low)}, ${Number(low) + width}[`,
  };
}

function fixedRanges({ of }: Expression, bounds: readonly (number | undefined)[]): Grouping {
  const pairs = bounds.slice(1).map((high, n) => [bounds[n], high] as const);
  return {
    of: (row) => {
      const value = of(row, 0);
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
  readonly figure?: Figure['start'];
  readonly value?: Output['value'] & ((row: Row, index: number) => Key);
  readonly descending: boolean;
}

/** @param known names of groups and figures @throws OdsqlRefusal */
export function odsOrderBy(orderBy: string, scope: OdsScope, known: ReadonlySet<string>): readonly OrderItem[] {
  return commaList(orderBy, (words) => {
    const isNegative = words.sign('-') !== undefined;
    const from = words.position;
    const made = orderTerm(words, scope, known);
    const name = words.written(from);
    const isDown = words.word('desc') === true;
    if (!isDown) words.word('asc');
    return { name, descending: isDown || isNegative, ...made };
  });
}

function orderTerm(words: Words, scope: OdsScope, known: ReadonlySet<string>): Omit<OrderItem, 'name' | 'descending'> {
  const { next } = words;
  if (next.is === 'name' && known.has(next.text) && words.take('name')) return {};
  const from = words.position;
  const verb = words.call();
  if (verb === 'random') {
    const seed = words.take('number')?.text ?? '0';
    words.need(')');
    return { value: (_row, index) => hash(`${seed}/${index}`) };
  }
  const figure = verb === undefined ? undefined : figureOf(verb, words, scope);
  if (figure) return { figure: figure.start };
  words.back(from);
  return { value: expression(words, scope).of };
}

function alias(words: Words): string | undefined {
  return words.word('as') ? (words.take('name')?.text ?? words.fail('a name')) : undefined;
}

function commaList<Made>(text: string, next: (words: Words) => Made): Made[] {
  const words = new Words(tokensOf(text));
  const made: Made[] = [];
  do made.push(next(words));
  while (words.sign(',') !== undefined);
  words.end();
  return made;
}
