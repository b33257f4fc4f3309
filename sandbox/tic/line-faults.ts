// What a line does to a frame, on demand and repeatable: the damage that users report and that captures show.
import { randomStream } from '../random';
import { CR, EOT, ETX, HT, LF, STX } from './frame';

/** Rates are probabilities between 0 and 1; what is not named does not happen. */
export interface LineFaultRates {
  /** Of each bit: it arrives turned over. */
  readonly flips?: number;
  /** Of each byte: it is lost. */
  readonly drops?: number;
  /** Of each CR, LF and HT: it arrives as 0x0C, 0x0B, 0x08 and glues two groups or two fields. */
  readonly glue?: number;
  /** Of each byte: a NUL comes before it. */
  readonly nul?: number;
  /** Of each digit: it arrives as a blank. */
  readonly blanks?: number;
  /** Of each frame: the meter breaks it off with EOT, at the end of a group or in the middle of one. */
  readonly eot?: number;
  /** Of each frame: the line is silent after it, for `silenceSeconds` (12). */
  readonly silence?: number;
  readonly silenceSeconds?: number;
  /** Of each frame: noise comes before it. */
  readonly noise?: number;
  /** 1: the bridge is set to 8N1 and hands on the parity bit as bit 7. */
  readonly parity?: number;
}

export const LINE_FAULT_NAMES = [
  'flips',
  'drops',
  'glue',
  'nul',
  'blanks',
  'eot',
  'silence',
  'silenceSeconds',
  'noise',
  'parity',
] as const satisfies readonly (keyof LineFaultRates)[];

export interface Damaged {
  readonly bytes: Buffer;
  /** Names of the faults that hit this frame. */
  readonly faults: readonly string[];
  readonly silenceMs: number;
}

export class LineFaults {
  private readonly random: () => number;
  private readonly flips: Sparse;
  private readonly drops: Sparse;
  private readonly glue: Sparse;
  private readonly nul: Sparse;
  private readonly blanks: Sparse;
  private readonly isSound: boolean;

  constructor(
    private readonly rates: LineFaultRates,
    seed: string | number,
  ) {
    this.random = randomStream(`line ${seed}`);
    const sparse = (rate: number | undefined): Sparse => new Sparse(rate ?? 0, this.random);
    this.flips = sparse(rates.flips);
    this.drops = sparse(rates.drops);
    this.glue = sparse(rates.glue);
    this.nul = sparse(rates.nul);
    this.blanks = sparse(rates.blanks);
    this.isSound = LINE_FAULT_NAMES.every((name) => (rates[name] ?? 0) === 0);
  }

  /** Passes one frame over the line; the given bytes are left as they are. */
  damage(frame: Buffer): Damaged {
    let bytes: Buffer = Buffer.from(frame);
    if (this.isSound) return { bytes, faults: [], silenceMs: 0 };
    const faults: string[] = [];
    const step = (name: string, change: (bytes: Buffer) => Buffer | undefined): void => {
      const changed = change(bytes);
      if (changed === undefined) return;
      bytes = changed;
      faults.push(name);
    };
    step('eot', (whole) => (this.happens(this.rates.eot) ? this.breakOff(whole) : undefined));
    step('noise', (whole) => (this.happens(this.rates.noise) ? Buffer.concat([this.someNoise(), whole]) : undefined));
    if ((this.rates.parity ?? 0) > 0) bytes = withParityBit(bytes);
    step('blanks', (whole) => replaceSome(whole, this.blanks, isDigit, () => 0x20));
    step('glue', (whole) => replaceSome(whole, this.glue, isControl, (byte) => byte ^ 1));
    step('flips', (whole) => this.flipBits(whole));
    step('nul', (whole) => this.insertNul(whole));
    step('drops', (whole) => this.dropBytes(whole));
    const silent = this.happens(this.rates.silence);
    if (silent) faults.push('silence');
    return { bytes, faults, silenceMs: silent ? (this.rates.silenceSeconds ?? 12) * 1000 : 0 };
  }

  private happens(rate = 0): boolean {
    return rate > 0 && this.random() < rate;
  }

  private breakOff(frame: Buffer): Buffer {
    const ends = [...frame.keys()].filter((index) => frame[index] === CR);
    const end = ends[Math.floor(this.random() * ends.length)] ?? frame.length - 2;
    const inside = this.random() < 0.25 ? Math.floor(this.random() * 6) : 0;
    return Buffer.concat([frame.subarray(0, Math.max(1, end + 1 - inside)), Buffer.from([EOT])]);
  }

  /** Anything but what would begin or end a frame. */
  private someNoise(): Buffer {
    const length = 4 + Math.floor(this.random() * 60);
    const noise = Buffer.from(Array.from({ length }, () => Math.floor(this.random() * 128)));
    return noise.map((byte) => (byte === STX || byte === ETX || byte === EOT ? 0x55 : byte)) as Buffer;
  }

  private flipBits(bytes: Buffer): Buffer | undefined {
    const width = (this.rates.parity ?? 0) > 0 ? 8 : 7;
    const hits = this.flips.each(bytes.length * width, (position) => {
      const index = Math.floor(position / width);
      bytes[index] = (bytes[index] ?? 0) ^ (1 << (position % width));
    });
    return hits > 0 ? bytes : undefined;
  }

  private insertNul(bytes: Buffer): Buffer | undefined {
    return cutAt(bytes, this.nul, (part, index) => (index === 0 ? [part] : [Buffer.from([0]), part]));
  }

  private dropBytes(bytes: Buffer): Buffer | undefined {
    return cutAt(bytes, this.drops, (part, index) => (index === 0 ? [part] : [part.subarray(1)]));
  }
}

/** Chance hits on a long run of positions: draws the distance to the next hit instead of asking at every one. */
class Sparse {
  private distance: number;

  constructor(
    private readonly rate: number,
    private readonly random: () => number,
  ) {
    this.distance = this.draw();
  }

  get never(): boolean {
    return this.rate <= 0;
  }

  /** Calls `hit` for every position that is hit, and returns how many those were. */
  each(positions: number, hit: (position: number) => void): number {
    let hits = 0;
    let position = this.distance;
    while (position < positions) {
      hit(position);
      hits += 1;
      position += 1 + this.draw();
    }
    this.distance = position - positions;
    return hits;
  }

  private draw(): number {
    if (this.rate <= 0) return Number.POSITIVE_INFINITY;
    return this.rate >= 1 ? 0 : Math.floor(Math.log(1 - this.random()) / Math.log(1 - this.rate));
  }
}

/** Splits before every hit byte and puts the parts together again as `join` says; undefined where nothing was hit. */
function cutAt(bytes: Buffer, hits: Sparse, join: (part: Buffer, index: number) => Buffer[]): Buffer | undefined {
  if (hits.never) return undefined;
  const cuts: number[] = [];
  hits.each(bytes.length, (position) => cuts.push(position));
  if (cuts.length === 0) return undefined;
  const starts = [0, ...cuts];
  return Buffer.concat(starts.flatMap((start, index) => join(bytes.subarray(start, starts[index + 1]), index)));
}

function replaceSome(
  bytes: Buffer,
  hits: Sparse,
  concerns: (byte: number) => boolean,
  change: (byte: number) => number,
): Buffer | undefined {
  if (hits.never) return undefined;
  const places: number[] = [];
  for (const [index, byte] of bytes.entries()) if (concerns(byte & 0x7f)) places.push(index);
  const changed = hits.each(places.length, (place) => {
    const index = places[place] ?? 0;
    bytes[index] = change(bytes[index] ?? 0);
  });
  return changed > 0 ? bytes : undefined;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isControl(byte: number): boolean {
  return byte === CR || byte === LF || byte === HT;
}

/** Even parity over seven bits, put into the eighth. */
function withParityBit(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte | (oddBits(byte & 0x7f) ? 0x80 : 0)));
}

function oddBits(byte: number): boolean {
  let odd = false;
  for (let rest = byte; rest !== 0; rest &= rest - 1) odd = !odd;
  return odd;
}
