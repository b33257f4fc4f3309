// A PME-PMI whose building, clock, Td and subscribed power go by a script, frame by frame, and an oracle beside it that adds
// up the building's power second by second and knows nothing of counters and frames.
import { colons, pmePmi, pmePmiHta } from './business-meters';
import type { FrameBuilder } from './tic-frames';

export interface Script {
  readonly unit: 'kVA' | 'kW';
  /** Of the meter's clock at second 0, epoch milliseconds; on a top. */
  readonly start: number;
  /** kW and kVA alike, at a second. */
  readonly power: (second: number) => number;
  readonly subscribed?: (second: number) => number;
  /** Minutes of a Td period at a second. */
  readonly td: (second: number) => number;
  /** By how many seconds the clock is set forward until then. */
  readonly set?: (second: number) => number;
  readonly seconds: number;
}

export interface ScriptedFrame {
  readonly second: number;
  readonly frame: FrameBuilder;
  /** What this frame of the meter would show of a perfect budget. */
  readonly truth: Truth;
}

export interface Truth {
  readonly subscribed: number;
  readonly td: number;
  readonly left: number;
  readonly secondsToTop: number;
  /** Since the top; over the last Td minutes, of each second of the minute until now. */
  readonly blockMean: number;
  readonly slidingMeans: readonly number[];
  readonly warned: boolean;
}

const EVERY = 8;

/** Frames of the meter in order, one every 8 s. */
export function* scripted(script: Script): Generator<ScriptedFrame> {
  const { power, start, unit } = script;
  const subscribed = script.subscribed ?? (() => 108);
  const calm = unit === 'kVA' ? pmePmi() : pmePmiHta();
  const sums = new Float64Array(script.seconds + 1);
  for (let second = 0; second < script.seconds; second++) sums[second + 1] = (sums[second] ?? 0) + power(second) / 3600;
  const between = (from: number, to: number): number => (sums[to] ?? 0) - (sums[Math.max(0, from)] ?? 0);

  let [top, minuteKw, minuteFrom] = [0, 0, 0];
  for (let second = 1; second < script.seconds; second++) {
    const clock = start / 1000 + second + (script.set?.(second) ?? 0);
    const td = script.td(second) * 60;
    if (clock % td === 0) top = second;
    if (clock % 60 === 0) {
      minuteKw = between(minuteFrom, second) * (3600 / (second - minuteFrom));
      minuteFrom = second;
    }
    if (second % EVERY !== 3) continue;
    const limit = subscribed(second);
    const warned = minuteKw > 0.9 * limit;
    const drawn = between(top, second);
    const counted = String(Math.floor(drawn * 1000));
    const now = calm
      .set('DATE', colons(...wallClock(clock * 1000)))
      .set('EA_s', `${counted}Wh`)
      .set('EAPP_s', `${counted}VAh`)
      .set('PTCOUR1', limit === subscribed(1) ? 'HPH' : 'HCH')
      .set('PS', `${String(limit)}${unit}`)
      .set('PA1MN', `${String(Math.floor(minuteKw))}kW`);
    const minute = Array.from({ length: 60 }, (_, i) => second - i).filter(
      (s) => Math.floor((clock - second + s) / 60) === Math.floor(clock / 60),
    );
    const truth: Truth = {
      subscribed: limit,
      td: td / 60,
      left: (limit * td) / 3600 - drawn,
      secondsToTop: td - (clock % td),
      blockMean: drawn / (Math.max(1, second - top) / 3600),
      slidingMeans: minute.map((s) => between(s - td, s) / (td / 3600)),
      warned,
    };
    yield { second, frame: warned ? now.after('PS', 'PREAVIS', 'DEP') : now, truth };
  }
}

/** `HH:MM:SS` and `JJ/MM/AA` on the wall in Paris: the European rule, written for itself. */
export function wallClock(at: number): [time: string, day: string] {
  const year = new Date(at).getUTCFullYear();
  const turn = (month: number): number => {
    const last = new Date(Date.UTC(year, month + 1, 0, 1));
    return last.getTime() - last.getUTCDay() * 86_400_000;
  };
  const summer = at >= turn(2) && at < turn(9);
  const wall = new Date(at + (summer ? 7_200_000 : 3_600_000)).toISOString();
  return [wall.slice(11, 19), `${wall.slice(8, 10)}/${wall.slice(5, 7)}/${wall.slice(2, 4)}`];
}
