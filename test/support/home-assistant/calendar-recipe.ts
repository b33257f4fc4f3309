// The recipe that keeps Ecowatt and Tempo in a Local Calendar, with messages of the test in the place of the nodes that ask RTE.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PARIS } from '../../../lib/grid/paris-time';
import { ecowattState } from '../../../lib/rte/ecowatt/state';
import { parseEcowatt } from '../../../lib/rte/ecowatt/answer';
import { type TempoKnowledge, tempoState } from '../../../lib/rte/tempo/state';
import type { TempoColour } from '../../../lib/rte/tempo/answers';
import { ecowattAnswer, type Hours } from '../rte/ecowatt';
import type { FlowNode, NodeRed } from '../node-red/process';

const RECIPE = path.resolve(__dirname, '../../../examples/recipes/home-assistant-calendar.json');

export interface Address {
  /** Host and port. */
  readonly host: string;
  readonly token: string;
}

/** The recipe as it is, but for the address and a source in the place of the nodes that ask RTE. */
export function calendarRecipe({ host, token }: Address): FlowNode[] {
  const flow = JSON.parse(readFileSync(RECIPE, 'utf8')) as FlowNode[];
  const values: Record<string, string> = { URL: `http://${host}`, SOCKET: `ws://${host}/api/websocket` };
  return flow.map((node) => {
    if (node.type === 'tab') {
      const env = (node['env'] as { name: string; value: string }[]).map((row) => ({
        ...row,
        value: values[row.name] ?? row.value,
      }));
      return { ...node, env, credentials: { map: {}, TOKEN: token } };
    }
    if (node.type !== 'ecowatt-signal' && node.type !== 'tempo-signal') return node;
    return { ...node, type: 'test-source', name: node.type, wires: (node['wires'] as string[][]).slice(0, 1) };
  });
}

export function sendEcowatt(red: NodeRed, days: Record<string, Hours>): void {
  const now = Date.now();
  const received = { publication: parseEcowatt(ecowattAnswer(days)), receivedAt: now, source: 'rte' as const };
  red.send('ecowatt-signal', { schema: 'linky-red/ecowatt@1', payload: ecowattState(received, now) });
}

export function sendTempo(red: NodeRed, colours: Record<string, TempoColour>): void {
  const now = Date.now();
  const claims: TempoKnowledge['claims'] = Object.fromEntries(
    Object.entries(colours).map(([key, colour]) => [key, { rte: { colour, confirmed: true, at: now } }]),
  );
  const knowledge: TempoKnowledge = { claims, history: new Map(), order: ['rte'], totals: { red: 22, white: 43 } };
  red.send('tempo-signal', { schema: 'linky-red/tempo@1', payload: tempoState(knowledge, now) });
}

/** The key of a civil day, so many days from today. */
export function day(ahead: number): string {
  return PARIS.addDays(PARIS.dayKey(Date.now()), ahead);
}

/** What an event has to be: summary, start and end (epoch milliseconds). */
export type Slot = [summary: string, start: number, end: number];

export function tense(ahead: number, from: number, to: number, summary = 'Écowatt orange'): Slot {
  return [summary, PARIS.at(day(ahead), from), PARIS.at(day(ahead), to)];
}

/** A Tempo day begins at 06:00; `today` is the tariff day in force. */
export function tempoDays(): { today: string; next: string; event: (summary: string, from: string) => Slot } {
  const today = PARIS.tariffDay(Date.now());
  return {
    today,
    next: PARIS.addDays(today, 1),
    event: (summary, from) => [summary, PARIS.at(from, 6), PARIS.at(PARIS.addDays(from, 1), 6)],
  };
}
