// Signals as messages; instants in commands.
import type { SentSignal } from '../../lib/grid/event/act';
import { MESSAGES, signalTopic } from '../../lib/grid/message';
import type { NodeMessage } from './types';

export function signalMessage(signal: SentSignal<object>): NodeMessage & { schema: string } {
  return { topic: signalTopic(signal), schema: MESSAGES.signal.schema, payload: signal };
}

/** No day of electricity lies outside; the calendar of one that far away is nobody's. */
const [EARLIEST, LATEST] = [Date.UTC(1970, 0, 2), Date.UTC(2200, 0, 1)];

/** The instant that a command names: ISO 8601 or epoch milliseconds. @returns undefined for anything else */
export function instantOf(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : NaN;
  return ms >= EARLIEST && ms < LATEST ? ms : undefined;
}
