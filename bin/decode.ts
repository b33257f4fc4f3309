// `linky-red decode`: a capture in, one line per frame out. Standard output carries nothing else.
import { parseArgs } from 'node:util';
import { type DecodedFrame } from '../lib/tic/decoded-frame';
import { Decoder } from '../lib/tic/decoder';
import { NdjsonLines } from './decode/ndjson';
import { Output } from './decode/output';
import { piecesOf } from './decode/pieces';
import { Capture, fruitless, unreadable } from './decode-input';
import type { Command } from './command';

const USAGE = `  decode [--format ndjson|text] [--groups] [--lenient] [--pasted] [FILE|-]
                      decodes the bytes of a meter's TIC, one JSON line per frame; exit 0 something decoded,
                      1 nothing valid, 2 usage or unreadable`;

const HELP = `Usage: linky-red decode [OPTIONS] [FILE|-]

Decodes the bytes of a meter's TIC (customer output) from a capture: one line per frame on standard output. Without FILE, or
with -, it reads standard input. Family, mode and speed need no setting.

  --format ndjson   one JSON object per frame (default): meter, time, values, units, horodates, signals, quality
  --format text     the same for people
  --groups          lists every group of a frame, those too that were refused, with the reason
  --lenient         believes whatever has a right checksum
  --pasted          takes the input for text from a clipboard, a log or a forum; this is found out by itself where the input has
                    no control characters. Blanks are turned back to tabs, lost checksums that were blanks are put back, what a
                    log has put around a group is left out, control characters in words (\\r\\n, ^M, <CR>) and dumps in
                    hexadecimal are read, and nothing is believed whose checksum is not right then
  -h, --help        this text

Exit code: 0 something was decoded, 1 nothing valid in it, 2 misused or unreadable.

  linky-red decode capture.raw
  linky-red decode --format text --groups capture.txt
  socat -u /dev/ttyUSB0,b9600,cs7,parenb=1,raw - | linky-red decode
`;

export const decode: Command = { usage: USAGE, help: HELP, run };

interface Options {
  readonly format: 'ndjson' | 'text';
  readonly groups: boolean;
  readonly lenient: boolean;
  readonly pasted: boolean;
  readonly file: string;
}

async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    say(`${options}; linky-red decode --help explains it`);
    return 2;
  }
  const output = new Output();
  let decoded = false as boolean;
  const ndjson = new NdjsonLines(options.groups);
  const decoder = new Decoder(
    { stream: streamName(options.file), lenient: options.lenient, listGroups: options.groups },
    {
      frame: (frame) => {
        decoded ||= frame.speaks && frame.isRecognised;
        // What is no TIC has no lines: a file of another kind would make one of every few bytes.
        if (!decoded && !options.groups && !frame.isHeld) return;
        if (options.format === 'text') output.addText(textOf(frame, options.groups));
        else ndjson.write(frame, output);
      },
      signal: () => undefined,
    },
  );
  const capture = new Capture(options.pasted);
  try {
    for await (const piece of piecesOf(options.file)) {
      decoder.push(capture.push(piece));
      await output.print(process.stdout);
    }
  } catch (error) {
    say(unreadable(options.file, error));
    return 2;
  }
  decoder.push(capture.end());
  decoder.flush();
  await output.print(process.stdout);
  if (capture.note !== undefined) say(capture.note);
  if (!decoded) say(fruitless(options.file === '-' ? 'standard input' : options.file, capture));
  return decoded ? 0 : 1;
}

/** Standard output carries frames alone. */
function say(sentence: string): void {
  process.stderr.write(`linky-red decode: ${sentence}\n`);
}

function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'ndjson' },
        groups: { type: 'boolean', default: false },
        lenient: { type: 'boolean', default: false },
        pasted: { type: 'boolean', default: false },
      },
    });
    const { format, groups, lenient, pasted } = values;
    if (format !== 'ndjson' && format !== 'text') return `unknown format ${format}: ndjson or text`;
    if (positionals.length > 1) return 'one file at a time';
    return { format, groups, lenient, pasted, file: positionals[0] ?? '-' };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const unknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? /'(-[^']*)'/.exec(message)?.[1] : undefined;
    return unknown === undefined
      ? message
      : `unknown option ${unknown}: --format ndjson|text, --groups, --lenient, --pasted`;
  }
}

/** Origin of the signals of a meter without an identity. */
function streamName(file: string): string {
  return file === '-' ? 'stdin' : (file.split('/').at(-1) ?? file);
}

function textOf(frame: DecodedFrame, withGroups: boolean): string {
  const { meter, quality, units } = frame;
  const head = [
    meter.family,
    meter.mode,
    meter.id,
    frame.time,
    frame.test ? 'test' : null,
    quality.complete ? null : 'incomplete',
  ];
  const counts = [
    `${String(quality.groups)} groups`,
    quality.rejected > 0 ? `${String(quality.rejected)} rejected` : null,
    quality.held > 0 ? `${String(quality.held)} held` : null,
  ];
  const values = Object.entries(frame.values).map(([label, value]) => {
    const unit = units[label];
    return `  ${label.padEnd(10)} ${[value].flat().join(' | ')}${unit === undefined ? '' : ` ${unit}`}`;
  });
  const refused = withGroups ? frame.groups.filter(({ ok }) => !ok).map(refusedOf) : [];
  const signals = frame.edges.map(signalOf);
  const found = [...headroomOf(frame), ...budgetOf(frame), ...derivedOf(frame), ...missingOf(frame)];
  return [
    [...head, ...counts].filter((part) => part !== null).join(' · '),
    ...values,
    ...found,
    ...refused,
    ...signals,
  ].join('\n');
}

/** What a frame said and what was not believed: the groups that gave a value stand above. */
function refusedOf({ label, horodate, data, reason }: DecodedFrame['groups'][number]): string {
  return `  x ${[label, horodate, data].filter((part) => part !== null && part !== '').join(' ')} (${String(reason)})`;
}

function signalOf({ signal, change, state, level, detail }: DecodedFrame['edges'][number]): string {
  const told = Object.entries(detail).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [`${name} ${JSON.stringify(value).replaceAll('"', '')}`],
  );
  const what = told.length === 0 ? '' : ` (${told.join(', ')})`;
  return `  ! ${signal} ${change}: ${state}${level === null ? '' : ` level ${String(level)}`}${what}`;
}

function headroomOf({ headroom }: DecodedFrame): string[] {
  if (headroom === null) return [];
  const { va, a, w, phase, cutoffVa } = headroom;
  const parts = [
    ...(w === undefined ? [figure(va, 'VA'), figure(a, 'A')] : [figure(w, 'W')]),
    phase === null ? null : `phase ${String(phase)}`,
    cutoffVa === null ? null : `until the cut-off ${figure(cutoffVa, 'VA')}`,
  ];
  return [`  = headroom: ${parts.filter((part) => part !== null).join(' · ')}`];
}

function budgetOf({ budget }: DecodedFrame): string[] {
  if (budget === null) return [];
  const { rule, unit, subscribed, td, mean, left, maxMean, secondsToTop } = budget;
  const parts = [
    `${rule}, ${String(subscribed)} ${unit} subscribed`,
    `mean ${figure(mean, unit)}`,
    `left ${figure(left, `${unit}h`)}`,
    `until the top ${figure(maxMean, unit)} for ${figure(secondsToTop, 's')}`,
    `Td ${figure(td, 'min')}`,
  ];
  return [`  = budget: ${parts.join(' · ')}`];
}

function derivedOf({ derived }: DecodedFrame): string[] {
  return Object.entries(derived ?? {}).map(
    ([name, { value, unit, seconds, from }]) =>
      `  = ${name === 'activePower' ? 'active power' : 'apparent power'}: ${String(value)} ${unit} (from ${from} over ${String(seconds)} s)`,
  );
}

function missingOf({ flexReady }: DecodedFrame): string[] {
  if (flexReady === null) return [];
  const missing = flexReady.filter(({ met }) => !met).map(({ data }) => data);
  return [`  = Flex Ready: ${missing.length === 0 ? 'all data met' : `missing ${missing.join(', ')}`}`];
}

function figure(value: number | null, unit: string): string {
  return value === null ? 'unknown' : `${String(value)} ${unit}`;
}
