// What may go wrong with a kept file, and how it is told: never thrown, for what runs must run on.

/** A file that could not be used, for a warning that names it. */
export interface Trouble {
  readonly file: string;
  /** Where its content lies now; null when it could not be moved (or could not be written at all). */
  readonly setAside: string | null;
  readonly reason: string;
}
export type OnTrouble = (trouble: Trouble) => void;

/** What to say of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
