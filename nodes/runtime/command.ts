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

/** An object of a message: no list, no null. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** No day of electricity lies outside; the calendar of one that far away is nobody's. */
const [EARLIEST, LATEST] = [Date.UTC(1970, 0, 2), Date.UTC(2200, 0, 1)];

/** The instant that a command names: ISO 8601 or epoch milliseconds. @returns undefined for anything else */
export function instantOf(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : NaN;
  return ms >= EARLIEST && ms < LATEST ? ms : undefined;
}
