// Colours of days out of the messages that carry them: tempo-signal's state and history, the signals of a meter, a table.
import { LinkyRedError } from '../../lib/errors';
import type { MessageName } from '../../lib/grid/message';
import { PARIS } from '../../lib/grid/paris-time';
import { dayColour, type ColourOfDay, type Witness } from '../../lib/tariff/running/known-colours';
import { isPlainObject } from '../runtime/command';

export interface ColourNews {
  readonly from: Witness;
  readonly colours: readonly ColourOfDay[];
}

/** What of a message of this schema tells colours; what is made up, or may still change, tells none. */
export function colourNews(name: MessageName | undefined, msg: object): ColourNews | undefined {
  const { payload, topic, tic } = msg as Partial<Record<'payload' | 'topic' | 'tic', unknown>>;
  switch (name) {
    case 'tempo':
      return { from: 'tempo', colours: ofState(payload) };
    case 'rows':
      // Rows of open data have topics of their own.
      return { from: 'tempo', colours: topic === 'tempo/history' ? listOf(payload).flatMap(dayOf) : [] };
    case 'reading':
      return { from: 'meter', colours: isPlainObject(tic) ? listOf(tic['signals']).flatMap(ofSignal) : [] };
    case 'signal':
      return { from: 'meter', colours: ofSignal(payload) };
    default:
      return undefined;
  }
}

/** @param days `{ "2026-01-05": "red" }` @throws LinkyRedError ERR_COMMAND with the row that makes no sense */
export function tableOf(days: unknown): ColourNews {
  if (!isPlainObject(days)) throw wrongTable('YYYY-MM-DD: blue | white | red | peak | normal');
  const colours = Object.entries(days).map(([day, word]) => {
    const [known] = dayOf({ day, colour: word });
    if (known === undefined) throw wrongTable(`${day.slice(0, 20)}: ${String(word).slice(0, 20)}`);
    return known;
  });
  return { from: 'table', colours };
}

function ofState(payload: unknown): ColourOfDay[] {
  if (!isPlainObject(payload) || payload['simulated'] === true) return [];
  return ['now', 'next', 'today', 'tomorrow'].flatMap((name) => confirmed(payload[name]));
}

function ofSignal(signal: unknown): ColourOfDay[] {
  if (!isPlainObject(signal) || signal['source'] !== 'tic' || signal['signal'] !== 'day-colour') return [];
  const { state, detail } = signal;
  const holds = state === 'active' || state === 'announced';
  return holds && isPlainObject(detail) && detail['simulated'] !== true ? confirmed(detail) : [];
}

function confirmed(day: unknown): ColourOfDay[] {
  return isPlainObject(day) && day['confirmed'] === true ? dayOf(day) : [];
}

function dayOf(row: unknown): ColourOfDay[] {
  if (!isPlainObject(row)) return [];
  const { day } = row;
  const colour = dayColour(row['colour']);
  return typeof day === 'string' && colour !== undefined && isDay(day) ? [{ day, colour }] : [];
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && PARIS.addDays(text, 0) === text;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function wrongTable(detail: string): LinkyRedError {
  return new LinkyRedError('ERR_COMMAND', { detail: `colours, days: ${detail}` });
}
