// Points as they come in a message (schema points@1), back into epoch milliseconds: the way back of messageOf.
import { LinkyRedError } from '../errors';
import { MESSAGES } from './message';
import type { Point } from './point';

/** What a word of a point may be. */
const WORDS: Readonly<Record<'direction' | 'kind' | 'quantity' | 'unit' | 'quality', ReadonlySet<unknown>>> = {
  direction: new Set<Point['direction']>(['consumption', 'production']),
  kind: new Set<Point['kind']>(['load-curve', 'energy', 'max-power', 'index', 'cost', 'billing']),
  quantity: new Set<Point['quantity']>([
    'active',
    'reactive-inductive',
    'reactive-capacitive',
    'voltage',
    'duration',
    'overrun',
  ]),
  unit: new Set<Point['unit']>(['W', 'Wh', 'VA', 'VAr', 'VArh', 'V', 's', 'EUR']),
  quality: new Set<Point['quality']>(['measured', 'estimated', 'derived', 'daily-only']),
};
const WORD_FIELDS = Object.entries(WORDS);

/** @throws LinkyRedError ERR_INPUT with the place of the first that is no point: half of a message is worth less than none */
export function readPoints(payload: unknown): Point[] {
  if (!Array.isArray(payload)) throw misfit('payload');
  return payload.map((raw: unknown, index) => readPoint(raw, index));
}

function readPoint(raw: unknown, index: number): Point {
  if (typeof raw !== 'object' || raw === null) throw misfit(String(index));
  const fields = raw as Readonly<Record<string, unknown>>;
  for (const [field, words] of WORD_FIELDS) if (!words.has(fields[field])) throw misfit(`${index}.${field}`);
  const { prm, source, step, value, publishedAt } = fields;
  if (typeof prm !== 'string' || prm === '') throw misfit(`${index}.prm`);
  if (typeof source !== 'string') throw misfit(`${index}.source`);
  if (step !== null && typeof step !== 'string') throw misfit(`${index}.step`);
  if (typeof value !== 'number' || !Number.isFinite(value)) throw misfit(`${index}.value`);
  const start = instant(fields['start']);
  const end = instant(fields['end']);
  if (start === undefined || end === undefined || end < start) throw misfit(`${index}.start, end`);
  const published = publishedAt === undefined ? undefined : instant(publishedAt);
  const point: Record<string, unknown> = { ...fields, start, end };
  if (published === undefined) delete point['publishedAt'];
  else point['publishedAt'] = published;
  return point as unknown as Point;
}

function instant(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function misfit(place: string): LinkyRedError {
  return new LinkyRedError('ERR_INPUT', { detail: `${MESSAGES.points.schema}: ${place}` });
}
