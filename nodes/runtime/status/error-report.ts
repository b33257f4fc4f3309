// From whatever was thrown to what a Catch node gets: a stable `code`, a sentence in the language of the runtime, the cause.
import { LinkyRedError } from '../../../lib/errors';
import { withCode } from '../../../lib/errors/with-code';
import { noteError } from '../diagnostics/notes';
import { inWords } from '../setting-words';
import type { Node, NodeMessage, Translate } from '../types';

/**
 * The error to hand to `done(error)` or `node.error(error)`. `code` is an own property: Node-RED copies it to `msg.error.code`.
 * What is not one of ours becomes ERR_INTERNAL with the original as its cause.
 * Facts fill `__name__` in the sentence of the catalogue (i18next's pattern in Node-RED).
 */
export function reportable(translate: Translate, thrown: unknown): LinkyRedError {
  const error =
    thrown instanceof LinkyRedError ? thrown : new LinkyRedError('ERR_INTERNAL', { detail: messageOf(thrown) }, thrown);
  const key = `errors.${error.row.key}`;
  const text = translate(key, { ...inWords(translate, error.facts) });
  // Without a catalogue (a loose copy of the node, a test bench) the key comes back: the English sentence is better.
  if (text !== key) error.message = withCode(text, error.code);
  return error;
}

/**
 * Reports an error that no message caused (a lost line, a failed timer). Node-RED tells Catch nodes only of errors with a
 * message, so there is always one.
 * @param about what a Catch node gets beside `msg.error`, e.g. the topic of the stream
 */
export function reportError(
  node: Pick<Node, 'error'>,
  translate: Translate,
  thrown: unknown,
  about: NodeMessage = {},
): LinkyRedError {
  const error = reportable(translate, thrown);
  noteError(node, error);
  node.error(error, about);
  return error;
}

/** The i18n key of the short text under the node for this error. */
export function statusKeyOf(error: LinkyRedError): string {
  return `status.${error.row.status}`;
}

/** The sentence of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
