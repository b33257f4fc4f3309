// The consent of Enedis itself: the page, the way back with its state, what it covers, and what becomes of it over the years.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { APPLICATION } from '../../../sandbox/enedis/applications';
import { PRM } from '../../../sandbox/household/households';
import { ConsentBench } from '../../support/enedis/consent-bench';
import { helper } from '../../support/node-red/helper';

const DIRECT = { provider: 'enedis-direct' } as const;
const ROOT = 'http://127.0.0.1';
const MASKED = `${PRM.family.slice(0, 2)}…${PRM.family.slice(-4)}`;
const DAY = 24 * 3_600_000;

describe('dataconnect-oauth at Enedis itself', () => {
  let bench: ConsentBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await ConsentBench.open();
    await bench.load(DIRECT);
    await bench.next(({ state }) => state === 'unlinked');
  });
  afterEach(() => bench.close());

  const page = async (): Promise<string> => {
    bench.receive('link');
    const { page: url } = await bench.next(({ page: open }) => open !== null);
    return url ?? '';
  };
  const follow = (address: URL, language?: string) => bench.follow(address, language);
  const linked = async (): Promise<void> => {
    await follow(await bench.decide(await page(), 'accept', PRM.family));
    await bench.next(({ state }) => state === 'linked');
  };

  it('sends the page to open, with a state of its own each time', async () => {
    const [first, second] = [new URL(await page()), new URL(await page())];
    assert.equal(first.origin + first.pathname, `${bench.enedis.url}/dataconnect/v2/oauth2/authorize`);
    assert.equal(first.searchParams.get('client_id'), APPLICATION.id);
    assert.match(first.searchParams.get('state') ?? '', /^[\w-]{43}$/);
    assert.notEqual(first.searchParams.get('state'), second.searchParams.get('state'));
  });

  it('asks what the consent covers, also when Enedis does not know it yet, and gives it to the account', async () => {
    const back = await bench.decide(await page(), 'accept', PRM.family);
    const { status, text, headers } = await follow(back);
    assert.equal(status, 200);
    assert.match(text, /Consentement reçu/);
    assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/);
    const payload = await bench.next(({ state }) => state === 'linked');
    assert.deepEqual(payload.meters, [{ prm: MASKED, state: 'linked' }]);
    assert.deepEqual(payload.covers.directions, ['consumption']);
    assert.ok(payload.covers.measures.includes('load-curve'));
    assert.equal(payload.since, '2026-11-29');
    assert.ok((payload.daysLeft ?? 0) > 1090, String(payload.daysLeft));
    assert.equal(payload.problem, null);
    assert.equal(bench.enedis.calls.filter(({ name }) => name === 'subscribed_services').length, 2);
    assert.equal(bench.account.consents.of(PRM.family)?.id, 'n1');
    assert.ok(bench.account.doorOf(PRM.family));
    await bench.statuses.next(({ text: shown }) => shown?.startsWith(MASKED) === true);
  });

  it('takes the answer of consent v1, with its meters in it, and several of them', async () => {
    const state = new URL(await page()).searchParams.get('state') ?? '';
    await follow(new URL(`${ROOT}/?code=c&usage_point_id=${PRM.family};${PRM.roof}&state=${state}`));
    const { meters } = await bench.next(({ state: now }) => now === 'linked');
    assert.equal(meters.length, 2);
    assert.ok(bench.account.consents.of(PRM.roof));
  });

  it('says that the holder has refused, and begins anew', async () => {
    const { status, text } = await follow(await bench.decide(await page(), 'refuse'), 'en-GB,en;q=0.9');
    assert.equal(status, 200);
    assert.match(text, /No consent/);
    const { problem } = await bench.next(({ state }) => state === 'refused');
    assert.equal(problem?.code, 'ERR_CONSENT_REFUSED');
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_CONSENT_REFUSED');
    await linked();
  });

  it('refuses an answer with a wrong, a used, an old and no state, and reflects nothing of it', async () => {
    const good = await bench.decide(await page(), 'accept', PRM.family);
    const strange = new URL(`${ROOT}/?autorisation_id=1&state=%3Cscript%3Ealert(1)%3C/script%3E`);
    const none = new URL(`${ROOT}/?autorisation_id=10234`);
    for (const address of [strange, none]) {
      const { status, text } = await follow(address);
      assert.equal(status, 400);
      assert.match(text, /Réponse refusée/);
      assert.doesNotMatch(text, /script|10234/);
    }
    assert.equal((await follow(good)).status, 200);
    await bench.next(({ state }) => state === 'linked');
    assert.equal((await follow(good)).status, 400, 'used');
    const late = await bench.decide(await page(), 'accept', PRM.family);
    bench.clock.advance(15 * 60_000);
    assert.equal((await follow(late)).status, 400, 'old');
    const asked = bench.enedis.calls.filter(({ name }) => name === 'subscribed_services').length;
    assert.equal(asked, 2, 'nothing was asked for any of these');
  });

  it('takes the address of the browser by message, with the same guard', async () => {
    const address = (await bench.decide(await page(), 'accept', PRM.family)).href;
    bench.receive({ command: 'link', address });
    await bench.next(({ state }) => state === 'linked');
    bench.receive({ command: 'link', address });
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_CONSENT_STATE');
    assert.equal(bench.account.consents.of(PRM.family)?.id, 'n1', 'what holds stays');
  });

  it('is linked again after a restart without a call, for the file has it, encrypted', async () => {
    await linked();
    const calls = bench.enedis.calls.length;
    await helper.unload();
    await bench.load(DIRECT);
    const { meters } = await bench.next(({ state }) => state === 'linked');
    assert.deepEqual(meters, [{ prm: MASKED, state: 'linked' }]);
    assert.equal(bench.enedis.calls.length, calls);
    const file = await readFile(path.join(bench.dir, 'linky-red', 'dataconnect-oauth-n1.json'), 'utf8');
    assert.ok(!file.includes(PRM.family));
  });

  it('asks to link again where the secret of Node-RED has changed, and runs on', async () => {
    await linked();
    await helper.unload();
    await bench.load({ ...DIRECT, credentialSecret: 'another secret' });
    const { state, problem } = await bench.next(({ problem: said }) => said !== null);
    assert.deepEqual([state, problem?.code], ['unlinked', 'ERR_SECRET_CHANGED']);
    assert.equal((await bench.caught.next()).error.code, 'ERR_SECRET_CHANGED');
    await linked();
    assert.ok(bench.account.consents.of(PRM.family));
  });

  it('says that it is not kept where encryption is switched off, and works until the next stop', async () => {
    await helper.unload();
    await bench.load({ ...DIRECT, credentialSecret: false });
    await linked();
    const { problem } = await bench.next(({ problem: said }) => said !== null);
    assert.equal(problem?.code, 'ERR_SECRET_MISSING');
    assert.ok(bench.account.consents.of(PRM.family));
    assert.ok(!bench.everything().includes('dataconnect-oauth-n1.json'));
  });

  it('says 30 days before that it ends, and when it has ended lets nothing be asked any more', async () => {
    await linked();
    const until = bench.account.consents.of(PRM.family)?.until ?? 0;
    bench.clock.advanceTo(until - 30 * DAY);
    const expiring = await bench.next(({ state }) => state === 'expiring');
    assert.equal(expiring.daysLeft, 30);
    assert.ok(bench.account.doorOf(PRM.family));
    bench.clock.advanceTo(until);
    const { meters } = await bench.next(({ state }) => state === 'expired');
    assert.equal(meters[0]?.state, 'expired');
    assert.equal(bench.account.doorOf(PRM.family), undefined);
    assert.equal((await bench.caught.next()).error.code, 'ERR_CONSENT_EXPIRED');
  });

  it('that was taken back stays so over a restart, until check finds it again', async () => {
    await linked();
    bench.account.consents.revoke(PRM.family);
    const { meters } = await bench.next(({ state }) => state === 'revoked');
    assert.equal(meters[0]?.state, 'revoked');
    assert.equal(bench.account.doorOf(PRM.family), undefined);
    await helper.unload();
    await bench.load(DIRECT);
    await bench.next(({ state }) => state === 'revoked');
    assert.equal(bench.account.doorOf(PRM.family), undefined);
    bench.receive('check');
    await bench.next(({ state }) => state === 'linked');
    assert.ok(bench.account.doorOf(PRM.family));
  });

  it('keeps what was given when Enedis cannot be asked now, and check asks again', async () => {
    bench.enedis.fail('subscribed_services', 'core-down');
    await follow(await bench.decide(await page(), 'accept', PRM.family));
    await bench.next(({ problem }) => problem !== null);
    await bench.caught.next();
    await helper.unload();
    await bench.load(DIRECT);
    await bench.next(({ state }) => state === 'linked');
  });

  it('refuses commands that it does not know', async () => {
    for (const payload of ['marry', { command: 'link', address: 7 }, 12]) bench.receive(payload);
    assert.equal((await bench.caught.next()).error.code, 'ERR_COMMAND');
    assert.equal((await bench.caught.next()).error.code, 'ERR_INPUT');
  });

  it('shows secret, token, state and number in no message, error, status, log, file or its name', async () => {
    const url = await page();
    await follow(await bench.decide(url, 'accept', PRM.family));
    await bench.next(({ state }) => state === 'linked');
    const sent = new URL(url).searchParams.get('state') ?? '';
    bench.receive('check');
    await bench.next(({ state }) => state === 'linked');
    const all = bench.everything();
    const base64 = Buffer.from(`${APPLICATION.id}:${APPLICATION.secret}`).toString('base64');
    assert.ok(bench.enedis.tokens.length > 0);
    for (const hidden of [APPLICATION.secret, base64, 'Bearer ', PRM.family, ...bench.enedis.tokens])
      assert.ok(!all.includes(hidden), hidden);
    // The page with its state is what the command asked for; it stands nowhere else.
    const said = all.split(sent).length - 1;
    assert.ok(said <= 2, String(said));
  });
});
