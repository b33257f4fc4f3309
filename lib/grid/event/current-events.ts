// The events of one origin that have been sent since the start, by channel.
import type { Channel, Condition } from './condition';
import type { GridSignal } from '../signal';

export interface CurrentEvent {
  readonly channel: Channel;
  condition: Condition;
  /** As it was sent last, with the figures of now. */
  signal: GridSignal;
}

export class CurrentEvents extends Map<string, CurrentEvent> {
  /** An event of the same signal that waits in another channel under the same key, and begins now in this one. */
  waitingFor(channel: Channel, condition: Condition): CurrentEvent | undefined {
    const continued = this.get(condition.continues ?? '');
    if (continued?.signal.state === 'announced') return continued;
    for (const event of this.values()) {
      const { channel: other, condition: waiting } = event;
      const alike =
        waiting.key === condition.key || (waiting.idPart !== undefined && waiting.idPart === condition.idPart);
      if (alike && waiting.state === 'announced' && other.name !== channel.name && other.signal === channel.signal)
        return event;
    }
    return undefined;
  }

  /** An event in another channel has this id. */
  isTaken(id: string, { name }: Channel): boolean {
    for (const [other, { signal }] of this) if (other !== name && signal.id === id) return true;
    return false;
  }
}
