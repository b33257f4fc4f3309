// A reading as the messages of linky-decode carry it, checked once at the edge: what is not of the right shape is left out.
import { meterOfTopic } from '../../grid/message';
import type { GridSignal } from '../../grid/signal';

export interface Reading {
  readonly values: Readonly<Record<string, unknown>>;
  /** Null for a meter without identity. */
  readonly meterId: string | null;
  readonly stream: string;
  readonly family: string;
  readonly mode: 'historique' | 'standard' | null;
  readonly phases: 1 | 3 | null;
  readonly producer: boolean | null;
  readonly maker: string | null;
  readonly year: number | null;
  readonly type: string | null;
  /** The meter's clock, ISO. */
  readonly time: string | null;
  readonly horodates: Readonly<Record<string, unknown>>;
  readonly units: Readonly<Record<string, unknown>>;
  readonly decoded: Readonly<Record<string, unknown>>;
  readonly signals: readonly GridSignal[];
  readonly headroom: {
    readonly va: unknown;
    readonly a: unknown;
    readonly phase: unknown;
    readonly cutoffVa: unknown;
    readonly w: unknown;
  } | null;
  /** By how many seconds the meter's clock is ahead. */
  readonly clockOffset: number | null;
  /** Fields as of PowerBudgetView; empty on meters without one. */
  readonly budget: Readonly<Record<string, unknown>>;
  /** Of powers that the meter does not send, kVA and kW. */
  readonly derived: { readonly apparentPower: unknown; readonly activePower: unknown };
  /** What the Flex Ready reference asks; empty on meters of which it asks nothing. */
  readonly flexReady: readonly { readonly data: string; readonly met: boolean; readonly since: string | null }[];
  readonly quality: {
    readonly rejected: number;
    readonly held: number;
    readonly frames: number | null;
    readonly complete: boolean;
    /** Labels whose values cannot be: nothing is derived from them. */
    readonly doubtful: readonly unknown[];
  };
  /** Some of its values are those of an earlier frame. */
  readonly carries: boolean;
  /** True while the meter plays a test, false where it is known not to, null where no meter of this family does. */
  readonly test: boolean | null;
  /** When the last byte arrived, epoch milliseconds; null where the message does not say. */
  readonly completedAt: number | null;
}

/** Families whose meters can play a test; readings say so only while one does. */
const FAMILIES_WITH_TEST = new Set(['ice-2q', 'ice-4q', 'pme-pmi', 'saphir']);

/** Null: no reading. */
export function readReading(msg: Readonly<Record<string, unknown>>): Reading | null {
  const values = msg['payload'];
  if (!isRecord(values)) return null;
  const tic = recordOf(msg['tic']);
  const meter = recordOf(tic['meter']);
  const quality = recordOf(tic['quality']);
  const topic = typeof msg['topic'] === 'string' ? meterOfTopic(msg['topic']) : '';
  const meterId = textOf(meter['id']);
  const headroom = tic['headroom'];
  const completedAt = Date.parse(textOf(tic['completedAt']) ?? '');
  return {
    values,
    meterId,
    stream: textOf(tic['stream']) ?? (topic === '' ? (meterId ?? 'linky') : topic),
    family: textOf(meter['family']) ?? 'unknown',
    mode: meter['mode'] === 'historique' || meter['mode'] === 'standard' ? meter['mode'] : null,
    phases: meter['phases'] === 1 || meter['phases'] === 3 ? meter['phases'] : null,
    producer: typeof meter['producer'] === 'boolean' ? meter['producer'] : null,
    maker: textOf(meter['maker']),
    year: numberOf(meter['year']),
    type: textOf(meter['type']),
    time: textOf(tic['time']),
    horodates: recordOf(tic['horodates']),
    units: recordOf(tic['units']),
    decoded: recordOf(tic['decoded']),
    signals: Array.isArray(tic['signals']) ? tic['signals'].filter(isSignal) : [],
    headroom: isRecord(headroom)
      ? {
          va: headroom['va'],
          a: headroom['a'],
          phase: headroom['phase'],
          cutoffVa: headroom['cutoffVa'],
          w: headroom['w'],
        }
      : null,
    clockOffset: numberOf(tic['clockOffset']),
    budget: recordOf(tic['budget']),
    derived: {
      apparentPower: recordOf(recordOf(tic['derived'])['apparentPower'])['value'],
      activePower: recordOf(recordOf(tic['derived'])['activePower'])['value'],
    },
    flexReady: flexReadyOf(tic['flexReady']),
    quality: {
      rejected: numberOf(quality['rejected']) ?? 0,
      held: numberOf(quality['held']) ?? 0,
      frames: numberOf(quality['frames']),
      complete: quality['complete'] === true,
      doubtful: Array.isArray(quality['doubtful']) ? quality['doubtful'] : [],
    },
    carries: Object.keys(recordOf(tic['carried'])).length > 0,
    test: tic['test'] === true ? true : FAMILIES_WITH_TEST.has(textOf(meter['family']) ?? '') ? false : null,
    completedAt: Number.isNaN(completedAt) ? null : completedAt,
  };
}

function flexReadyOf(items: unknown): Reading['flexReady'] {
  if (!Array.isArray(items)) return [];
  return items.filter(isRecord).map((item) => ({
    data: textOf(item['data']) ?? '?',
    met: item['met'] === true,
    since: textOf(item['since']),
  }));
}

const STATES = ['announced', 'active', 'cleared', 'unknown'];

/** Enough of a grid signal to act on it; what its detail holds is checked where it is used. */
export function isSignal(value: unknown): value is GridSignal {
  return (
    isRecord(value) &&
    ['id', 'origin', 'source', 'signal', 'change'].every((field) => typeof value[field] === 'string') &&
    ['start', 'end'].every((field) => value[field] == null || typeof value[field] === 'string') &&
    ['level', 'expected'].every((field) => value[field] == null || typeof value[field] === 'number') &&
    STATES.some((state) => state === value['state']) &&
    isRecord(value['detail']) &&
    isJson(value)
  );
}

/** What is kept of events is compared and told as JSON. */
function isJson(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
