// From a message ecowatt@1 to the entities of Ecowatt. The message comes over a wire: what is not of the right shape counts as
// unknown.
import { ECOWATT_LEVELS, ECOWATT_ROWS as ROWS } from '../entities/ecowatt';
import { atOf, entriesOf, type GridState, labelOf, listOf, recordOf, textOf } from './grid-state';
import type { EnumRow, Language } from '../discovery/row';
import type { Fact } from '../discovery/state';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** ecowatt-signal looks at each hour and tells what has changed: at the least that one hour is over. */
const LATE_MS = 5 * MINUTE;
const DAYS = [ROWS.day0, ROWS.day1, ROWS.day2, ROWS.day3] as const;

/** Whether the state may still be acted on: something is known, and its sender goes on. */
export function ecowattUsable(state: GridState, now: number): boolean {
  const known = [state['level'], ...listOf(state['hours']).map(({ level }) => level)].some(
    (one) => levelOf(one) !== null,
  );
  return known && now < (Math.floor(atOf(state) / HOUR) + 1) * HOUR + LATE_MS;
}

export function ecowattFacts(state: GridState, language: Language, now: number): Fact[] {
  const level = levelOf(state['level']);
  const simulated = state['simulated'] === true;
  const hours = listOf(state['hours']);
  const alert = recordOf(state['alert']);
  const next = recordOf(state['nextAlert']);
  const publishedAt = textOf(state['publishedAt']);
  const inForce = { level, since: alert['start'], until: alert['end'], simulated };
  return [
    levelFact(ROWS.now, level, language, { source: state['source'], simulated }),
    hourFact(ROWS.thisHour, hours, 0, now, language),
    hourFact(ROWS.nextHour, hours, 1, now, language),
    levelFact(ROWS.coming, highest(hours), language, { slots: state['slots'] }),
    ...listOf(state['days']).flatMap((day, ahead) => {
      const row = DAYS[ahead];
      if (row === undefined) return [];
      return [
        levelFact(row, levelOf(day['level']), language, { date: day['day'], forecast: forecastOf(day['hours']) }),
      ];
    }),
    { row: ROWS.alert, value: level === null ? null : level >= 2, attributes: inForce },
    { row: ROWS.red, value: level === null ? null : level === 3, attributes: { level, simulated } },
    { row: ROWS.nextAlertStart, value: textOf(next['start']), attributes: { level: next['level'] } },
    { row: ROWS.nextAlertEnd, value: textOf(next['end']), attributes: { level: next['level'] } },
    { row: ROWS.message, value: textOf(state['message']) },
    { row: ROWS.publishedAt, value: publishedAt },
    { row: ROWS.age, value: publishedAt === null ? null : Math.floor((now - Date.parse(publishedAt)) / MINUTE) },
  ];
}

function levelFact(row: EnumRow, level: number | null, language: Language, more: Record<string, unknown>): Fact {
  const code = level === null ? 'unknown' : (ECOWATT_LEVELS[level]?.code ?? 'unknown');
  return { row, value: code, attributes: { label: labelOf(row.options, code, language), level, ...more } };
}

/** The slot that holds `ahead` hours from now: by the clock, since on the day of 25 hours one slot lasts two. */
function hourFact(
  row: EnumRow,
  hours: Record<string, unknown>[],
  ahead: number,
  now: number,
  language: Language,
): Fact {
  const at = now + ahead * HOUR;
  const instant = (text: unknown): number => Date.parse(textOf(text) ?? '');
  const slot = hours.find(({ start, end }) => instant(start) <= at && at < instant(end));
  return levelFact(row, levelOf(slot?.['level']), language, { since: slot?.['start'], until: slot?.['end'] });
}

function highest(hours: Record<string, unknown>[]): number | null {
  const known = hours.map(({ level }) => levelOf(level)).filter((level) => level !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** `{ "08 h": 2 }`, levels 1 to 3 as the card knows them: a decarbonised hour is a normal one there. */
function forecastOf(hours: unknown): Record<string, number> {
  return Object.fromEntries(
    entriesOf(hours).flatMap(([hour, value]) => {
      const level = levelOf(value);
      return level === null ? [] : [[`${String(hour).padStart(2, '0')} h`, Math.max(1, level)]];
    }),
  );
}

function levelOf(value: unknown): 0 | 1 | 2 | 3 | null {
  return value === 0 || value === 1 || value === 2 || value === 3 ? value : null;
}
