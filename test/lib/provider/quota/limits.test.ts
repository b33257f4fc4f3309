import assert from 'node:assert/strict';
import fc from 'fast-check';
import { earliestCall, type CallRecord, type Limit, type Priority } from '../../../../lib/provider/quota/limits';
import { PARIS } from '../../../../lib/grid/paris-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-11-24T12:00:00Z');
const quarter: Limit = { kind: 'window', max: 1, windowMs: 15 * MINUTE };

describe('lib/provider/quota/limits', () => {
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

  describe('hours of the day', () => {
    const morning: Limit = { kind: 'hours', from: 5, to: 11, only: 'backfill' };
    const at = (text: string): number => Date.parse(text);
    const opensAt = (limits: Limit[], now: number, calls: number[] = []): number =>
      Math.max(now, earliestCall(limits, { calls }, 'backfill', now));

    // The days of both clock changes among them, by the clock in Paris.
    for (const [day, offset] of [
      ['2026-11-24', '+01:00'],
      ['2026-10-25', '+01:00'],
      ['2026-03-29', '+02:00'],
      ['2026-07-14', '+02:00'],
    ] as const)
      it(`${day}: closed from 5 to 11 by the clock in Paris`, () => {
        const eleven = at(`${day}T11:00:00${offset}`);
        for (const [time, opens] of [
          ['04:59:59.999', at(`${day}T04:59:59.999${offset}`)],
          ['05:00:00', eleven],
          ['10:59:59.999', eleven],
          ['11:00:00', eleven],
        ] as const)
          assert.equal(opensAt([morning], at(`${day}T${time}${offset}`)), opens, time);
      });

    it('say nothing to others, and an open limit that opens within them waits for their end', () => {
      const eight = at('2026-11-24T08:00:00+01:00');
      assert.ok(earliestCall([morning], { calls: [] }, 'daily', eight) <= eight);
      const limits = [morning, quarter];
      const ten = at('2026-11-24T11:00:00+01:00');
      assert.equal(opensAt(limits, at('2026-11-24T04:55:00+01:00'), [at('2026-11-24T04:50:00+01:00')]), ten);
      assert.equal(
        opensAt(limits, at('2026-11-24T10:58:00+01:00'), [at('2026-11-24T10:57:00+01:00')]),
        at('2026-11-24T11:12:00+01:00'),
      );
    });

    it('may lie over midnight as two rows, and a day that is all closed never opens', () => {
      const night: Limit[] = [
        { kind: 'hours', from: 22, to: 24 },
        { kind: 'hours', from: 0, to: 6 },
      ];
      assert.equal(opensAt(night, at('2026-11-24T22:30:00+01:00')), at('2026-11-25T06:00:00+01:00'));
      assert.equal(opensAt([{ kind: 'hours', from: 0, to: 24 }], NOW), Infinity);
      assert.equal(opensAt([morning, { kind: 'window', max: 1, windowMs: HOUR, reserve: 1 }], NOW), Infinity);
    });
  });

  it('a spacing for back-fill alone is none for daily work', () => {
    const limit: Limit = { kind: 'spacing', ms: 5 * MINUTE, only: 'backfill' };
    const record = { calls: [NOW - MINUTE] };
    assert.ok(earliestCall([limit], record, 'daily', NOW) <= NOW);
    assert.equal(earliestCall([limit], record, 'backfill', NOW), NOW + 4 * MINUTE);
  });

  it('names the very instant: closed until then, open at it, whatever the limits and the calls', () => {
    const hours = fc.record({ from: fc.integer({ min: 0, max: 12 }), long: fc.integer({ min: 1, max: 12 }) });
    const only = fc.constantFrom<Priority>('daily', 'backfill');
    const limit = fc.oneof(
      fc
        .record({ max: fc.integer({ min: 1, max: 5 }), windowMs: fc.integer({ min: 1, max: 30 * HOUR }) })
        .map((some): Limit => ({ kind: 'window', ...some })),
      fc.integer({ min: 1, max: 5 }).map((max): Limit => ({ kind: 'day', max })),
      fc
        .tuple(fc.integer({ min: 1, max: 2 * HOUR }), only)
        .map(([ms, whom]): Limit => ({ kind: 'spacing', ms, only: whom })),
      fc
        .tuple(hours, only)
        .map(([{ from, long }, whom]): Limit => ({ kind: 'hours', from, to: from + long, only: whom })),
    );
    const begins = fc
      .constantFrom('2026-03-28T20:00:00Z', '2026-10-24T20:00:00Z', '2026-12-31T22:00:00Z')
      .map((text) => Date.parse(text));
    const ago = fc.array(fc.integer({ min: 0, max: 40 * HOUR }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(limit, { minLength: 1, maxLength: 4 }),
        begins,
        ago,
        only,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (limits, now, calls, priority, part) => {
          const record: CallRecord = { calls: calls.map((ms) => now - ms).sort((a, b) => a - b) };
          const opens = earliestCall(limits, record, priority, now);
          if (opens === Infinity) return;
          const at = Math.max(now, opens);
          assert.ok(earliestCall(limits, record, priority, at) <= at, 'open at it');
          if (at === now) return;
          const before = Math.min(at - 1, Math.floor(now + part * (at - now)));
          assert.ok(earliestCall(limits, record, priority, before) > before, 'closed until then');
          assert.ok(earliestCall(limits, record, priority, at - 1) > at - 1, 'closed the moment before');
        },
      ),
      { numRuns: 2000 },
    );
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
