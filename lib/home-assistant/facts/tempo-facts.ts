// From a message tempo@1 to the entities of Tempo. The message comes over a wire: what is not of the right shape counts as
// unknown.
import { TEMPO_ROWS as ROWS } from '../entities/tempo';
import { type GridState, labelOf, recordOf, textOf } from './grid-state';
import type { EnumRow, Language } from '../discovery/row';
import type { Fact } from '../discovery/state';

/** tempo-signal tells each change of hours or colour. */
const LATE_MS = 5 * 60_000;

/** Whether the state may still be acted on: a colour is known, and its sender goes on. */
export function tempoUsable(state: GridState, now: number): boolean {
  const known = [state['now'], state['next']].some((day) => colourOf(recordOf(day)['colour'], ROWS.now) !== 'unknown');
  return known && now < Date.parse(textOf(recordOf(state['nextChange'])['at']) ?? '') + LATE_MS;
}

export function tempoFacts(state: GridState, language: Language): Fact[] {
  const simulated = state['simulated'] === true;
  const change = recordOf(state['nextChange']);
  const season = recordOf(state['season']);
  const [blue, white, red] = ['blue', 'white', 'red'].map((colour) => recordOf(season[colour]));
  const offPeak = typeof state['offPeak'] === 'boolean' ? state['offPeak'] : null;
  return [
    dayFact(ROWS.now, state['now'], language, { level: state['level'], simulated }),
    dayFact(ROWS.next, state['next'], language, { simulated: false }),
    dayFact(ROWS.today, state['today'], language, {}),
    dayFact(ROWS.tomorrow, state['tomorrow'], language, {}),
    {
      row: ROWS.nextChange,
      value: textOf(change['at']),
      attributes: { colour: change['colour'], period: change['offPeak'] === true ? 'HC' : 'HP' },
    },
    {
      row: ROWS.nextStart,
      value: textOf(recordOf(state['next'])['start']),
      attributes: { colour: recordOf(state['next'])['colour'] },
    },
    {
      row: ROWS.offPeak,
      value: offPeak,
      attributes: { label: offPeak === null ? null : HOURS[language][offPeak ? 1 : 0], until: change['at'] },
    },
    { row: ROWS.blueLeft, value: countOf(blue?.['left']) },
    { row: ROWS.blueUsed, value: countOf(blue?.['used']) },
    { row: ROWS.whiteLeft, value: countOf(white?.['left']) },
    { row: ROWS.whiteUsed, value: countOf(white?.['used']) },
    { row: ROWS.redLeft, value: countOf(red?.['left']) },
    { row: ROWS.redUsed, value: countOf(red?.['used']) },
    {
      row: ROWS.season,
      value: textOf(season['label']),
      attributes: { days_blue: blue?.['left'], days_white: white?.['left'], days_red: red?.['left'] },
    },
    { row: ROWS.nextSeason, value: nextSeason(season['label']) },
  ];
}

/** `2026-2027` ends where the next one begins, on 1 September. */
function nextSeason(label: unknown): string | null {
  const year = /^\d{4}-(\d{4})$/.exec(textOf(label) ?? '')?.[1];
  return year === undefined ? null : `${year}-09-01`;
}

const HOURS = { fr: ['Heures pleines', 'Heures creuses'], en: ['Peak', 'Off-peak'] } as const;

function dayFact(row: EnumRow, value: unknown, language: Language, more: Record<string, unknown>): Fact {
  const day = recordOf(value);
  const code = colourOf(day['colour'], row);
  const about = {
    day: day['day'],
    date: day['day'],
    confirmed: day['confirmed'],
    since: day['start'],
    until: day['end'],
    source: day['source'],
  };
  return { row, value: code, attributes: { label: labelOf(row.options, code, language), ...about, ...more } };
}

function colourOf(value: unknown, row: EnumRow): string {
  return row.options.find(({ code }) => code === value)?.code ?? 'unknown';
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
