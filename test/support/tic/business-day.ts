// A simulated day of a building on a PME-PMI or a SAPHIR, as frames on a line, and an oracle that integrates the building's
// power second by second and knows nothing of counters, tops and frames.
import { groupBytes } from './tic-frames';
import { pmePmi, pmePmiHta, saphirLong, saphirShort } from './business-meters';
import { listen } from './tic-listener';

const DAY_SECONDS = 86_400;

export interface BusinessDay {
  readonly family: 'pme-pmi' | 'saphir';
  readonly unit: 'kVA' | 'kW';
  /** Minutes. */
  readonly td: number;
  /** Seconds from one frame to the next. */
  readonly every: number;
  /** Midnight in Paris, epoch milliseconds. */
  readonly midnight: number;
  readonly seconds?: number;
}

export interface DayFrame {
  /** Of the day. */
  readonly second: number;
  readonly at: number;
  readonly bytes: Buffer;
}

/** Off-peak hours have another subscribed power. */
export function subscribedAt(second: number): number {
  return isOffPeak(second) ? 130 : 110;
}

function isOffPeak(second: number): boolean {
  return second < 6 * 3600 || second >= 22 * 3600;
}

/** kW, and kVA alike: base, ramps, a machine that starts and stops. */
function power(second: number): number {
  const machine = Math.floor(second / 1700) % 3 === 1 ? 55 : 0;
  return 60 + 30 * Math.sin((2 * Math.PI * second) / DAY_SECONDS) + machine + 12 * Math.sin(second / 311);
}

const SUMS = new Float64Array(DAY_SECONDS + 1);
for (let second = 0; second < DAY_SECONDS; second++) SUMS[second + 1] = (SUMS[second] ?? 0) + power(second) / 3600;

/** kWh (kVAh) between two seconds of the day. */
export function energyBetween(from: number, to: number): number {
  return (SUMS[to] ?? 0) - (SUMS[from] ?? 0);
}

/** Frames of the day, in order. */
export function* framesOf(day: BusinessDay): Generator<DayFrame> {
  const form = { format: 'STD' } as const;
  const long = day.family === 'saphir' ? valuesOf(saphirLong(form).build()) : [];
  const usual = valuesOf(
    day.family === 'saphir' ? saphirShort(form).build() : (day.unit === 'kVA' ? pmePmi() : pmePmiHta()).build(),
  );
  const separator = day.family === 'saphir' ? '\t' : ' ';
  const kept = new Map<string, Buffer>();
  let n = 0;
  for (let second = 3; second < (day.seconds ?? DAY_SECONDS); second += day.every) {
    const now = changing(day, second);
    const frame = day.family === 'saphir' && n++ % 12 === 0 ? long : usual;
    const groups = frame.map(([label, data]) => {
      const value = now[label];
      if (value !== undefined) return wrapped(groupBytes(separator, label, value));
      const same = kept.get(label + data) ?? wrapped(groupBytes(separator, label, data));
      kept.set(label + data, same);
      return same;
    });
    const bytes = Buffer.concat([Buffer.of(2), ...groups, Buffer.of(3)]);
    yield { second, at: day.midnight + second * 1000, bytes };
  }
}

function wrapped(group: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x0a), group, Buffer.of(0x0d)]);
}

/** What differs from frame to frame. */
function changing({ family, unit, td, midnight }: BusinessDay, second: number): Readonly<Record<string, string>> {
  const counted = String(Math.floor(energyBetween(second - (second % (td * 60)), second) * 1000));
  const period = isOffPeak(second) ? 'HCH' : 'HPH';
  const index = String((isOffPeak(second) ? 5000 : 900_000) + Math.floor(energyBetween(0, second)));
  const subscribed = String(subscribedAt(second));
  if (family === 'saphir')
    return {
      ...{ DATE: stamp(midnight + second * 1000, '/'), EAS: `${counted}Wh`, PTCOURD: period, TD: String(td) },
      ...{ PSp2: '110kW', PSp3: '130kW' },
    };
  return {
    ...{ DATE: stamp(midnight + second * 1000, ':'), EA_s: `${counted}Wh`, EAPP_s: `${counted}VAh` },
    ...{ PTCOUR1: period, PS: `${subscribed}${unit}`, EAP_s: `${index}kWh` },
  };
}

/** Winter days only. */
function stamp(at: number, between: ':' | '/'): string {
  const wall = new Date(at + 3_600_000).toISOString();
  const day = [wall.slice(8, 10), wall.slice(5, 7), wall.slice(2, 4)].join('/');
  return `${day} ${[wall.slice(11, 13), wall.slice(14, 16), wall.slice(17, 19)].join(between)}`;
}

/** Labels and untrimmed data of a frame. */
function valuesOf(frame: Buffer): (readonly [string, string])[] {
  const [heard] = listen({ lenient: true }).push(frame).frames;
  return (heard?.groups ?? []).map(({ label, data }) => [label, data] as const);
}
