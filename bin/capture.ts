// `linky-red capture`: records what comes from a port or a bridge, or masks recordings that there are.
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { maskFiles } from './captures/mask-files';
import { record, type RecordOptions } from './captures/record';
import type { Command } from './command';

const USAGE = `  capture PORT|HOST:PORT [--out FILE] [--seconds N] [--megabytes N] [--speed N] [--mask]
                      records what a meter sends, with the times of arrival; exit 0 something came, 1 nothing
  capture --mask FILE… [--out FILE]
                      replaces the numbers of meters in recordings, raw bytes or text by invented ones`;

const HELP = `Usage: linky-red capture PORT|HOST:PORT [--out FILE] [--seconds N] [--megabytes N] [--speed N] [--mask]
       linky-red capture --mask FILE… [--out FILE]

Records what a meter sends to a serial port or a TCP bridge, with the times of arrival, until Ctrl-C. The port is opened 7E1, and
its speed is found. The file is text, one line for each arrival; decode and replay read it. Without rights of its own (mode 0600).

  --out FILE        where it goes; else tic-DATE-TIME.jsonl in this folder. A file that is there is not overwritten
  --seconds N       ends after so long
  --megabytes N     what all files of it have together at most (default 200); then the oldest quarter goes. A day of 9600 Bd is
                    about 150 MB, an hour 6 MB; further files are called FILE.0002, FILE.0003 …
  --speed N         the speed of the port in Bd, where it is not to be found
  --mask            replaces the number of the meter (ADCO, ADSC, ADS) and of the delivery point (PRM) by invented ones, and sets
                    the sums right. Maker, year and type of the meter stay, and so do its indexes and powers
  -h, --help        this text

With --mask and files there are (recordings, raw bytes, text from a log), each is read, and FILE.masked is written beside it, or
what --out names. Numbers are the same ones throughout. What has no label, or is written as hexadecimal, is not found: look before
you send it.

Exit code: 0 done, 1 nothing came or no number was found, 2 misused, not to be opened or not to be written.

  linky-red capture /dev/serial/by-id/usb-… --seconds 600 --mask
  linky-red capture 192.168.1.20:2001
  linky-red capture --mask tic-20260115-120000.jsonl
`;

export const capture: Command = { usage: USAGE, help: HELP, run };

const MOST_SECONDS = 31 * 86_400;

async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`linky-red capture: ${options}; linky-red capture --help explains it\n`);
    return 2;
  }
  const { targets, out, mask } = options;
  const [target = ''] = targets;
  if (mask && targets.every(isFile)) return await maskFiles(targets, out);
  return await record(target, options);
}

interface Options extends RecordOptions {
  readonly targets: readonly string[];
}

function readOptions(args: readonly string[]): Options | string {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        seconds: { type: 'string' },
        megabytes: { type: 'string', default: '200' },
        speed: { type: 'string' },
        mask: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return (error as Error).message.split('. ')[0] ?? '';
  }
  const { values, positionals: targets } = parsed;
  const { out, mask } = values;
  const [seconds, megabytes, speed] = [values.seconds, values.megabytes, values.speed].map((text) =>
    text === undefined ? undefined : Number(text),
  );
  if (targets.length === 0) return 'a port, a bridge (HOST:PORT), or with --mask files are missing';
  if (seconds !== undefined && !(seconds > 0 && seconds <= MOST_SECONDS)) return '--seconds is a number of seconds';
  if (!(megabytes !== undefined && megabytes >= 1 && megabytes <= 100_000)) return '--megabytes is 1 or more';
  if (speed !== undefined && !(Number.isInteger(speed) && speed >= 50)) return '--speed is a number of bauds';
  const files = targets.filter(isFile);
  if (files.length === targets.length)
    return mask ? { targets, out, seconds, megabytes, speed, mask } : alreadyThere(files);
  if (targets.length > 1) return 'one port at a time; with --mask files that there are';
  return { targets, out, seconds, megabytes, speed, mask };
}

function alreadyThere([file = '']: readonly string[]): string {
  return `${file} is a file: with --mask its numbers are replaced, linky-red decode reads it, linky-red replay plays it`;
}

function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}
