// How far apart the times of a dataset are, measured.

const MINUTE = 60_000;
/** Of all distances, at most this share may be another one: slots that are missing. */
const MOST_GAPS = 0.1;
/** Longer slots have no one length: a Paris day has 23 to 25 hours. */
const LONGEST_MINUTES = 60;

/**
 * The step of these instants, in minutes: a part of an hour that all distances are multiples of, and nine of ten are.
 * @param instants epoch milliseconds in any order, each as often as it likes (many series have the same times)
 * @returns null: fewer than two instants, or more than one step
 */
export function measureStep(instants: Iterable<number>): number | null {
  const times = [...new Set(instants)].sort((a, b) => a - b);
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  if (distances.length === 0) return null;
  const step = distances.reduce((least, one) => Math.min(least, one));
  const minutes = step / MINUTE;
  if (!Number.isInteger(minutes) || minutes > LONGEST_MINUTES || LONGEST_MINUTES % minutes !== 0) return null;
  if (distances.some((distance) => distance % step !== 0)) return null;
  const gaps = distances.filter((distance) => distance !== step).length;
  return gaps <= distances.length * MOST_GAPS ? minutes : null;
}
