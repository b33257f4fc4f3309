// Feature 9: no mandatory configuration of the plug-in, only activation.
import assert from 'node:assert/strict';
import { DEFAULTS } from '../../../nodes/enedis-account/enedis-account.choices';
import { PRM } from '../../../sandbox/household/households';
import { ConsentBench } from '../../support/enedis/consent-bench';
import { helper } from '../../support/node-red/helper';

describe('9. nothing has to be configured', () => {
  let bench: ConsentBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => bench.close());

  it('an account as it is dragged, and the token of its page, link the meter: no number, no address, no hour', async () => {
    bench = await ConsentBench.open();
    // The stand-in has to be named; everything else is as it comes.
    const account = { ...DEFAULTS, baseUrl: bench.gateways.url };
    await bench.load({ provider: DEFAULTS.provider, account, token: bench.gateways.consoToken(PRM.family) });
    const { meters } = await bench.next(({ state }) => state === 'linked');
    assert.equal(meters.length, 1);
    assert.ok(bench.account.doorOf(PRM.family));
  });
});
