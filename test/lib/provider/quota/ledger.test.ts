import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { LinkyRedError } from '../../../../lib/errors';
import { QuotaLedger, type QuotaRow } from '../../../../lib/provider/quota/ledger';
import { Store } from '../../../../lib/store/store';
import { FakeClock } from '../../../support/machine/fake-clock';
import { fillDisk } from '../../../support/machine/full-disk';

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
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

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

    it('turned back for the second time: full for one window again', async () => {
      await restart().book(ROW);
      clock.set('2026-11-24T03:00:00+01:00');
      await assert.rejects(restart().book(ROW));
      clock.advance(15 * MINUTE);
      await restart().book(ROW);
      clock.advance(300 * MINUTE);
      await restart().book(ROW);
      clock.set('2026-11-24T08:00:00+01:00');
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T08:15:00+01:00'));
    });

    it('turned back: the window of every key begins at the start, whenever it is asked for', async () => {
      await restart().book(ROW);
      await restart().book(OTHER);
      clock.set('2026-11-24T03:00:00+01:00');
      const ledger = restart();
      await assert.rejects(ledger.book(ROW));
      clock.advance(15 * MINUTE);
      await ledger.book(ROW);
      await ledger.book(OTHER);
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

  describe('a clock that is put right while we run', () => {
    it('from 1970 to now (no battery): the call of a minute ago still counts', async () => {
      clock.set(90_000);
      const ledger = restart();
      await ledger.book(ROW);
      clock.advance(MINUTE);
      clock.set('2026-11-24T12:00:00+01:00');
      await assert.rejects(ledger.book(ROW), refusedUntil('2026-11-24T12:14:00+01:00'));
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:14:00+01:00'));
      clock.advance(14 * MINUTE);
      await ledger.book(ROW);
    });

    it('that was behind already before a restart: the call from then still counts', async () => {
      clock.set('2026-11-24T09:00:00+01:00');
      await restart().book(ROW);
      clock.advance(6 * MINUTE);
      const ledger = restart();
      await ledger.earliest(ROW);
      clock.set('2026-11-24T12:06:00+01:00');
      await assert.rejects(ledger.book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
      clock.advance(9 * MINUTE);
      await ledger.book(ROW);
    });

    it('back from a year to come: waits for the rest of the window, not for years', async () => {
      clock.set('2036-01-01T00:00:00+01:00');
      const ledger = restart();
      await ledger.book(ROW);
      await ledger.closeUntil(OTHER, clock.now() + 20 * MINUTE);
      clock.set('2026-11-24T12:00:00+01:00');
      await assert.rejects(ledger.book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
      await assert.rejects(ledger.book(OTHER), refusedUntil('2026-11-24T12:20:00+01:00'));
    });

    it('started behind the last call, then put right: that call counts as it was', async () => {
      await restart().book(ROW);
      clock.set('2026-11-24T11:17:00+01:00');
      const ledger = restart();
      await assert.rejects(ledger.book(ROW), refusedUntil('2026-11-24T11:32:00+01:00'));
      clock.set('2026-11-24T12:20:00+01:00');
      clock.advance(15 * MINUTE);
      await ledger.book(ROW);
    });

    it('by half a minute: no call is half a minute early', async () => {
      const ledger = restart();
      await ledger.book(ROW);
      clock.set(clock.now() + MINUTE / 2);
      clock.advance(15 * MINUTE - 1);
      await assert.rejects(ledger.book(ROW), { code: 'ERR_QUOTA' });
      clock.advance(1);
      await ledger.book(ROW);
    });

    it('keeps the distance in true time, however often it is turned', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean())), async (steps) => {
          const ledger = new QuotaLedger(new Store(undefined), clock);
          let last = -Infinity;
          for (const [minutes, turned] of steps) {
            clock.advance(minutes * MINUTE);
            if (turned) clock.set(Date.UTC(1970 + minutes * 7, minutes, 1 + minutes, minutes));
            const sent = await ledger.book(ROW).then(
              () => true,
              () => false,
            );
            if (!sent) continue;
            assert.ok(clock.elapsed() - last >= 15 * MINUTE);
            last = clock.elapsed();
          }
        }),
        { numRuns: 200 },
      ));
  });

  describe('a disk that takes nothing', () => {
    let free = (): void => undefined;
    const fill = (): void => {
      free();
      free = fillDisk(dir);
    };
    afterEach(() => {
      free();
    });

    it('lets no restart loop call, however long it goes on', async () => {
      fill();
      for (let restarts = 0; restarts < 30; restarts += 1) {
        await assert.rejects(restart().book(ROW), { code: 'ERR_QUOTA' });
        clock.advance(MINUTE);
      }
    });

    it('lets the first call out one window after the start, then one per window', async () => {
      fill();
      const ledger = restart();
      await assert.rejects(ledger.book(ROW), refusedUntil('2026-11-24T12:15:00+01:00'));
      assert.equal(await ledger.earliest(ROW), Date.parse('2026-11-24T12:15:00+01:00'), 'nobody asks in a loop');
      clock.advance(15 * MINUTE);
      await ledger.book(ROW);
      await assert.rejects(ledger.book(ROW), refusedUntil('2026-11-24T12:30:00+01:00'));
    });

    it('that fills up while we run: calls go on, and a restart waits', async () => {
      const ledger = restart();
      await ledger.book(ROW);
      fill();
      clock.advance(15 * MINUTE);
      await ledger.book(ROW);
      clock.advance(2 * MINUTE);
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:32:00+01:00'));
    });

    it('slows many small calls down to the pace of the day', async () => {
      const day: QuotaRow = { key: 'day', limits: [{ kind: 'day', max: 100 }, ...ROW.limits] };
      fill();
      const ledger = restart();
      await assert.rejects(ledger.book(day), refusedUntil('2026-11-24T12:15:00+01:00'));
      clock.advance(15 * MINUTE);
      await ledger.book(day);
    });

    it('that has room again: as before', async () => {
      fill();
      const ledger = restart();
      await assert.rejects(ledger.book(ROW));
      clock.advance(15 * MINUTE);
      free();
      await ledger.book(ROW);
      await ledger.book(OTHER);
      await assert.rejects(restart().book(ROW), refusedUntil('2026-11-24T12:30:00+01:00'));
    });

    it('keeps calls apart by a window, whatever is restarted when', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean())), async (steps) => {
          await rm(path.join(dir, 'quota-ledger.json'), { force: true });
          fill();
          let ledger = restart();
          let last = -Infinity;
          for (const [minutes, restarted] of steps) {
            clock.advance(minutes * MINUTE);
            if (restarted) ledger = restart();
            const sent = await ledger.book(ROW).then(
              () => true,
              () => false,
            );
            if (!sent) continue;
            assert.ok(clock.now() - last >= 15 * MINUTE);
            last = clock.now();
          }
        }),
        { numRuns: 50 },
      ));
  });
});
