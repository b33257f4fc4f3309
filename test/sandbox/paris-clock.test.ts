import assert from 'node:assert/strict';
import { dayInstant, isSummer, parisDay, parisInstant, parisTime } from '../../sandbox/paris-clock';

const HOUR = 3_600_000;

describe('sandbox: the clock of Paris', () => {
  it('shows what the time zone database shows, hour by hour, over four years', () => {
    const wall = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Europe/Paris',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2029, 0, 1); at += HOUR) {
      const { year, month, day, hour } = parisTime(at);
      const two = (value: number): string => String(value).padStart(2, '0');
      assert.equal(`${year}-${two(month)}-${two(day)}, ${two(hour)}`, wall.format(at), new Date(at).toISOString());
    }
  });

  it('gives the last Sunday of March 23 hours and the last Sunday of October 25', () => {
    const hoursOf = (year: number, month: number, day: number): number =>
      (parisInstant(year, month, day + 1) - parisInstant(year, month, day)) / HOUR;
    assert.equal(hoursOf(2026, 3, 29), 23);
    assert.equal(hoursOf(2026, 10, 25), 25);
    assert.equal(hoursOf(2026, 10, 26), 24);
  });

  it('changes the season at 01:00 UTC to the millisecond', () => {
    assert.equal(isSummer(Date.UTC(2026, 2, 29, 1) - 1), false);
    assert.equal(isSummer(Date.UTC(2026, 2, 29, 1)), true);
    assert.equal(isSummer(Date.UTC(2026, 9, 25, 1) - 1), true);
    assert.equal(isSummer(Date.UTC(2026, 9, 25, 1)), false);
  });

  it('finds the instant of a civil hour again, on the days around a change too', () => {
    for (const at of [Date.UTC(2026, 2, 29, 4), Date.UTC(2026, 9, 25, 5), Date.UTC(2028, 1, 29, 12)]) {
      const { hour } = parisTime(at);
      assert.equal(dayInstant(parisDay(at), hour), at);
    }
  });
});
