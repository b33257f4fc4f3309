// One error class for the whole project: a stable code that flows can switch on, the facts to fill its sentence, the cause.
import { ERROR_CODES, type ErrorCode, type ErrorRow } from './codes';
import { withCode } from './with-code';

export type { ErrorCode } from './codes';

export class LinkyRedError extends Error {
  readonly code: ErrorCode;
  /** What fills `{name}` in the sentence of the code's row; never a secret, meter numbers masked. */
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, facts: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(withCode(fill(ERROR_CODES[code].text, facts), code), cause === undefined ? undefined : { cause });
    this.name = 'LinkyRedError';
    this.code = code;
    this.facts = facts;
  }

  get row(): ErrorRow {
    return ERROR_CODES[this.code];
  }

  /** The sentence alone: this is what a Catch node shows, and the class name means nothing to its reader. */
  override toString(): string {
    return this.message;
  }
}

function fill(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}
