// What a row may lack or have too much of: a gap stays a gap, nothing is counted twice.
import assert from 'node:assert/strict';
import { normalise, remarksOf, type NormalisedBody } from '../../../../lib/enedis/bodies';
import { gapsIn, intervalOfDay, sumOf } from '../../../../lib/grid/point';
import { curve2026, dayOfMeans, group2026, point2026, PRM, reading } from '../../../support/enedis/bodies';

const series = { prm: PRM, direction: 'consumption', measure: 'load-curve' } as const;
const about = { series, source: 'x', stamps: 'end', dates: 'local' } as const;
const DAY = dayOfMeans('2026-09-29', 30, () => 1000);

const FIFTH = point2026(DAY[4] ?? { end: NaN, minutes: 30, watts: 0 });

function read(points: readonly unknown[], stage = 'BRUT'): NormalisedBody {
  return normalise({ ...group2026('consumption', 'PA', 'W', points), etapeMetier: stage }, about);
}

/** A whole day, with another third row. */
const withThird = (change: object): unknown[] =>
  DAY.map((mean, i) => ({ ...point2026(mean), ...(i === 2 ? change : {}) }));

describe('lib/enedis/bodies: rows', () => {
  const GAPS: Readonly<Record<string, readonly [change: object, warning: string]>> = {
    'an empty value': [{ v: '' }, 'no-value'],
    null: [{ v: null }, 'no-value'],
    'no value': [{ v: undefined }, 'no-value'],
    NaN: [{ v: 'NaN' }, 'not-a-number'],
    'a word': [{ v: 'null' }, 'not-a-number'],
    'a comma': [{ v: '1,5' }, 'not-a-number'],
    hexadecimal: [{ v: '0x10' }, 'not-a-number'],
    'an endless number': [{ v: Infinity }, 'not-a-number'],
    true: [{ v: true }, 'not-a-number'],
    'a value below zero': [{ v: '-1' }, 'negative'],
    'no date': [{ d: undefined }, 'no-date'],
    'a date alone': [{ d: '2026-09-29' }, 'no-date'],
    'February 30': [{ d: '2026-02-30 01:30:00' }, 'no-date'],
    'the 25th hour': [{ d: '2026-09-29 25:30:00' }, 'no-date'],
    'a date that is no text': [{ d: 20260929 }, 'no-date'],
    'no step': [{ p: undefined }, 'no-step'],
    'a step of days': [{ p: 'P1D' }, 'no-step'],
    'a step that parts no hour': [{ p: 'PT7M' }, 'no-step'],
    'a step of nothing': [{ p: 'PT0M' }, 'no-step'],
  };
  for (const [what, [change, warning]] of Object.entries(GAPS))
    it(`${what} is a gap, and no zero`, () => {
      const { points, gaps, warnings } = read(withThird(change));
      assert.deepEqual([points.length, gaps, warnings], [47, 1, { [warning]: 1 }]);
      assert.equal(sumOf(points), 47 * 500);
      const [gap, ...others] = gapsIn(points, intervalOfDay('2026-09-29'));
      assert.deepEqual([gap?.start, gap?.end, others], [DAY[1]?.end, DAY[2]?.end, []]);
    });

  it('a row that is no row is a gap', () => {
    assert.deepEqual(read([null, 'x', FIFTH]).warnings, { 'no-value': 2 });
  });

  it('numbers and texts are the same, zero is a value', () => {
    assert.deepEqual(read(withThird({ v: 0 })).points, read(withThird({ v: '0' })).points);
    assert.equal(Object.is(read(withThird({ v: '-0' })).points[2]?.value, 0), true);
    assert.equal(read(withThird({ v: ' 250.5 ' })).points[2]?.value, 250.5);
  });

  it('an hour may be PT60M or PT1H, midnight 24:00, the date with a T and without seconds', () => {
    const { points } = read([
      { v: 1, d: '2026-09-29T23:00', p: 'PT1H' },
      { v: 2, d: '2026-09-29 24:00:00', p: 'PT60M' },
      { v: 3, d: '2026-09-30T01:00:00.000', p: 'PT60M' },
    ]);
    assert.deepEqual(
      points.map(({ end, step }) => [new Date(end).toISOString(), step]),
      [
        ['2026-09-29T21:00:00.000Z', 'PT60M'],
        ['2026-09-29T22:00:00.000Z', 'PT60M'],
        ['2026-09-29T23:00:00.000Z', 'PT60M'],
      ],
    );
  });

  it('a value that Enedis doubts or has estimated is estimated', () => {
    for (const change of [{ iv: '1' }, { iv: 2 }, { n: 'E' }, { n: 'H' }, { n: 'P' }])
      assert.deepEqual(
        new Set(read(withThird(change)).points.map(({ quality }, i) => `${quality} ${i === 2}`)),
        new Set(['measured false', 'estimated true']),
      );
    for (const change of [{ iv: 0 }, { iv: undefined }, { iv: null }, { n: 'B' }, { n: 'R' }, { n: undefined }])
      assert.equal(read(withThird(change)).points[2]?.quality, 'measured');
  });

  it('what is corrected says so', () => {
    const stages = (stage: string, change = {}) => read(withThird(change), stage).points.map((point) => point.stage);
    assert.deepEqual(new Set(stages('BRUT')), new Set(['raw']));
    assert.deepEqual(new Set(stages('BEST')), new Set(['corrected']));
    assert.equal(stages('BRUT', { n: 'C' })[2], 'corrected');
    assert.deepEqual(new Set(stages('?')), new Set([undefined]));
    assert.equal(
      normalise(
        { ...reading('W', [{ date: '2026-09-29 00:30:00', value: 1, interval_length: 'PT30M' }]), quality: 'BEST' },
        about,
      ).points[0]?.stage,
      'corrected',
    );
  });

  it('a row that comes twice counts once, with a warning where it says something else', () => {
    const same = read([...DAY.map(point2026), FIFTH]);
    assert.deepEqual([sumOf(same.points), same.warnings], [24_000, {}]);
    const other = read([...DAY.map(point2026), { ...FIFTH, v: '3000' }]);
    assert.deepEqual([sumOf(other.points), other.warnings], [25_000, { duplicate: 1 }]);
  });

  it('an interval over others is left out: the finer ones are taken, in any order', () => {
    const hour = { v: '5000', d: '2026-09-29 02:00:00', p: 'PT60M' };
    const late = { v: '5000', d: '2026-09-29 02:15:00', p: 'PT30M' };
    for (const points of [
      [hour, ...DAY.map(point2026)],
      [...DAY.map(point2026), hour],
    ]) {
      const { points: kept, warnings } = read(points);
      assert.deepEqual([kept.length, sumOf(kept), Object.keys(warnings)], [48, 24_000, ['overlap']]);
    }
    assert.deepEqual(read([...DAY.map(point2026), late]).warnings, { overlap: 1 });
  });

  it('days that were not asked for are left out', () => {
    const days = dayOfMeans('2026-03-27', 30, () => 1000, 4);
    const json = curve2026({ direction: 'consumption', means: days });
    const { points, warnings } = normalise(json, { ...about, window: { from: '2026-03-28', to: '2026-03-30' } });
    assert.deepEqual([points.length, warnings], [48 + 46, { outside: 96 }]);
    assert.deepEqual(
      gapsIn(points, { start: intervalOfDay('2026-03-28').start, end: intervalOfDay('2026-03-29').end }),
      [],
    );
    const daily = group2026(
      'consumption',
      'EA',
      'Wh',
      ['2026-03-28', '2026-03-29', '2026-03-30'].map((d) => ({ d, v: '1' })),
    );
    const energy = {
      ...about,
      series: { ...series, measure: 'energy' },
      window: { from: '2026-03-28', to: '2026-03-30' },
    } as const;
    assert.equal(normalise(daily, energy).points.length, 2);
  });

  it('takes one direction of an answer that has both', () => {
    const of = (direction: 'consumption' | 'production', v: string) =>
      group2026(direction, 'PA', 'W', [{ v, d: '2026-09-29 00:30:00', p: 'PT30M' }])['grandeur'] as unknown[];
    const { points, warnings } = normalise(
      { idPrm: PRM, grandeur: [...of('consumption', '1'), ...of('production', '2')] },
      about,
    );
    assert.deepEqual([points.map(({ value }) => value), warnings], [[1], { 'other-direction': 1 }]);
  });

  it('does not care for fields that it does not know', () => {
    const json = { ...curve2026({ direction: 'consumption', means: DAY }), nouveau: { champ: [1] } };
    assert.equal(normalise(json, about).points.length, 48);
  });

  it('has words for what it left out', () => {
    assert.deepEqual(remarksOf({ negative: 3, outside: 1 }), [
      'values below zero: 3',
      'points of days that were not asked for: 1',
    ]);
    assert.deepEqual(remarksOf({}), []);
  });
});
