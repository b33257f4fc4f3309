// `group_by` of the look-alike: columns, years, dates in words, ranges. Its own parser's errors are the server's, as in `select`.
import { partsOf, unitStart, type CalendarUnit } from '../engine/calendar';
import type { GroupKey } from '../engine/plan';
import type { Column } from '../table';
import { alias, bare, commaList, dateWord, silently, timeShown } from './compat-list';
import { columnOf, invalid, name, number, text, type CompatScope } from './compat-words';
import { Scanner } from './scanner';
import { keyFrom } from './shown';

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
