import assert from 'node:assert/strict';
import { once } from 'node:events';
import { helper } from '../../support/node-red/helper';
import { LinkyRedError } from '../../../lib/errors';
import { reportError } from '../../../nodes/runtime/status/error-report';
import { onInput, type InputHandler } from '../../../nodes/runtime/input';
import { getNode } from '../../../nodes/runtime/get-node';
import type { Node, NodeInitializer } from '../../../nodes/runtime/types';

/** A node type "probe" that does with each message what the test says. */
const probe = (handler: InputHandler): NodeInitializer => {
  return (RED) => {
    RED.nodes.registerType('probe', function (this: Node, config) {
      RED.nodes.createNode(this, config);
      onInput(this, RED._, handler);
    });
  };
};
const flow = [
  { id: 'flow', type: 'tab', label: 'probe' },
  { id: 'n1', type: 'probe', z: 'flow', x: 1, y: 1, wires: [[]] },
  { id: 'n2', type: 'catch', z: 'flow', scope: null, uncaught: false, wires: [['caught']] },
  { id: 'n3', type: 'complete', z: 'flow', scope: ['n1'], wires: [['completed']] },
  { id: 'caught', type: 'helper', z: 'flow' },
  { id: 'completed', type: 'helper', z: 'flow' },
];

interface Caught {
  payload: unknown;
  topic?: string;
  error: { code: string; message: string; cause?: unknown; source: { id: string } };
}

async function whatComesOf(handler: InputHandler, at: 'caught' | 'completed'): Promise<Caught> {
  await helper.load(probe(handler), flow);
  const arrived = once(helper.getNode(at), 'input') as Promise<[Caught]>;
  helper.getNode('n1').receive({ payload: 'x' });
  return (await arrived)[0];
}

describe('one message through a node', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('completes when the handler returns', async () => {
    assert.equal((await whatComesOf(() => undefined, 'completed')).payload, 'x');
  });

  it('completes when the handler resolves', async () => {
    assert.equal((await whatComesOf(() => Promise.resolve(), 'completed')).payload, 'x');
  });

  it('reaches Catch with the code and the cause of a thrown error', async () => {
    const cause = new Error('below');
    const { error, payload } = await whatComesOf(() => {
      throw new LinkyRedError('ERR_INPUT', { detail: 'an array' }, cause);
    }, 'caught');
    assert.equal(payload, 'x');
    assert.equal(error.code, 'ERR_INPUT');
    assert.equal(error.message, 'The message carries nothing that this node can read: an array [ERR_INPUT]');
    assert.equal(error.cause, cause);
    assert.equal(error.source.id, 'n1');
  });

  it('reaches Catch with ERR_INTERNAL when something unforeseen rejects', async () => {
    const { error } = await whatComesOf(() => Promise.reject(new TypeError('no such thing')), 'caught');
    assert.equal(error.code, 'ERR_INTERNAL');
    assert.match(error.message, /no such thing/);
  });
});

describe('an error that no message caused', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('reaches Catch too, with its code and what it is about', async () => {
    await helper.load(
      probe(() => undefined),
      flow,
    );
    const arrived = once(helper.getNode('caught'), 'input') as Promise<[Caught]>;
    const node = helper.getNode('n1');
    reportError(node, (key) => key, new LinkyRedError('ERR_COMMAND', { detail: 'x' }), { topic: 'kitchen' });
    const [caught] = await arrived;
    assert.equal(caught.error.code, 'ERR_COMMAND');
    assert.equal(caught.topic, 'kitchen');
  });
});

describe('looking up a config node', () => {
  const red = (node: unknown) => ({ nodes: { getNode: () => node } }) as unknown as Parameters<typeof getNode>[0];

  it('finds one of the right type only', () => {
    const port = { type: 'serial-port', serialport: '/dev/ttyS0' };
    assert.equal(getNode<{ serialport: string }>(red(port), 'a', 'serial-port')?.serialport, '/dev/ttyS0');
    assert.equal(getNode(red({ type: 'mqtt-broker' }), 'a', 'serial-port'), undefined);
  });

  it('is undefined when nothing is chosen or the node is gone', () => {
    assert.equal(getNode(red(null), 'a', 'serial-port'), undefined);
    assert.equal(getNode(red({ type: 'serial-port' }), '', 'serial-port'), undefined);
  });
});
