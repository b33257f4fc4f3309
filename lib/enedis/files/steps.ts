// How long intervals are of which a file writes one end alone. The distance to the neighbour tells, where nothing lacks between them:
// one row of half an hour that is missing must not become an hour. Steps may change inside a file (Linky: 10, 15, 30 or 60 minutes).

const MINUTE = 60_000;
const STEPS: readonly number[] = [5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE);
/** So many intervals in a row are a coarser step; fewer are gaps. */
const LONG_RUN = 4;

/**
 * @param ends ascending, each once, epoch ms
 * @param stated ms, where the file says it
 * @returns ms for each; undefined where nothing tells
 */
export function lengthsByEnds(ends: readonly number[], stated?: number): (number | undefined)[] {
  const distances = ends.map((end, i) => (i === 0 ? NaN : end - (ends[i - 1] ?? NaN)));
  const runs = runsOf(distances);
  let step = stated ?? firstStep(distances, runs);
  return ends.map((end, i) => {
    const distance = distances[i] ?? NaN;
    const next = distances[i + 1] ?? NaN;
    const isStep = isStepTo(end, distance);
    if (isStep && (step === undefined || distance <= step || (runs[i] ?? 0) >= LONG_RUN)) step = distance;
    // Behind a gap another step may go on.
    else if (isStepTo(ends[i + 1] ?? NaN, next) && (runs[i + 1] ?? 0) >= LONG_RUN) step = next;
    if (step === undefined) return undefined;
    const length = STEPS.findLast((one) => one <= (step ?? 0) && end % one === 0);
    return length === undefined || distance < length ? undefined : length;
  });
}

/** The same for files that write the start. */
export function lengthsByStarts(starts: readonly number[], stated?: number): (number | undefined)[] {
  const mirrored = [...starts].reverse().map((start) => -start);
  return lengthsByEnds(mirrored, stated).reverse();
}

/** The distance that occurs most often between neighbours, ms; undefined: none is a step. */
export function usualStep(walls: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (let i = 1; i < walls.length; i++) {
    const distance = Math.abs((walls[i] ?? NaN) - (walls[i - 1] ?? NaN));
    if (STEPS.includes(distance)) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || a - b)[0]?.[0];
}

export function isStep(ms: number): boolean {
  return STEPS.includes(ms);
}

/** An interval of the clock begins and ends where the hour is parted evenly. */
function isStepTo(end: number, distance: number): boolean {
  return STEPS.includes(distance) && end % distance === 0;
}

/** How many equal distances follow one another from each one on. */
function runsOf(distances: readonly number[]): number[] {
  const runs: number[] = [];
  for (let i = distances.length - 1; i >= 0; i--)
    runs[i] = distances[i] === distances[i + 1] ? (runs[i + 1] ?? 0) + 1 : 1;
  return runs;
}

function firstStep(distances: readonly number[], runs: readonly number[]): number | undefined {
  const found = distances.findIndex((distance, i) => STEPS.includes(distance) && (runs[i] ?? 0) >= LONG_RUN);
  if (found >= 0) return distances[found];
  const steps = distances.filter((distance) => STEPS.includes(distance));
  return steps.length === 0 ? undefined : Math.min(...steps);
}
