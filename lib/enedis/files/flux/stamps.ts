// What the times of a load curve are: a Linky's the ends of its intervals, those of a bigger meter the starts (spec/sge.md §5).
import type { Fields } from '../../bodies/block';
import { readLabel, readStep } from '../../bodies/labels';
import type { Stamps } from '../curve';

/** Files of one sort of meters alone. */
const OF_FLUX: Readonly<Record<string, Stamps>> = { R63A: 'start', R63B: 'end' };

/**
 * A one-off file has both sorts, and says which days were asked for: the reading of its times that fits them to a day's edge is the right
 * one. Where nothing tells, they are ends.
 */
export function stampsOf(
  points: readonly Fields[],
  period: Fields,
  { stamps, flux }: { readonly stamps: Stamps | undefined; readonly flux: string | undefined },
): Stamps {
  const told = stamps ?? OF_FLUX[flux?.toUpperCase() ?? ''];
  if (told !== undefined) return told;
  const [from, to] = [readLabel(period['dateDebut'])?.wall, readLabel(period['dateFin'])?.wall];
  const { first, last } = edgesOf(points);
  if (first === undefined || last === undefined) return 'end';
  const isByEnds = first.wall - first.length === from || last.wall === to;
  const isByStarts = first.wall === from || last.wall + last.length === to;
  return isByStarts && !isByEnds ? 'start' : 'end';
}

interface Edge {
  readonly wall: number;
  /** ms */
  readonly length: number;
}

function edgesOf(points: readonly Fields[]): { readonly first?: Edge; readonly last?: Edge } {
  let [first, last]: (Edge | undefined)[] = [];
  for (const { d, p } of points) {
    const label = readLabel(d);
    const length = readStep(p);
    if (label === undefined || length === undefined) continue;
    if (first === undefined || label.wall < first.wall) first = { wall: label.wall, length };
    if (last === undefined || label.wall >= last.wall) last = { wall: label.wall, length };
  }
  return { ...(first && { first }), ...(last && { last }) };
}
