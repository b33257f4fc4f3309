// The events of one request: one for each run of periods without a gap. Only what is confirmed is one; what is sent of them,
// lib/grid/event says.
import type { Outlook, OutlookEvent } from '../../grid/event/outlook';
import { isoParis } from '../../grid/paris-time';
import type { SignalLevel } from '../../grid/signal';
import { type FlexRequest, type PowerPeriod, profileOf } from '../request/request';
import { directionOf, type FlexDirection } from '../site/direction';
import type { SignConvention } from '../site/site';

/** `detail` of a flexibility signal. */
export interface FlexDetail {
  requestId: string;
  asset: string;
  product: string;
  direction: FlexDirection;
  /** Without sign: less by so much, more by so much, or no more than that. While announced the most of the event. */
  powerW: number;
  /** The mean power of the hour before the start; absent where it is not known. */
  baselineW?: number;
}

/** Periods of one direction without a gap. */
interface Run {
  readonly periods: readonly PowerPeriod[];
  readonly start: number;
  readonly end: number;
  readonly direction: FlexDirection;
}

type FlexEvent = OutlookEvent<FlexDetail>;

/** Who is asked to consume more has nothing to shed. */
const LEVELS: Readonly<Record<FlexDirection, SignalLevel>> = { reduce: 2, limit: 2, increase: 0 };

/**
 * @param now epoch milliseconds
 * @param baselineW once it is known
 */
export function flexOutlook(
  request: FlexRequest,
  sign: SignConvention,
  now: number,
  baselineW: number | null,
): Outlook<FlexDetail> {
  const issuedAt = request.history.at(-1)?.at ?? null;
  const events = runsInForce(request, sign)
    .filter((run) => run.end > now)
    .map((run): FlexEvent => {
      const isActive = request.state === 'active' && (run.start <= now || isFirst(run, request));
      const period = isActive ? periodAt(run, now) : hardest(run);
      const { direction, start, end } = run;
      const detail: FlexDetail = {
        requestId: request.requestId,
        asset: request.asset,
        product: request.product,
        direction,
        powerW: Math.abs(period.powerW),
        ...(baselineW !== null && { baselineW }),
      };
      const level = LEVELS[direction];
      const state = isActive
        ? ({ state: 'active', level } as const)
        : ({ state: 'announced', level: null, expected: level } as const);
      return { name: isoParis(start), ...state, start, end, rank: [hardness(period, direction)], detail, issuedAt };
    });
  return { now, events, ending: ({ detail }) => ({ level: null, detail, issuedAt: Math.min(issuedAt ?? now, now) }) };
}

/** When its events change next; Infinity: not by themselves. */
export function nextFlexEdge(request: FlexRequest, sign: SignConvention, now: number): number {
  const edges = runsInForce(request, sign).flatMap(({ periods }) => periods.flatMap(({ start, end }) => [start, end]));
  return Math.min(...edges.filter((at) => at > now));
}

function runsInForce(request: FlexRequest, sign: SignConvention): Run[] {
  if (request.state !== 'confirmed' && request.state !== 'active') return [];
  const runs: Run[] = [];
  for (const period of profileOf(request)) {
    const direction = directionOf(period.powerW, sign);
    // A limit of nothing is one; less or more by nothing is a gap.
    if (period.powerW === 0 && direction !== 'limit') continue;
    const before = runs.at(-1);
    if (before?.end === period.start && before.direction === direction)
      runs.splice(-1, 1, { ...before, periods: [...before.periods, period], end: period.end });
    else runs.push({ periods: [period], start: period.start, end: period.end, direction });
  }
  return runs;
}

/** What the desk has begun goes on, whatever became of the host's clock. */
function isFirst(run: Run, request: FlexRequest): boolean {
  return run.start === profileOf(request)[0]?.start;
}

function periodAt(run: Run, now: number): PowerPeriod {
  return run.periods.findLast(({ start }) => start <= now) ?? firstOf(run);
}

function hardest(run: Run): PowerPeriod {
  return run.periods.reduce(
    (most, period) => (hardness(period, run.direction) > hardness(most, run.direction) ? period : most),
    firstOf(run),
  );
}

function firstOf({ periods, start, end }: Run): PowerPeriod {
  return periods[0] ?? { start, end, powerW: 0 };
}

/** The lower a limit, the harder it is. */
function hardness({ powerW }: PowerPeriod, direction: FlexDirection): number {
  return direction === 'limit' ? -powerW : Math.abs(powerW);
}
