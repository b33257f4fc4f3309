// The streams that the benches of the TIC read: what meters of the sandbox send at the pace of the wire, one row per family and
// way of speaking. Same options, same bytes.
import { type BusinessFamily, BusinessMeter, type BusinessOptions } from '../../sandbox/tic/business-meter';
import { randomStream } from '../../sandbox/random';
import type { LineFaultRates } from '../../sandbox/tic/line-faults';
import { DEFAULT_METER, Meter, type MeterOptions } from '../../sandbox/tic/meter';
import type { SentFrame } from '../../test/support/tic/line-truth';

export type { SentFrame } from '../../test/support/tic/line-truth';

/** How tic2json is told what it reads; absent: it does not read this family. */
type Tic2jsonMode = '-1' | '-2' | '-P';

export interface Stream {
  /** Word on the command line. */
  readonly name: string;
  readonly title: string;
  readonly tic2json?: Tic2jsonMode;
  readonly linky?: Partial<MeterOptions>;
  readonly business?: BusinessFamily;
}

export const STREAMS: readonly Stream[] = [
  { name: 'standard', title: 'standard, single-phase, Tempo', tic2json: '-2', linky: { mode: 'standard' } },
  {
    name: 'standard-tri',
    title: 'standard, three-phase, producer',
    tic2json: '-2',
    linky: { mode: 'standard', phases: 3, producer: true, contract: 'hc' },
  },
  {
    name: 'historique-base',
    title: 'historique, single-phase, Base',
    tic2json: '-1',
    linky: { mode: 'historique', contract: 'base' },
  },
  { name: 'historique', title: 'historique, single-phase, Tempo', tic2json: '-1', linky: { mode: 'historique' } },
  {
    name: 'historique-tri',
    title: 'historique, three-phase, Tempo',
    tic2json: '-1',
    linky: { mode: 'historique', phases: 3 },
  },
  { name: 'pme-pmi', title: 'PME-PMI', tic2json: '-P', business: 'pme-pmi' },
  { name: 'saphir', title: 'SAPHIR', business: 'saphir' },
];

export const FLIPS: LineFaultRates = { flips: 0.001 };

const BUSINESS: Omit<BusinessOptions, 'family' | 'seed' | 'faults'> = {
  format: 'STD',
  producer: false,
  baudRate: 9600,
  td: 10,
  subscribed: null,
  start: DEFAULT_METER.start,
};

/** Frames without end, as fast as they are asked for, at the times of the wire; the meter's clock goes `factor` times faster. */
export function* frames(
  { linky, business }: Stream,
  faults: LineFaultRates = {},
  seed = 'bench',
  factor = 1,
): Generator<SentFrame, never> {
  const from =
    business === undefined ? linkyFrames({ ...linky, faults, seed }) : businessFrames(business, faults, seed);
  let at = DEFAULT_METER.start;
  for (;;) {
    const { frame, ms } = from(Math.round(at));
    yield frame;
    at += ms * factor;
  }
}

type Source = (at: number) => { readonly frame: SentFrame; readonly ms: number };

function linkyFrames(options: Partial<MeterOptions>): Source {
  const meter = new Meter({ ...DEFAULT_METER, ...options });
  return (at) => {
    const frame = meter.frame(at);
    return { frame, ms: meter.lineMs(frame) };
  };
}

function businessFrames(family: BusinessFamily, faults: LineFaultRates, seed: string): Source {
  const meter = new BusinessMeter({ ...BUSINESS, family, faults, seed });
  return (at) => {
    const frame = meter.frame(at);
    return { frame, ms: meter.lineMs(frame) };
  };
}

/** In so many of the frames (0 to 1) some neighbouring bytes arrive as others, as when a motor starts beside the line. */
export function* bursts(clean: Iterable<SentFrame>, seed: string, share: number): Generator<SentFrame> {
  const random = randomStream(`bursts ${seed}`);
  for (const frame of clean) {
    if (random() >= share) {
      yield frame;
      continue;
    }
    const bytes = Buffer.from(frame.bytes);
    const from = Math.floor(random() * bytes.length);
    const to = from + 4 + Math.floor(random() * 60);
    for (let at = from; at < Math.min(to, bytes.length); at++) bytes[at] = Math.floor(random() * 128);
    yield { ...frame, bytes, faults: [...frame.faults, 'burst'] };
  }
}

/** Whole frames, at least so many bytes. */
export function record(stream: Stream, length: number, faults: LineFaultRates = {}): Buffer {
  const parts: Buffer[] = [];
  let sum = 0;
  for (const { bytes } of frames(stream, faults)) {
    parts.push(bytes);
    sum += bytes.length;
    if (sum >= length) break;
  }
  return Buffer.concat(parts);
}
