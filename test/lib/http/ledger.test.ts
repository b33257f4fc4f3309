import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LinkyRedError } from '../../../lib/errors';
import { QuotaLedger, type QuotaRow } from '../../../lib/http/ledger';
import { shareLedger } from '../../../lib/http/ledger-table';
import { Store } from '../../../lib/store/store';
import { FakeClock } from '../../support/fake-clock';

const MINUTE = 60_000;
const ROW: QuotaRow = { key: 'rte ecowatt', limits: [{ kind: 'window', max: 1, windowMs: 15 * MINUTE }] };
const OTHER: QuotaRow = { ...ROW, key: 'rte tempo' };

const refusedUntil = (until: string) => (error: unknown) =>
  error instanceof LinkyRedError && error.code === 'ERR_QUOTA' && error.facts['until'] === until;

describe('lib/http/ledger', () => {
  let dir: string;
  let clock: FakeClock;
  const restart = (): QuotaLedger => new QuotaLedger(new Store(dir), clock);
  const spoil = (text: string): Promise<void> => writeFile(path.join(dir, 'quota-ledger.json'), text);

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-ledger-'));
    clock = new FakeClock('2026-11-24T12:00:00+01:00');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('opens at once on the first start', async () => {
    await restart().book(ROW);
  });

  it('has the booking on the disk before the call goes out', async () => {
    await restart().book(ROW);
    const text = await readFile(path.join(dir, 'quota-ledger.json'), 'utf8');
    assert.match(text, new RegExp(String(clock.now())));
  });

  it('refuses with the time at which the next call may go out, also after a restart', async () => {
    await restart().book(ROW);
    clock.advance(5 * MINUTE);
    await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
    clock.advance(10 * MINUTE);
    await restart().book(ROW);
  });

  it('keeps keys apart', async () => {
    const ledger = restart();
    await ledger.book(ROW);
    await ledger.book(OTHER);
  });

  it('lets one through when fifty ask in the same instant', async () => {
    const ledger = restart();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => ledger.book(ROW)));
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
  });

  it('lets the same call out again after a 401, and counts it once, from then on', async () => {
    const ledger = restart();
    await ledger.book(ROW);
    clock.advance(MINUTE);
    await ledger.book(ROW, 'daily', true);
    await assert.rejects(ledger.book(ROW), refusedUntil('2026-11-24T12:16:00+01:00'));
  });

  it('stays closed as long as the provider said, over a restart', async () => {
    const ledger = restart();
    await ledger.book(ROW);
    await ledger.closeUntil(ROW, clock.now() + 40 * MINUTE);
    clock.advance(20 * MINUTE);
    await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:40:00+01:00'));
  });

  it('does not believe a provider that closes for years', async () => {
    const ledger = restart();
    await ledger.closeUntil(ROW, Infinity);
    clock.advance(24 * 60 * MINUTE);
    await ledger.book(ROW);
  });

  it('keeps the slot of a refused daily call from back-fill, for a minute', async () => {
    const ledger = restart();
    await ledger.book(ROW);
    await assert.rejects(ledger.book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
    clock.advance(15 * MINUTE);
    await assert.rejects(ledger.book(ROW, 'backfill'), refusedUntil('2026-11-24T12:16:00+01:00'));
    clock.advance(MINUTE);
    await ledger.book(ROW, 'backfill');
  });

  describe('a ledger that was lost never opens a quota', () => {
    const spoiled = {
      truncated: '{"version":1,"keys":{"rte',
      empty: '',
      foreign: '{"calls":[]}',
      'of the future': '{"version":2}',
    };
    for (const [how, text] of Object.entries(spoiled)) {
      it(`${how}: full for one window, then open`, async () => {
        await restart().book(ROW);
        clock.advance(MINUTE);
        await spoil(text);
        await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:16:00+01:00'));
        clock.advance(MINUTE);
        await assert.rejects(
          restart().book(ROW),
          refusedUntil('2026-11-24T12:16:00+01:00'),
          'a restart does not extend it',
        );
        clock.advance(14 * MINUTE);
        await restart().book(ROW);
      });
    }

    it('deleted: full for one window', async () => {
      await restart().book(ROW);
      await rm(path.join(dir, 'quota-ledger.json'));
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
    });

    it('put back from a time before the first call: full for one window', async () => {
      const ledger = restart();
      await ledger.book(OTHER);
      const old = await readFile(path.join(dir, 'quota-ledger.json'), 'utf8');
      await ledger.book(ROW);
      await spoil(old);
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
    });

    it('damaged together with the list of its keys: every key is full for one window', async () => {
      await restart().book(ROW);
      await spoil('');
      await writeFile(path.join(dir, 'quota-ledger-keys.json'), '');
      await assert.rejects(restart().book(OTHER), refusedUntil('2026-11-24T12:15:00+01:00'));
      clock.advance(15 * MINUTE);
      await restart().book(OTHER);
    });
  });

  describe('a clock that was wrong', () => {
    it('turned back: full for one window, then the calls of the future are forgotten', async () => {
      await restart().book(ROW);
      clock.set('2026-11-24T03:00:00+01:00');
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T03:15:00+01:00'));
      clock.advance(15 * MINUTE);
      await restart().book(ROW);
    });

    it('turned back and put right again: the call that was made still counts', async () => {
      await restart().book(ROW);
      clock.set('2026-11-24T03:00:00+01:00');
      await assert.rejects(restart().book(ROW));
      clock.set('2026-11-24T12:10:00+01:00');
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
    });

    it('turned back after the provider had closed: full for one window, not for a day', async () => {
      await restart().closeUntil(ROW, clock.now() + 60 * MINUTE);
      clock.set('2026-11-23T12:00:00+01:00');
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-23T12:15:00+01:00'));
      clock.advance(15 * MINUTE);
      await restart().book(ROW);
    });
  });

  describe('the table of ledgers', () => {
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
      await assert.rejects(third.ledger.book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
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
});
