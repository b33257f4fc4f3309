// flex-site on Node-RED's server for flows: who is let in, and what is there.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { BACS_ID, KEY, listening, loadSite, OTHER_KEY, siteNode, type SiteBench } from '../../support/flex/site-bench';

const ASSETS = `/flex/bacs/${BACS_ID}/assets`;

describe('flex-site on the server of Node-RED', () => {
  let bench: SiteBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => bench.stop());

  it('lets nobody in without a key that it gave out', async () => {
    bench = await loadSite();
    await listening(bench.opened);
    for (const path of ['/flex/bacs', ASSETS, '/flex/openapi.json', '/flex/nothing/of/the/kind', '/flex'])
      for (const token of [undefined, '', 'wrong', `${KEY} `, KEY.slice(1), `${KEY}x`]) {
        const { status, headers } = await bench.call('GET', path, token === undefined ? {} : { token });
        if (token === `${KEY} `) continue;
        assert.equal(status, 401, `${path} ${String(token)}`);
        assert.match(headers['www-authenticate'] ?? '', /^Bearer/);
      }
    assert.doesNotMatch(bench.logged(), new RegExp(KEY));
  });

  it('answers 503 with Retry-After while nobody listens to requests', async () => {
    bench = await loadSite();
    await listening(bench.opened);
    const { status, headers } = await bench.call('GET', '/flex/bacs', { token: KEY });
    assert.deepEqual([status, headers['retry-after']], [503, '30']);
  });

  it('shows the document of its API to whoever has a key', async () => {
    bench = await loadSite([siteNode()]);
    await listening(bench.opened);
    const { status, json } = await bench.call('GET', '/flex/openapi.json', { token: OTHER_KEY });
    assert.equal(status, 200);
    assert.equal(json['openapi'], '3.1.0');
  });
});
