// Commands travel as `msg.payload = { command: "refresh", … }`; nodes that are not fed with text also take the bare word.
import { LinkyRedError } from '../../lib/errors';

export interface Command<Name extends string> {
  readonly name: Name;
  /** The whole payload: further fields (`signal`, `level` …) are unchecked input. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Longest part of an unknown command that an error repeats. */
const QUOTED = 40;

/**
 * The command in `payload`, or undefined when the payload is data.
 * @param known what this node understands
 * @param bareWord true for nodes that are not fed with text: then every string is a command
 * @throws LinkyRedError ERR_COMMAND for a command that is not known
 */
export function readCommand<Name extends string>(
  payload: unknown,
  known: readonly Name[],
  bareWord: boolean,
): Command<Name> | undefined {
  if (typeof payload === 'string') return bareWord ? commandOf(payload.trim(), {}, known) : undefined;
  if (!isPlainObject(payload) || !('command' in payload)) return undefined;
  return commandOf(payload['command'], payload, known);
}

function commandOf<Name extends string>(
  word: unknown,
  fields: Readonly<Record<string, unknown>>,
  known: readonly Name[],
): Command<Name> {
  const name = known.find((candidate) => candidate === word);
  if (name === undefined) {
    const detail = typeof word === 'string' ? word.slice(0, QUOTED) : typeof word;
    throw new LinkyRedError('ERR_COMMAND', { detail });
  }
  return { name, fields };
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
