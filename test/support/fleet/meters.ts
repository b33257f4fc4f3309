// The meters of a fleet: `linky-red sandbox fleet` as a user runs it, and the truth that it writes down.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const COMMAND = path.resolve(__dirname, '../../../dist/bin/linky-red.js');

/** What the command prints at its end, as far as it is looked at. */
export interface MetersEnd {
  readonly frames: number;
  readonly bytes: number;
  readonly repeated: number;
  readonly dropped: number;
  /** Frames that no worker has said to be written. */
  readonly open: number;
  readonly skipped: number;
  /** Frames that the broker took and gave to nobody. */
  readonly unheard: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** A frame by its key. */
export interface SentFrame {
  readonly stream: string;
  readonly receivedAt: string;
}

export class Meters {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-meters-'));
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private out = '';
  /** Its lines of figures and of trouble. */
  log = '';

  /** @param settings of the command, `name=value` */
  constructor(count: number, settings: readonly string[]) {
    const words = ['sandbox', 'fleet', String(count), `truth=${this.truth}`, ...settings];
    this.child = spawn(process.execPath, [COMMAND, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = once(this.child, 'close');
    this.child.stdout?.on('data', (text: Buffer) => (this.out += text.toString()));
    this.child.stderr?.on('data', (text: Buffer) => (this.log += text.toString()));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Lets them fall silent, and resolves when what is open was written or its time is over. */
  async end(): Promise<MetersEnd> {
    if (this.child.exitCode === null) this.child.kill('SIGTERM');
    await this.ended;
    const line = this.out.split('\n').find((text) => text.startsWith('{'));
    if (line === undefined) throw new Error(`the meters ended without a word:\n${this.log}`);
    return JSON.parse(line) as MetersEnd;
  }

  /** All frames that were sent; to be asked at the end. */
  sent(): SentFrame[] {
    const lines = readFileSync(this.truth, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => {
      const [stream = '', receivedAt = ''] = line.split('\t');
      return { stream, receivedAt };
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private get truth(): string {
    return path.join(this.folder, 'truth.tsv');
  }
}
