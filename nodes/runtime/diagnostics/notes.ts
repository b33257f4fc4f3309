// What is noted of a node while it runs, for the report of a user who asks for help: its status, its last errors, and what it can
// tell of itself when it is asked. A node that is gone is held by nobody.
import type { LinkyRedError } from '../../../lib/errors';

/** So many kinds of errors are remembered of a node, the last ones. */
const MOST_ERRORS = 5;

export interface NotedError {
  readonly error: LinkyRedError;
  /** Epoch milliseconds, of the last time. */
  readonly at: number;
  readonly times: number;
}

/** Plain values, or lists of such rows. */
export type Facts = Readonly<Record<string, unknown>>;

export interface Notes {
  status: string;
  statusAt: number;
  /** By code, the one that came last at the end. */
  readonly errors: Map<string, NotedError>;
  facts: () => Facts;
}

const notes = new WeakMap<object, Notes>();

export function notesOf(node: object): Notes {
  const known = notes.get(node);
  if (known !== undefined) return known;
  const made: Notes = { status: '', statusAt: 0, errors: new Map(), facts: () => ({}) };
  notes.set(node, made);
  return made;
}

/** @param text as node.status() is given it */
export function noteStatus(node: object, text: string): void {
  Object.assign(notesOf(node), { status: text, statusAt: Date.now() });
}

export function noteError(node: object, error: LinkyRedError): void {
  const { errors } = notesOf(node);
  const times = (errors.get(error.code)?.times ?? 0) + 1;
  errors.delete(error.code);
  errors.set(error.code, { error, at: Date.now(), times });
  const [oldest] = errors.keys();
  if (errors.size > MOST_ERRORS && oldest !== undefined) errors.delete(oldest);
}

/** @param facts asked when somebody wants a report; never throws */
export function noteFacts(node: object, facts: () => Facts): void {
  notesOf(node).facts = facts;
}
