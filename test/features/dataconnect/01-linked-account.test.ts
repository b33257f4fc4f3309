// Feature 1: reads Linky data through the official Data Connect API via a linked account, no scraping.
import assert from 'node:assert/strict';
import { PRM } from '../../../sandbox/household/households';
import { ConsentBench } from '../../support/enedis/consent-bench';
import { helper } from '../../support/node-red/helper';

describe('1. Linky data by the official API, through a linked account', () => {
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

  it('nothing can be asked before the holder has agreed; then the door of the API stands open', async () => {
    await bench.load({ provider: 'enedis-direct' });
    await bench.next(({ state }) => state === 'unlinked');
    assert.equal(bench.account.doorOf(PRM.calm), undefined);
    bench.receive('link');
    const { page } = await bench.next(({ page: open }) => open !== null);
    await bench.follow(await bench.decide(page ?? '', 'accept', PRM.calm));
    await bench.next(({ state }) => state === 'linked');

    const door = bench.account.doorOf(PRM.calm);
    const series = { prm: PRM.calm, direction: 'consumption', measure: 'energy' } as const;
    const { json } = (await door?.ask(series, { from: '2026-11-20', to: '2026-11-27' }, 'daily')) ?? {};
    const [{ points }] = (json as { grandeur: [{ points: unknown[] }] }).grandeur;
    assert.equal(points.length, 7);
    const paths = new Set(bench.enedis.calls.map(({ url }) => url.split('?')[0]));
    assert.deepEqual(
      [...paths],
      [
        '/dataconnect/decision',
        '/oauth2/v3/token',
        '/subscribed_services/v1/',
        '/mesure_synchrone_auto/v2/consommation_quotidienne',
      ],
    );
  });
});
