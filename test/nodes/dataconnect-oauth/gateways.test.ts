// Consents at the gateways: a token that is pasted, and what it says or is asked for.
import assert from 'node:assert/strict';
import { PRM } from '../../../sandbox/household/households';
import { MED_V1_TOKEN } from '../../../sandbox/gateways/myelectricaldata-v1';
import { MED_V2_ACCOUNT } from '../../../sandbox/gateways/myelectricaldata-v2';
import { ConsentBench, type Typed } from '../../support/enedis/consent-bench';
import { helper } from '../../support/node-red/helper';

const masked = (prm: string): string => `${prm.slice(0, 2)}…${prm.slice(-4)}`;

describe('dataconnect-oauth at the gateways', () => {
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

  const restart = async (typed: Typed): Promise<void> => {
    await helper.unload();
    await bench.load(typed);
  };
  const state = (wanted: string) => bench.next(({ state: now }) => now === wanted);

  describe('conso-api', () => {
    const conso = (token?: string, prm?: string): Typed => ({
      provider: 'conso-api',
      ...(token !== undefined && { token }),
      ...(prm !== undefined && { prm }),
    });

    it('reads meters and end in the token, without a call', async () => {
      const token = bench.gateways.consoToken([PRM.family, PRM.roof]);
      await bench.load(conso(` Bearer ${token}\n`));
      const { meters, until, daysLeft, covers } = await state('linked');
      assert.deepEqual(
        meters.map(({ prm }) => prm),
        [masked(PRM.family), masked(PRM.roof)],
      );
      assert.equal(until?.slice(0, 10), '2029-11-27');
      assert.equal(daysLeft, 1094);
      assert.equal(covers.directions, null);
      assert.equal(bench.account.consents.of(PRM.roof)?.credentials.secret, token);
      assert.deepEqual(bench.gateways.calls, []);
      bench.receive('check');
      await state('linked');
      assert.deepEqual(bench.gateways.calls, []);
    });

    it('opens its page, and waits for the token', async () => {
      await bench.load(conso());
      await state('unlinked');
      bench.receive('link');
      const { page } = await bench.next(({ page: open }) => open !== null);
      assert.equal(page, bench.gateways.url);
    });

    it('takes one meter of several where its number is typed, and refuses another than those of the token', async () => {
      const token = bench.gateways.consoToken([PRM.family, PRM.roof]);
      await bench.load(conso(token, PRM.roof));
      const { meters } = await state('linked');
      assert.deepEqual(meters, [{ prm: masked(PRM.roof), state: 'linked' }]);
      await restart(conso(token, PRM.calm));
      const { error } = await bench.caught.next();
      assert.equal(error.code, 'ERR_CONSENT_PRM');
      assert.equal(bench.account.consents.of(PRM.calm), undefined);
    });

    it('says that no meter is known where the token is none, and takes the number that is typed', async () => {
      await bench.load(conso('half-a-token'));
      assert.equal((await bench.caught.next()).error.code, 'ERR_CONSENT_NO_PRM');
      await restart(conso('half-a-token', PRM.family));
      const { until } = await state('linked');
      assert.equal(until, null);
    });

    it('knows a token whose time is over', async () => {
      const token = bench.gateways.consoToken(PRM.family);
      bench.clock.advance(1095 * 24 * 3_600_000);
      await bench.load(conso(token));
      await state('expired');
      assert.equal(bench.account.doorOf(PRM.family), undefined);
    });

    it('says which field has the number of no meter', async () => {
      await bench.load(conso(bench.gateways.consoToken(PRM.family), '123'));
      assert.equal((await bench.caught.next()).error.code, 'ERR_CONFIG');
    });

    it('works without a secret of Node-RED: everything stands in the token', async () => {
      const token = bench.gateways.consoToken(PRM.family);
      await bench.load({ ...conso(token), credentialSecret: false });
      const { problem } = await state('linked');
      assert.equal(problem, null);
    });
  });

  describe('MyElectricalData v1', () => {
    const V1 = { provider: 'myelectricaldata-v1', token: MED_V1_TOKEN, prm: PRM.family } as const;
    const asked = (): number => bench.gateways.calls.length;

    it('asks once until when the token holds for the meter that is typed', async () => {
      await bench.load(V1);
      const { meters, until } = await state('linked');
      assert.deepEqual(meters, [{ prm: masked(PRM.family), state: 'linked' }]);
      assert.notEqual(until, null);
      assert.equal(asked(), 1);
      await restart(V1);
      await state('linked');
      assert.equal(asked(), 1, 'it is kept');
      await restart({ ...V1, prm: PRM.roof });
      await state('linked');
      assert.equal(asked(), 2, 'another meter');
    });

    it('is linked without an end while the gateway does not answer', async () => {
      bench.gateways.fail('myelectricaldata-v1', 'core-down', Infinity);
      await bench.load(V1);
      const { until } = await state('linked');
      assert.equal(until, null);
      assert.ok(bench.account.doorOf(PRM.family));
      bench.gateways.fail('myelectricaldata-v1', 'core-down', 0);
      bench.receive('check');
      await bench.next(({ until: end }) => end !== null);
    });

    it('says that a token is not accepted, and what is missing', async () => {
      await bench.load({ ...V1, token: 'wrong' });
      await bench.caught.next();
      assert.equal(bench.account.doorOf(PRM.family), undefined);
      await restart({ provider: 'myelectricaldata-v1', token: MED_V1_TOKEN });
      assert.equal((await bench.caught.next()).error.code, 'ERR_CONSENT_NO_PRM');
    });
  });

  describe('MyElectricalData v2', () => {
    it('has its meters from the account, whose id and secret open the door', async () => {
      await bench.load({ provider: 'myelectricaldata-v2' });
      const { meters } = await state('linked');
      assert.ok(meters.some(({ prm }) => prm === masked(PRM.family)));
      const { secret } = bench.account.consents.of(PRM.family)?.credentials ?? {};
      assert.equal(Buffer.from(secret ?? '', 'base64').toString(), `${MED_V2_ACCOUNT.id}:${MED_V2_ACCOUNT.secret}`);
      const calls = bench.gateways.calls.length;
      await restart({ provider: 'myelectricaldata-v2' });
      await state('linked');
      assert.equal(bench.gateways.calls.length, calls, 'they are kept');
    });
  });

  it('shows token and number in no message, error, status, log, file or its name', async () => {
    const token = bench.gateways.consoToken(PRM.family);
    await bench.load({ provider: 'conso-api', token });
    await state('linked');
    bench.account.consents.revoke(PRM.family);
    await state('revoked');
    await restart({ provider: 'myelectricaldata-v1', token: MED_V1_TOKEN, prm: PRM.family });
    await state('linked');
    const all = bench.everything();
    for (const hidden of [token, token.split('.')[1] ?? '', MED_V1_TOKEN, PRM.family]) assert.ok(!all.includes(hidden));
  });
});
