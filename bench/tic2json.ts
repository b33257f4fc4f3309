// tic2json as a process of its own, with its output thrown away. Nothing of it is in this repository.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export class Tic2json {
  private constructor(private readonly binary: string) {}

  /** Undefined where TIC2JSON names no binary. */
  static fromEnvironment(): Tic2json | undefined {
    const binary = process.env['TIC2JSON'];
    return binary === undefined || binary === '' ? undefined : new Tic2json(path.resolve(binary));
  }

  /** One stream for it, laid down in a file. */
  on(bytes: Buffer, mode: 'standard' | 'historique' = 'standard'): { cpuSeconds(): number; remove(): void } {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-bench-'));
    const file = path.join(folder, 'stream');
    writeFileSync(file, bytes);
    return {
      cpuSeconds: () => this.run(mode === 'standard' ? '-2' : '-1', file),
      remove: () => {
        rmSync(folder, { recursive: true });
      },
    };
  }

  /** User and system time of the whole process: the second line of the shell's `times` is that of its children. */
  private run(version: string, file: string): number {
    const script = '"$1" "$2" <"$3" >/dev/null 2>&1; times';
    const { stdout } = spawnSync('sh', ['-c', script, 'sh', this.binary, version, file], { encoding: 'utf8' });
    const times = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
    const seconds = times.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
    if (!(seconds > 0)) throw new Error(`${this.binary} did not run`);
    return seconds;
  }
}
