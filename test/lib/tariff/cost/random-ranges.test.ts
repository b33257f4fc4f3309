// Any contract, any curve: the parts are the whole, nothing overlaps, and each minute is of the class that the clock says.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { sumOf, type Point } from '../../../../lib/grid/point';
import { costOf } from '../../../../lib/tariff/cost/cost';
import type { ColourOf, Contract, DayColour, OfferKind } from '../../../../lib/tariff/contract/contract';
import { OFFERS } from '../../../../lib/tariff/contract/offers';
import { parseOffPeak } from '../../../../lib/tariff/contract/off-peak';
import { spansOf } from '../../../../lib/tariff/spans/spans';
import { PERIOD, hpHc } from '../../../support/tariff/told-spans';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const clock = fc.integer({ min: 0, max: 1439 });
const ranges = fc
  .array(
    fc.tuple(clock, clock).filter(([from, to]) => from !== to && to !== 0),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.map(([from, to]) => `${face(from)}-${face(to)}`).join(';'));
/** Days about the clock changes, the end of a year and a leap day, and any others. */
const start = fc
  .tuple(
    fc.constantFrom('2026-03-28', '2026-10-24', '2026-12-31', '2028-02-28', '2026-06-15', '2027-03-27'),
    fc.integer({ min: 0, max: 2880 }),
  )
  .map(([day, minutes]) => Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE);
const offers = fc.constantFrom(...(Object.keys(OFFERS) as OfferKind[]));
const colours = fc
  .array(fc.constantFrom<DayColour | undefined>('blue', 'white', 'red', 'peak', 'normal', undefined), {
    minLength: 7,
    maxLength: 7,
  })
  .map(
    (week): ColourOf =>
      (day) =>
        week[Math.floor(Date.parse(day) / DAY) % 7],
  );

/** 1,000 EUR a kWh in every class: a cost in EUR is its energy in Wh. */
function contractOf(kinds: readonly OfferKind[], offPeak: string, changes: readonly string[]): Contract {
  return kinds.map((offer, i) => ({
    ...PERIOD,
    offer,
    offPeak,
    to: changes[i] ?? null,
    prices: Object.fromEntries(OFFERS[offer].classes.map((one) => [one, 1000])),
  }));
}

const contracts = fc
  .tuple(fc.array(offers, { minLength: 1, maxLength: 3 }), ranges)
  .map(([kinds, text]) => contractOf(kinds, text, ['2026-03-29', '2026-10-25'].slice(0, kinds.length - 1)));
/** Midnights at which a new period begins, with a price of its own. */
const CHANGES = ['2026-03-29T22:00Z', '2026-10-25T23:00Z'].map((text) => Date.parse(text));

const curves = fc
  .tuple(
    start,
    fc.array(
      fc.record({
        minutes: fc.constantFrom(10, 15, 30, 60, 7),
        value: fc.integer({ min: 0, max: 9000 }),
        gap: fc.boolean(),
        energy: fc.boolean(),
      }),
      { maxLength: 80 },
    ),
  )
  .map(([first, steps]) => {
    let at = first;
    return steps.flatMap(({ minutes, value, gap, energy }): Point[] => {
      const [from, end] = [at, at + minutes * MINUTE];
      at = end;
      return gap ? [] : [pointOf(from, end, value, energy)];
    });
  });

const shuffles = curves.chain((points) =>
  fc.record({
    points: fc.constant(points),
    shuffled: fc.shuffledSubarray(points, { minLength: points.length }),
  }),
);

function pointOf(from: number, end: number, value: number, energy: boolean): Point {
  return {
    prm: '25000000000017',
    direction: 'consumption',
    kind: energy ? 'energy' : 'load-curve',
    quantity: 'active',
    start: from,
    end,
    value,
    unit: energy ? 'Wh' : 'W',
    step: null,
    quality: 'measured',
    source: 'conso-api',
  };
}

describe('lib/tariff: any contract, any curve', () => {
  it('off-peak hours are those that the clock of luxon shows, minute by minute', () => {
    fc.assert(
      fc.property(ranges, start, fc.integer({ min: 1, max: 1500 }), (text, from, minutes) => {
        const within = { start: from, end: from + minutes * MINUTE };
        const off = parseOffPeak(text);
        for (const span of spansOf(hpHc(text), within, () => undefined))
          for (let at = span.start; at < span.end; at += MINUTE) {
            const { hour, minute } = DateTime.fromMillis(at, { zone: 'Europe/Paris' });
            const shown = hour * 60 + minute;
            const isOff = off.some(({ from: begin, to }) =>
              begin < to ? shown >= begin && shown < to : shown >= begin || shown < to,
            );
            assert.equal(span.tariffClass, isOff ? 'hc' : 'hp');
          }
      }),
      { numRuns: 25 },
    );
  });

  it('spans follow one another without a hole, and neighbours differ', () => {
    fc.assert(
      fc.property(
        contracts,
        colours,
        start,
        fc.integer({ min: 1, max: 10_000 }),
        (contract, colourOf, from, minutes) => {
          const within = { start: from, end: from + minutes * MINUTE };
          const spans = spansOf(contract, within, colourOf);
          assert.equal(spans[0]?.start, within.start);
          assert.equal(spans.at(-1)?.end, within.end);
          spans.slice(1).forEach((span, i) => {
            const before = spans[i];
            assert.equal(before?.end, span.start);
            const same = before.period === span.period && before.tariffClass === span.tariffClass;
            assert.ok(!same || before.colourDay !== span.colourDay);
          });
          for (const { start: begin, end } of spans) assert.ok(begin < end);
        },
      ),
    );
  });

  it('the parts of an interval are the interval, their sum is its energy; what waits is not among them', () => {
    fc.assert(
      fc.property(contracts, colours, curves, (contract, colourOf, points) => {
        const { costs, waiting, unpriced } = costOf(points, contract, colourOf);
        assert.ok(unpriced.every(({ reason }) => reason === 'colour'));
        const waits = new Set(waiting);
        let next = 0;
        for (const point of points) {
          if (waits.has(point)) continue;
          const parts: Point[] = [];
          for (let at = point.start; at < point.end; next++) {
            const part = costs[next];
            assert.equal(part?.start, at);
            assert.ok(part.end > at && part.end <= point.end);
            parts.push(part);
            at = part.end;
          }
          const sum = parts.reduce((all, { value }) => all + value, 0);
          assert.ok(Math.abs(sum - sumOf([point])) < 1e-6, `${sum}, not ${sumOf([point])}`);
          const cut = parts.length > 1;
          assert.ok(parts.every(({ quality }) => quality === (cut ? 'estimated' : 'measured')));
          parts.slice(1).forEach((part, i) => {
            assert.ok(
              part.tariffClass !== parts[i]?.tariffClass || CHANGES.includes(part.start),
              'one class, two parts',
            );
          });
        }
        assert.equal(next, costs.length);
      }),
    );
  });

  it('costs do not depend on the order in which points come, nor on what came with them', () => {
    fc.assert(
      fc.property(contracts, colours, shuffles, (contract, colourOf, { points, shuffled }) => {
        const apart = shuffled.flatMap((point) => costOf([point], contract, colourOf).costs);
        const together = costOf(shuffled, contract, colourOf).costs;
        const inOrder = (costs: readonly Point[]): Point[] => [...costs].sort((a, b) => a.start - b.start);
        assert.deepEqual(together, apart);
        assert.deepEqual(inOrder(together), inOrder(costOf(points, contract, colourOf).costs));
      }),
    );
  });
});

function face(minutes: number): string {
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}`;
}
