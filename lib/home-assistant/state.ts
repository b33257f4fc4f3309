// The payload of a state: plain text that Home Assistant takes for a row of this kind, or nothing at all.
import type { EntityRow } from './row';

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

/** Undefined: the value is not of the row's kind; it is not told. */
export function statePayload(row: EntityRow, value: unknown): string | undefined {
  if (value === null) return row.kind === 'enum' && has(row.options, 'unknown') ? 'unknown' : UNKNOWN;
  switch (row.kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? plain(value) : undefined;
    case 'binary':
      return typeof value === 'boolean' ? (value ? 'ON' : 'OFF') : undefined;
    case 'enum':
      return typeof value === 'string' && has(row.options, value) ? value : undefined;
    case 'timestamp':
      return typeof value === 'string' && WITH_OFFSET.test(value) && !Number.isNaN(Date.parse(value))
        ? value
        : undefined;
    case 'text':
      // An empty payload would delete the retained topic.
      return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_STATE) : undefined;
    case 'event':
      return undefined;
  }
}

const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/;

function has(options: readonly { code: string }[], code: string): boolean {
  return options.some((option) => option.code === code);
}

/** Decimal, with a dot, without exponent and without the dust of binary fractions. */
function plain(value: number): string {
  const text = String(Math.round(value * 1e6) / 1e6);
  if (text === '-0') return '0';
  return /e/i.test(text) ? value.toFixed(0) : text;
}
