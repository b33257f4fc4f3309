// `linky-red sandbox fleet N`: the sandbox's meters by the thousand, as a load test. Ctrl-C ends it.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { FLEET_SETTINGS, type Figures, figuresLine, type FleetOptions, fleetSettings, startFleet } from '../sandbox';

const ROWS = Object.entries(FLEET_SETTINGS).map(([key, what]) => `    ${`${key}=`.padEnd(13)} ${what}`);

export const FLEET_HELP = `  fleet N: N household meters at the pace of the wire, a load test. Started alone, with its own settings.
${ROWS.join('\n')}`;

/** Exit code 1: a frame was dropped, is still open at an edge, or the machine did not keep up. */
export async function runFleet([count, ...words]: readonly string[]): Promise<number> {
  let options: FleetOptions;
  try {
    options = fleetSettings(count ?? '', Object.fromEntries(words.map(splitOnce)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse(error.message);
  }
  const log = (line: string): void => void process.stderr.write(`fleet: ${line}\n`);
  const fleet = await startFleet(options, log);
  process.stdout.write(`fleet ${fleet.where}  ${String(options.count)} meters at the pace of the wire\n`);
  let before: Figures | undefined;
  const report = setInterval(() => {
    const now = fleet.figures();
    log(figuresLine(now, before));
    before = now;
  }, options.reportSeconds * 1000);
  await untilEnd(options.seconds);
  const { openKeys, ...end } = await fleet.stop();
  clearInterval(report);
  log(figuresLine(end, undefined));
  process.stdout.write(`${JSON.stringify({ ...end, openKeys: openKeys.slice(0, MOST_KEYS_SHOWN) })}\n`);
  return end.dropped + end.open + end.skipped > 0 ? 1 : 0;
}

const MOST_KEYS_SHOWN = 100;

async function untilEnd(seconds: number | null): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const ends = [once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })];
  if (seconds !== null) ends.push(pause(seconds * 1000, [], { signal }));
  await Promise.race(ends);
  stop.abort();
  // The losers of the race say that they were called off.
  await Promise.allSettled(ends);
}

function splitOnce(word: string): [string, string] {
  const at = word.indexOf('=');
  return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}

function refuse(said: string): number {
  const [key] = splitOnce(said);
  const what = Object.entries(FLEET_SETTINGS).find(([name]) => name === key)?.[1];
  const meaning =
    key === 'meters' ? '; how many meters, 1 to 1000000' : what === undefined ? '' : `; ${key}= is ${what}`;
  process.stderr.write(`linky-red sandbox fleet: does not understand ${said}${meaning} (linky-red sandbox --help)\n`);
  return 2;
}
