// Public holidays of France as the calendars of those years print them.
import assert from 'node:assert/strict';
import { isPublicHoliday } from '../../../../lib/tariff/spans/public-holidays';

const MOVING: Readonly<Record<string, readonly string[]>> = {
  2024: ['04-01', '05-09', '05-20'],
  2025: ['04-21', '05-29', '06-09'],
  2026: ['04-06', '05-14', '05-25'],
  2027: ['03-29', '05-06', '05-17'],
  2038: ['04-26', '06-03', '06-14'],
};
const DATED = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

describe('public holidays', () => {
  for (const [year, moving] of Object.entries(MOVING))
    it(`of ${year} are eleven days, and these`, () => {
      const days = Array.from({ length: 366 }, (_, i) =>
        new Date(Date.UTC(Number(year), 0, 1 + i)).toISOString().slice(0, 10),
      );
      const found = days.filter((day) => day.startsWith(year) && isPublicHoliday(day));
      assert.deepEqual(
        found,
        [...new Set([...DATED, ...moving])].sort().map((day) => `${year}-${day}`),
      );
    });
});
