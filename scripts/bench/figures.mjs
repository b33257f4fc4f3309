// What all comparisons of this folder say of their figures.
import os from 'node:os';

export function median(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Minimum / median / maximum. */
export function spread(figures, digits = 3) {
  return [Math.min(...figures), median(figures), Math.max(...figures)]
    .map((figure) => figure.toFixed(digits))
    .join(' / ');
}

export function machine() {
  return `${os.cpus()[0]?.model ?? 'unknown processor'} × ${os.cpus().length}, ${process.platform}`;
}

export function print(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Takes figures of two subjects in pairs: one round each to warm the disk, and who begins takes turns, too.
 * @param take gives the figure (or figures) of one try of a subject
 * @returns {Promise<Record<string, unknown[]>>} by subject, as many as pairs
 */
export async function inTurns(subjects, pairs, take) {
  const taken = Object.fromEntries(subjects.map((subject) => [subject, []]));
  for (let pair = 0; pair <= pairs; pair++)
    for (const subject of pair % 2 === 0 ? subjects : subjects.toReversed()) {
      const result = await take(subject);
      if (pair > 0) taken[subject].push(result);
    }
  return taken;
}
