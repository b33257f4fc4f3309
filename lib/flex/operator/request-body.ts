// The bodies of create and confirm, from what a message says: as the reference writes them, which goes out as it is, or in plain
// watts. Times without a zone are the reference's form; what has one is put into the form that is set.
import type { CivilZone } from '../../grid/paris-time';
import { FLEX_PRODUCTS } from '../site/site';

/** `local`: YYYY-MM-DDTHH:MM:SS by the clocks of the zone, as in the reference; `offset`: the same with the offset behind it. */
export const TIME_FORMS = ['local', 'offset'] as const;
export type TimeForm = (typeof TIME_FORMS)[number];

export interface Writing {
  readonly times: TimeForm;
  readonly zone: CivilZone;
  /** Where the message names none. */
  readonly product: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What is missing or makes no sense: the field, and what fits. */
export class BadField extends Error {}

/** @throws BadField */
export function createBody(fields: Fields, requestId: string, writing: Writing): Fields {
  return { requestID: requestId, flexProduct: productOf(fields, writing), power: powerOf(fields, writing) };
}

/** @throws BadField */
export function confirmBody(fields: Fields, writing: Writing): Fields {
  const price = fields['ackPrice'];
  const ackPrice = typeof price === 'number' ? { unit: '€/kWh', multiplier: '', value: price } : price;
  return {
    flexProduct: productOf(fields, writing),
    power: powerOf(fields, writing),
    ...(ackPrice !== undefined && { ackPrice }),
  };
}

/** An instant of a message in the form that is set. @throws BadField */
export function writtenTime(value: unknown, field: string, { times, zone }: Pick<Writing, 'times' | 'zone'>): string {
  const [, clock, seconds = ':00', mark] = typeof value === 'string' ? (ISO.exec(value.trim()) ?? []) : [];
  if (clock !== undefined && mark === undefined) {
    const local = `${clock}${seconds}`;
    const at = instantOf(local, zone);
    if (at !== undefined) return times === 'local' ? local : zone.iso(at);
  }
  const ms = typeof value === 'number' ? value : mark === undefined ? NaN : Date.parse(String(value).trim());
  if (!(Math.abs(ms) < LATEST)) throw new BadField(`${field}: YYYY-MM-DDTHH:MM:SS`);
  const iso = zone.iso(Math.floor(ms / 1000) * 1000);
  return times === 'local' ? iso.slice(0, LOCAL_LENGTH) : iso;
}

const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;
const LOCAL_LENGTH = 'YYYY-MM-DDTHH:MM:SS'.length;
const LATEST = Date.UTC(2200, 0, 1);

/** undefined for what no calendar has. */
function instantOf(local: string, zone: CivilZone): number | undefined {
  const at = Date.parse(`${local}Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, LOCAL_LENGTH) !== local) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = local.split(/\D/).map(Number);
  return zone.toInstant({ year, month, day, hour, minute, second });
}

function productOf(fields: Fields, { product }: Writing): string {
  const named = fields['flexProduct'] ?? fields['product'] ?? product;
  if (typeof named === 'string' && named !== '') return named;
  throw new BadField(`product: ${FLEX_PRODUCTS.join(' | ')}`);
}

function powerOf(fields: Fields, writing: Writing): readonly unknown[] {
  const { power, profile, powerW, start, end } = fields;
  if (Array.isArray(power) && power.length > 0) return power as unknown[];
  if (Array.isArray(profile) && profile.length > 0) return profile.map((period) => periodOf(period, writing));
  if (powerW !== undefined) return [periodOf({ powerW, start, end }, writing)];
  throw new BadField('powerW, start, end; or profile; or power');
}

function periodOf(period: unknown, writing: Writing): Fields {
  const { powerW, start, end } = (typeof period === 'object' && period !== null ? period : {}) as Fields;
  if (typeof powerW !== 'number' || !Number.isFinite(powerW)) throw new BadField('powerW: W');
  return {
    power: { unit: 'W', multiplier: 'k', value: powerW / 1000 },
    start: writtenTime(start, 'start', writing),
    end: writtenTime(end, 'end', writing),
  };
}
