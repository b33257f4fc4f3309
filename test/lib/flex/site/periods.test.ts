// Periods as people write them, on the civil days of their zone, those of 23 and 25 hours too.
import assert from 'node:assert/strict';
import { CivilZone, PARIS } from '../../../../lib/grid/paris-time';
import { PeriodsError, periodsOf } from '../../../../lib/flex/site/periods';

/** Those of a day, as local times. */
function shown(text: string, at: string, zone = PARIS): string[] {
  return periodsOf(text, zone)(Date.parse(at)).map(({ start, end }) => `${zone.iso(start)} ${zone.iso(end)}`);
}

function hours(text: string, at: string): number[] {
  const day = PARIS.dayKey(Date.parse(at));
  return periodsOf(
    text,
    PARIS,
  )(Date.parse(at))
    .filter(({ start }) => PARIS.dayKey(start) === day)
    .map(({ start, end }) => (end - start) / 3_600_000);
}

describe('periods of an asset', () => {
  it('come each day, at the hours of the clocks there', () => {
    assert.deepEqual(shown('08:00-12:00', '2026-03-28T10:00:00Z'), [
      '2026-03-27T08:00:00+01:00 2026-03-27T12:00:00+01:00',
      '2026-03-28T08:00:00+01:00 2026-03-28T12:00:00+01:00',
      '2026-03-29T08:00:00+02:00 2026-03-29T12:00:00+02:00',
    ]);
  });

  it('come on some days of the week', () => {
    // 2026-01-16 is a Friday.
    assert.deepEqual(shown('mon-fri 08:00-12:00', '2026-01-16T10:00:00Z').length, 2);
    assert.deepEqual(shown('sam, dim 10h00-16h00', '2026-01-16T10:00:00Z'), [
      '2026-01-17T10:00:00+01:00 2026-01-17T16:00:00+01:00',
    ]);
    assert.deepEqual(shown('Sun-Mon 10:00-11:00', '2026-01-17T10:00:00Z'), [
      '2026-01-18T10:00:00+01:00 2026-01-18T11:00:00+01:00',
    ]);
  });

  it('go over midnight, and to the end of the day', () => {
    assert.deepEqual(
      shown('22:00-06:00', '2026-12-31T12:00:00Z')[1],
      '2026-12-31T22:00:00+01:00 2027-01-01T06:00:00+01:00',
    );
    assert.deepEqual(
      shown('18:00-24:00', '2028-02-29T12:00:00Z')[1],
      '2028-02-29T18:00:00+01:00 2028-03-01T00:00:00+01:00',
    );
    assert.deepEqual(
      shown('00:00-24:00', '2028-02-29T12:00:00Z')[1],
      '2028-02-29T00:00:00+01:00 2028-03-01T00:00:00+01:00',
    );
  });

  it('last an hour more or less in the nights of the clock changes', () => {
    assert.deepEqual(hours('00:00-24:00', '2026-03-29T12:00:00Z'), [23]);
    assert.deepEqual(hours('00:00-24:00', '2026-10-25T12:00:00Z'), [25]);
    assert.deepEqual(hours('01:00-04:00', '2026-03-29T12:00:00Z'), [2]);
    assert.deepEqual(hours('01:00-04:00', '2026-10-25T12:00:00Z'), [4]);
    // The hour that comes twice is there both times; the one that is skipped is not.
    assert.deepEqual(hours('02:00-02:59', '2026-10-25T12:00:00Z'), [1 + 59 / 60]);
    assert.deepEqual(hours('02:00-03:00', '2026-03-29T12:00:00Z'), []);
  });

  it('come once, with an offset or by the clocks there', () => {
    const [text, at] = ['2025-04-02T12:00:00/2025-04-02T14:00:00', '2025-04-02T09:00:00+02:00'];
    assert.deepEqual(shown(text, at), ['2025-04-02T12:00:00+02:00 2025-04-02T14:00:00+02:00']);
    assert.deepEqual(shown('2025-04-02T12:00:00Z/PT2H', at), ['2025-04-02T14:00:00+02:00 2025-04-02T16:00:00+02:00']);
    assert.deepEqual(shown('2025-04-02T12:00/14:00', at), shown(text, at));
    assert.deepEqual(shown('P1D/2026-10-26', at), ['2026-10-25T00:00:00+02:00 2026-10-26T00:00:00+01:00']);
    assert.deepEqual(shown(text, at, new CivilZone('Indian/Reunion')), [
      '2025-04-02T12:00:00+04:00 2025-04-02T14:00:00+04:00',
    ]);
  });

  it('stand side by side', () => {
    assert.equal(shown('08:00-12:00; 14:00-18:00\n2025-04-02T20:00/PT1H;', '2025-04-02T09:00:00Z').length, 7);
    assert.deepEqual(shown(' ', '2025-04-02T09:00:00Z'), []);
  });

  for (const text of [
    ...['x', '08:00', '8-12', '25:00-26:00', '08:60-09:00', '08:00-24:01', '24:00-08:00', 'foo 08:00-12:00'],
    ...[
      'mon-tue-wed 08:00-12:00',
      '2025-04-02T12:00/2025-04-02T12:00',
      '2025-04-02/x',
      'PT1H/PT2H',
      '08:00/12:00',
      'PT1H/12:00',

      '2025-04-02T12:00/PT0S',
    ],
    ...['2025-02-30/2025-03-01', '2025-04-01/2025-04-02/2025-04-03', '/'],
  ])
    it(`are none in ${text}`, () => {
      assert.throws(
        () => periodsOf(`08:00-12:00;${text}`, PARIS),
        (error: unknown) => error instanceof PeriodsError && error.part === text,
      );
    });
});
