// The payload of a state: plain text that Home Assistant takes for a row of this kind, or nothing at all.
import type { EntityRow, NumberRow } from './row';

/** Home Assistant's word for "unknown". */
export const UNKNOWN = 'None';
/** A longer state is unknown to Home Assistant, with two warnings. */
export const LONGEST_STATE = 255;

/** A fact about one entity. */
export interface Fact {
  readonly row: EntityRow;
  /** null: known to be unknown. */
  readonly value: string | number | boolean | null;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Updates an entity that is there; no reason to announce one that is not. */
  readonly onlyIfAnnounced?: boolean;
}

/** Undefined: the value is not of the row's kind; it is not published. */
export function statePayload(row: EntityRow, value: unknown): string | undefined {
  if (value === null) return row.kind === 'enum' && has(row.options, 'unknown') ? 'unknown' : UNKNOWN;
  switch (row.kind) {
    case 'number':
      return typeof value === 'number' && isPublishable(row, value) ? plain(value) : undefined;
    case 'binary':
      return typeof value === 'boolean' ? (value ? 'ON' : 'OFF') : undefined;
    case 'enum':
      return typeof value === 'string' && has(row.options, value) ? value : undefined;
    case 'timestamp':
      return typeof value === 'string' && isInstant(value) ? value : undefined;
    case 'date':
      return typeof value === 'string' && isInstant(`${value}T00:00Z`) ? value : undefined;
    case 'text':
      // An empty payload would delete the retained topic.
      return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_STATE) : undefined;
    case 'event':
    case 'button':
      return undefined;
  }
}

/** Beyond it decimals are lost, and no meter counts so far. */
const MOST = 1e15;

/** A total below zero makes Home Assistant warn at each of its statistics. */
function isPublishable(row: NumberRow, value: number): boolean {
  return Math.abs(value) < MOST && (value >= 0 || row.stateClass !== 'total_increasing');
}

/** With an offset, in years that all parts of Home Assistant can convert. */
const INSTANT =
  /^((?:19|20|21)\d\d)-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-][01]\d:[0-5]\d)$/;

/** `Date.parse` alone would take the 30th of February for the 2nd of March. */
function isInstant(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = (INSTANT.exec(text) ?? []).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function has(options: readonly { code: string }[], code: string): boolean {
  return options.some((option) => option.code === code);
}

/** Decimal, with a dot, without exponent (none of this size has one) and without the dust of binary fractions. */
function plain(value: number): string {
  const text = String(Math.round(value * 1e6) / 1e6);
  return text === '-0' ? '0' : text;
}
