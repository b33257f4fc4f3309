// What benches say of their figures, and how they are asked for: `name=value` on the command line.
import os from 'node:os';

export const smoke = process.argv.includes('--smoke');

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function machine(): string {
  const { length } = os.cpus();
  return `${os.cpus()[0]?.model ?? 'unknown processor'} × ${String(length)}, ${process.version}, ${process.platform} ${process.arch}`;
}

/** `--before FOLDER`: where an earlier version lies compiled; undefined where the history does not reach so far. */
export function builtBefore(): string | undefined {
  const at = process.argv.indexOf('--before');
  return at < 0 ? undefined : process.argv[at + 1];
}

/** `name=value` of the command line, or what stands for it. */
export function word(name: string): string | undefined {
  return process.argv.find((argument) => argument.startsWith(`${name}=`))?.slice(name.length + 1);
}

export function count(name: string, usual: number, inSmoke: number): number {
  const given = Number(word(name));
  return given > 0 ? given : smoke ? inSmoke : usual;
}

export function median(figures: readonly number[]): number {
  return sorted(figures)[figures.length >> 1] ?? NaN;
}

/** The share of figures that lie at or below the result, 0 to 1. */
export function percentile(figures: readonly number[], share: number): number {
  return sorted(figures)[Math.min(figures.length - 1, Math.floor(figures.length * share))] ?? NaN;
}

/** Minimum / median / maximum. */
export function spread(figures: readonly number[], digits = 2): string {
  const all = sorted(figures);
  return [all[0], median(all), all.at(-1)].map((figure) => (figure ?? NaN).toFixed(digits)).join(' / ');
}

/** Pair by pair. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  return over.map((figure, i) => figure / (under[i] ?? NaN));
}

function sorted(figures: readonly number[]): number[] {
  return [...figures].sort((a, b) => a - b);
}
