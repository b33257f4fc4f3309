// The events of one meter: what it says before it is known who it is waits until then.
import type { Channel, Condition, Moment } from '../../grid/event/condition';
import { EventLifecycle } from '../../grid/event/lifecycle';

export class MeterEvents extends EventLifecycle {
  /** Who the events are from is settled. */
  isIdentified = false;
  private waiting: Map<string, readonly [Channel, Condition, Moment]> | null = null;

  /** @param condition undefined: not known, which says nothing */
  tell(channel: Channel, condition: Condition | undefined, moment: Moment): void {
    if (condition === undefined) return;
    if (this.isIdentified) {
      // Most of what is told is what was told last.
      if (condition !== this.conditionOf(channel.name)) this.set(channel, condition, moment);
    } else {
      this.waiting ??= new Map();
      this.waiting.set(channel.name, [channel, condition, moment]);
    }
  }

  identified(): void {
    this.isIdentified = true;
    const { waiting } = this;
    this.waiting = null;
    for (const [channel, condition, moment] of waiting?.values() ?? []) this.set(channel, condition, moment);
  }

  dropWaiting(): void {
    this.waiting = null;
  }

  /** The event of a channel has moved on to another one, and so has what waits of it. */
  moveOn({ name }: Channel): void {
    this.waiting?.delete(name);
    this.release(name);
  }

  /** A channel is known to hold nothing: what it held before a restart or a silence is over. */
  endUnseen(channel: Channel, moment: Moment): void {
    if (this.isIdentified) this.endLastKnown(channel, moment);
  }

  /** The contract has no such signals: what was told of them is over. */
  leave(moment: Moment, ...channels: readonly Channel[]): void {
    for (const { name } of channels) if (this.conditionOf(name) !== undefined) this.close(name, moment, 'gone');
  }
}
