// tic2json as a process of its own, with its output thrown away. Nothing of it is in this repository.
import path from 'node:path';
import { shellCpuSeconds } from './processes';

export class Tic2json {
  private constructor(private readonly binary: string) {}

  /** Undefined where TIC2JSON names no binary. */
  static fromEnvironment(): Tic2json | undefined {
    const binary = process.env['TIC2JSON'];
    return binary === undefined || binary === '' ? undefined : new Tic2json(path.resolve(binary));
  }

  /** CPU seconds of the whole process, its JSON printing included. */
  cpuSeconds(mode: '-1' | '-2' | '-P', file: string): number {
    return shellCpuSeconds(file, this.binary, mode);
  }
}
