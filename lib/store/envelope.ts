// What lies on the disk carries the version of its form, `{ version, value }`. A form that changes brings the step from the one
// before it: an update loses nothing of what years have brought.
import type { Check } from './check';
import { reasonOf } from './trouble';

/** What a file holds, and how what older versions of this package wrote becomes it. */
export interface Format<T> {
  /** Of what is written now: 1 or more. */
  readonly version: number;
  readonly check: Check<T>;
  /** From the version that is the key to the next one; 0 is what lies there without an envelope. One that throws: it is not that. */
  readonly migrations?: Readonly<Record<number, (value: unknown) => unknown>>;
}

/** Where the envelope alone is new. */
export const unchanged = (value: unknown): unknown => value;

export interface Envelope {
  readonly version: number;
  readonly value: unknown;
}

export interface Understood<T> {
  readonly value?: T;
  /** Why there is none. */
  readonly reason?: string;
  /** A newer version of this package wrote it: that is kept as it is, for the next update. */
  readonly isNewer?: true;
}

/** The envelope that was read; what has none is of version 0. */
export function envelopeOf(written: unknown): Envelope {
  return isEnvelope(written) ? written : { version: 0, value: written };
}

/** What an envelope holds, after the migrations that its version needs; or why it holds nothing that is known. Never throws. */
export function understood<T>(format: Format<T>, { version, value }: Envelope): Understood<T> {
  if (version > format.version)
    return { reason: `written by a newer version of this package (${String(version)})`, isNewer: true };
  try {
    let migrated = value;
    for (let from = version; from < format.version; from++) {
      const migrate = format.migrations?.[from];
      if (migrate === undefined) return { reason: NOT_OURS };
      migrated = migrate(migrated);
    }
    const checked = format.check(migrated);
    return checked === undefined ? { reason: NOT_OURS } : { value: checked };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

const NOT_OURS = 'not what this file should hold';

function isEnvelope(written: unknown): written is Envelope {
  if (typeof written !== 'object' || written === null || Object.keys(written).length !== 2) return false;
  const { version, value } = written as Partial<Envelope>;
  return Number.isInteger(version) && (version ?? 0) > 0 && value !== undefined;
}
