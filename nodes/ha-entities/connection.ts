// The way to Home Assistant: a broker node, or messages of the output. Knows when somebody has come who has to hear everything
// again: the broker is back, or Home Assistant has started.
import type { Message } from '../../lib/home-assistant/discovery/config';
import type { Outlet } from '../../lib/home-assistant/discovery/outlet';
import type { Broker } from '../runtime/mqtt-broker';
import type { World } from './ha-entities.world';
import { PRESENCE_ELSEWHERE, presenceOn, type ProcessPresence, type WillFault } from './process-status';
import { READ_BACK_MS } from './start-up';

/** Home Assistant's birth topic, unless its user changed it; ours follows the prefix too. */
const BIRTH_TOPIC = 'homeassistant/status';
/** All nodes that hear the birth message answer: each a little later (Home Assistant asks for it). */
const BIRTH_DELAY_MS = [1000, 10_000] as const;

/** So long the first message of the status topic may take to come back: a broker on the same machine may be the slower to start. */
const ECHO_MS = 60_000;

export interface ConnectionParts {
  readonly world: World;
  /** Discovery prefix of Home Assistant. */
  readonly prefix: string;
  /** Undefined: messages leave by `send`. */
  readonly openBroker: ((changed: (connected: boolean) => void) => Broker) | undefined;
  readonly send: (message: Message) => void;
  /** Called where everything has to be published again. */
  readonly repeat: () => void;
  /** Called after each change of the connection to the broker, after `repeat`. */
  readonly changed: (connected: boolean) => void;
}

export class BrokerConnection implements Outlet {
  readonly broker: Broker | undefined;
  readonly presence: ProcessPresence;
  private readonly birthTopics: readonly string[];
  /** Without a broker node: until when the status topic may come back; null: it has. */
  private echoDue: number | null = null;
  private stopRepeat: (() => void) | undefined;

  constructor(private readonly parts: ConnectionParts) {
    this.birthTopics = [...new Set([BIRTH_TOPIC, `${parts.prefix}/status`])];
    this.broker = parts.openBroker?.((connected) => {
      this.turned(connected);
    });
    this.presence = this.broker === undefined ? PRESENCE_ELSEWHERE : presenceOn(this.broker);
  }

  /** Without a broker node nobody can tell: true. */
  get connected(): boolean {
    return this.broker?.connected ?? true;
  }

  /** Why nobody is sure to know whether Node-RED is there, or we whether we are heard; null: all is well. */
  get willFault(): WillFault | null {
    const isUnheard = this.echoDue !== null && this.parts.world.clock.now() >= this.echoDue;
    return isUnheard ? 'unheard' : this.presence.willFault;
  }

  send(message: Message): void {
    if (this.broker === undefined) this.parts.send(message);
    else this.broker.send(message);
  }

  /** Begins once all nodes are there: messages would not reach those that are created later. */
  open(): void {
    const { broker } = this;
    if (broker === undefined) {
      this.echoDue = this.parts.world.clock.now() + ECHO_MS;
      if (this.presence.birth !== null) this.send(this.presence.birth);
      return;
    }
    for (const topic of this.birthTopics)
      broker.subscribe(topic, (_topic, payload) => {
        this.hearBirth(payload);
      });
    broker.open();
  }

  /** Hears what people say by pressing something; without a broker node an `mqtt in` brings it. */
  hearCommands(topics: string, heard: (topic: string, payload: string, isRetained: boolean) => void): void {
    this.broker?.subscribe(topics, heard);
  }

  /** Where Home Assistant says that it has started. */
  isBirthTopic(topic: string): boolean {
    return this.birthTopics.includes(topic);
  }

  /** Home Assistant has started, or is about to stop. */
  hearBirth(payload: string): void {
    if (payload !== 'online') return;
    const [least, most] = BIRTH_DELAY_MS;
    this.repeatIn(least + this.parts.world.random() * (most - least));
  }

  /** Without a broker node, an `mqtt in` of the status topic brings its own birth message back at each connection. @returns false: none */
  takeEcho(topic: string, payload: string): boolean {
    const { status } = this.presence;
    if (this.broker !== undefined || topic !== status.topic) return false;
    this.echoDue = null;
    // The same connection may bring totals that are higher than ours: those first.
    if (payload === status.online) this.repeatIn(READ_BACK_MS);
    return true;
  }

  /** What was sent before is sent before this returns its promise: the connection may be closed in the same turn. */
  async close(): Promise<void> {
    this.stopRepeat?.();
    const { close } = this.presence;
    await this.broker?.close(close === null ? [] : [{ message: close, whenAlone: true }]);
  }

  private turned(connected: boolean): void {
    if (connected) {
      const { birth } = this.presence;
      if (birth !== null) this.broker?.send(birth);
      this.parts.repeat();
    }
    this.parts.changed(connected);
  }

  private repeatIn(ms: number): void {
    this.stopRepeat?.();
    this.stopRepeat = this.parts.world.clock.after(ms, () => {
      const { reminder } = this.presence;
      if (reminder !== null) this.broker?.send(reminder);
      this.parts.repeat();
    });
  }
}
