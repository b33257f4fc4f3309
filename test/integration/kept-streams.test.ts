// What linky-decode has called done is kept: a kill in the next moment loses none of it. What version 0.1 kept is taken over.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { GridSignal } from '../../lib/grid/signal';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { linkyStandard } from '../support/tic/tic-meters';

const place = { z: 'flow', x: 100, y: 100 };
const FLOW: FlowNode[] = [
  { id: 'flow', type: 'tab', label: 'kept' },
  { ...place, id: 'source', type: 'test-source', name: 'bytes', wires: [['decode']] },
  { ...place, id: 'decode', type: 'linky-decode', name: '', wires: [[], ['signals']] },
  { ...place, id: 'signals', type: 'test-tap', name: 'signals' },
  { ...place, id: 'done', type: 'complete', scope: ['decode'], uncaught: false, wires: [['done-tap']] },
  { ...place, id: 'done-tap', type: 'test-tap', name: 'done' },
];
const MANY = Array.from({ length: 40 }, (_, n) => `meter/${String(n)}`);

const overrunAt = (second: string): Buffer => linkyStandard(`H2701121055${second}`).set('STGE', '002A0081').build();
const isOverrun = ({ payload }: { payload?: unknown }): boolean => (payload as GridSignal).signal === 'power-overrun';

async function overrunsOf(red: NodeRed, topics: readonly string[], second: string): Promise<string[]> {
  for (const topic of topics) red.send('bytes', { topic, payload: overrunAt(second) });
  const ids: string[] = [];
  while (ids.length < topics.length) ids.push(((await red.next('signals', isOverrun)).payload as GridSignal).id);
  return ids;
}

describe('what linky-decode keeps of its streams', function () {
  let userDir: string;
  beforeEach(() => {
    userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-kept-'));
  });
  afterEach(() => {
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  });

  it('outlives a kill as soon as it has called the message done, of each of many meters', async () => {
    const killed = await startNodeRed({ userDir, flow: FLOW });
    const before = await overrunsOf(killed, MANY, '01');
    while (killed.messages('done').length < MANY.length) await killed.next('done');
    await killed.kill();
    const restarted = await startNodeRed({ userDir, flow: FLOW });
    try {
      assert.deepEqual(await overrunsOf(restarted, MANY, '31'), before);
    } finally {
      await restarted.kill();
    }
  });

  it('has what version 0.1 kept of all streams in one document, which goes then', async () => {
    const id = '022061700123/tic/power-overrun/2027-01-12T10:40:00+01:00';
    const event = {
      ...{ id, origin: '022061700123', source: 'tic', signal: 'power-overrun', state: 'active', change: 'started' },
      ...{ level: 3, expected: 3, start: '2027-01-12T10:40:00+01:00', end: null, issuedAt: null, detail: {} },
    };
    const document = path.join(userDir, 'linky-red', 'linky-decode-decode.json');
    mkdirSync(path.dirname(document));
    writeFileSync(document, JSON.stringify({ house: { 'power-overrun': event }, garage: {} }));
    for (const second of ['01', '31']) {
      const red = await startNodeRed({ userDir, flow: FLOW });
      try {
        assert.deepEqual(await overrunsOf(red, ['house'], second), [id]);
        assert.equal(existsSync(document), false);
        // In the second round it comes from where it was taken over to.
        await red.next('done');
      } finally {
        await red.kill();
      }
    }
  });

  it('is its own, and that of a second Node-RED on the same user directory lasts no longer than it: that is said', async () => {
    const first = await startNodeRed({ userDir, flow: FLOW });
    try {
      const [id] = await overrunsOf(first, ['house'], '01');
      await first.next('done');
      const second = await startNodeRed({ userDir, flow: FLOW });
      try {
        await second.status('decode', ({ text }) => text?.includes('store-in-use') === true);
        await second.printed(/Another Node-RED writes to/);
        // It knows what the first one has kept, and its own goes on.
        assert.deepEqual(await overrunsOf(second, ['house'], '21'), [id]);
        assert.notDeepEqual(await overrunsOf(second, ['garage'], '21'), [id]);
      } finally {
        await second.kill();
      }
      assert.doesNotMatch(first.log, /Another Node-RED/);
    } finally {
      await first.kill();
    }
    const third = await startNodeRed({ userDir, flow: FLOW });
    await third.stop();
    assert.doesNotMatch(third.log, /Another Node-RED/);
  });
});
