// What a decoder makes of a bad line, counted against what the meter sent: the benches and the tests of noise count alike.
import { createHash } from 'node:crypto';
import type { GridSignal } from '../../../lib/grid/signal';
import type { DecodedFrame } from '../../../lib/tic/decoded-frame';
import type { Decoder } from '../../../lib/tic/decoder';
import type { GroupReport } from '../../../lib/tic/frame/group-report';
import type { Group } from '../../../sandbox/tic/frame';
import type { LineFrame } from '../../../sandbox/tic/line-meter';
import { edgeOf } from './tic-listener';

export interface SentFrame extends LineFrame {
  readonly groups: readonly Group[];
}

export interface LineCount {
  sent: number;
  /** Groups of which every byte arrived, LF to CR. */
  intact: number;
  /** Of these, those that were accepted. */
  read: number;
  accepted: number;
  /** Accepted, and sent neither in the frame in hand nor in the one before. */
  wrong: number;
  /** Edges of signals that the same meter on a clean line does not give, or not so often. */
  falseSignals: number;
  /** Edges that it gives on a clean line alone. */
  missedSignals: number;
  /** Of all frames and signals that were told, where it was wanted: two decoders with the same said the same. */
  digest: string;
}

/**
 * @param Version the decoder of this version or of another
 * @param isCompared the digest of all that it says is wanted, which costs more than to say it
 */
export function countLine(
  Version: typeof Decoder,
  frames: Iterable<SentFrame>,
  many: number,
  isCompared = false,
): LineCount {
  const said = new Told(Version, isCompared);
  const clean = new Told(Version, false);
  const count = { sent: 0, intact: 0, read: 0, accepted: 0, wrong: 0 };
  let before: ReadonlySet<string> = new Set();
  let n = 0;
  for (const frame of frames) {
    if (n++ >= many) break;
    clean.push(frame.clean, frame.at);
    const accepted = said.push(frame.bytes, frame.at).filter(({ ok }) => ok);
    const sent = new Set(frame.groups.map(keyOf));
    const read = new Set(accepted.map(keyOf));
    // What is left of the frame before comes when its damaged end has passed.
    count.wrong += accepted.filter((group) => !sent.has(keyOf(group)) && !before.has(keyOf(group))).length;
    count.accepted += accepted.length;
    count.sent += frame.groups.length;
    const intact = intactGroups(frame);
    count.intact += intact.length;
    count.read += intact.filter((group) => read.has(keyOf(group))).length;
    before = sent;
  }
  return {
    ...count,
    falseSignals: excess(said.edges, clean.edges),
    missedSignals: excess(clean.edges, said.edges),
    digest: said.digest(),
  };
}

/** A decoder, and what of its words is counted. */
class Told {
  /** How often each edge came. */
  readonly edges = new Map<string, number>();
  private readonly hash = createHash('sha256');
  private readonly decoder: Decoder;
  private groups: GroupReport[] = [];

  constructor(
    Version: typeof Decoder,
    private readonly isCompared: boolean,
  ) {
    this.decoder = new Version(
      { stream: 'a line', listGroups: true },
      {
        frame: (frame) => {
          this.groups.push(...frame.groups);
          if (isCompared) this.hash.update(JSON.stringify(everythingOf(frame)));
        },
        signal: (signal) => {
          this.hear(signal);
        },
      },
    );
  }

  /** The groups of the frames that ended with these bytes. */
  push(bytes: Buffer, at: number): readonly GroupReport[] {
    this.groups = [];
    this.decoder.push(bytes, { first: at, last: at });
    return this.groups;
  }

  digest(): string {
    return this.hash.copy().digest('hex');
  }

  private hear(signal: GridSignal): void {
    const edge = edgeOf(signal);
    this.edges.set(edge, (this.edges.get(edge) ?? 0) + 1);
    if (this.isCompared) this.hash.update(JSON.stringify(signal));
  }
}

/** All that a frame shows, in an order of its own: the order in which labels stand in an object says nothing. */
export function everythingOf(frame: DecodedFrame): unknown {
  return inOrder({
    ...{ meter: frame.meter, time: frame.time, clockOffset: frame.clockOffset, values: frame.values },
    ...{ units: frame.units, horodates: frame.horodates, decoded: frame.decoded, carried: frame.carried },
    ...{ headroom: frame.headroom, subscribed: frame.subscribed, budget: frame.budget, derived: frame.derived },
    ...{ flexReady: frame.flexReady, test: frame.test, full: frame.full, quality: frame.quality, edges: frame.edges },
    ...{ present: frame.presentSignals, groups: frame.groups, identityFault: frame.identityFault },
    ...{ speaks: frame.speaks, isHeld: frame.isHeld, isRecognised: frame.isRecognised },
  });
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

/** How often edges came in `many` beyond what `few` has of them. */
function excess(many: ReadonlyMap<string, number>, few: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [edge, times] of many) sum += Math.max(0, times - (few.get(edge) ?? 0));
  return sum;
}

const keyOf = ({ label, data, horodate }: Group | GroupReport): string => `${label}\t${horodate ?? ''}\t${data}`;

/** In order, so that a group is not taken for another that looks alike. */
function intactGroups({ bytes, clean, groups }: SentFrame): Group[] {
  const [arrived, sent] = [bytes.toString('latin1'), clean.toString('latin1')];
  let from = 0;
  return [...sent.matchAll(/\n[^\n\r]*\r/g)].flatMap(([text], i) => {
    const at = arrived.indexOf(text, from);
    if (at < 0) return [];
    from = at + text.length - 1;
    const group = groups[i];
    return group === undefined ? [] : [group];
  });
}
