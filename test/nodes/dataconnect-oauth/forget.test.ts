// A meter that is given up: what belonged to it goes, what was called stays counted.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PRM } from '../../../sandbox/household/households';
import { ConsentBench } from '../../support/enedis/consent-bench';
import { helper } from '../../support/node-red/helper';

describe('dataconnect-oauth: forget and reload', () => {
  let bench: ConsentBench;
  let token: string;
  /** What the collectors of the meters were told. */
  let told: string[];
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await ConsentBench.open();
    told = [];
    token = bench.gateways.consoToken([PRM.family, PRM.roof]);
    await bench.load({ provider: 'conso-api', token });
    await bench.next(({ state }) => state === 'linked');
    for (const prm of [PRM.family, PRM.roof]) {
      const collector = bench.account.collector(prm);
      for (const command of ['reload', 'forget'] as const)
        collector[command] = () => {
          told.push(`${command} ${prm}`);
          return Promise.resolve();
        };
    }
  });
  afterEach(() => bench.close());

  it('reload fetches the history of each meter again', async () => {
    bench.receive('reload');
    bench.receive('check');
    await bench.next(({ state }) => state === 'linked');
    assert.deepEqual(told, [`reload ${PRM.family}`, `reload ${PRM.roof}`]);
  });

  it('forget lets go of consent, points and progress, and tells whoever keeps something of the meter', async () => {
    bench.receive('forget');
    const first = await bench.next(({ state }) => state === 'forgotten');
    const second = await bench.next(({ state }) => state === 'forgotten');
    assert.deepEqual([first.prm, second.prm], [PRM.family, PRM.roof]);
    const { meters } = await bench.next(({ state }) => state === 'unlinked');
    assert.deepEqual(meters, []);
    assert.deepEqual(told, [`forget ${PRM.family}`, `forget ${PRM.roof}`]);
    assert.deepEqual(bench.account.consents.all(), []);
    assert.equal(bench.account.doorOf(PRM.family), undefined);
  });

  it('what was given up is not taken up again by a restart with the same token; check and another token do', async () => {
    bench.receive('forget');
    await bench.next(({ state }) => state === 'unlinked');
    await helper.unload();
    await bench.load({ provider: 'conso-api', token });
    await bench.next(({ state }) => state === 'unlinked');
    assert.deepEqual(bench.account.consents.all(), []);
    bench.receive('check');
    await bench.next(({ state }) => state === 'linked');
    bench.receive('forget');
    await bench.next(({ state }) => state === 'unlinked');
    await helper.unload();
    await bench.load({ provider: 'conso-api', token: bench.gateways.consoToken(PRM.family) });
    await bench.next(({ state }) => state === 'linked');
  });

  it('a node that is deleted takes its file with it, one that is deployed anew does not', async () => {
    const files = async (): Promise<string[]> => await readdir(path.join(bench.dir, 'linky-red'));
    assert.ok((await files()).includes('dataconnect-oauth-n1.json'));
    assert.ok(
      !(await readFile(path.join(bench.dir, 'linky-red', 'dataconnect-oauth-n1.json'), 'utf8')).includes(token),
    );
    await helper.setFlows([{ id: 'tab', type: 'tab' }] as Parameters<typeof helper.setFlows>[0], 'full', {});
    assert.ok(!(await files()).includes('dataconnect-oauth-n1.json'));
  });
});
