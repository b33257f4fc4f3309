// What a broker retains, and what passes over it, seen by a client of its own.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { Arrivals } from '../machine/arrivals';
import { PATIENCE_MS } from '../machine/patience';

export interface Passing {
  readonly topic: string;
  readonly payload: string;
  /** True for what was retained when the client subscribed. */
  readonly retain: boolean;
}

/** Mosquitto by its address; aedes by its own store. */
export interface TestBroker {
  readonly url: string;
  retained?(): Promise<Record<string, string>>;
}

/** Everything that a broker retains now, by topic. */
export async function retainedTopics(broker: TestBroker): Promise<Record<string, string>> {
  if (broker.retained !== undefined) return broker.retained();
  const watch = await watchBroker(broker.url);
  try {
    await watch.roundTrip();
    const kept = watch.arrivals.all.filter(({ retain }) => retain);
    return Object.fromEntries(kept.map(({ topic, payload }) => [topic, payload]));
  } finally {
    await watch.stop();
  }
}

/** Asks again until it fits: what was sent may still be on its way. */
export async function untilRetained(
  broker: TestBroker,
  fits: (topics: Record<string, string>) => boolean,
  withinMs = PATIENCE_MS,
): Promise<Record<string, string>> {
  const end = Date.now() + withinMs;
  for (;;) {
    const topics = await retainedTopics(broker);
    if (fits(topics)) return topics;
    if (Date.now() > end) throw new Error(`the broker does not come to retain what it should: ${preview(topics)}`);
    await pause(50);
  }
}

/** Topic by topic what differs, with the place in the payload; empty when both are the same. */
export function differences(found: Record<string, string>, wanted: Record<string, string>): string[] {
  const topics = new Set([...Object.keys(found), ...Object.keys(wanted)]);
  return [...topics].sort().flatMap((topic) => {
    const [a = '(nothing)', b = '(nothing)'] = [found[topic], wanted[topic]];
    if (a === b) return [];
    let at = 0;
    while (a[at] === b[at]) at++;
    at = Math.max(at - 20, 0);
    return [`${topic}: ${a.slice(at, at + 60)} instead of ${b.slice(at, at + 60)}`];
  });
}

export class Watch {
  readonly arrivals = new Arrivals<Passing>('message on the broker');

  constructor(readonly client: MqttClient) {
    client.on('message', (topic, payload, { retain }) => {
      this.arrivals.add({ topic, payload: payload.toString('utf8'), retain });
    });
  }

  /** Resolves when everything that was sent before has arrived. */
  async roundTrip(): Promise<void> {
    const topic = `test/${randomUUID()}`;
    await this.client.publishAsync(topic, 'x', { qos: 1 });
    await this.arrivals.next((message) => message.topic === topic);
  }

  /** The next message on a topic that was not taken yet. */
  async next(fits: (message: Passing) => boolean, withinMs?: number): Promise<Passing> {
    return await this.arrivals.next(fits, withinMs);
  }

  async stop(): Promise<void> {
    await this.client.endAsync(true);
  }
}

/** A client that hears everything. */
export async function watchBroker(url: string): Promise<Watch> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 100 });
  const watch = new Watch(client);
  // QoS 0: with 1 Mosquitto drops what is retained beyond a thousand messages.
  await client.subscribeAsync('#', { qos: 0 });
  return watch;
}

function preview(topics: Record<string, string>): string {
  const text = JSON.stringify(topics);
  return text.length > 3000 ? `${text.slice(0, 3000)}…` : text;
}
