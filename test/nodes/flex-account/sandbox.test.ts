// The three nodes against the stand-in of the emulator: its issuer, its sessions, its building, its prices.
import assert from 'node:assert/strict';
import { makeSession, tryFlexAccount } from '../../../nodes/flex-account/flex-account.wiring';
import type { NodeAPI } from '../../../nodes/runtime/types';
import { FLEX_ADMIN, FLEX_PARTICIPANT } from '../../../sandbox/flexready/issuer/accounts';
import { startFlexReady, type RunningFlexReady } from '../../../sandbox/flexready/server';
import { FlexBench } from '../../support/flex/flex-bench';
import { signalFrom } from '../../support/flex/prices';
import { FakeClock } from '../../support/machine/fake-clock';
import { helper } from '../../support/node-red/helper';

const NOW = '2025-04-02T09:00:00+02:00';
const BACS = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
const POINT = '30001234567890';

describe('the stand-in of Flex Ready', () => {
  let clock: FakeClock;
  let stand: RunningFlexReady;
  let bench: FlexBench;
  const addresses = () => ({ annex1: stand.url, annex2: `${stand.url}/api/v1` });
  // Without a folder the ledger would be the process' own, and keep this clock for the files that come after.
  const red = () =>
    ({
      settings: { userDir: bench.dir },
      _: (key: string) => key,
      nodes: { getNode: () => undefined },
    }) as unknown as NodeAPI;

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    clock = new FakeClock(NOW);
    stand = await startFlexReady({ now: () => clock.now() });
    bench = await FlexBench.open(clock);
  });
  afterEach(async () => {
    await bench.close();
    await stand.stop();
  });

  it('gives flex-operator a session by client credentials, a request through its life, and a report', async () => {
    const { id: clientId, secret: clientSecret } = FLEX_PARTICIPANT;
    await bench.load({
      type: 'flex-operator',
      settings: { side: 'emulator', bacs: BACS, asset: 'WholeBuilding' },
      account: { ...addresses(), access: 'client', issuer: stand.issuer.address },
      credentials: { clientId, clientSecret },
    });
    const ask = async (payload: object | string) => {
      bench.receive(payload);
      return (await bench.out[0].next()).payload;
    };
    assert.match(String((await ask({ command: 'session', module: 'bacs' }))['session']), /./);
    assert.ok(JSON.stringify((await ask('list'))['answer']).includes(BACS));
    const wish = { requestId: 'req-001', powerW: 80_000, start: '2025-04-02T10:00:00', end: '2025-04-02T12:00:00' };
    assert.match(String((await ask({ command: 'create', ...wish }))['state']), /^(requested|accepted)$/);
    assert.equal((await ask({ command: 'confirm', ...wish, ackPrice: 0.12 }))['state'], 'confirmed');
    assert.equal((await ask({ command: 'realise', requestId: 'req-001' }))['status'], 200);
    const { pdf } = await ask('report');
    assert.ok(Buffer.isBuffer(pdf));
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    for (const token of stand.tokens) assert.ok(!bench.logged().includes(token));
  });

  it('gives supplier-price its prices, and takes a signal of an admin alone', async () => {
    await bench.load({
      type: 'supplier-price',
      settings: { deliveryPoint: POINT, priceThreshold: '0.25' },
      account: { ...addresses(), session: stand.open('supplier') },
      credentials: { token: stand.token() },
    });
    while ((clock.nextTimer ?? Infinity) > clock.now()) await new Promise(setImmediate);
    clock.advance(0);
    const { payload } = await bench.out[0].next();
    assert.equal((payload['now'] as { start: string }).start, NOW);
    assert.deepEqual(payload['warnings'], []);
    bench.receive({ command: 'upload', signal: signalFrom(NOW, [0.1, 0.2]) });
    assert.equal((await bench.caught.next()).error.code, 'ERR_FLEX_FORBIDDEN');
  });

  for (const as of ['multipart', 'json'])
    it(`takes the signal of an admin as ${as}`, async () => {
      await bench.load({
        type: 'supplier-price',
        settings: { deliveryPoint: POINT, uploadAs: as },
        account: { ...addresses(), session: 'none' },
        credentials: { token: stand.token(FLEX_ADMIN) },
      });
      bench.receive({ command: 'upload', signal: signalFrom(NOW, [0.1, 0.2]) });
      const { payload } = await bench.out[0].next(({ topic }) => topic === 'flex-answer/upload');
      assert.equal((payload['answer'] as unknown[]).length, 2);
    });

  it('is tried by the button, and makes a session by the other', async () => {
    const form = { access: 'token', token: stand.token(), ...addresses(), module: 'bacs', sessionUrl: '' };
    const { session } = await makeSession(red(), clock, form);
    const lines = await tryFlexAccount(red(), clock, { ...form, session });
    assert.deepEqual(
      lines.map(({ what, ok }) => [what, ok]),
      [
        ['secret', true],
        ['annex1', true],
        ['annex2', true],
      ],
    );
    const until = Math.floor(clock.now() / 1000) - 60;
    const [line] = await tryFlexAccount(red(), clock, { ...form, token: stand.token(undefined, { exp: until }) });
    assert.equal(line?.error?.code, 'ERR_FLEX_TOKEN_EXPIRED');
    const [secret] = await tryFlexAccount(red(), clock, {
      ...form,
      access: 'client',
      issuer: stand.issuer.address,
      clientId: FLEX_PARTICIPANT.id,
      clientSecret: 'wrong',
    });
    assert.equal(secret?.error?.code, 'ERR_FLEX_SECRET');
  });
});
