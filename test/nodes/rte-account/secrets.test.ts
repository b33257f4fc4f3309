// Secret and token are searched for in everything that a flow, a log or the disk can show.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import { textsBelow } from '../../support/machine/texts-below';
import { helper } from '../../support/node-red/helper';
import { RteBench } from '../../support/rte/rte';
import { loadSignals, type SignalBench, type SignalSetting } from '../../support/node-red/signal-bench';

const MINUTE = 60_000;
const WITH_ACCOUNT = { first: 'rte', second: 'none', third: 'none', fourth: 'none' };

describe('secret and token', () => {
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

  /** Messages, errors with their causes, statuses, log, and what lies on the disk. */
  const everything = (): string => {
    const { texts: kept } = textsBelow(bench.dir);
    assert.ok(kept.length >= 4);
    const { states, signals, caught, statuses } = nodes;
    const shown = [states, signals, caught, statuses].map(({ all }) =>
      inspect(all, { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null }),
    );
    return [...shown, nodes.logged(), ...kept].join('\n');
  };

  for (const [type, api, settings] of [
    ['ecowatt-signal', 'ecowatt', {}],
    ['tempo-signal', 'tempo', WITH_ACCOUNT],
  ] as const) {
    it(`of ${type} are in no message, status, error, log or kept file, whatever RTE answers`, async () => {
      const setting: SignalSetting = { type, settings };
      bench = await RteBench.open('2026-11-24T12:07:00+01:00', 'tense-week');
      nodes = await loadSignals(bench, setting);
      while ((bench.clock.nextTimer ?? Infinity) > bench.clock.now()) await new Promise(setImmediate);
      bench.clock.advance(0);
      await nodes.states.next(({ payload }) => payload['source'] === 'rte');
      for (const fault of [401, 403, 500, '503-html', 'not-json'] as const) {
        bench.rte.fail(api, fault, 2);
        bench.clock.advance(16 * MINUTE);
        nodes.receive({ payload: 'refresh' });
        await nodes.caught.next();
        bench.rte.fail(api, fault, 0);
      }
      bench.rte.fail('token', 'no-token');
      bench.rte.forgetTokens();
      bench.clock.advance(16 * MINUTE);
      nodes.receive({ payload: 'refresh' });
      await nodes.caught.next();
      const all = everything();
      const { id, secret } = DEFAULT_APPLICATION;
      const base64 = Buffer.from(`${id}:${secret}`).toString('base64');
      assert.ok(bench.rte.tokens.length >= 2, 'after each refusal a new one');
      for (const hidden of [secret, id, base64, 'Bearer ', ...bench.rte.tokens])
        assert.ok(!all.includes(hidden), hidden);
    });
  }
});
