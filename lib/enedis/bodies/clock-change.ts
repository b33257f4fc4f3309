// Local labels without an offset, made instants. On all days but two a year this is a subtraction. In the doubled hour of October a
// label that occurs twice is summer time the first time, winter time the second, whatever lies between: an answer may be sorted by
// time or by label. One that occurs once is placed by what it touches. In spring, the hour that no clock shows takes the old offset.
import type { CivilZone } from '../../grid/paris-time';

/** One label of a series, in the order of the answer. */
export interface Stamp {
  /** What a clock shows, as if it were UTC: epoch ms. */
  readonly wall: number;
  /** Of its interval, in ms; 0: an instant. */
  readonly length: number;
}

export interface Placed {
  /** Epoch ms. */
  at: number;
  /** It is one of a doubled hour, and nothing tells which. */
  ambiguous: boolean;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Clocks change on the quarter. */
const QUARTER = 15 * MINUTE;
/** Further away from the change no interval touches one of the doubled hour. */
const NEAR = 3 * 60 * MINUTE;

/** A label and the two instants that it may mean. */
interface Doubled {
  readonly index: number;
  readonly early: number;
  readonly late: number;
}

/** Where each stamp lies. `stamps`: whether labels are the starts or the ends of their intervals. */
export function place(series: readonly Stamp[], zone: CivilZone, stamps: 'start' | 'end'): Placed[] {
  if (runsBackwards(series)) return place([...series].reverse(), zone, stamps).reverse();
  const publications = publicationsOf(series, zone);
  return publications.length === 1
    ? placeOnce(series, zone, stamps)
    : publications.flatMap((one) => placeOnce(one, zone, stamps));
}

/**
 * Days that were published again stand behind one another, and each time has a doubled hour of its own: where the labels of one occur
 * more often than twice, the series is cut at each leap back.
 */
function publicationsOf(series: readonly Stamp[], zone: CivilZone): (readonly Stamp[])[] {
  const cuts = [0];
  for (let i = 1; i < series.length; i++) if (wallAt(series, i) < wallAt(series, i - 1) - NEAR) cuts.push(i);
  if (cuts.length === 1 || !isRepublished(series, zone)) return [series];
  return cuts.map((cut, i) => series.slice(cut, cuts[i + 1]));
}

function isRepublished(series: readonly Stamp[], zone: CivilZone): boolean {
  const counts = new Map<number, number>();
  for (const { wall } of series) {
    if (zone.offsetMinutes(wall - DAY) <= zone.offsetMinutes(wall + DAY)) continue;
    const count = (counts.get(wall) ?? 0) + 1;
    if (count > 2) return true;
    counts.set(wall, count);
  }
  return false;
}

function placeOnce(series: readonly Stamp[], zone: CivilZone, stamps: 'start' | 'end'): Placed[] {
  const changes = new Map<number, Doubled[]>();
  const placed = series.map(({ wall }, index): Placed => {
    const before = zone.offsetMinutes(wall - DAY) * MINUTE;
    const after = zone.offsetMinutes(wall + DAY) * MINUTE;
    const early = wall - before;
    if (before === after) return { at: early, ambiguous: false };
    const late = wall - after;
    if (zone.offsetMinutes(late) * MINUTE !== after) return { at: early, ambiguous: false };
    if (late > early) {
      // The end of the doubled hour is noted, too: an interval that ends with summer time is labelled 03:00 by some.
      const change = changeIn(zone, early, late);
      if (change !== undefined) changes.set(change, [...(changes.get(change) ?? []), { index, early, late }]);
    }
    return { at: late, ambiguous: false };
  });
  const inside = new Set([...changes.values()].flatMap((labels) => labels.map(({ index }) => index)));
  for (const [change, labels] of changes) new DoubledHour(series, placed, stamps, change, inside).settle(labels);
  return placed;
}

/** Newest first: the order in which the doubled hour was written is the other one. */
function runsBackwards(series: readonly Stamp[]): boolean {
  let down = 0;
  let up = 0;
  for (let i = 1; i < series.length; i++) {
    const step = wallAt(series, i) - wallAt(series, i - 1);
    if (step < 0) down++;
    else if (step > 0) up++;
  }
  return down > 2 && down > 2 * up;
}

/** The instant in [early, late] at which the offset of `late` begins; undefined: it began before. */
function changeIn(zone: CivilZone, early: number, late: number): number | undefined {
  const offset = zone.offsetMinutes(late);
  if (zone.offsetMinutes(early - 1) === offset) return undefined;
  let change = Math.ceil(early / QUARTER) * QUARTER;
  while (zone.offsetMinutes(change) !== offset) change += QUARTER;
  return change;
}

class DoubledHour {
  constructor(
    private readonly series: readonly Stamp[],
    private readonly placed: Placed[],
    private readonly stamps: 'start' | 'end',
    private readonly change: number,
    /** All labels of doubled hours, those of other years too. */
    private readonly inside: ReadonlySet<number>,
  ) {}

  settle(labels: readonly Doubled[]): void {
    const byWall = new Map<number, Doubled[]>();
    for (const label of labels) {
      const wall = wallAt(this.series, label.index);
      byWall.set(wall, [...(byWall.get(wall) ?? []), label]);
    }
    const lone: Doubled[] = [];
    for (const same of byWall.values()) {
      const [first, second] = same;
      if (first === undefined) continue;
      // Ends may be labelled 02:30, 03:00 | 02:30, 03:00 instead of 02:30 | 02:00, 02:30, 03:00.
      const isInstant = this.series[first.index]?.length === 0;
      const twin = byWall.get(wallAt(this.series, first.index) - (first.late - first.early))?.length ?? 0;
      const isEdge = first.early === this.change;
      if (isEdge && (isInstant || this.stamps === 'start' || twin !== 1 || second === undefined)) continue;
      if (isInstant) for (const label of same) this.set(label, 'early', true);
      else if (second === undefined) lone.push(first);
      else this.set(first, 'early', false);
    }
    if (lone.length > 0) this.settleLone(lone, labels);
  }

  private settleLone(lone: readonly Doubled[], labels: readonly Doubled[]): void {
    const turn = this.turn(labels);
    if (turn !== undefined) for (const label of lone) this.set(label, label.index < turn ? 'early' : 'late', false);
    else this.settleByTouch(lone);
  }

  /** Where the labels step back, here and nowhere else: they are in the order of time, and winter time begins with this row. */
  private turn(labels: readonly Doubled[]): number | undefined {
    const here = new Set(labels.map(({ index }) => index));
    const turns: number[] = [];
    for (let i = 1; i < this.series.length; i++) {
      if (wallAt(this.series, i) >= wallAt(this.series, i - 1)) continue;
      if (here.has(i) && here.has(i - 1)) turns.push(i);
      else if (!this.inside.has(i) || !this.inside.has(i - 1)) return undefined;
    }
    return turns.length === 1 ? turns[0] : undefined;
  }

  private settleByTouch(lone: readonly Doubled[]): void {
    const byWall = [...lone].sort((a, b) => a.early - b.early);
    const open = new Set(lone.map(({ index }) => index));
    const spans = this.series.flatMap((_, index) => {
      const at = this.placed[index]?.at ?? 0;
      return open.has(index) || Math.abs(at - this.change) > NEAR ? [] : [this.span(index, at)];
    });
    const early = touches(
      byWall.map(({ index, early: at }) => this.span(index, at)),
      spans,
    );
    const late = touches(
      byWall.map(({ index, late: at }) => this.span(index, at)),
      spans,
    );
    for (const label of [...byWall].sort((a, b) => a.index - b.index)) {
      const i = byWall.indexOf(label);
      const [e, l] = [early[i] ?? 0, late[i] ?? 0];
      if (e > 0 !== l > 0) this.set(label, e > 0 ? 'early' : 'late', false);
      else this.set(label, this.followsRow(label) ?? (l > e ? 'late' : 'early'), true);
    }
  }

  /** Which of both goes on where the row before it in the answer ends. */
  private followsRow(label: Doubled): 'early' | 'late' | undefined {
    const before = this.placed[label.index - 1];
    if (before === undefined) return undefined;
    const { end } = this.span(label.index - 1, before.at);
    return (['early', 'late'] as const).find((which) => this.span(label.index, label[which]).start === end);
  }

  private set(label: Doubled, which: 'early' | 'late', ambiguous: boolean): void {
    this.placed[label.index] = { at: label[which], ambiguous };
  }

  private span(index: number, at: number): Span {
    const length = this.series[index]?.length ?? 0;
    return this.stamps === 'end' ? { start: at - length, end: at } : { start: at, end: at + length };
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * How many neighbours each candidate has, 0 to 2, those counted that have a neighbour on the same side themselves.
 * What overlaps a settled one has none.
 * @param candidates by time
 */
function touches(candidates: readonly Span[], settled: readonly Span[]): number[] {
  const free = candidates.map((one) => !settled.some((other) => other.start < one.end && one.start < other.end));
  const ends = new Set(settled.map(({ end }) => end));
  const starts = new Set(settled.map(({ start }) => start));
  const before = candidates.map(({ start, end }, i) => {
    const has = free[i] === true && ends.has(start);
    if (has) ends.add(end);
    return has;
  });
  const after = [...candidates].reverse().map(({ start, end }, i) => {
    const has = free[free.length - 1 - i] === true && starts.has(end);
    if (has) starts.add(start);
    return has;
  });
  after.reverse();
  return candidates.map((_, i) => Number(before[i]) + Number(after[i]));
}

function wallAt(series: readonly Stamp[], index: number): number {
  return series[index]?.wall ?? NaN;
}
