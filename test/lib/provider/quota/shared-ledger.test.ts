// What all nodes of one user directory share: the book of calls, questions under way, objects by name.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LinkyRedError } from '../../../../lib/errors';
import type { QuotaRow } from '../../../../lib/provider/quota/ledger';
import { shareLedger } from '../../../../lib/provider/quota/shared-ledger';
import { FakeClock } from '../../../support/machine/fake-clock';

const ROW: QuotaRow = { key: 'rte ecowatt', limits: [{ kind: 'window', max: 1, windowMs: 15 * 60_000 }] };

describe('the table of ledgers', () => {
  let dir: string;
  let clock: FakeClock;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-ledger-'));
    clock = new FakeClock('2026-11-24T12:00:00+01:00');
  });
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  it('gives all nodes of one folder the same book, until the last one leaves', async () => {
    const [first, second] = [shareLedger(dir, clock, () => undefined), shareLedger(dir, clock, () => undefined)];
    assert.equal(first.ledger, second.ledger);
    await first.ledger.book(ROW);
    await first.release();
    await first.release();
    await assert.rejects(second.ledger.book(ROW));
    await second.release();
    const third = shareLedger(dir, clock, () => undefined);
    assert.notEqual(third.ledger, first.ledger);
    await assert.rejects(third.ledger.book(ROW), { code: 'ERR_QUOTA', facts: { until: '2026-11-24T12:15:00+01:00' } });
    await third.release();
  });

  it('lets all who ask while a question is under way wait for its one answer', async () => {
    const shared = shareLedger(dir, clock, () => undefined);
    let asked = 0;
    const ask = (): Promise<number> => shared.once('colour', () => Promise.resolve(++asked));
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [1, 1, 1]);
    assert.equal(await ask(), 2);
    await shared.release();
  });

  it('asks again for the others when the node that asked has closed, and once only', async () => {
    const shared = shareLedger(dir, clock, () => undefined);
    const closing = shared.once('colour', () => Promise.reject(new LinkyRedError('ERR_CLOSED')));
    let asked = 0;
    const others = [1, 2, 3].map(() => shared.once('colour', () => Promise.resolve(++asked)));
    await assert.rejects(closing, { code: 'ERR_CLOSED' });
    assert.deepEqual(await Promise.all(others), [1, 1, 1]);
    await shared.release();
  });

  it('passes on what went wrong with the question', async () => {
    const shared = shareLedger(dir, clock, () => undefined);
    const failing = (): Promise<never> => shared.once('colour', () => Promise.reject(new LinkyRedError('ERR_URL')));
    const outcomes = await Promise.allSettled([failing(), failing()]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await shared.release();
  });

  it('has one object of a name for all nodes of the folder', async () => {
    const [first, second] = [shareLedger(dir, clock, () => undefined), shareLedger(dir, clock, () => undefined)];
    const made = first.common('days', () => new Set<string>());
    assert.equal(
      second.common('days', () => new Set<string>()),
      made,
    );
    await first.release();
    await second.release();
  });

  it('keeps the book that is in memory only, whoever leaves', async () => {
    const first = shareLedger(undefined, clock, () => undefined);
    await first.ledger.book(ROW);
    await first.release();
    await assert.rejects(shareLedger(undefined, clock, () => undefined).ledger.book(ROW));
  });
});
