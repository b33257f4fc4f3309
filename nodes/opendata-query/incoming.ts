// What a message to opendata-query is: a command, a question, a file to read, or the way back of rows that it has sent itself.
import { randomUUID } from 'node:crypto';
import { LinkyRedError } from '../../lib/errors';
import { isOwnSchema, MESSAGES } from '../../lib/grid/message';
import { isPlainObject, readCommand, type Command } from '../runtime/command';
import type { NodeMessage } from '../runtime/types';

export const COMMANDS = ['refresh', 'query', 'stop', 'read', 'file'] as const;
export type CommandName = (typeof COMMANDS)[number];

export type Fields = Readonly<Record<string, unknown>>;

export type Incoming =
  | { readonly is: 'command'; readonly command: Command<CommandName> }
  | { readonly is: 'question'; readonly fields: Fields }
  /** Of a request of this node or of none. @property index of the message that comes back, where it says it */
  | { readonly is: 'credit'; readonly id: string; readonly index: number | undefined }
  | { readonly is: 'file'; readonly content: Buffer | string }
  /** Rows without anybody to give credit to. */
  | { readonly is: 'nothing' };

/** Ids of requests, by which what comes back is known for ever, also behind a restart: it never is a question. */
const PREFIX = 'opendata-query:';
/** What is one word is a command, never a file. */
const WORD = /^\s*[a-z][a-z-]*\s*$/i;

export function newRequestId(): string {
  return `${PREFIX}${randomUUID()}`;
}

/** @throws LinkyRedError ERR_COMMAND for one that is not known; ERR_INPUT for what is nothing of all this */
export function readIncoming(msg: NodeMessage): Incoming {
  const { payload, schema, query, dataset, parts } = msg as NodeMessage & Fields;
  const { id, index } = isPlainObject(parts) ? parts : {};
  const credit: Incoming =
    typeof id === 'string'
      ? { is: 'credit', id, index: typeof index === 'number' ? index : undefined }
      : { is: 'nothing' };
  // Whatever is in them: a row may have a column of any name.
  if (schema === MESSAGES.rows.schema) return credit;
  const isText = typeof payload === 'string';
  const isOurs = credit.is === 'credit' && credit.id.startsWith(PREFIX);
  // "done" in what comes back is the word of whoever has done it: of those, only a command that there is counts.
  if (isOurs && !isCommand(payload)) return credit;
  const command = readCommand(payload, COMMANDS, isText && WORD.test(payload));
  if (command !== undefined) return { is: 'command', command };
  if (isPlainObject(query) && !isOwnSchema(schema)) return { is: 'question', fields: { query, dataset } };
  if (credit.is === 'credit') return credit;
  if (isText || Buffer.isBuffer(payload)) return { is: 'file', content: payload };
  throw new LinkyRedError('ERR_INPUT', { detail: typeof payload });
}

function isCommand(payload: unknown): boolean {
  const word = isPlainObject(payload) ? payload['command'] : payload;
  return COMMANDS.some((name) => name === (typeof word === 'string' ? word.trim() : word));
}
