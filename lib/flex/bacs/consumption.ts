// What the operator is told of a building's consumption: in which steps, and over which time where it names none.
import type { CivilZone } from '../../grid/paris-time';
import type { Consumptions, FlexReport, MeasuredPeriod } from '../metering/metering';
import type { SignConvention } from '../site/site';
import { profileOf, type FlexRequest } from '../request/request';
import { Malformed } from './wire/malformed';
import { queryTime } from './wire/read';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** As Flex Ready's clock has it (spec/signals.md §4.1). */
const QUARTER = 15 * MINUTE;
/** Of one answer. */
const LONGEST_MS = 31 * DAY;
/** Steps of the consumption in the window of a request: the finest of which there are no more than so many. */
const REQUEST_STEPS = [MINUTE, 5 * MINUTE, QUARTER];
const MOST_STEPS = 300;

export interface Period {
  readonly from: number;
  readonly to: number;
}

type AssetKey = Parameters<Consumptions['of']>[0];

/** On whole quarters of an hour; the last day where nothing is said. @throws Malformed */
export function periodOf(query: URLSearchParams, now: number, zone: CivilZone): Period {
  const [start, end] = [queryTime(query, 'start', zone), queryTime(query, 'end', zone)];
  const to = up(end ?? (start === undefined ? now : Math.min(now, start + DAY)), QUARTER);
  const from = down(start ?? to - DAY, QUARTER);
  if (from >= to) throw new Malformed(end === undefined ? 'start' : 'end', 'the end does not come after the start');
  if (to - from > LONGEST_MS) throw new Malformed('start', 'more than 31 days');
  return { from, to };
}

export function detailsOf(meters: Consumptions, asset: AssetKey, { from, to }: Period): Promise<MeasuredPeriod[]> {
  return meters.of({ bacs: asset.bacs, asset: asset.asset }, from, to, QUARTER);
}

/** One mean; null as soon as a part was not measured. */
export async function aggregateOf(meters: Consumptions, asset: AssetKey, period: Period): Promise<MeasuredPeriod[]> {
  const steps = await detailsOf(meters, asset, period);
  return [{ start: period.from, end: period.to, powerW: meanOf(steps) }];
}

/** What is known of the meters, and what of it is delivered. */
export type Meters = Consumptions & {
  report(request: FlexRequest, sign: SignConvention): Promise<FlexReport>;
};

/** The window of what counts of a request, and the baseline that it is held beside. */
export async function ofRequest(
  meters: Meters,
  request: FlexRequest,
  sign: SignConvention,
): Promise<{ periods: MeasuredPeriod[]; baseline: FlexReport['baseline'] }> {
  const profile = profileOf(request);
  const [start, end] = [profile[0]?.start ?? 0, profile.at(-1)?.end ?? 0];
  const step = REQUEST_STEPS.find((size) => (end - start) / size <= MOST_STEPS) ?? QUARTER;
  const { baseline } = await meters.report(request, sign);
  return { periods: await meters.of(request, start, end, step), baseline };
}

function meanOf(steps: readonly MeasuredPeriod[]): number | null {
  let [wattMs, ms] = [0, 0];
  for (const { start, end, powerW } of steps) {
    if (powerW === null) return null;
    wattMs += powerW * (end - start);
    ms += end - start;
  }
  return ms === 0 ? null : wattMs / ms;
}

function down(ms: number, step: number): number {
  return Math.floor(ms / step) * step;
}

function up(ms: number, step: number): number {
  return Math.ceil(ms / step) * step;
}
