// Tables of indexes: the registers themselves, with the tariff class that each stood for, and the days between them.
import { PARIS } from '../../grid/paris-time';
import type { Direction, Point } from '../../grid/point';
import { midnightOf, type CalendarPeriod } from './calendars';
import type { Table } from './scan';
import { writtenDay } from './written';

/** What of a point the table says; the rest is the same in all of them. */
type RegisterPoint = Pick<
  Point,
  | 'direction'
  | 'kind'
  | 'unit'
  | 'start'
  | 'end'
  | 'value'
  | 'step'
  | 'quality'
  | 'grid'
  | 'calendar'
  | 'tariffClass'
  | 'register'
>;

const GRIDS: Readonly<Record<string, NonNullable<Point['grid']>>> = { F: 'supplier', D: 'distributor', T: 'total' };

export function indexPoints({ rows, calendars }: Table): RegisterPoint[] {
  return rows.flatMap(({ at, value, register = '' }): RegisterPoint[] => {
    const instant = midnightOf(writtenDay(at));
    if (instant === undefined || value === undefined) return [];
    const [, sign = '', letter = ''] = /^EA([SI]) ([FDT])/.exec(register) ?? [];
    const grid = GRIDS[letter];
    const direction: Direction = sign === 'I' ? 'production' : 'consumption';
    return [
      {
        direction,
        kind: 'index',
        unit: 'Wh',
        start: instant,
        end: instant,
        value,
        step: null,
        quality: 'measured',
        ...(grid !== undefined && { grid }),
        ...classAt(calendars, instant, register),
        // As all other ways of Enedis name it.
        register: `IDX_${register.replace(' ', '_')}`,
      },
    ];
  });
}

/**
 * The energy of each day between two midnights, by the register that counts all: those who read an export for its energy get it.
 * None over a gap, none where the count fell (another meter). An index that was read during the day ends none.
 * @param indexes of one direction, by time, each moment once
 */
export function energyOfDays(indexes: readonly Point[]): Point[] {
  const totals = indexes.filter(
    ({ grid, quantity, end }) =>
      grid === 'total' && quantity === 'active' && end === PARIS.startOfDay(PARIS.dayKey(end)),
  );
  return totals.flatMap((point, i) => {
    const before = totals[i - 1];
    if (before === undefined || point.value < before.value) return [];
    const end = PARIS.startOfDay(PARIS.addDays(PARIS.dayKey(before.end), 1));
    if (end !== point.end) return [];
    const { prm, direction, quantity, unit, source, stage } = point;
    const same = { prm, direction, quantity, unit, source, ...(stage !== undefined && { stage }) };
    const value = point.value - before.value;
    return [{ ...same, kind: 'energy', start: before.end, end, value, step: 'P1D', quality: 'derived' }];
  });
}

function classAt(
  calendars: readonly CalendarPeriod[],
  at: number,
  register: string,
): Pick<Point, 'calendar' | 'tariffClass'> {
  return calendars.find(({ from, to }) => from <= at && at < to)?.classes.get(register) ?? {};
}
