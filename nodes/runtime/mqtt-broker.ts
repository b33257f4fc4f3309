// Publishing through Node-RED's own `mqtt-broker` config node. Its functions are not documented (spec/ha.md §1.10, read in
// 10-mqtt.js of Node-RED 4.1 and 5.0): everything that is known of them is in this file.
import { LinkyRedError } from '../../lib/errors';
import { getNode } from './get-node';
import { type Field, settingFacts } from './setting-words';
import type { NodeAPI } from './types';

export interface BrokerMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** A message that the broker node sends by itself: birth, close or will. */
export interface OwnMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** What is used of a broker node. Objects are changed by it: each call gets a fresh one. */
interface BrokerNode {
  connected: unknown;
  birthMessage: unknown;
  closeMessage: unknown;
  options: unknown;
  register(user: BrokerUser): void;
  deregister(user: BrokerUser, done: () => void, autoDisconnect: boolean): void;
  publish(message: object, done?: (error?: unknown) => void): void;
  subscribe(
    topic: string,
    options: object,
    listener: (topic: string, payload: Buffer, packet?: { readonly retain?: unknown }) => void,
    ref: string,
  ): void;
  unsubscribe(topic: string, ref: string, removed: boolean): void;
}
const FUNCTIONS = ['register', 'deregister', 'publish', 'subscribe', 'unsubscribe'] as const;

/** The broker node calls `status` of its users at every change: given the node itself it would overwrite its status. */
interface BrokerUser {
  readonly id: string;
  status(status: { fill?: string }): void;
}

/** How long the broker may take to acknowledge the last message before the connection is given up. */
const LAST_WORD_MS = 1000;

/** How many of our nodes use a broker: whoever is the last closes the door. By id of the broker node. */
const users = new Map<string, Set<string>>();

export class Broker {
  private readonly waiting = new Map<string, BrokerMessage>();
  private readonly subscriptions: string[] = [];
  private readonly user: BrokerUser;
  private up = false;

  /**
   * @param id of the node that uses it
   * @param changed told after the connection came (before what waited is sent) and after it went
   * @param field where the broker is chosen
   * @throws LinkyRedError ERR_CONFIG_NODE
   */
  constructor(
    RED: Pick<NodeAPI, 'nodes'>,
    brokerId: string,
    private readonly id: string,
    private readonly changed: (connected: boolean) => void,
    field: Field,
  ) {
    const found = getNode<BrokerNode>(RED, brokerId, 'mqtt-broker');
    if (found === undefined || !FUNCTIONS.every((name) => typeof found[name] === 'function'))
      throw new LinkyRedError('ERR_CONFIG_NODE', settingFacts(field, { fault: 'config-node', type: 'mqtt-broker' }));
    this.broker = found as unknown as BrokerNode;
    this.brokerId = brokerId;
    this.user = {
      id,
      status: ({ fill }) => {
        this.see(fill === 'green');
      },
    };
  }

  private readonly broker: BrokerNode;
  private readonly brokerId: string;

  get connected(): boolean {
    return this.up;
  }

  /** What the user has set; null where the field is empty. */
  get own(): Readonly<Record<'birth' | 'close' | 'will', OwnMessage | null>> {
    const { birthMessage, closeMessage, options } = this.broker;
    return {
      birth: ownMessage(birthMessage),
      close: ownMessage(closeMessage),
      will: ownMessage((options as { will?: unknown } | undefined)?.will),
    };
  }

  /** Connects if this is the first user of the broker. */
  open(): void {
    const all = users.get(this.brokerId) ?? new Set();
    users.set(this.brokerId, all.add(this.id));
    this.broker.register(this.user);
    // To a second user of a live connection nobody says that it is there.
    if (this.broker.connected === true) this.see(true);
  }

  /** Sends now, or once the connection is there: the latest of each topic, in the order in which they were given. */
  send(message: BrokerMessage): void {
    this.waiting.delete(message.topic);
    if (this.up) this.broker.publish({ ...message });
    else this.waiting.set(message.topic, message);
  }

  /**
   * @param qos 0 where much may be retained: Mosquitto hands out only what fits into its queue (1,000 messages and those on
   *   their way) to a subscription with 1 or 2, and drops the rest without a word
   */
  subscribe(
    topic: string,
    listener: (topic: string, payload: string, isRetained: boolean) => void,
    qos: 0 | 1 = 1,
  ): void {
    if (!this.subscriptions.includes(topic)) this.subscriptions.push(topic);
    const take = (from: string, payload: Buffer, packet?: { readonly retain?: unknown }): void => {
      listener(from, payload.toString('utf8'), packet?.retain === true);
    };
    this.broker.subscribe(topic, { qos }, take, this.id);
  }

  unsubscribe(topic: string): void {
    this.broker.unsubscribe(topic, this.id, true);
    this.subscriptions.splice(this.subscriptions.indexOf(topic), 1);
  }

  /** @param lastWord sent before the connection may close; `whenAlone` only if no other node of ours uses this broker */
  async close(lastWord: { readonly message: BrokerMessage; readonly whenAlone: boolean }[]): Promise<void> {
    const others = users.get(this.brokerId);
    others?.delete(this.id);
    const alone = others === undefined || others.size === 0;
    const last = lastWord.filter(({ whenAlone }) => alone || !whenAlone);
    if (this.up) await Promise.all(last.map(({ message }) => this.acknowledged(message)));
    for (const topic of [...this.subscriptions]) this.unsubscribe(topic);
    this.up = false;
    await new Promise<void>((resolve) => {
      this.broker.deregister(this.user, resolve, true);
    });
  }

  private see(connected: boolean): void {
    if (connected === this.up) return;
    this.up = connected;
    this.changed(connected);
    if (!connected) return;
    // What `changed` sent anew waits no more.
    for (const message of [...this.waiting.values()]) this.send(message);
  }

  private async acknowledged(message: BrokerMessage): Promise<void> {
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, LAST_WORD_MS);
      // Without a connection it never calls back.
      this.broker.publish({ ...message }, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}

function ownMessage(value: unknown): OwnMessage | null {
  if (typeof value !== 'object' || value === null) return null;
  const { topic, payload, retain } = value as { topic?: unknown; payload?: unknown; retain?: unknown };
  if (typeof topic !== 'string' || topic === '') return null;
  const text = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.toString() : '';
  return { topic, payload: text, retain: retain === true };
}
