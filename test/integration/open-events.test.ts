// Open events of linky-decode keep their ids: over deploys without any context store, over a restart with one on disk,
// in a subflow too.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import type { GridSignal } from '../../lib/grid/signal';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { linkyStandard } from '../support/tic/tic-meters';

/** A meter in overrun when its clock shows this second of 10:55. */
const overrunAt = (second: number): Buffer =>
  linkyStandard(`H2701121055${String(second).padStart(2, '0')}`)
    .set('STGE', '002A0081')
    .build();

const place = { z: 'flow', x: 100, y: 100 };

/** A linky-decode on the flow and one in a subflow. `name` makes them new to Node-RED. */
function flow(name: string): FlowNode[] {
  return [
    { id: 'flow', type: 'tab', label: 'open events' },
    { ...place, id: 'source', type: 'test-source', name: 'bytes', wires: [['decode', 'use']] },
    { ...place, id: 'decode', type: 'linky-decode', name, wires: [[], ['signals']] },
    { ...place, id: 'signals', type: 'test-tap', name: 'flow' },
    { ...place, id: 'use', type: 'subflow:sub', wires: [['sub-signals']] },
    { ...place, id: 'sub-signals', type: 'test-tap', name: 'subflow' },
    {
      id: 'sub',
      type: 'subflow',
      name: 'Linky',
      in: [{ x: 1, y: 1, wires: [{ id: 'inner' }] }],
      out: [{ x: 1, y: 1, wires: [{ id: 'inner', port: 1 }] }],
    },
    { ...place, z: 'sub', id: 'inner', type: 'linky-decode', name, wires: [[], []] },
  ];
}

/** The overrun as both nodes tell it when a frame of this second came. */
async function overruns(red: NodeRed, second: number): Promise<GridSignal[]> {
  red.send('bytes', { topic: 'house', payload: overrunAt(second) });
  const told = ['flow', 'subflow'].map(async (tap) => {
    const { payload } = await red.next(tap, (msg) => (msg.payload as GridSignal).signal === 'power-overrun');
    return payload as GridSignal;
  });
  return await Promise.all(told);
}

/** Resolves when the files of both nodes tell of the overrun: the write follows the message. */
async function settled(userDir: string): Promise<void> {
  const folder = path.join(userDir, 'linky-red');
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const texts = filesOf(userDir).map((name) => readFileSync(path.join(folder, name), 'utf8'));
    if (texts.filter((text) => text.includes(BEGAN)).length === 2) return;
    await immediate();
  }
}

/** What the nodes keep of open events; what they write beside it first is not there yet. */
function filesOf(userDir: string): string[] {
  const names = readdirSync(path.join(userDir, 'linky-red'));
  return names.filter((name) => name.startsWith('linky-decode-') && !name.endsWith('.tmp'));
}

const BEGAN = '022061700123/tic/power-overrun/2027-01-12T10:55:01+01:00';
const edges = (signals: GridSignal[]): string[] => signals.map(({ id, change, state }) => `${id} ${change} ${state}`);

describe('open events', function () {
  it('go on under their ids when their node is deployed anew, and end with it', async () => {
    const red = await startNodeRed();
    try {
      await red.deploy(flow('first'));
      assert.deepEqual(edges(await overruns(red, 1)), [`${BEGAN} initial active`, `${BEGAN} initial active`]);
      await red.deploy(flow('second'), 'nodes');
      assert.deepEqual(edges(await overruns(red, 11)), [`${BEGAN} initial active`, `${BEGAN} initial active`]);
      await red.deploy(flow('second'), 'full');
      assert.deepEqual(edges(await overruns(red, 21)), [`${BEGAN} initial active`, `${BEGAN} initial active`]);

      const disabled = flow('second').map((node) => (node.type === 'linky-decode' ? { ...node, d: true } : node));
      await red.deploy(disabled);
      await red.deploy(flow('second'));
      assert.deepEqual(edges(await overruns(red, 31)), [`${BEGAN} initial active`, `${BEGAN} initial active`]);

      // Nodes that are deleted take with them what they knew, and what they kept, in a subflow too.
      await red.deploy([{ id: 'flow', type: 'tab', label: 'open events' }]);
      assert.deepEqual(filesOf(red.userDir), []);
      await red.deploy(flow('third'));
      const anew = BEGAN.replace('10:55:01', '10:55:41');
      assert.deepEqual(edges(await overruns(red, 41)), [`${anew} initial active`, `${anew} initial active`]);
    } finally {
      await red.stop();
    }
  });

  it('go on under their ids after a kill, without any context store, and a cleared one is told under the id it had', async () => {
    const userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-events-'));
    const quiet = linkyStandard('H270112105521').build();
    try {
      const killed = await startNodeRed({ userDir, flow: flow('killed') });
      assert.deepEqual(edges(await overruns(killed, 1)), [`${BEGAN} initial active`, `${BEGAN} initial active`]);
      await settled(userDir);
      await killed.kill();
      const second = await startNodeRed({ userDir, flow: flow('killed') });
      try {
        assert.deepEqual(edges(await overruns(second, 11)), [`${BEGAN} initial active`, `${BEGAN} initial active`]);
        await settled(userDir);
      } finally {
        await second.kill();
      }
      const third = await startNodeRed({ userDir, flow: flow('killed') });
      try {
        third.send('bytes', { topic: 'house', payload: quiet });
        const { payload } = await third.next('flow', (msg) => (msg.payload as GridSignal).signal === 'power-overrun');
        assert.deepEqual(edges([payload as GridSignal]), [`${BEGAN} initial cleared`]);
      } finally {
        await third.stop();
      }
    } finally {
      rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    }
  });

  it('go on under their ids when Node-RED is restarted, with a context store on disk', async () => {
    const userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-events-'));
    const settings = { contextStorage: { default: { module: 'localfilesystem' } } };
    try {
      for (const second of [1, 11]) {
        const red = await startNodeRed({ userDir, settings, flow: flow('kept') });
        try {
          assert.deepEqual(edges(await overruns(red, second)), [`${BEGAN} initial active`, `${BEGAN} initial active`]);
        } finally {
          await red.stop();
        }
      }
    } finally {
      rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    }
  });
});
