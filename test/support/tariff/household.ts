// Points and readings of an invented household, as messages.
import { messageOf, type Point } from '../../../lib/grid/point';

export const PRM = '30001234567890';
const METER = '042261314159';

const STEP = 30 * 60_000;

/** Half hours of one power. @param from ISO 8601 */
export function curve(from: string, count: number, watts: number, more: Partial<Point> = {}): Point[] {
  const start = Date.parse(from);
  return Array.from({ length: count }, (_, i) => ({
    prm: PRM,
    direction: 'consumption',
    kind: 'load-curve',
    quantity: 'active',
    start: start + i * STEP,
    end: start + (i + 1) * STEP,
    value: watts,
    unit: 'W',
    step: 'PT30M',
    quality: 'measured',
    source: 'test',
    ...more,
  }));
}

/** Energy of a whole civil day. */
export function daily(from: string, to: string, wh: number, more: Partial<Point> = {}): Point {
  return {
    prm: PRM,
    direction: 'consumption',
    kind: 'energy',
    quantity: 'active',
    start: Date.parse(from),
    end: Date.parse(to),
    value: wh,
    unit: 'Wh',
    step: 'P1D',
    quality: 'measured',
    source: 'test',
    ...more,
  };
}

export function pointsMessage(points: readonly Point[]) {
  const [{ prm, direction, kind } = { prm: PRM, direction: 'consumption', kind: 'load-curve' }] = points;
  const topic = `points/${prm}/${direction}/${kind}`;
  return {
    topic,
    schema: 'linky-red/points@1',
    payload: points.map(messageOf),
    parts: { id: topic, type: 'array', count: 1, index: 0, len: 1000 },
  };
}

/** @param labels what the meter says */
export function reading(labels: Readonly<Record<string, string | number>>, tic: object = {}, meter = METER) {
  return { topic: `tic/${meter}`, schema: 'linky-red/reading@1', payload: { ADCO: meter, ...labels }, tic };
}

/** A contract of Tempo, as a row of the form. */
export const TEMPO: Readonly<Record<string, string>> = {
  offer: 'tempo',
  'hc-blue': '0.1',
  'hp-blue': '0.2',
  'hc-white': '0.3',
  'hp-white': '0.4',
  'hc-red': '0.5',
  'hp-red': '0.6',
};
