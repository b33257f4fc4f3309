// Recording from the command line: the line of tic-in without a Node-RED. What is said goes to standard error.
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { LinkyRedError } from '../../lib/errors';
import { SYSTEM_CLOCK } from '../../lib/grid/clock';
import { isoParis } from '../../lib/grid/paris-time';
import { Line } from '../../lib/tic/bytes/line';
import { SPEEDS_TO_TRY } from '../../lib/tic/bytes/line-speeds';
import type { CaptureEntry, CaptureNote } from '../../lib/tic/capture/format';
import { LiveMask } from '../../lib/tic/capture/live-mask';
import { Recorder } from '../../lib/tic/capture/recorder';
import { Link } from '../../lib/tic/link/link';
import { loadSerialPort, serialConnect } from '../../lib/tic/link/serial-connection';
import { tcpConnect } from '../../lib/tic/link/tcp-connection';
import { version } from '../version';

export interface RecordOptions {
  readonly out: string | undefined;
  readonly seconds: number | undefined;
  readonly megabytes: number;
  /** Bd; undefined: it is found. */
  readonly speed: number | undefined;
  readonly mask: boolean;
}

const TICK_MS = 250;
const LONGEST_PAUSE_MS = 5000;
const clock = SYSTEM_CLOCK;

const say = (sentence: string): void => void process.stderr.write(`linky-red capture: ${sentence}\n`);

/** @param target path of a port, or host:port. @returns the exit code */
export async function record(target: string, options: RecordOptions): Promise<number> {
  const file = path.resolve(options.out ?? `tic-${stamp()}.jsonl`);
  const tcp = /^(?:tcp:\/\/)?(\[[^\]]+\]|[^:/\\]+):(\d+)$/.exec(target);
  const line = new Line(tcp === null ? (options.speed === undefined ? SPEEDS_TO_TRY : [options.speed]) : []);
  let end: (why: string) => void = () => undefined;
  const over = new Promise<string>((resolve) => (end = resolve));
  const recorder = new Recorder({
    clock,
    folder: path.dirname(file),
    limit: options.megabytes * 1_000_000,
    nameOf: (part) => path.basename(file) + (part === 1 ? '' : `.${String(part).padStart(4, '0')}`),
    about: () => ({
      stream: null,
      port: options.mask ? null : target,
      baudRate: line.baud,
      masked: options.mask,
      by: `linky-red capture ${version()}`,
    }),
    onFault: (error) => {
      end(`${file} takes no more: ${error instanceof Error ? error.message : String(error)}`);
    },
  });
  try {
    await recorder.start();
  } catch (error) {
    say(unwritable(file, error as NodeJS.ErrnoException));
    return 2;
  }
  say(`${target} is recorded into ${file}, at most ${String(options.megabytes)} MB; Ctrl-C ends it`);
  const heard = new Heard(recorder, line, options.mask ? new LiveMask() : undefined);
  const connect =
    tcp === null
      ? serialConnect(target, loadSerialPort)
      : tcpConnect((tcp[1] ?? '').replace(/^\[(.+)\]$/, '$1'), Number(tcp[2]));
  let opened = false as boolean;
  const link = new Link(connect, LONGEST_PAUSE_MS, clock, {
    baud: () => line.baud,
    opened: () => {
      opened = true;
      line.opened(clock.now());
      heard.note({ note: 'opened' });
    },
    bytes: (bytes) => {
      const baud = heard.take(bytes);
      if (baud !== null) link.setBaud(baud);
    },
    down: (error) => {
      heard.note({ note: 'lost' });
      line.closed();
      if (error !== undefined) say(error.message);
      // What was never there is a mistake; what is lost comes back.
      if (!opened) end('nothing was recorded');
    },
  });
  link.start();
  const stops = [
    clock.every(TICK_MS, () => {
      const baud = link.isOpen ? heard.tick() : null;
      if (baud !== null) link.setBaud(baud);
    }),
    ...(options.seconds === undefined
      ? []
      : [
          clock.after(options.seconds * 1000, () => {
            end('');
          }),
        ]),
  ];
  const ended = once(process, 'SIGINT').then(() => '');
  const why = await Promise.race([over, ended, once(process, 'SIGTERM').then(() => '')]);
  for (const stop of stops) stop();
  await link.stop();
  heard.end();
  await recorder.end('command');
  if (why !== '') say(why);
  if (!opened && recorder.received === 0) {
    // A file of nothing would stand in the way of the next attempt.
    for (const empty of recorder.paths) await rm(empty, { force: true });
    return 2;
  }
  say(heard.summary(options.mask));
  if (why !== '') return 2;
  return recorder.received > 0 ? 0 : 1;
}

/** What came, on its way to the file. */
class Heard {
  private right = false;

  constructor(
    private readonly recorder: Recorder,
    private readonly line: Line,
    private readonly mask: LiveMask | undefined,
  ) {}

  /** @returns the speed to set, null: leave it */
  take(bytes: Buffer): number | null {
    if (this.mask === undefined) this.recorder.bytes(bytes);
    else this.write(this.mask.push({ kind: 'bytes', at: clock.elapsed(), bytes }));
    return this.noted(this.line.push(bytes, clock.now()).setBaud);
  }

  /** What happens while bytes wait for their mask waits behind them. */
  note(note: CaptureNote): void {
    if (this.mask === undefined) this.recorder.note(note);
    else this.write(this.mask.push({ kind: 'note', at: clock.elapsed(), note }));
  }

  tick(): number | null {
    return this.noted(this.line.tick(clock.now()).setBaud);
  }

  end(): void {
    if (this.mask !== undefined) this.write(this.mask.end());
  }

  summary(masked: boolean): string {
    const { recorder, right } = this;
    const files = recorder.paths.join(', ');
    if (recorder.received === 0) return `nothing came; ${files} has no bytes of a meter`;
    const found = right
      ? 'with valid groups'
      : 'and no valid group: is the speed right (1200 or 9600 Bd, 7E1), and this the port of the meter?';
    const number = masked
      ? ''
      : `. It holds the number of the meter: linky-red capture --mask ${recorder.paths.at(-1) ?? ''}`;
    return `${String(recorder.received)} bytes in ${files}, ${found}${number}`;
  }

  private noted(baudRate: number | null): number | null {
    if (this.line.state === 'receiving') this.right = true;
    if (baudRate !== null) this.note({ note: 'baud', baudRate });
    return baudRate;
  }

  private write(masked: readonly CaptureEntry[]): void {
    for (const entry of masked) {
      if (entry.kind === 'bytes') this.recorder.bytes(entry.bytes, entry.at);
      else if (entry.kind === 'note') this.recorder.note(entry.note, entry.at);
    }
  }
}

function stamp(): string {
  return isoParis(clock.now()).slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}

function unwritable(file: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EEXIST') return `${file} is there already: give another name with --out`;
  return new LinkyRedError('ERR_CAPTURE_FOLDER', { folder: path.dirname(file), detail: message }).message;
}
