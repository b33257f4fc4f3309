// A sandbox meter and the flow that reads it: tic-in → linky-decode, with taps on what comes out.
import assert from 'node:assert/strict';
import type { GridSignal } from '../../../lib/grid/signal';
import { standIn } from '../../../sandbox';
import { parisInstant } from '../../../sandbox/paris-clock';
import type { Running } from '../../../sandbox/stand-in';
import type { FlowNode, Message, NodeRed } from './process';

/** Address of the single-phase sandbox meter. */
export const METER = '042261314159';
/** A quiet evening: no car, no change of tariff, red tomorrow. */
const EVENING = new Date(parisInstant(2027, 1, 12, 20, 5)).toISOString();

export interface Reading extends Message {
  payload: Record<string, unknown>;
  topic: string;
  tic: {
    receivedAt: string;
    completedAt: string;
    baudRate: number;
    time: string;
    groups?: unknown[];
    meter: object;
    clockOffset: number;
    headroom: { va: number };
    decoded: { STGE: { overvoltage: boolean } };
    signals: GridSignal[];
    quality: { groups: number; rejected: number; complete: boolean };
  };
}

export async function startMeter(settings: Record<string, string>): Promise<Running> {
  const meter = await standIn('meter')?.start({ settings: { start: EVENING, ...settings } });
  assert.ok(meter);
  return meter;
}

const tab: FlowNode = { id: 'flow', type: 'tab', label: 'story' };
export const place = { z: 'flow', x: 100, y: 100 };
const DECODE_WIRES = [
  ['readings', 'all'],
  ['signals', 'all'],
];

/** tic-in → linky-decode, with taps on what comes out: `NAME readings`, `NAME signals`, both in `NAME all`, `NAME errors`. */
export function meterFlow(
  name: string,
  source: Record<string, unknown>,
  decode: Record<string, unknown> = {},
): FlowNode[] {
  return [
    tab,
    { ...place, id: 'tic-in', type: 'tic-in', name: 'house', mode: 'auto', wires: [['decode']], ...source },
    { ...place, id: 'decode', type: 'linky-decode', name: '', wires: DECODE_WIRES, ...decode },
    ...['readings', 'signals', 'all', 'errors'].map((id) => ({
      ...place,
      id,
      type: 'test-tap',
      name: `${name} ${id}`,
    })),
    { ...place, id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['errors']] },
  ];
}

/** The next reading of a meter flow that fits. */
export async function nextReading(
  red: NodeRed,
  name: string,
  fits: (reading: Reading) => boolean = () => true,
): Promise<Reading> {
  return (await red.next(`${name} readings`, (msg) => fits(msg as Reading))) as Reading;
}

export async function nextSignal(
  red: NodeRed,
  name: string,
  fits: (signal: GridSignal) => boolean,
): Promise<GridSignal> {
  return (await red.next(`${name} signals`, (msg) => fits(msg.payload as GridSignal))).payload as GridSignal;
}
