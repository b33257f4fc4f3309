// Which worker takes which partitions: each is somebody's, and nobody's twice.
import assert from 'node:assert/strict';
import { recipeOnThisMachine } from '../../support/fleet/recipe-flows';
import type { FlowNode, NodeRed } from '../../support/node-red/process';
import { withNodeRed } from '../../support/node-red/suite';

const PARTITIONS = 64;

interface Subscription {
  topic: string;
  qos: number;
}

describe('the partitions of a fleet’s workers', function () {
  let red: NodeRed;
  withNodeRed((started) => (red = started));

  /** What the recipe subscribes to as this worker; the environment variables stand in its tab. */
  async function subscriptions(worker: number, workers: number): Promise<string[]> {
    const env = Object.entries({ FLEET_WORKER: worker, FLEET_WORKERS: workers }).map(([name, value]) => ({
      ...{ name, value: String(value), type: 'str' },
    }));
    const flow = recipeOnThisMachine('fleet-worker', 1883, ({ id, type }) => {
      if (type === 'tab') return { env };
      return id === 'ex-fleet-worker-in' ? { type: 'test-tap', name: 'subscriptions' } : undefined;
    });
    const start = (node: FlowNode): boolean => /^ex-fleet-worker(-start|-partitions|-in)?$/.test(node.id);
    await red.deploy(flow.filter(start));
    const { action, topic } = await red.next('subscriptions');
    assert.equal(action, 'subscribe');
    const next = await red.next('subscriptions');
    assert.equal(next['action'], 'connect', 'what waits in the session must find somebody who listens');
    assert.equal((next['broker'] as { clientid: string }).clientid, `fleet-worker-${String(worker)}`);
    return (topic as Subscription[]).map((one) => {
      assert.equal(one.qos, 1);
      return one.topic;
    });
  }

  for (const workers of [1, 2, 3, 5])
    it(`are shared out among ${String(workers)}, each once, and modulo their number`, async () => {
      const taken: string[] = [];
      for (let worker = 0; worker < workers; worker++) {
        const own = await subscriptions(worker, workers);
        for (const topic of own) assert.equal(Number(topic.split('/').at(-2)) % workers, worker);
        taken.push(...own);
      }
      const all = Array.from({ length: PARTITIONS }, (_, partition) => String(partition).padStart(2, '0'));
      assert.deepEqual(
        taken.sort(),
        all.map((partition) => `$share/fleet/linky-red/fleet/frames/${partition}/+`),
      );
    });
});
