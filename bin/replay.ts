// `linky-red replay`: what was recorded comes again, from a port of TCP as a bridge has one, or from a pseudo-terminal.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { unreadable } from './decode-input';
import type { Command } from './command';
import { arrivals, type Pace } from './captures/pace';
import { openPty, serveTcp, type Target } from './captures/target';

const USAGE = `  replay FILE… --to tcp://[HOST:]PORT|pty [--speed real|N|max] [--baud N]
                      plays recordings or raw bytes as the meter sent them, for tic-in to read`;

const HELP = `Usage: linky-red replay FILE… --to tcp://[HOST:]PORT|pty [--speed real|N|max] [--baud N]

Plays recordings of tic-in or of linky-red capture, or raw bytes of a meter, as if they came from it again.

  --to tcp://2001   listens on this port of 127.0.0.1, as a serial bridge does, and begins when a reader connects (in tic-in the
                    source "a TCP bridge"). tcp://0.0.0.0:2001 listens for the whole network. All readers get the same bytes
  --to pty          makes a pseudo-terminal and says its path, for tic-in to open as a serial port; begins when
                    it is opened. Needs socat
  --speed real      at the times of the recording (default); raw bytes, which have none, at the speed of the line
  --speed N         N times as fast; 0.5 is half as fast
  --speed max       as fast as the reader takes it
  --baud N          the speed of the line for raw bytes; else 9600 Bd with tabs in them, 1200 Bd without
  -h, --help        this text

Exit code: 0 played to the end, 2 misused or unreadable. Ctrl-C ends it.

  linky-red replay tic-20260115-120000.jsonl --to tcp://2001
  linky-red replay frames.raw --to pty --speed max
`;

export const replay: Command = { usage: USAGE, help: HELP, run };

interface Options {
  readonly files: readonly string[];
  readonly pace: Pace;
  /** null: a pseudo-terminal. */
  readonly listen: { readonly host: string; readonly port: number } | null;
}

const say = (sentence: string): void => void process.stderr.write(`linky-red replay: ${sentence}\n`);

async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    say(`${options}; linky-red replay --help explains it`);
    return 2;
  }
  const { files, pace, listen } = options;
  for (const file of files) {
    const wrong = wrongWith(file);
    if (wrong === undefined) continue;
    say(wrong);
    return 2;
  }
  let target: Target;
  try {
    target = listen === null ? await openPty() : await serveTcp(listen.host, listen.port);
  } catch (error) {
    say((error as Error).message);
    return 2;
  }
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      abort.abort();
    });
  process.stdout.write(`${target.name}\n`);
  try {
    await target.reader(abort.signal);
    for (const file of files) await play(file, pace, target, abort.signal);
    await target.done(abort.signal);
    return 0;
  } catch (error) {
    if (abort.signal.aborted) return 0;
    say(error instanceof Unreadable ? error.message : (error as Error).message);
    return 2;
  } finally {
    await target.close();
  }
}

/** Before a reader is waited for: nobody would see then why nothing comes. */
function wrongWith(file: string): string | undefined {
  try {
    const handle = openSync(file, 'r');
    try {
      const stats = fstatSync(handle);
      if (stats.isFile() && stats.size === 0) return `${file} is empty: there is nothing to play`;
      readSync(handle, Buffer.alloc(1), 0, stats.isFile() || stats.isDirectory() ? 1 : 0, null);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return unreadable(file, error);
  }
  return undefined;
}

class Unreadable extends Error {}

async function play(file: string, pace: Pace, target: Target, signal: AbortSignal): Promise<void> {
  const source = arrivals(file, pace, signal);
  for (;;) {
    const next = await source.next().catch((error: unknown) => {
      throw signal.aborted ? error : new Unreadable(unreadable(file, error));
    });
    if (next.done === true) return;
    await target.write(next.value, signal);
  }
}

function readOptions(args: readonly string[]): Options | string {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { to: { type: 'string' }, speed: { type: 'string', default: 'real' }, baud: { type: 'string' } },
    });
  } catch (error) {
    return (error as Error).message.split('. ')[0] ?? '';
  }
  const { to, speed, baud } = parsed.values;
  const { positionals: files } = parsed;
  if (files.length === 0) return 'a file is missing';
  const factor = speed === 'real' ? 1 : speed === 'max' ? Infinity : Number(speed);
  if (!(factor > 0)) return '--speed is real, max or how many times as fast';
  const bauds = baud === undefined ? undefined : Number(baud);
  if (bauds !== undefined && !(bauds >= 50)) return '--baud is a number of bauds';
  const pace = { factor, baud: bauds };
  if (to === 'pty') return { files, pace, listen: null };
  const [, host = '127.0.0.1', port] = /^tcp:\/\/(?:(\[[^\]]+\]|[^:/]+):)?(\d+)$/.exec(to ?? '') ?? [];
  if (port === undefined || Number(port) > 65_535) return '--to is tcp://PORT, tcp://HOST:PORT or pty';
  return { files, pace, listen: { host: host.replace(/^\[(.+)\]$/, '$1'), port: Number(port) } };
}
