import assert from 'node:assert/strict';
import fc from 'fast-check';
import { earliestCall, type CallRecord, type Limit } from '../../../../lib/provider/quota/limits';
import { PARIS } from '../../../../lib/grid/paris-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-11-24T12:00:00Z');
const quarter: Limit = { kind: 'window', max: 1, windowMs: 15 * MINUTE };

describe('lib/http/limits', () => {
  it('opens a sliding window again when its oldest call has left it', () => {
    const record = { calls: [NOW - 14 * MINUTE] };
    assert.equal(earliestCall([quarter], record, 'daily', NOW), NOW + MINUTE);
    assert.ok(earliestCall([quarter], record, 'daily', NOW + MINUTE) <= NOW + MINUTE);
  });

  it('counts a civil day from Paris midnight to Paris midnight', () => {
    const limit: Limit = { kind: 'day', max: 2 };
    const calls = [Date.parse('2026-10-25T00:30:00+02:00'), Date.parse('2026-10-25T23:30:00+01:00')];
    const lateEvening = Date.parse('2026-10-25T23:45:00+01:00');
    assert.equal(earliestCall([limit], { calls }, 'daily', lateEvening), Date.parse('2026-10-26T00:00:00+01:00'));
    assert.ok(earliestCall([limit], { calls }, 'daily', Date.parse('2026-10-26T00:00:00+01:00')) < lateEvening);
  });

  it('holds several limits at once: the latest decides', () => {
    const limits: Limit[] = [
      { kind: 'spacing', ms: 10_000 },
      { kind: 'window', max: 2, windowMs: HOUR },
    ];
    assert.equal(earliestCall(limits, { calls: [NOW - 5_000] }, 'daily', NOW), NOW + 5_000);
    assert.equal(earliestCall(limits, { calls: [NOW - 30 * MINUTE, NOW - 5_000] }, 'daily', NOW), NOW + 30 * MINUTE);
  });

  it('keeps the reserve of a limit from back-fill', () => {
    const limit: Limit = { kind: 'window', max: 3, windowMs: HOUR, reserve: 2 };
    const record = { calls: [NOW - 10 * MINUTE] };
    assert.ok(earliestCall([limit], record, 'daily', NOW) <= NOW);
    assert.equal(earliestCall([limit], record, 'backfill', NOW), NOW + 50 * MINUTE);
  });

  it('waits until the provider opens again', () => {
    const record = { calls: [], closed: { at: NOW, until: NOW + HOUR } };
    assert.equal(earliestCall([quarter], record, 'daily', NOW), NOW + HOUR);
  });

  it('takes a key whose calls are lost for full, one window of each limit long', () => {
    const record = { calls: [], fullSince: NOW };
    assert.equal(earliestCall([quarter], record, 'daily', NOW), NOW + 15 * MINUTE);
    assert.equal(earliestCall([{ kind: 'day', max: 100 }], record, 'daily', NOW), PARIS.startOfDay('2026-11-25'));
  });

  it('never lets more calls into any window, day or gap than the limits say, whatever the traffic', () => {
    const limits: Limit[] = [
      { kind: 'window', max: 4, windowMs: HOUR },
      { kind: 'day', max: 20 },
      { kind: 'spacing', ms: 3 * MINUTE },
    ];
    const steps = fc.array(fc.integer({ min: 0, max: 40 * MINUTE }), { minLength: 50, maxLength: 300 });
    fc.assert(
      fc.property(steps, (gaps) => {
        const record: CallRecord = { calls: [] };
        let now = Date.parse('2026-10-24T12:00:00Z');
        for (const gap of gaps) {
          now += gap;
          if (earliestCall(limits, record, 'daily', now) <= now) record.calls.push(now);
        }
        for (const [i, call] of record.calls.entries()) {
          assert.ok(record.calls.filter((other) => other > call - HOUR && other <= call).length <= 4);
          assert.ok(i === 0 || call - (record.calls[i - 1] ?? 0) >= 3 * MINUTE);
          const day = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' });
          assert.ok(record.calls.filter((other) => day.format(other) === day.format(call)).length <= 20);
        }
      }),
      { numRuns: 30 },
    );
  });
});
