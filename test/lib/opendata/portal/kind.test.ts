// What runs at an address, found out.
import assert from 'node:assert/strict';
import { rootOf } from '../../../../lib/opendata/portal/address';
import { OpenPortal } from '../../../../lib/opendata/portal/open-portal';
import { portalBench, type PortalBench } from '../../../support/opendata/portal-bench';
import { json, page, scriptedPortal, text, type ScriptedPortal } from '../../../support/opendata/scripted-portal';

describe('lib/opendata/portal, its kind', () => {
  let bench: PortalBench;
  let server: ScriptedPortal | undefined;
  before(async () => {
    bench = await portalBench();
  });
  after(() => bench.stop());
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const at = (url: string): OpenPortal => new OpenPortal({ baseUrl: url }, bench.tools);

  it('is found by itself, and asked for once', async () => {
    const [enedis, odre] = [bench.open('enedis'), bench.open('odre')];
    assert.deepEqual(await Promise.all([enedis.kind(), enedis.kind(), odre.kind()]), ['datafair', 'datafair', 'ods']);
    assert.equal(await enedis.until(new AbortController().signal).kind(), 'datafair');
    assert.equal(bench.asked('enedis').length, 1);
  });

  it('is asked for by no call where it is told, or where the portal has a name', async () => {
    assert.equal(await bench.open('ore', { kind: 'ods' }).kind(), 'ods');
    assert.equal(await at('https://opendata.enedis.fr/data-fair/api/v1').kind(), 'datafair');
    assert.deepEqual(bench.asked('ore'), []);
  });

  it('is that of Data Fair where only its look-alike says that it does not do catalogues (410)', async () => {
    server = await scriptedPortal(({ path }, response) => {
      if (path.startsWith('/api/explore')) text(response, 'Cette couche de compatibilité …', 410);
      else page(response, 404);
    });
    assert.equal(await at(server.url).kind(), 'datafair');
  });

  it('is none where there are only pages', async () => {
    server = await scriptedPortal((_, response) => {
      page(response, 404);
    });
    await assert.rejects(at(server.url).kind(), { code: 'ERR_PORTAL' });
  });

  it('is none where JSON is something else', async () => {
    server = await scriptedPortal((_, response) => {
      json(response, { hello: 'world' });
    });
    await assert.rejects(at(server.url).kind(), { code: 'ERR_PORTAL' });
  });

  it('cannot be told of an address that leads to a page elsewhere: the portal has moved', async () => {
    await assert.rejects(bench.open('old').kind(), (error: Error) => {
      const to = `${bench.sandbox.enedis}/anciens-liens/data-fair/api/v1/catalog/datasets`;
      assert.deepEqual(
        error,
        Object.assign(error, { code: 'ERR_PORTAL_MOVED', facts: { host: new URL(bench.sandbox.old).host, to } }),
      );
      return true;
    });
  });

  it('may be told, and the portal has moved all the same: with a key nobody follows it there', async () => {
    const id = 'conso-inf36';
    const to = `${bench.sandbox.enedis}/anciens-liens/data-fair/api/v1/datasets/${id}`;
    for (const key of [{}, { apiKey: 'hunter2' }]) {
      const portal = bench.open('old', { kind: 'datafair', ...key });
      bench.asked('enedis');
      await assert.rejects(portal.dataset(id), { code: 'ERR_PORTAL_MOVED', facts: { host: portal.host, to } });
      assert.equal(bench.asked('enedis').length, 'apiKey' in key ? 0 : 1);
    }
  });

  it('is asked for again after a failure', async () => {
    let fails = true;
    server = await scriptedPortal((_, response) => {
      if (fails) text(response, '', 401);
      else json(response, { count: 0, results: [] });
    });
    const portal = at(server.url);
    await assert.rejects(portal.kind(), { code: 'ERR_PORTAL_KEY' });
    fails = false;
    assert.equal(await portal.kind(), 'datafair');
  });

  it('that lists its datasets by no selection of columns lists them as a whole', async () => {
    server = await scriptedPortal(({ query }, response) => {
      if (query.has('select')) text(response, 'select', 400);
      else json(response, { count: 1, results: [{ id: 'x', slug: 's', title: 'T', count: 3 }] });
    });
    const portal = new OpenPortal({ baseUrl: server.url, kind: 'datafair' }, bench.tools);
    assert.deepEqual(await portal.search('t'), [{ id: 's', title: 'T', description: '', count: 3, updatedAt: null }]);
  });

  for (const [address, root] of [
    ['https://opendata.enedis.fr', 'https://opendata.enedis.fr'],
    ['https://opendata.enedis.fr/', 'https://opendata.enedis.fr'],
    ['https://opendata.agenceore.fr/data-fair', 'https://opendata.agenceore.fr'],
    ['https://opendata.enedis.fr/datasets/bilan-electrique-demi-heure?x=1', 'https://opendata.enedis.fr'],
    ['https://odre.opendatasoft.com/api/explore/v2.1/catalog/datasets', 'https://odre.opendatasoft.com'],
    ['https://odre.opendatasoft.com/explore/dataset/eco2mix-national-tr/api/', 'https://odre.opendatasoft.com'],
    ['https://gate.example/odre/api/explore/v2.1', 'https://gate.example/odre'],
    [' http://127.0.0.1:1880/x ', 'http://127.0.0.1:1880/x'],
    ['no address', 'no address'],
  ] as const) {
    it(`takes ${address} for ${root}`, () => {
      assert.equal(rootOf(address), root);
    });
  }

  it('has no address with a password', () => {
    assert.throws(() => at('https://me:hunter2@opendata.enedis.fr'), { code: 'ERR_URL' });
  });

  it('names its publisher where it is known, and its host elsewhere', () => {
    assert.equal(at('https://odre.opendatasoft.com').publisher, 'ODRÉ (RTE)');
    assert.equal(at('https://data.example').publisher, 'data.example');
    assert.equal(bench.open('enedis', { publisher: 'Enedis' }).publisher, 'Enedis');
  });
});
