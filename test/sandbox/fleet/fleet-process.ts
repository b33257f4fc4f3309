// `linky-red sandbox fleet` as a user runs it: a process of its own, its lines, its truth.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { FleetEnd } from '../../../sandbox/fleet/fleet';
import { Arrivals } from '../../support/machine/arrivals';
import { LOADER } from '../../support/machine/command-line';

export interface TrueFrame {
  readonly stream: string;
  readonly receivedAt: string;
  readonly completedAt: string;
  readonly meter: string;
  readonly bytes: number;
}

const COMMAND = path.resolve(__dirname, '../../../bin/linky-red.ts');

export class FleetProcess {
  readonly said = new Arrivals<string>('line of the fleet');
  readonly complaints = new Arrivals<string>('line of the fleet’s figures');
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-fleet-'));
  private readonly truthFile = path.join(this.folder, 'truth.tsv');

  constructor(count: number, settings: Readonly<Record<string, string | number>>) {
    const words = Object.entries({ truth: this.truthFile, ...settings }).map(([key, value]) => `${key}=${value}`);
    const args = ['--require', LOADER, COMMAND, 'sandbox', 'fleet', `${count}`, ...words];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.closed = once(this.child, 'close');
    const { stdout, stderr } = this.child;
    if (stdout !== null)
      createInterface(stdout).on('line', (line) => {
        this.said.add(line);
      });
    if (stderr !== null)
      createInterface(stderr).on('line', (line) => {
        this.complaints.add(line);
      });
  }

  /** What its first line says of where it sends or listens. */
  async where(): Promise<string> {
    const line = await this.said.next((said) => said.startsWith('fleet '));
    return line.split(/\s+/)[1] ?? '';
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Exit code, once it has ended. */
  async code(): Promise<number | null> {
    await this.closed;
    return this.child.exitCode;
  }

  /** Its last line. */
  end(): FleetEnd {
    return JSON.parse(this.said.all.at(-1) ?? '') as FleetEnd;
  }

  truth(): TrueFrame[] {
    return readFileSync(this.truthFile, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [stream = '', receivedAt = '', completedAt = '', meter = '', bytes = ''] = line.split('\t');
        return { stream, receivedAt, completedAt, meter, bytes: Number(bytes) };
      });
  }

  /** Whatever it does. */
  async dispose(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.closed;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What names a frame in the database. */
export const keyOf = ({ stream, receivedAt }: Pick<TrueFrame, 'stream' | 'receivedAt'>): string =>
  `${stream} ${receivedAt}`;
