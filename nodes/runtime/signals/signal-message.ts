// Signals as messages.
import type { SentSignal } from '../../../lib/grid/event/act';
import { MESSAGES, signalTopic } from '../../../lib/grid/message';
import type { NodeMessage } from '../types';

/** A signal as it goes out: `msg.topic`, `msg.schema` and the signal as `msg.payload`. */
export function signalMessage(signal: SentSignal<object>): NodeMessage & { schema: string } {
  return { topic: signalTopic(signal), schema: MESSAGES.signal.schema, payload: signal };
}
