// Which register stood for which tariff class, and when: the table that SGE writes below indexes.
import { PARIS } from '../../grid/paris-time';
import type { Point } from '../../grid/point';
import { plain } from './cells';
import { readMoment } from './written';

/** One period of one meter. Instants are epoch ms. */
export interface CalendarPeriod {
  readonly from: number;
  /** Infinity: it goes on. */
  readonly to: number;
  /** By register, `EAS F1`. */
  readonly classes: ReadonlyMap<string, Pick<Point, 'calendar' | 'tariffClass'>>;
}

const PERIOD = /^Du (\S+) au ?(\S*)$/;
const REGISTER = /^EA[SI] [FD]\d{1,2}$/;
const UNKNOWN = 'INCONNU';

export function isCalendarHeader(cells: readonly string[]): boolean {
  return cells[0] === 'periode' && cells[1]?.startsWith('identifiant calendrier') === true;
}

/**
 * @param headers plain: each calendar's identifier stands before its classes, each register behind the identifier and the name of its
 *   class
 * @returns undefined: it is no such line
 */
export function calendarPeriod(headers: readonly string[], cells: readonly string[]): CalendarPeriod | undefined {
  const [, begins = '', ends = ''] = PERIOD.exec(cells[0] ?? '') ?? [];
  const from = midnightOf(begins);
  if (from === undefined) return undefined;
  const classes = new Map<string, Pick<Point, 'calendar' | 'tariffClass'>>();
  let calendar = '';
  for (const [i, cell] of cells.entries()) {
    if (headers[i]?.startsWith('identifiant calendrier') === true) calendar = known(cell);
    if (!REGISTER.test(cell)) continue;
    const tariffClass = known(cells[i - 2] ?? '');
    classes.set(cell, { ...(calendar !== '' && { calendar }), ...(tariffClass !== '' && { tariffClass }) });
  }
  return { from, to: midnightOf(ends) ?? Infinity, classes };
}

/**
 * SGE writes midnights of winter with 23:00 beside them: of such an instant the written date counts, whatever hour stands there
 * (spec/sge.md §5).
 */
export function midnightOf(text: string): number | undefined {
  const label = readMoment(text);
  return label === undefined ? undefined : PARIS.startOfDay(new Date(label.wall).toISOString().slice(0, 10));
}

function known(cell: string): string {
  return plain(cell).toUpperCase() === UNKNOWN ? '' : cell;
}
