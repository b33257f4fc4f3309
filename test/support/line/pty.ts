// A serial dongle made of a pseudo-terminal (socat), and a meter on it. A pseudo-terminal passes bytes at any speed: the
// meter looks at which speed the reader has set, and sends noise while it is another than its own.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { noise } from '../tic/tic-bytes';

const EVERY_MS = 200;

export class PtyMeter {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-pty-'));
  /** What tic-in opens. */
  readonly path = path.join(this.folder, 'ttyTIC');
  private socat: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private seed = 0;

  /** @param baud the meter's own speed */
  constructor(
    private readonly baud: number,
    private frame: Buffer,
  ) {}

  /** What it says from now on. */
  say(frame: Buffer): void {
    this.frame = frame;
  }

  /** Resolves when the device is there. */
  async plug(): Promise<void> {
    const socat = spawn('socat', ['-d', '-d', 'STDIO', `pty,raw,echo=0,link=${this.path}`], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.socat = socat;
    socat.stdin.on('error', () => undefined);
    let said = '';
    for await (const text of socat.stderr as AsyncIterable<Buffer>) {
      said += text.toString();
      if (said.includes('starting data transfer loop')) break;
    }
    socat.stderr.resume();
    this.timer = setInterval(() => {
      const bytes = speedOf(this.path) === this.baud ? this.frame : noise(150, this.seed++);
      // A full pipe means that nobody reads: a meter does not wait either.
      if (!socat.stdin.writableNeedDrain) socat.stdin.write(bytes);
    }, EVERY_MS);
  }

  /** Resolves when the device is gone. */
  async unplug(): Promise<void> {
    clearInterval(this.timer);
    const socat = this.socat;
    this.socat = undefined;
    if (socat?.exitCode !== null) return;
    const gone = once(socat, 'exit');
    socat.kill();
    await gone;
  }

  async remove(): Promise<void> {
    await this.unplug();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The speed that is set on a terminal, by whoever has it open. */
function speedOf(device: string): number {
  return Number(spawnSync('stty', ['-F', device, 'speed'], { encoding: 'utf8' }).stdout);
}

/** Another program that has the port open. */
export class OtherReader {
  private process: ChildProcess | undefined;

  /** Resolves when it has the port. */
  async open(device: string): Promise<void> {
    const script = `
      const { SerialPort } = require('serialport');
      const port = new SerialPort({ path: ${JSON.stringify(device)}, baudRate: 9600 });
      port.on('open', () => console.log('open')).on('error', (error) => console.log(error.message)).resume();`;
    const other = spawn(process.execPath, ['-e', script], {
      cwd: path.resolve(__dirname, '../../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.process = other;
    const [said] = (await once(other.stdout, 'data')) as [Buffer];
    if (said.toString().trim() !== 'open') throw new Error(said.toString());
  }

  async close(): Promise<void> {
    const other = this.process;
    this.process = undefined;
    if (other?.exitCode !== null) return;
    const gone = once(other, 'exit');
    other.kill();
    await gone;
  }
}
