// The end of every sentence of an error; apart from the rows, for the editor needs no more than this.
import type { ErrorCode } from './codes';

/** Whoever looks a sentence up finds it by its code, in any language. */
export function withCode(sentence: string, code: ErrorCode): string {
  return `${sentence} [${code}]`;
}
