// The command line as a user runs it: a process of its own, its exit code, its standard output.
import { spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');
/** Of TypeScript. */
export const LOADER = path.join(ROOT, 'scripts/test/typescript.cjs');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Line {
  meter: { id: string | null };
  time: string | null;
  values: Record<string, unknown>;
  units: Record<string, string>;
  horodates: Record<string, string | (string | null)[]>;
  decoded: Record<string, unknown>;
  headroom: Record<string, unknown> | null;
  carried: Record<string, number | null>;
  budget?: Record<string, unknown>;
  derived?: Record<string, Record<string, unknown>>;
  flexReady?: { data: string; met: boolean }[];
  test?: boolean;
  signals: { signal: string; change: string }[];
  quality: { groups: number; rejected: number; held: number; complete: boolean };
  groups?: { label: string; horodate: string | null; data: string; ok: boolean; reason?: string }[];
}

export async function run(command: string, args: readonly string[], input?: Buffer): Promise<Outcome> {
  const child = spawn(command, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => err.push(part));
  // A command that ends before it has read its input closes the pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
}

/** From the sources, so that no build has to be there. */
export const linkyRed = (args: readonly string[], input?: Buffer): Promise<Outcome> =>
  run(process.execPath, ['--require', LOADER, path.join(ROOT, 'bin', 'linky-red.ts'), ...args], input);

/** Every line of standard output has to be JSON. */
export const linesOf = ({ stdout }: Outcome): Line[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
