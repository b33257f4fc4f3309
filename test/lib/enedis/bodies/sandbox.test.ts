// Not in the fast lane: a year of three households.
// The bodies of the sandbox, which was written without knowledge of them, against the truth of its households: holes, late and
// corrected days, rows without a value, estimates, steps that change, both orders of the doubled hour.
import assert from 'node:assert/strict';
import { normalise, type AboutBody } from '../../../../lib/enedis/bodies';
import type { Measure } from '../../../../lib/enedis/series';
import { sumOf } from '../../../../lib/grid/point';
import { body2026 } from '../../../../sandbox/enedis/bodies-2026';
import { meterReading, V5, type V5Form } from '../../../../sandbox/enedis/bodies-v5';
import { dayText, type Found } from '../../../../sandbox/enedis/measures';
import { households, PRM } from '../../../../sandbox/household/households';
import { publishedDay } from '../../../../sandbox/household/publication';
import { dayInstant, parisDay } from '../../../../sandbox/paris-clock';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const HOUSES = households(NOW);
/** A year of weeks. */
const WEEKS = Array.from({ length: 53 }, (_, n) => parisDay(NOW) - 7 * (n + 1));

function found(prm: string, direction: Found['direction'], measure: Measure, from: number): Found {
  const household = HOUSES.get(prm);
  if (household === undefined) throw new Error(prm);
  const days = Array.from({ length: 7 }, (_, n) => publishedDay(household, direction, from + n, NOW));
  return { household, direction, measure, from: dayText(from), to: dayText(from + 7), days };
}

type Form = readonly [name: string, body: (week: Found) => unknown, how: Pick<AboutBody, 'stamps' | 'dates'>];
const v5 = (name: string, form: Partial<V5Form>, dates: AboutBody['dates'] = 'local'): Form => [
  name,
  (week) => ({ meter_reading: meterReading(week, { ...V5, ...form }) }),
  { stamps: form.stamps ?? 'end', dates },
];
const FORMS: readonly Form[] = [
  ['2026, as it ran', (week) => body2026(week, { doubledHour: 'as-it-ran' }), { stamps: 'end', dates: 'local' }],
  ['2026, by label', (week) => body2026(week, { doubledHour: 'by-label' }), { stamps: 'end', dates: 'local' }],
  v5('v5', {}),
  v5('company, kW, starts', { prefix: 'k', stamps: 'start', dates: 'local-z' }),
  v5('company, MW, UTC', { prefix: 'M', dates: 'utc' }, 'utc'),
];

function read(week: Found, [, body, how]: Form) {
  const { direction, measure, household, from, to } = week;
  return normalise(body(week), {
    series: { prm: household.prm, direction, measure },
    source: 'x',
    ...how,
    window: { from, to },
  });
}

describe('lib/enedis/bodies: the households of the sandbox', () => {
  for (const prm of [PRM.family, PRM.roof, PRM.workshop])
    for (const form of FORMS)
      it(`${prm}, ${form[0]}: a year of its curve`, () => {
        for (const direction of ['consumption', 'production'] as const)
          for (const from of WEEKS) {
            const week = found(prm, direction, 'load-curve', from);
            const truth = week.days.flatMap(({ curve }) => curve ?? []);
            const { points, gaps, ambiguous } = read(week, form);
            assert.deepEqual(
              points.map(({ start, end, value, quality }) => [start, end, value, quality]),
              truth
                .filter(({ watts }) => watts !== null)
                .map(({ start, end, watts, isEstimated }) => [
                  start,
                  end,
                  watts,
                  isEstimated ? 'estimated' : 'measured',
                ]),
              week.from,
            );
            assert.deepEqual([gaps, ambiguous], [truth.filter(({ watts }) => watts === null).length, 0]);
          }
      });

  it('have days, maxima and indexes, in every form', () => {
    for (const form of FORMS)
      for (const from of WEEKS) {
        const truth = found(PRM.calm, 'consumption', 'energy', from).days;
        const told = (measure: Measure) => read(found(PRM.calm, 'consumption', measure, from), form).points;
        assert.deepEqual(
          told('energy').map(({ start, end, value }) => [start, end, value]),
          truth.map(({ day, wh }) => [dayInstant(day), dayInstant(day + 1), wh]),
        );
        assert.deepEqual(
          told('max-power').map(({ end, value }) => [end, value]),
          truth.map(({ peak }) => [peak?.at, peak?.va]),
        );
        // What the register gains in a week is the energy of its days but the last.
        const totals = told('index')
          .filter(({ grid }) => grid === 'total')
          .map(({ value }) => value);
        assert.equal((totals.at(-1) ?? NaN) - (totals[0] ?? NaN), sumOf(told('energy').slice(0, -1)));
        assert.equal(sumOf(told('load-curve')), sumOf(told('energy')));
      }
  });
});
