// What a fleet says of itself now and then, and at its end.
import type { EdgeCounts } from './edge/edge-counts';

/** Sums since the start. */
export interface Figures extends EdgeCounts {
  readonly meters: number;
  /** Frames and bytes that the meters have sent. */
  readonly frames: number;
  readonly bytes: number;
  /** Frames that are kept at the edges now. */
  readonly open: number;
  /** How often a line fell behind so far that its frames were left out: the machine does not suffice. */
  readonly skipped: number;
  /** Milliseconds by which frames leave later than the wire would have it, the worst since the last line of figures. */
  readonly late: number;
  /** Seconds since the start, and of CPU. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** MB. */
  readonly memory: number;
}

/** One line, with what changed since `before`. */
export function figuresLine(now: Figures, before: Figures | undefined): string {
  const since = (name: 'frames' | 'bytes' | 'seconds' | 'cpuSeconds'): number => now[name] - (before?.[name] ?? 0);
  const seconds = Math.max(since('seconds'), 0.001);
  const rate = `${whole(since('frames') / seconds)} frames/s, ${(since('bytes') / seconds / 1e6).toFixed(2)} MB/s`;
  const edges =
    now.connections === 0
      ? []
      : [
          `published ${whole(now.published)}, written ${whole(now.written)}, kept ${whole(now.open)}`,
          `sent again ${whole(now.repeated)}, dropped ${whole(now.dropped)}, refused ${whole(now.refused)}, unheard ${whole(now.unheard)}`,
        ];
  return [
    `${whole(now.seconds)} s: ${whole(now.frames)} frames of ${whole(now.meters)} meters (${rate})`,
    ...edges,
    `late ${whole(now.late)} ms, skipped ${whole(now.skipped)}`,
    `CPU ${((100 * since('cpuSeconds')) / seconds).toFixed(1)} % of a core, ${whole(now.memory)} MB`,
  ].join('; ');
}

function whole(value: number): string {
  return String(Math.round(value));
}
