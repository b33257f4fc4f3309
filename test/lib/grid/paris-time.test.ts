// Not in the fast lane: years of instants.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { CivilZone, PARIS, isoParis } from '../../../lib/grid/paris-time';

const HOUR = 3_600_000;
const utc = (text: string): number => Date.parse(text);

describe('lib/grid/paris-time', () => {
  describe('ISO strings', () => {
    it('writes winter and summer with their own offset', () => {
      assert.equal(isoParis(utc('2026-11-24T17:00:00Z')), '2026-11-24T18:00:00+01:00');
      assert.equal(isoParis(utc('2026-07-14T22:30:15Z')), '2026-07-15T00:30:15+02:00');
    });

    it('shows milliseconds only when there are some', () => {
      assert.equal(isoParis(utc('2026-11-24T17:00:00.007Z')), '2026-11-24T18:00:00.007+01:00');
    });

    it('tells the two passes of the doubled hour apart by their offset', () => {
      assert.equal(isoParis(utc('2026-10-25T00:30:00Z')), '2026-10-25T02:30:00+02:00');
      assert.equal(isoParis(utc('2026-10-25T01:30:00Z')), '2026-10-25T02:30:00+01:00');
    });

    it('keeps the signs and minutes of zones west of Greenwich', () => {
      assert.equal(new CivilZone('Pacific/Marquesas').iso(utc('2026-01-01T00:00:00Z')), '2025-12-31T14:30:00-09:30');
    });
  });

  describe('the clock changes', () => {
    it('change at 01:00 UTC, to the millisecond', () => {
      assert.equal(PARIS.offsetMinutes(utc('2026-03-29T01:00:00Z') - 1), 60);
      assert.equal(PARIS.offsetMinutes(utc('2026-03-29T01:00:00Z')), 120);
      assert.equal(PARIS.offsetMinutes(utc('2026-10-25T01:00:00Z') - 1), 120);
      assert.equal(PARIS.offsetMinutes(utc('2026-10-25T01:00:00Z')), 60);
    });

    it('gives 23, 24 and 25 hours to a day', () => {
      assert.equal(PARIS.hoursInDay('2026-03-29'), 23);
      assert.equal(PARIS.hoursInDay('2026-03-30'), 24);
      assert.equal(PARIS.hoursInDay('2026-10-25'), 25);
      assert.equal(PARIS.hoursInDay('2028-02-29'), 24);
    });

    it('gives the doubled hour both ways, and the earlier one unless told', () => {
      const local = { year: 2026, month: 10, day: 25, hour: 2, minute: 30 };
      assert.equal(PARIS.isDoubled(local), true);
      assert.equal(PARIS.toInstant(local), utc('2026-10-25T00:30:00Z'));
      assert.equal(PARIS.toInstant(local, 'earlier'), utc('2026-10-25T00:30:00Z'));
      assert.equal(PARIS.toInstant(local, 'later'), utc('2026-10-25T01:30:00Z'));
    });

    it('doubles 02:00 up to 02:59:59 and nothing beside it', () => {
      const on25th = (hour: number, minute: number, second: number): boolean =>
        PARIS.isDoubled({ year: 2026, month: 10, day: 25, hour, minute, second });
      assert.deepEqual(
        [on25th(1, 59, 59), on25th(2, 0, 0), on25th(2, 59, 59), on25th(3, 0, 0)],
        [false, true, true, false],
      );
    });

    it('shifts the skipped hour forward, whatever the hint', () => {
      const local = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 };
      assert.equal(isoParis(PARIS.toInstant(local)), '2026-03-29T03:30:00+02:00');
      assert.equal(isoParis(PARIS.toInstant(local, 'later')), '2026-03-29T03:30:00+02:00');
      assert.equal(PARIS.isDoubled(local), false);
    });

    it('walks the day of 25 hours hour by hour without a gap or a repeat', () => {
      const start = PARIS.startOfDay('2026-10-25');
      const walls = Array.from({ length: 25 }, (_, i) => PARIS.fields(start + i * HOUR).hour);
      assert.deepEqual(
        walls,
        [0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
      );
      assert.equal(PARIS.dayKey(start + 25 * HOUR), '2026-10-26');
    });
  });

  describe('civil days', () => {
    it('begins the year at Paris midnight, an hour before UTC', () => {
      assert.equal(PARIS.dayKey(utc('2026-12-31T22:59:59.999Z')), '2026-12-31');
      assert.equal(PARIS.dayKey(utc('2026-12-31T23:00:00Z')), '2027-01-01');
      assert.equal(PARIS.startOfDay('2027-01-01'), utc('2026-12-31T23:00:00Z'));
      assert.equal(PARIS.dayStart(utc('2027-01-01T12:00:00Z')), utc('2026-12-31T23:00:00Z'));
    });

    it('counts days over month ends, leap days, years and clock changes', () => {
      assert.equal(PARIS.addDays('2028-02-28', 1), '2028-02-29');
      assert.equal(PARIS.addDays('2027-02-28', 1), '2027-03-01');
      assert.equal(PARIS.addDays('2026-12-31', 1), '2027-01-01');
      assert.equal(PARIS.addDays('2027-01-01', -1), '2026-12-31');
      assert.equal(PARIS.addDays('2026-10-24', 2), '2026-10-26');
    });

    it('knows the day of the week, Monday 1 to Sunday 7', () => {
      const days = ['2026-11-23', '2026-11-27', '2026-11-29'].map((key) => PARIS.fields(PARIS.startOfDay(key)).weekday);
      assert.deepEqual(days, [1, 5, 7]);
    });

    it('finds a time of a day on the clock, not by counting from midnight', () => {
      assert.equal(isoParis(PARIS.at('2026-10-25', 10, 30)), '2026-10-25T10:30:00+01:00');
      assert.equal(isoParis(PARIS.at('2026-03-29', 6)), '2026-03-29T06:00:00+02:00');
    });

    it('refuses what is not a day', () => {
      assert.throws(() => PARIS.startOfDay('24/11/2026'), RangeError);
    });
  });

  describe('the Tempo tariff day', () => {
    it('is still yesterday until 06:00', () => {
      assert.equal(PARIS.tariffDay(utc('2026-11-24T04:59:59Z')), '2026-11-23');
      assert.equal(PARIS.tariffDay(utc('2026-11-24T05:00:00Z')), '2026-11-24');
    });

    it('turns at 06:00 of the wall clock on the days of the clock changes too', () => {
      assert.equal(PARIS.tariffDay(utc('2026-03-29T03:59:59Z')), '2026-03-28');
      assert.equal(PARIS.tariffDay(utc('2026-03-29T04:00:00Z')), '2026-03-29');
      assert.equal(PARIS.tariffDay(utc('2026-10-25T04:59:59Z')), '2026-10-24');
      assert.equal(PARIS.tariffDay(utc('2026-10-25T05:00:00Z')), '2026-10-25');
    });

    it('takes the first morning of the year for the last tariff day of the old one', () => {
      assert.equal(PARIS.tariffDay(utc('2027-01-01T03:00:00Z')), '2026-12-31');
    });
  });

  describe('the next time the clocks show an hour', () => {
    it('is later today, or tomorrow once it has passed', () => {
      assert.equal(isoParis(PARIS.nextAt(utc('2026-11-24T16:00:00Z'), 22)), '2026-11-24T22:00:00+01:00');
      assert.equal(isoParis(PARIS.nextAt(utc('2026-11-24T21:00:00Z'), 22)), '2026-11-25T22:00:00+01:00');
    });

    it('comes twice in autumn and not at all on the day in spring that skips it', () => {
      const first = PARIS.nextAt(utc('2026-10-24T12:00:00Z'), 2);
      assert.equal(isoParis(first), '2026-10-25T02:00:00+02:00');
      assert.equal(isoParis(PARIS.nextAt(first, 2)), '2026-10-25T02:00:00+01:00');
      assert.equal(isoParis(PARIS.nextAt(utc('2026-03-28T12:00:00Z'), 2)), '2026-03-30T02:00:00+02:00');
    });
  });

  describe('zones overseas', () => {
    it('knows those without clock changes', () => {
      const reunion = new CivilZone('Indian/Reunion');
      assert.equal(reunion.iso(utc('2026-07-01T20:00:00Z')), '2026-07-02T00:00:00+04:00');
      assert.equal(reunion.hoursInDay('2026-03-29'), 24);
      assert.equal(reunion.isDoubled({ year: 2026, month: 10, day: 25, hour: 2 }), false);
    });

    it('knows Saint-Pierre-et-Miquelon, which changes on American dates', () => {
      const miquelon = new CivilZone('America/Miquelon');
      assert.equal(miquelon.hoursInDay('2026-03-08'), 23);
      assert.equal(miquelon.hoursInDay('2026-11-01'), 25);
    });

    it('refuses a zone that nobody knows', () => {
      assert.throws(() => new CivilZone('Europe/Clochemerle'), /unknown time zone/);
    });
  });

  // Luxon is right wherever the instant is given; only local times of the doubled hour it cannot place.
  describe('agrees with luxon', () => {
    const anyInstant = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2060, 0, 1) });
    const anyZone = fc
      .constantFrom(
        'Europe/Paris',
        'America/Guadeloupe',
        'America/Miquelon',
        'Pacific/Noumea',
        'Europe/London',
        'Australia/Sydney',
      )
      .map((name) => new CivilZone(name));

    it('on the fields, offset, day and text of any instant', () => {
      fc.assert(
        fc.property(anyZone, anyInstant, (zone, ms) => {
          const oracle = DateTime.fromMillis(ms, { zone: zone.name });
          const { year, month, day, hour, minute, second, weekday } = oracle;
          assert.deepEqual(zone.fields(ms), { year, month, day, hour, minute, second, weekday });
          assert.equal(zone.offsetMinutes(ms), oracle.offset);
          assert.equal(zone.dayKey(ms), oracle.toISODate());
          assert.equal(zone.iso(ms), oracle.toISO({ suppressMilliseconds: true }));
          assert.equal(zone.dayStart(ms), oracle.startOf('day').toMillis());
        }),
        { numRuns: 2_000 },
      );
    });

    it('on the way back from local time, with the hint where the clocks show it twice', () => {
      fc.assert(
        fc.property(anyZone, anyInstant, (zone, raw) => {
          const ms = Math.floor(raw / 1000) * 1000;
          const local = zone.fields(ms);
          const [earlier, later] = [zone.toInstant(local, 'earlier'), zone.toInstant(local, 'later')];
          assert.ok(ms === earlier || ms === later);
          assert.equal(zone.isDoubled(local), earlier !== later);
          if (earlier === later)
            assert.equal(DateTime.fromObject(fieldsOnly(local), { zone: zone.name }).toMillis(), ms);
          else assert.equal(later - earlier, HOUR);
        }),
        { numRuns: 2_000 },
      );
    });

    it('on every hour of 2026 and 2027', () => {
      for (let ms = utc('2025-12-31T23:00:00Z'); ms < utc('2027-12-31T23:00:00Z'); ms += HOUR) {
        assert.equal(
          isoParis(ms),
          DateTime.fromMillis(ms, { zone: 'Europe/Paris' }).toISO({ suppressMilliseconds: true }),
        );
      }
    });
  });
});

function fieldsOnly(local: ReturnType<CivilZone['fields']>): Record<string, number> {
  const { year, month, day, hour, minute, second } = local;
  return { year, month, day, hour, minute, second };
}
