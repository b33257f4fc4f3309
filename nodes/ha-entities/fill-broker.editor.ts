// The button of the form: points the empty birth, close and will messages of a broker node at the status topic.
import type { EditorRED } from '../runtime/editor/form.editor';
import { STATUS_TOPIC } from './ha-entities.choices';

declare const RED: EditorRED;

/** The fields of an `mqtt-broker` config node that are used here; all are text in the editor. */
type BrokerFields = Record<string, unknown> & { changed?: boolean };

const WORDS = { birth: 'online', close: 'offline', will: 'offline' } as const;
type Kind = keyof typeof WORDS;
/** In the order in which the topic that the user has is looked for: only the will speaks after a crash. */
const KINDS: readonly Kind[] = ['will', 'birth', 'close'];

/**
 * Fills what is empty. What the user has is kept, and the others follow its topic.
 * @returns whether something was filled
 */
export function fillBroker(id: string): boolean {
  const broker = RED.nodes.node(id) as unknown as BrokerFields | null;
  if (broker === null) return false;
  const filled = emptyOnes(broker);
  if (filled.length === 0) return false;
  const [topic = STATUS_TOPIC] = KINDS.map((kind) => textOf(broker[`${kind}Topic`])).filter((text) => text !== '');
  for (const kind of filled)
    Object.assign(broker, {
      [`${kind}Topic`]: topic,
      [`${kind}Payload`]: kind === 'birth' ? WORDS.birth : textOf(broker['willPayload']) || WORDS[kind],
      [`${kind}Qos`]: '1',
      // Beside a will that is not retained, a word that is would outlive a crash.
      [`${kind}Retain`]: textOf(broker['willTopic']) === '' ? 'true' : textOf(broker['willRetain']) || 'false',
    });
  broker.changed = true;
  RED.events.emit('nodes:change', broker);
  RED.nodes.dirty(true);
  RED.view.redraw();
  return true;
}

function emptyOnes(broker: BrokerFields): Kind[] {
  return KINDS.filter((kind) => textOf(broker[`${kind}Topic`]) === '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
