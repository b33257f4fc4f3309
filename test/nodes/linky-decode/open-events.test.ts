// What becomes of open events when the line falls silent and when the node is made anew.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { linkyBase, linkyStandard, linkyStandardEjp, linkyStandardTempo, linkyTri } from '../../support/tic/tic-meters';

/** A meter with STGE bit 7 set, and the same half a minute later. */
const overrun = linkyStandard('H270112105503').set('SINSTS', '09500').set('STGE', '002A0081');
const later = overrun.set('DATE', '', 'H270112105533');
const SECONDS = 1000;

function idOf(node: DecodeBench, signal: string): string | undefined {
  return node.signals.findLast(({ payload }) => payload.signal === signal)?.payload.id;
}

describe('open events of linky-decode', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  describe('when the line falls silent', () => {
    it('make what was in force unknown and tell a fault, once', async () => {
      const node = await loadLinkyDecode();
      await node.receive(overrun.build());
      node.edges();
      await node.advance(9 * SECONDS);
      assert.deepEqual(node.edges(), []);
      await node.advance(60 * SECONDS);
      assert.deepEqual(node.edges(), [
        'tariff-period lost: unknown',
        'power-overrun lost: unknown',
        'meter-fault silence started: active',
      ]);
    });

    it('come back as initial, under the same id', async () => {
      const node = await loadLinkyDecode();
      await node.receive(overrun.build());
      const id = idOf(node, 'power-overrun');
      await node.advance(20 * SECONDS);
      node.edges();
      await node.receive(later.build());
      assert.deepEqual(node.edges().slice(0, 3), [
        'meter-fault silence ended: cleared',
        'tariff-period initial: active',
        'power-overrun initial: active 3',
      ]);
      assert.equal(idOf(node, 'power-overrun'), id);
    });

    it('wait as long as the setting says', async () => {
      const node = await loadLinkyDecode({ silence: '30' });
      await node.receive(linkyStandard().build());
      await node.advance(29 * SECONDS);
      node.edges();
      await node.advance(SECONDS);
      assert.ok(node.edges().includes('meter-fault silence started: active'));
    });

    it('keep the ids of an event through a restart in that moment', async () => {
      const node = await loadLinkyDecode();
      await node.receive(overrun.build());
      const id = idOf(node, 'power-overrun');
      await node.advance(20 * SECONDS);
      // The line speaks again, and nothing but its first groups has come when the node is made anew.
      await node.receive(later.upTo('LTARF'));
      await node.redeploy({ groups: true });
      await node.receive(later.build());
      assert.equal(idOf(node, 'power-overrun'), id);
    });
  });

  describe('after a restart of the node', () => {
    it('are told anew, an event that goes on under the id that it had', async () => {
      const node = await loadLinkyDecode();
      await node.receive(linkyStandardTempo().set('STGE', '0D2A0481').build());
      const ids = node.signals.map(({ payload }) => payload.id);
      const edges = node.edges();
      assert.ok(edges.includes('power-overrun initial: active 3') && edges.includes('day-colour initial: announced'));
      node.signals.length = 0;
      await node.redeploy({ groups: true });
      await node.advance(30 * SECONDS);
      await node.receive(linkyStandardTempo('H270112105531').set('STGE', '0D2A0481').build());
      assert.deepEqual(node.edges(), edges);
      const open = node.signals.filter(({ payload }) => payload.state !== 'cleared');
      assert.equal(open.length, 4);
      for (const { payload } of open) assert.ok(ids.includes(payload.id), `${payload.signal} has another id`);
    });

    it('tell the end that nobody saw under the id of what has ended', async () => {
      const node = await loadLinkyDecode();
      await node.receive(overrun.build());
      const id = idOf(node, 'power-overrun');
      await node.redeploy({ groups: true });
      node.edges();
      await node.receive(linkyStandard('H270112105533').build());
      assert.ok(node.edges().includes('power-overrun initial: cleared'));
      assert.equal(idOf(node, 'power-overrun'), id);
    });

    it('of a mode and a contract that are no more are over, and stay so', async () => {
      const node = await loadLinkyDecode();
      // A mobile peak in progress, and the cover open.
      await node.receive(linkyStandardEjp().set('STGE', '402A0011').build());
      const ids = ['peak', 'meter-fault'].map((signal) => {
        const { payload } =
          node.signals.find((msg) => msg.payload.signal === signal && msg.payload.state === 'active') ?? {};
        return payload?.id;
      });
      await node.redeploy({ groups: true });
      node.edges();
      node.signals.length = 0;
      await node.receive(linkyBase().build());
      const over = node.signals.filter(({ payload }) => ids.includes(payload.id)).map(({ payload }) => payload);
      assert.deepEqual(over.map((signal) => [signal.signal, signal.change, signal.state, signal.act]).sort(), [
        ['meter-fault', 'ended', 'cleared', 'keep'],
        ['peak', 'ended', 'cleared', 'restore'],
      ]);
      await node.redeploy({ groups: false });
      node.signals.length = 0;
      await node.receive(linkyBase().build());
      assert.ok(!node.signals.some(({ payload }) => ids.includes(payload.id)));
    });

    it('are remembered stream by stream, also of those that have not spoken yet', async () => {
      const node = await loadLinkyDecode();
      await node.receive(overrun.build(), { topic: 'house' });
      const id = idOf(node, 'power-overrun');
      await node.redeploy({ groups: true });
      await node.receive(linkyTri().build(), { topic: 'garage' });
      await node.redeploy({ groups: false });
      await node.receive(later.build(), { topic: 'house' });
      assert.equal(idOf(node, 'power-overrun'), id);
    });

    it('are remembered though it is restarted again before the meter has said all', async () => {
      const node = await loadLinkyDecode();
      await node.receive(overrun.build());
      const id = idOf(node, 'power-overrun');
      await node.redeploy({ groups: true });
      await node.receive(later.upTo('LTARF'));
      await node.redeploy({ groups: false });
      await node.receive(later.build());
      assert.equal(idOf(node, 'power-overrun'), id);
    });
  });
});
