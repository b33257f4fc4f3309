// Where messages go: a broker, or the output of a node.
import type { Message } from './config';

export interface Outlet {
  /** False: what is sent now waits, the latest per topic. Nothing is announced meanwhile: all of it will be once it is true. */
  readonly connected: boolean;
  send(message: Message): void;
}

/** An empty payload takes back what a broker has. */
export function retained(topic: string, payload: string): Message {
  return { topic, payload, qos: 1, retain: true };
}
