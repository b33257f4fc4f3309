// What waits while the broker is away: the latest of each topic, in the order in which it was said, and no more.
import assert from 'node:assert/strict';
import { Broker } from '../../../nodes/runtime/mqtt-broker';
import type { NodeAPI } from '../../../nodes/runtime/types';

type Status = (status: { fill?: string }) => void;

/** What is used of Node-RED's `mqtt-broker` node. */
class BrokerNode {
  readonly type = 'mqtt-broker';
  readonly published: string[] = [];
  connected = false;
  private readonly users = new Map<string, Status>();

  register(user: { id: string; status: Status }): void {
    this.users.set(user.id, user.status);
  }

  deregister(user: { id: string }, done: () => void): void {
    this.users.delete(user.id);
    done();
  }

  publish({ topic, payload }: { topic: string; payload: string }): void {
    // As the real one: without a connection it is lost.
    if (this.connected) this.published.push(`${topic} ${payload}`);
  }

  subscribe(): void {
    return;
  }

  unsubscribe(): void {
    return;
  }

  see(connected: boolean): void {
    this.connected = connected;
    for (const status of this.users.values()) status({ fill: connected ? 'green' : 'red' });
  }
}

function open(changed: (broker: () => Broker, connected: boolean) => void = () => undefined): [BrokerNode, Broker] {
  const node = new BrokerNode();
  const RED = { nodes: { getNode: () => node } } as unknown as Pick<NodeAPI, 'nodes'>;
  const heard = (connected: boolean): void => {
    changed(() => broker, connected);
  };
  const broker: Broker = new Broker(RED, 'broker', 'user', heard, { node: 'ha-entities', field: 'broker' });
  broker.open();
  return [node, broker];
}

const say = (broker: Broker, topic: string, payload: string): void => {
  broker.send({ topic, payload, qos: 1, retain: true });
};

describe('what waits for a broker', () => {
  it('is the latest of each topic, however much was said, in the order of the last word', () => {
    const [node, broker] = open();
    for (let i = 0; i < 10_000; i++) say(broker, `state/${String(i % 3)}`, String(i));
    node.see(true);
    assert.deepEqual(node.published, ['state/1 9997', 'state/2 9998', 'state/0 9999']);
    node.see(false);
    node.see(true);
    assert.equal(node.published.length, 3, 'nothing is said twice');
  });

  it('does not come after what was said anew at the connection', () => {
    const [node, broker] = open((it, connected) => {
      if (connected) say(it(), 'state', 'fresh');
    });
    say(broker, 'state', 'stale');
    node.see(true);
    assert.deepEqual(node.published, ['state fresh']);
  });
});
