// The streams that the benches of the TIC read: what meters of the sandbox send at the pace of the wire, one row per family and
// way of speaking. Same options, same bytes.
import { type BusinessFamily, BusinessMeter, type BusinessOptions } from '../../sandbox/tic/business-meter';
import type { Group } from '../../sandbox/tic/frame';
import type { LineFaultRates } from '../../sandbox/tic/line-faults';
import type { LineFrame } from '../../sandbox/tic/line-meter';
import { DEFAULT_METER, Meter, type MeterOptions } from '../../sandbox/tic/meter';

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

export interface SentFrame extends LineFrame {
  readonly groups: readonly Group[];
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

/** Frames without end, as fast as they are asked for, at the times of the wire. */
export function* frames(
  { linky, business }: Stream,
  faults: LineFaultRates = {},
  seed = 'bench',
): Generator<SentFrame, never> {
  const meter =
    business === undefined
      ? new Meter({ ...DEFAULT_METER, ...linky, faults, seed })
      : new BusinessMeter({ ...BUSINESS, family: business, faults, seed });
  let at = DEFAULT_METER.start;
  for (;;) {
    const frame = meter.frame(Math.round(at));
    yield frame;
    at += 'building' in meter ? meter.lineMs(frame) : meter.lineMs(frame as ReturnType<Meter['frame']>);
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
