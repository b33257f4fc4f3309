// Feature 26: unlinking removes the schedule.
import assert from 'node:assert/strict';
import { PRM } from '../../../sandbox/household/households';
import { ConsentBench } from '../../support/enedis/consent-bench';
import { helper } from '../../support/node-red/helper';

const DAY = 24 * 3_600_000;
const QUERY = {
  id: 'q1',
  type: 'dataconnect-query',
  z: 'tab',
  x: 1,
  y: 1,
  version: 1,
  account: 'a1',
  backfill: true,
  wires: [[], []],
};

describe('26. a meter that is no longer linked', () => {
  let bench: ConsentBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await ConsentBench.open();
    const token = bench.gateways.consoToken(PRM.calm);
    await bench.load({ provider: 'conso-api', token, nodes: [QUERY] });
    await bench.next(({ state }) => state === 'linked');
  });
  afterEach(() => bench.close());

  const nextCall = (): number | undefined => bench.account.collector(PRM.calm).state.nextCall;
  /** Until the collector has planned, or has nothing to plan. */
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  for (const [how, act] of [
    [
      'is given up',
      () => {
        bench.receive('forget');
      },
    ],
    [
      'is taken back by its holder',
      () => {
        bench.account.consents.revoke(PRM.calm);
      },
    ],
  ] as const)
    it(`is asked nothing when the consent ${how}`, async () => {
      await until(() => nextCall() !== undefined);
      act();
      await bench.next(({ state }) => state === 'unlinked' || state === 'revoked');
      await until(() => nextCall() === undefined);
      const calls = bench.gateways.calls.length;
      for (let days = 0; days < 4; days += 1) {
        bench.clock.advance(DAY);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal(bench.gateways.calls.length, calls);
    });
});
