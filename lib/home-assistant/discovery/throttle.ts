// How often entities are published. Home Assistant writes a row of its database for each change: 12 entities every 5 s are
// 30 MB a day (spec/ha.md §00: a state is about 150 bytes).
import { attributesJson, steadyJson } from './attributes';
import { isOneMessage } from './config';
import type { EntityRow, Pace } from './row';

export const THROTTLES = ['default', 'economical', 'none'] as const;
/** `economical`: six times rarer than the default. `none`: every change. */
export type Throttle = (typeof THROTTLES)[number];

interface PaceRule {
  readonly everyMs: number;
  /** A number that moved less than this is not published, unless its sign changed or it was not for STALE_MS. */
  readonly deadBand: number;
}

/** So long a number may lie within the dead band of what was published. */
const STALE_MS = 300_000;

const DEFAULT: Readonly<Record<Pace, PaceRule>> = {
  'at-once': { everyMs: 0, deadBand: 0 },
  // Figures that an episode carries along as attributes while its state stays: thirty rows an hour.
  episode: { everyMs: 120_000, deadBand: 0 },
  power: { everyMs: 10_000, deadBand: 20 },
  margin: { everyMs: 10_000, deadBand: 0 },
  electrical: { everyMs: 60_000, deadBand: 0 },
  index: { everyMs: 60_000, deadBand: 0 },
  link: { everyMs: 300_000, deadBand: 0 },
};

function paceRule(pace: Pace, throttle: Throttle): PaceRule {
  if (throttle === 'none') return DEFAULT['at-once'];
  const rule = DEFAULT[pace];
  return throttle === 'economical' ? { ...rule, everyMs: rule.everyMs * 6 } : rule;
}

/** State and attributes of an entity, as they leave. */
export interface Content {
  readonly state: string;
  /** With the state in them, where both are one message. */
  readonly attributes: string | null;
  /** All of it but figures that move. */
  readonly news: string;
}

/** @param before what was wanted last: signals are asked for every second, and mostly say the same */
export function contentOf(
  row: EntityRow,
  state: string,
  attributes: Readonly<Record<string, unknown>>,
  before: Content | null,
): Content {
  if (row.attributes === undefined) return { state, attributes: null, news: state };
  const text = attributesJson(isOneMessage(row) ? { state, ...attributes } : attributes);
  if (before !== null && before.state === state && before.attributes === text) return before;
  return { state, attributes: text, news: steadyJson({ state, ...attributes }) };
}

/**
 * Whether its pace lets it be published now.
 * @param ageMs since what is there was published; negative where the clock was turned back
 */
export function isDue(
  { pace }: EntityRow,
  published: Content,
  wanted: Content,
  ageMs: number,
  throttle: Throttle,
): boolean {
  if (published.state === wanted.state && published.attributes === wanted.attributes) return false;
  const { everyMs, deadBand } = paceRule(
    pace === 'at-once' && published.news === wanted.news ? 'episode' : pace,
    throttle,
  );
  if (ageMs < 0) return true;
  if (ageMs < everyMs) return false;
  return deadBand === 0 || ageMs >= STALE_MS || moved(published.state, wanted.state, deadBand);
}

/** Figures that became unknown or known have moved. */
function moved(before: string, after: string, deadBand: number): boolean {
  const [old, fresh] = [Number(before), Number(after)];
  if (Number.isNaN(old) || Number.isNaN(fresh)) return before !== after;
  return Math.sign(old) !== Math.sign(fresh) || Math.abs(fresh - old) >= deadBand;
}
