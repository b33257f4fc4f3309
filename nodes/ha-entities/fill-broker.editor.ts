// The button of the form: points the empty birth, close and will messages of a broker node at the status topic.
import type { EditorRED } from '../runtime/form.editor';
import { STATUS_TOPIC } from './ha-entities.choices';

declare const RED: EditorRED;

/** The fields of an `mqtt-broker` config node that are used here; all are text in the editor. */
type BrokerFields = Record<string, unknown> & { changed?: boolean };

const WORDS = { birth: 'online', close: 'offline', will: 'offline' } as const;
type Kind = keyof typeof WORDS;

/**
 * Fills what is empty. A will that the user has is kept, and the others follow its topic.
 * @returns whether something was filled
 */
export function fillBroker(id: string): boolean {
  const broker = RED.nodes.node(id) as unknown as BrokerFields | null;
  if (broker === null) return false;
  const filled = emptyOnes(broker);
  if (filled.length === 0) return false;
  const topic = textOf(broker['willTopic']) || STATUS_TOPIC;
  for (const kind of filled)
    Object.assign(broker, {
      [`${kind}Topic`]: topic,
      [`${kind}Payload`]: kind === 'birth' ? WORDS.birth : textOf(broker['willPayload']) || WORDS[kind],
      [`${kind}Qos`]: '1',
      [`${kind}Retain`]: 'true',
    });
  broker.changed = true;
  RED.events.emit('nodes:change', broker);
  RED.nodes.dirty(true);
  RED.view.redraw();
  return true;
}

function emptyOnes(broker: BrokerFields): Kind[] {
  return (['will', 'birth', 'close'] as const).filter((kind) => textOf(broker[`${kind}Topic`]) === '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
