// The nodes of RTE where clock and disk of the host are not to be trusted.
// Not in the fast lane: days of a clock that is wrong.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PATIENCE_MS } from '../../support/machine/patience';
import { fillDisk } from '../../support/machine/full-disk';
import { helper } from '../../support/node-red/helper';
import { RteBench } from '../../support/rte/rte';
import {
  loadSignals,
  type SignalBench,
  type SignalSetting,
  type StateMessage,
} from '../../support/node-red/signal-bench';

const MINUTE = 60_000;
const ECOWATT: SignalSetting = { type: 'ecowatt-signal' };
const TEMPO: SignalSetting = { type: 'tempo-signal' };
const TRUE_TIME = '2026-11-24T08:05:00+01:00';

describe('RTE on a host in hard times', () => {
  let bench: RteBench;
  let nodes: SignalBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(async () => {
    await nodes.stop();
    await bench.close();
  });

  /** Waits for the call that is due, and lets it go out. */
  const turn = async (): Promise<void> => {
    await until(() => (bench.clock.nextTimer ?? Infinity) <= bench.clock.now(), 'no call is due');
    bench.clock.advance(0);
  };
  /** Waits until the node has read what was kept, and waits for something itself. */
  const atWork = (): Promise<void> => until(() => bench.clock.pending >= 2, 'the node does not wait for anything');
  const open = async (at: string): Promise<void> => {
    bench = await RteBench.open(at, 'all-day', undefined, TRUE_TIME);
  };
  const start = async (setting: SignalSetting): Promise<void> => {
    nodes = await loadSignals(bench, setting);
  };
  const restart = async (setting: SignalSetting, at: string): Promise<void> => {
    await nodes.stop();
    await bench.shutDown();
    bench.clock.set(at);
    await start(setting);
  };
  const red = ({ payload }: StateMessage): boolean => payload['level'] === 3;
  /** Nobody at RTE was asked once too often. */
  const allServed = (): void => {
    assert.deepEqual(
      bench.rte.calls.filter(({ status }) => status !== 200),
      [],
    );
  };

  describe('a Raspberry Pi without a battery: 1970, until the network has told the time', () => {
    it('Ecowatt says nothing before, the alert as initial with its id after, and asks nobody', async () => {
      await open(TRUE_TIME);
      await start(ECOWATT);
      await turn();
      const { payload: before } = await nodes.signals.next();
      await restart(ECOWATT, '1970-01-01T01:00:30+01:00');
      await atWork();
      bench.clock.advance(2 * MINUTE);
      bench.clock.set('2026-11-24T08:10:00+01:00');
      bench.clock.advance(MINUTE);
      assert.ok(red(await nodes.states.next()), 'the first that it says');
      const { payload: after } = await nodes.signals.next();
      assert.deepEqual([after.change, after.state, after.id], ['initial', 'active', before.id]);
      assert.equal(bench.count('ecowatt'), 1);
    });

    it('Ecowatt on its very first start: the answer of 1970 holds when the time is known', async () => {
      await open('1970-01-01T01:00:30+01:00');
      await start(ECOWATT);
      await turn();
      assert.equal((await nodes.states.next()).payload['level'], null);
      bench.clock.set(TRUE_TIME);
      bench.clock.advance(MINUTE);
      const { payload } = await nodes.states.next(red);
      assert.equal(payload['ageMinutes'], 9 * 60 + 6, 'since 23:00');
      bench.clock.advance(13 * MINUTE);
      nodes.receive({ payload: 'refresh' });
      await nodes.completed.next();
      assert.equal(bench.count('ecowatt'), 1);
      allServed();
    });

    it('Tempo goes on with what was kept, and asks nobody', async () => {
      await open(TRUE_TIME);
      await start(TEMPO);
      await turn();
      const { payload: before } = await nodes.signals.next(({ payload }) => payload.level === 3);
      // The season is complete: nothing is under way any more.
      await nodes.states.next(({ payload }) => (payload['season'] as { missing: number }).missing === 0);
      const calls = bench.rte.calls.length;
      await restart(TEMPO, '1970-01-01T01:00:30+01:00');
      await atWork();
      bench.clock.set('2026-11-24T08:10:00+01:00');
      bench.clock.advance(MINUTE);
      assert.ok(red(await nodes.states.next()), 'the first that it says');
      const { payload: after } = await nodes.signals.next();
      assert.deepEqual([after.change, after.state, after.id], ['initial', 'active', before.id]);
      assert.equal(bench.rte.calls.length, calls);
    });
  });

  describe('a clock ten years ahead, until it is put back', () => {
    it('Ecowatt: unknown before, the alert within a minute after, without a call too many', async () => {
      await open('2036-07-01T00:00:00+02:00');
      await start(ECOWATT);
      await turn();
      assert.equal((await nodes.states.next()).payload['level'], null);
      bench.clock.set(TRUE_TIME);
      bench.clock.advance(MINUTE);
      await nodes.states.next(red);
      nodes.receive({ payload: 'refresh' });
      await nodes.completed.next();
      assert.equal(bench.count('ecowatt'), 1);
      allServed();
    });

    it('Tempo: unknown before, the red day after; no day that is to come was kept as past', async () => {
      await open('2036-07-01T12:00:00+02:00');
      await start(TEMPO);
      await turn();
      nodes.receive({ payload: 'refresh' });
      assert.equal((await nodes.states.next()).payload['level'], null);
      await nodes.completed.next();
      bench.clock.set(TRUE_TIME);
      bench.clock.advance(MINUTE);
      await nodes.states.next(red);
      nodes.receive({ payload: { command: 'history', from: '2026-11-20', to: '2026-11-30' } });
      const { payload: rows } = await nodes.states.next(({ topic }) => topic === 'tempo/history');
      const days = (rows as unknown as { day: string }[]).map(({ day }) => day);
      assert.deepEqual(days, ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23']);
    });
  });

  describe('a disk that takes nothing', () => {
    const folder = (): string => path.join(bench.dir, 'linky-red');
    let free = (): void => undefined;
    afterEach(() => {
      free();
    });

    it('a restart loop asks nobody; who stays asks once per quarter of an hour, and the file is named', async () => {
      await open(TRUE_TIME);
      free = fillDisk(folder());
      for (let restarts = 0; restarts < 5; restarts += 1) {
        await start(ECOWATT);
        if (restarts === 0) await turn();
        await atWork();
        await nodes.stop();
        bench.clock.advance(3 * MINUTE);
      }
      assert.equal(bench.count('ecowatt') + bench.count('token'), 0);
      await start(ECOWATT);
      await atWork();
      nodes.receive({ payload: 'refresh' });
      await nodes.statuses.next(({ text }) => text?.includes('quota') === true);
      assert.match(nodes.logged(), /warning\.unusable/);
      bench.clock.advance(15 * MINUTE + 5_000);
      await nodes.states.next(red);
      assert.equal(bench.count('ecowatt'), 1);
    });
  });

  describe('a service that refuses for hours', () => {
    /** The most calls of a name within any quarter of an hour. */
    const densest = (name: string): number => {
      const times = bench.rte.calls.filter((call) => call.name === name).map(({ at }) => at);
      return Math.max(0, ...times.map((at) => times.filter((other) => other >= at && other < at + 15 * MINUTE).length));
    };
    /** Time goes on in steps of five minutes, with all that is due and under way. */
    const live = async (hours: number): Promise<void> => {
      for (let step = 0; step < hours * 12; step += 1) {
        await atWork();
        bench.clock.advance(5 * MINUTE);
      }
      await atWork();
    };

    for (const fault of [403, 429, '429-silent', 500, '503-html', 509, 'not-json'] as const) {
      it(`Ecowatt answers ${fault}: one call in 15 minutes at most, fewer than four an hour, restarts or not`, async () => {
        await open(TRUE_TIME);
        bench.rte.fail('ecowatt', fault, Infinity);
        await start(ECOWATT);
        await live(2);
        for (let restarts = 0; restarts < 6; restarts += 1) {
          await nodes.stop();
          await start(ECOWATT);
          await live(0.25);
        }
        assert.ok(densest('ecowatt') === 1, String(densest('ecowatt')));
        assert.ok(bench.count('ecowatt') >= 1 && bench.count('ecowatt') <= 14, String(bench.count('ecowatt')));
      });
    }

    it('a secret that is wrong is not tried more than twenty times in 15 minutes, by a loop of restarts either', async () => {
      await open(TRUE_TIME);
      for (let restarts = 0; restarts < 30; restarts += 1) {
        await start({ ...ECOWATT, secret: 'wrong' });
        await turn().catch(() => undefined);
        await nodes.statuses.next(({ fill }) => fill === 'red');
        await nodes.stop();
      }
      assert.equal(bench.count('token'), 20);
      assert.equal(bench.count('ecowatt'), 0);
      await start(ECOWATT);
    });

    it('Tempo without an account: each service stays below twelve calls in 15 minutes and a hundred a day', async () => {
      await open(TRUE_TIME);
      for (const name of ['services-rte', 'api-couleur-tempo'] as const) bench.rte.fail(name, 500, Infinity);
      for (let restarts = 0; restarts < 24; restarts += 1) {
        await start(TEMPO);
        await live(0.25);
        await nodes.stop();
      }
      await start(TEMPO);
      await live(2);
      for (const name of ['services-rte', 'api-couleur-tempo']) {
        assert.ok(bench.count(name) > 0 && bench.count(name) <= 100, String(bench.count(name)));
        assert.ok(densest(name) <= 12);
      }
    });
  });

  describe('what a deleted node leaves behind', () => {
    const kept = async (): Promise<string[]> =>
      (await readdir(path.join(bench.dir, 'linky-red'))).map((file) => file.replace(/[0-9a-f]{16}/, '#')).sort();

    it('keeps everything at a stop, nothing of the node and its account once they are gone from the flow', async () => {
      await open(TRUE_TIME);
      await start({ ...ECOWATT, count: 2 });
      await turn();
      await nodes.states.next(red);
      await nodes.states.next(red);
      await nodes.stop();
      const all = [
        'ecowatt-#.json',
        'ecowatt-signal-n1.json',
        'ecowatt-signal-n2.json',
        'quota-ledger-keys.json',
        'quota-ledger.json',
        'rte-outcomes-#.json',
      ];
      assert.deepEqual(await kept(), all);
      // n2 alone is deleted, then the account with n1.
      await start(ECOWATT);
      await nodes.states.next(red);
      assert.deepEqual(await kept(), all, 'nobody was there when n2 went');
      await nodes.deploy((flow) => flow.filter(({ type }) => type !== 'ecowatt-signal' && type !== 'rte-account'));
      assert.deepEqual(await kept(), ['ecowatt-signal-n2.json', 'quota-ledger-keys.json', 'quota-ledger.json']);
    });

    it('keeps the answers while another account stays: it may be of the same application', async () => {
      await open(TRUE_TIME);
      await start(ECOWATT);
      await turn();
      await nodes.states.next(red);
      const another = { id: 'a2', type: 'rte-account', name: 'work', baseUrl: bench.rte.url };
      await nodes.deploy((flow) => [
        ...flow.filter(({ type }) => type !== 'ecowatt-signal' && type !== 'rte-account'),
        another,
      ]);
      assert.ok((await kept()).includes('ecowatt-#.json'));
    });

    it('a redeploy and a pause (disabled) of the node are no farewell', async () => {
      await open(TRUE_TIME);
      await start(ECOWATT);
      await turn();
      const { payload: before } = await nodes.signals.next();
      await nodes.deploy((flow) => flow.map((node) => (node.id === 'n1' ? { ...node, d: true } : node)));
      await nodes.deploy((flow) => flow.map((node) => (node.id === 'n1' ? { ...node, d: false, name: 'x' } : node)));
      const { payload: after } = await nodes.signals.next();
      assert.deepEqual([after.change, after.id], ['initial', before.id]);
      assert.equal(bench.count('ecowatt'), 1);
    });

    it('Tempo: its memory goes, the colours of past days stay for whoever comes next', async () => {
      await open(TRUE_TIME);
      await start(TEMPO);
      await turn();
      await nodes.states.next(({ payload }) => (payload['season'] as { missing: number }).missing === 0);
      assert.ok((await kept()).includes('tempo-signal-n1.json'));
      await nodes.deploy((flow) => flow.filter(({ id }) => id !== 'n1'));
      assert.deepEqual(await kept(), [
        'quota-ledger-keys.json',
        'quota-ledger.json',
        'tempo-days.ndjson',
        'tempo-services-rte.json',
      ]);
    });
  });
});

async function until(fits: () => boolean, otherwise: string): Promise<void> {
  const givenUp = Date.now() + PATIENCE_MS;
  while (!fits()) {
    assert.ok(Date.now() < givenUp, otherwise);
    await new Promise(setImmediate);
  }
}
