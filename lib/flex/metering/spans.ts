// Energy over stretches of time, as it was measured: what is known of a window, and what is not. Instants are epoch milliseconds.

/** Energy between two instants. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly wh: number;
  /** How it was spread over its time nobody knows: it counts for a window that has all of it, and for no other. */
  readonly whole?: true;
}

export interface Known {
  readonly wh: number;
  /** How much of the window is known. */
  readonly ms: number;
}

const HOUR = 3_600_000;
/** What instants of two clocks and their rounding may leave between two stretches. */
const SEAM_MS = 1;

/** W. */
export function meanW(wh: number, ms: number): number {
  return Math.round((wh * HOUR) / ms);
}

/** In order of time, and what is new in place of what was known of its time. */
export function withSpan(spans: readonly Span[], span: Span): Span[] {
  if (span.end <= span.start) return [...spans];
  const rest = spans.flatMap((old) => (old.end <= span.start || old.start >= span.end ? [old] : leftOf(old, span)));
  const place = rest.findIndex(({ start }) => start > span.start);
  return rest.toSpliced(place < 0 ? rest.length : place, 0, span);
}

/** Wh of a window; null: of a part of it nothing is known. @param spans in order of time, none over another */
export function energyIn(spans: readonly Span[], from: number, to: number): number | null {
  let [wh, known] = [0, from];
  for (const span of spans) {
    const part = partOf(span, from, to);
    if (part === null) continue;
    if (part.start - known > SEAM_MS) return null;
    wh += part.wh;
    known = part.end;
  }
  return to - known <= SEAM_MS ? wh : null;
}

/** What of a window is known. @param spans in order of time, none over another */
export function knownIn(spans: readonly Span[], from: number, to: number): Known {
  let [wh, ms] = [0, 0];
  for (const span of spans) {
    const part = partOf(span, from, to);
    if (part === null) continue;
    wh += part.wh;
    ms += part.end - part.start;
  }
  return { wh, ms };
}

/** Cut where one of the instants lies inside; what counts as a whole only stays whole. */
export function cutAt(span: Span, instants: readonly number[]): Span[] {
  if (span.whole) return [span];
  const edges = [span.start, ...instants.filter((at) => at > span.start && at < span.end), span.end];
  return edges.slice(1).map((end, i) => shareOf(span, edges[i] ?? span.start, end));
}

function partOf(span: Span, from: number, to: number): Span | null {
  const [start, end] = [Math.max(span.start, from), Math.min(span.end, to)];
  if (end <= start) return null;
  if (start === span.start && end === span.end) return span;
  return span.whole ? null : shareOf(span, start, end);
}

function shareOf(span: Span, start: number, end: number): Span {
  return { start, end, wh: (span.wh * (end - start)) / (span.end - span.start) };
}

function leftOf(old: Span, span: Span): Span[] {
  if (old.whole) return [];
  const before = old.start < span.start ? [shareOf(old, old.start, span.start)] : [];
  const after = old.end > span.end ? [shareOf(old, span.end, old.end)] : [];
  return [...before, ...after];
}
