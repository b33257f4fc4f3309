// Feature 10: add a meter; several are possible; a PRM is required, of exactly 14 digits.
import assert from 'node:assert/strict';
import { PRM } from '../../../sandbox/household/households';
import { ConsentBench } from '../../support/enedis/consent-bench';
import { helper } from '../../support/node-red/helper';

describe('10. several meters, each with its 14 digits', () => {
  let bench: ConsentBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await ConsentBench.open();
  });
  afterEach(() => bench.close());

  it('two homes of one holder by one token, those of another holder by another node on the same account', async () => {
    const token = bench.gateways.consoToken([PRM.family, PRM.roof]);
    const other = bench.gateways.consoToken(PRM.calm);
    await bench.load({ provider: 'conso-api', token, more: [{ token: other }] });
    for (let n = 0; n < 2; n += 1) await bench.next(({ state }) => state === 'linked');
    const { consents } = bench.account;
    assert.equal(consents.of(PRM.family)?.credentials.secret, token);
    assert.equal(consents.of(PRM.roof)?.credentials.secret, token);
    assert.equal(consents.of(PRM.calm)?.credentials.secret, other);
    // One holder takes the consent for one home back: the others go on.
    consents.revoke(PRM.roof);
    const { meters } = await bench.next(() => true);
    assert.deepEqual(
      meters.map(({ state }) => state),
      ['linked', 'revoked'],
    );
    assert.equal(bench.account.doorOf(PRM.roof), undefined);
    assert.ok(bench.account.doorOf(PRM.family) && bench.account.doorOf(PRM.calm));
  });

  for (const prm of ['1234567890123', '123456789012345', '1234567890123a', `${PRM.family},12`])
    it(`“${prm}” is no number of a meter`, async () => {
      await bench.load({ provider: 'conso-api', token: bench.gateways.consoToken(PRM.family), prm });
      assert.equal((await bench.caught.next()).error.code, 'ERR_CONFIG');
      assert.deepEqual(bench.account.consents.all(), []);
    });
});
