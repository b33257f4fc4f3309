// RTE counts from call to call as they arrive there: a call that was slow on its way may not make the next one a 429.
import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { LinkyRedError } from '../../../lib/errors';
import type { RteAccount } from '../../../lib/rte/portal/portal';
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import { RteBench } from '../../support/rte/rte';
import { SlowWay } from '../../support/machine/slow-way';

const SECOND = 1000;
/** What RTE keeps between two calls, and what we may wait beyond it: our margin, and a call's whole time on its way. */
const [DISTANCE, AT_MOST_LATER] = [900 * SECOND, 5 * SECOND + 20 * SECOND];
const isTheCall = (text: string): boolean => text.includes('/ecowatt/');
/** Of the call, by the real clock; the test's own clock stands still meanwhile. */
const [PATIENT, IMPATIENT] = [20 * SECOND, 2 * SECOND];

describe('lib/rte/portal, on a slow way to RTE', () => {
  let bench: RteBench;
  let way: SlowWay;

  beforeEach(async () => {
    bench = await RteBench.open('2026-11-24T12:00:00+01:00');
    way = await SlowWay.to(Number(new URL(bench.rte.url).port));
  });
  afterEach(async () => {
    await bench.close();
    await way.close();
  });

  /** An account whose token is there already: what is slow is the call that counts. */
  async function account(timeoutMs = PATIENT, dir = bench.dir): Promise<RteAccount> {
    const { account: opened } = bench.account(DEFAULT_APPLICATION.secret, timeoutMs, { baseUrl: way.url, dir });
    await opened.checkSecret();
    return opened;
  }

  /** As soon as the books allow it, without any delay: RTE lets it in, and it did not wait for nothing. */
  async function nextOneIsLetIn(of: RteAccount): Promise<void> {
    const [first] = bench.rte.calls.filter(({ name }) => name === 'ecowatt');
    assert.ok(first);
    bench.clock.advanceTo(new Date(await of.earliest('ecowatt')).toISOString());
    await of.get('ecowatt');
    const calls = bench.rte.calls.filter(({ name }) => name === 'ecowatt');
    assert.deepEqual([calls.length, calls.at(-1)?.status], [2, 200]);
    const distance = (calls[1]?.at ?? 0) - first.at;
    assert.ok(distance >= DISTANCE && distance <= DISTANCE + AT_MOST_LATER, `${distance} ms`);
  }

  it('a connection that took eight seconds', async () => {
    const rte = await account();
    const open = way.hold();
    const call = rte.get('ecowatt');
    await way.requests.next(isTheCall);
    bench.clock.advance(8 * SECOND);
    open();
    await call;
    await nextOneIsLetIn(rte);
  });

  it('an answer that took eight seconds', async () => {
    const rte = await account();
    const open = way.holdAnswers();
    const call = rte.get('ecowatt');
    await way.answers.next((text) => text.includes('GenerationFichier'));
    bench.clock.advance(8 * SECOND);
    open();
    await call;
    await nextOneIsLetIn(rte);
  });

  it('a connection of nine seconds, and no answer in time', async () => {
    const rte = await account(IMPATIENT);
    const [open, openBack] = [way.hold(), way.holdAnswers()];
    const call = rte.get('ecowatt').then(
      () => assert.fail('answered'),
      (error: unknown) => error,
    );
    await way.requests.next(isTheCall);
    bench.clock.advance(9 * SECOND);
    open();
    const error = await call;
    openBack();
    assert.ok(error instanceof LinkyRedError && error.code === 'ERR_TIMEOUT');
    await nextOneIsLetIn(rte);
  });

  it('a call that was under way when Node-RED was killed', async () => {
    const rte = await account();
    const open = way.hold();
    const call = rte.get('ecowatt');
    await way.requests.next(isTheCall);
    const left = `${bench.dir}-left`;
    try {
      await cp(bench.dir, left, { recursive: true });
      bench.clock.advance(8 * SECOND);
      open();
      await call;
      await nextOneIsLetIn(await account(PATIENT, left));
    } finally {
      await rm(left, { recursive: true, force: true, maxRetries: 5 });
    }
  });

  it('four calls in a row, each one slower or faster than the one before', async () => {
    const rte = await account();
    for (const seconds of [8, 0, 15, 3]) {
      const open = way.hold();
      bench.clock.advanceTo(new Date(Math.max(await rte.earliest('ecowatt'), bench.clock.now())).toISOString());
      const call = rte.get('ecowatt');
      await way.requests.next(isTheCall);
      bench.clock.advance(seconds * SECOND);
      open();
      await call;
    }
    const refused = bench.rte.calls.filter(({ name, status }) => name === 'ecowatt' && status !== 200);
    assert.deepEqual(refused, []);
  });
});
