// From a message ecowatt@1 to the entities of Ecowatt.
import * as v from 'valibot';
import type { EcowattAlert, EcowattDayState, EcowattSlot, EcowattState } from '../../rte/ecowatt/state';
import { ECOWATT_LEVELS, ECOWATT_ROWS as ROWS } from '../entities/ecowatt';
import { type GridState, instant } from './message/grid-state';
import { labelled } from './labelled';
import { type FieldsOf, flag, list, orNull, record, text } from './message/tolerant';
import type { EnumRow, Language } from '../discovery/row';
import type { Fact } from '../discovery/state';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** ecowatt-signal looks at each hour and tells what has changed: at the least that one hour is over. */
const LATE_MS = 5 * MINUTE;
const DAYS = [ROWS.day0, ROWS.day1, ROWS.day2, ROWS.day3] as const;

const LEVEL = orNull(v.picklist([0, 1, 2, 3]));
const SLOT = record({ start: text, end: text, level: LEVEL } satisfies FieldsOf<EcowattSlot>);
const ALERT = record({ start: text, end: text, level: LEVEL } satisfies FieldsOf<EcowattAlert>);
const DAY = record({ day: text, level: LEVEL, hours: list(LEVEL) } satisfies FieldsOf<EcowattDayState>);
const STATE = v.object({
  at: instant,
  level: LEVEL,
  hours: list(SLOT),
  days: list(DAY),
  alert: ALERT,
  nextAlert: ALERT,
  slots: orNull(v.array(SLOT)),
  message: text,
  publishedAt: text,
  source: text,
  simulated: flag,
} satisfies FieldsOf<EcowattState>);

type State = v.InferOutput<typeof STATE>;
type PublishedSlot = v.InferOutput<typeof SLOT>;
type Level = v.InferOutput<typeof LEVEL>;

/** @returns undefined: no state of Ecowatt, or one without its instant */
export function readEcowatt(payload: unknown): GridState | undefined {
  const read = v.safeParse(STATE, payload);
  if (!read.success) return undefined;
  const state = read.output;
  const at = Date.parse(state.at);
  return {
    at,
    isUsable: (now) => isKnown(state) && now < (Math.floor(at / HOUR) + 1) * HOUR + LATE_MS,
    facts: (language, now) => ecowattFacts(state, language, now),
  };
}

function isKnown({ level, hours }: State): boolean {
  return level !== null || hours.some((hour) => hour.level !== null);
}

function ecowattFacts(state: State, language: Language, now: number): Fact[] {
  const { level, hours, alert, nextAlert: next, publishedAt } = state;
  const simulated = state.simulated === true;
  return [
    levelFact(ROWS.now, level, language, { source: state.source, simulated }),
    hourFact(ROWS.thisHour, hours, 0, now, language),
    hourFact(ROWS.nextHour, hours, 1, now, language),
    levelFact(ROWS.coming, highest(hours), language, { slots: state.slots }),
    ...state.days.flatMap((day, ahead) => {
      const row = DAYS[ahead];
      if (row === undefined) return [];
      return [levelFact(row, day.level, language, { date: day.day, forecast: forecastOf(day.hours) })];
    }),
    {
      row: ROWS.alert,
      value: level === null ? null : level >= 2,
      attributes: { level, since: alert.start, until: alert.end, simulated },
    },
    { row: ROWS.red, value: level === null ? null : level === 3, attributes: { level, simulated } },
    { row: ROWS.nextAlertStart, value: next.start, attributes: { level: next.level } },
    { row: ROWS.nextAlertEnd, value: next.end, attributes: { level: next.level } },
    { row: ROWS.message, value: state.message },
    { row: ROWS.publishedAt, value: publishedAt },
    { row: ROWS.age, value: publishedAt === null ? null : Math.floor((now - Date.parse(publishedAt)) / MINUTE) },
  ];
}

function levelFact(row: EnumRow, level: Level, language: Language, more: Record<string, unknown>): Fact {
  const code = level === null ? 'unknown' : (ECOWATT_LEVELS[level]?.code ?? 'unknown');
  return { row, value: code, attributes: { ...labelled(row.options, code, language), level, ...more } };
}

/** The slot that holds `ahead` hours from now: by the clock, since on the day of 25 hours one slot lasts two. */
function hourFact(row: EnumRow, hours: readonly PublishedSlot[], ahead: number, now: number, language: Language): Fact {
  const at = now + ahead * HOUR;
  const slot = hours.find(({ start, end }) => Date.parse(start ?? '') <= at && at < Date.parse(end ?? ''));
  return levelFact(row, slot?.level ?? null, language, { since: slot?.start, until: slot?.end });
}

function highest(hours: readonly PublishedSlot[]): Level {
  return hours.reduce<Level>((most, { level }) => (level !== null && level > (most ?? -1) ? level : most), null);
}

/** `{ "08 h": 2 }`, levels 1 to 3 as the card knows them: a decarbonised hour is a normal one there. */
function forecastOf(hours: readonly Level[]): Record<string, number> {
  return Object.fromEntries(
    hours.flatMap((level, hour) =>
      level === null ? [] : [[`${String(hour).padStart(2, '0')} h`, Math.max(1, level)]],
    ),
  );
}
