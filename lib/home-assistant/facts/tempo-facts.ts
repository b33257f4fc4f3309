// From a message tempo@1 to the entities of Tempo.
import * as v from 'valibot';
import type { ColourCount, TempoDay, TempoState, TempoTariffDay } from '../../rte/tempo/state';
import { TEMPO_ROWS as ROWS } from '../entities/tempo';
import { type GridState, instant } from './message/grid-state';
import { labelled } from './labelled';
import { type FieldsOf, flag, number, record, text } from './message/tolerant';
import type { EnumRow, Language } from '../discovery/row';
import type { Fact } from '../discovery/state';

/** tempo-signal tells each change of hours or colour. */
const LATE_MS = 5 * 60_000;

const CIVIL_DAY = { day: text, colour: text, confirmed: flag, source: text } satisfies FieldsOf<TempoDay>;
const TARIFF_DAY = record({ ...CIVIL_DAY, start: text, end: text } satisfies FieldsOf<TempoTariffDay>);
const COUNT = record({ used: number, left: number } satisfies FieldsOf<ColourCount>);
const STATE = v.object({
  at: instant,
  level: number,
  now: TARIFF_DAY,
  next: TARIFF_DAY,
  today: record(CIVIL_DAY),
  tomorrow: record(CIVIL_DAY),
  offPeak: flag,
  nextChange: record({ at: text, offPeak: flag, colour: text } satisfies FieldsOf<TempoState['nextChange']>),
  season: record({ label: text, blue: COUNT, white: COUNT, red: COUNT } satisfies FieldsOf<TempoState['season']>),
  simulated: flag,
} satisfies FieldsOf<TempoState>);

type State = v.InferOutput<typeof STATE>;
type Day = v.InferOutput<typeof STATE.entries.today> & Partial<v.InferOutput<typeof TARIFF_DAY>>;

/** @returns undefined: no state of Tempo, or one without its instant */
export function readTempo(payload: unknown): GridState | undefined {
  const read = v.safeParse(STATE, payload);
  if (!read.success) return undefined;
  const state = read.output;
  return {
    at: Date.parse(state.at),
    isUsable: (now) => isKnown(state) && now < Date.parse(state.nextChange.at ?? '') + LATE_MS,
    facts: (language) => tempoFacts(state, language),
  };
}

function isKnown({ now, next }: State): boolean {
  return [now, next].some(({ colour }) => colourOf(colour, ROWS.now) !== 'unknown');
}

function tempoFacts(state: State, language: Language): Fact[] {
  const { nextChange: change, next, season, offPeak } = state;
  const { blue, white, red } = season;
  const simulated = state.simulated === true;
  return [
    dayFact(ROWS.now, state.now, language, { level: state.level, simulated }),
    dayFact(ROWS.next, next, language, { simulated: false }),
    dayFact(ROWS.today, state.today, language, {}),
    dayFact(ROWS.tomorrow, state.tomorrow, language, {}),
    {
      row: ROWS.nextChange,
      value: change.at,
      attributes: { colour: change.colour, period: change.offPeak === true ? 'HC' : 'HP' },
    },
    { row: ROWS.nextStart, value: next.start, attributes: { colour: next.colour } },
    {
      row: ROWS.offPeak,
      value: offPeak,
      attributes: { label: offPeak === null ? null : HOURS[language][offPeak ? 1 : 0], until: change.at },
    },
    { row: ROWS.blueLeft, value: blue.left },
    { row: ROWS.blueUsed, value: blue.used },
    { row: ROWS.whiteLeft, value: white.left },
    { row: ROWS.whiteUsed, value: white.used },
    { row: ROWS.redLeft, value: red.left },
    { row: ROWS.redUsed, value: red.used },
    {
      row: ROWS.season,
      value: season.label,
      attributes: { days_blue: blue.left, days_white: white.left, days_red: red.left },
    },
    { row: ROWS.nextSeason, value: nextSeason(season.label) },
  ];
}

/** `2026-2027` ends where the next one begins, on 1 September. */
function nextSeason(label: string | null): string | null {
  const year = /^\d{4}-(\d{4})$/.exec(label ?? '')?.[1];
  return year === undefined ? null : `${year}-09-01`;
}

const HOURS = { fr: ['Heures pleines', 'Heures creuses'], en: ['Peak', 'Off-peak'] } as const;

function dayFact(row: EnumRow, day: Day, language: Language, more: Record<string, unknown>): Fact {
  const code = colourOf(day.colour, row);
  const about = {
    day: day.day,
    date: day.day,
    confirmed: day.confirmed,
    since: day.start,
    until: day.end,
    source: day.source,
  };
  return { row, value: code, attributes: { ...labelled(row.options, code, language), ...about, ...more } };
}

function colourOf(colour: string | null, row: EnumRow): string {
  return row.options.find(({ code }) => code === colour)?.code ?? 'unknown';
}
