// What was announced, and how it is taken back.
import type { Message } from './config';
import { retained } from './outlet';

/** What has been announced under one config topic: enough to take it back. */
export interface Announced {
  readonly state: string;
  readonly attributes: string | null;
  /** See shapeOf: options of an enum, or the kind. */
  readonly shape: string;
}

/** By config topic. */
type Announcements = Readonly<Record<string, Announced>>;

/**
 * Takes back what is not wanted any more (an old prefix or key, a row or label that is gone), and empties the topics of states
 * that have moved (another base).
 * @param wanted state topic by config topic
 */
export function takeBack(
  announced: Announcements,
  wanted: ReadonlyMap<string, string>,
): { readonly left: Record<string, Announced>; readonly messages: readonly Message[] } {
  const left: Record<string, Announced> = {};
  const messages: Message[] = [];
  const states = new Set(wanted.values());
  for (const [topic, entry] of Object.entries(announced)) {
    const { state, attributes, shape } = entry;
    const expected = wanted.get(topic);
    if (expected === undefined) messages.push(retained(topic, ''));
    else left[topic] = expected === state ? entry : { state: expected, attributes: null, shape };
    // Where only the prefix changed the states are those of the new configurations.
    if (expected === state || states.has(state)) continue;
    for (const old of [state, attributes]) if (old !== null) messages.push(retained(old, ''));
  }
  return { left, messages };
}
