// Feature 11: a button leads to the account at Enedis, its consent page with the box to tick, and back to a page that says it went
// well. (test/editor/consent.test.ts does the same with the mouse.)
import assert from 'node:assert/strict';
import { PRM } from '../../../sandbox/household/households';
import { ConsentBench } from '../../support/enedis/consent-bench';
import { helper } from '../../support/node-red/helper';

describe('11. the button to the account at Enedis', () => {
  let bench: ConsentBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await ConsentBench.open();
    await bench.load({ provider: 'enedis-direct' });
    await bench.next(({ state }) => state === 'unlinked');
  });
  afterEach(() => bench.close());

  it('opens the consent page with its box, and comes back to a page that says that it went well', async () => {
    const { status, payload } = await bench.ask('link', { id: 'n1' });
    assert.equal(status, 200);
    assert.equal(payload.state, 'linking');
    const page = await (await fetch(payload.page ?? '')).text();
    assert.match(page, /<input type="checkbox"[^>]* id="agree"[^>]* required/);
    const success = await bench.follow(await bench.decide(payload.page ?? '', 'accept', PRM.family));
    assert.equal(success.status, 200);
    assert.match(success.text, /Consentement reçu/);
    await bench.next(({ state }) => state === 'linked');
    const { payload: shown } = await bench.ask('state', { id: 'n1' });
    assert.equal(shown.state, 'linked');
  });

  it('does nothing for a node that does not run, or for what is no question', async () => {
    assert.equal((await bench.ask('link', { id: 'nobody' })).status, 404);
    assert.equal((await bench.ask('link', {})).status, 500);
    assert.equal((await bench.ask('address', { id: 'n1', address: 'https://example.org/?state=x' })).status, 500);
  });
});
