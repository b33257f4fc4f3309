// Dates without season over everything that a calendar does: clock changes, the year's end, the 29th of February. The frames
// are dated by the European rule, written for itself (scripted-building.ts).
// Not in the fast lane: years of dates.
import assert from 'node:assert/strict';
import { colons, ice2q, iceV24, pmePmi, saphirShort, slashes } from '../../../support/tic/business-meters';
import { type Script, scripted, wallClock } from '../../../support/tic/scripted-building';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { listen } from '../../../support/tic/tic-listener';

const HOUR = 3_600_000;

/** What happens, and when. */
const NIGHTS = [
  ['the turn to winter time, 25 October 2026', Date.parse('2026-10-25T01:00:00Z')],
  ['the turn to summer time, 29 March 2026', Date.parse('2026-03-29T01:00:00Z')],
  ['the turn to summer time, 28 March 2027', Date.parse('2027-03-28T01:00:00Z')],
  ["the year's end", Date.parse('2026-12-31T23:00:00Z')],
  ['the 29th of February 2028', Date.parse('2028-02-28T23:00:00Z')],
  ['the 1st of March 2028', Date.parse('2028-02-29T23:00:00Z')],
] as const;

describe('the night of', function () {
  for (const [name, instant] of NIGHTS)
    for (const [unit, arrives] of [
      ['kVA', true],
      ['kW', false],
    ] as const)
      it(`${name}: times and the budget in ${unit} go on${arrives ? '' : ', in a file too'}`, () => {
        const start = instant - 40 * 60_000;
        const script: Script = {
          unit,
          start,
          td: () => 10,
          power: (second) => 70 + 20 * Math.sin(second / 400),
          seconds: 110 * 60,
        };
        const listener = listen({ listGroups: false });
        for (const { second, frame, truth } of scripted(script)) {
          listener.push(frame.build(), arrives ? start + second * 1000 : undefined);
          const { time, budget, quality, clockOffset } = listener.last;
          assert.equal(Date.parse(time ?? ''), start + second * 1000, `${String(time)} at ${String(second)}`);
          assert.equal(clockOffset, arrives ? 0 : null);
          assert.deepEqual([quality.rejected, quality.held], [0, 0]);
          if (second < 1900) continue;
          assert.ok(budget?.left != null && Math.abs(budget.left - truth.left) < 0.002, `left at ${String(second)}`);
          assert.equal(budget.secondsToTop, truth.secondsToTop);
          if (unit === 'kW') continue;
          const [least, most] = [Math.min(...truth.slidingMeans), Math.max(...truth.slidingMeans)];
          assert.ok(budget.mean !== null && budget.mean > least - 1.5 && budget.mean < most + 1.5);
        }
      });

  it('the turn to winter time: a clock that is set back by seconds stays in its hour', () => {
    const listener = listen();
    const first = Date.parse('2026-10-25T00:10:00Z');
    for (const [i, time] of ['02:10:00', '02:10:08', '02:10:06', '02:10:14'].entries())
      listener.push(pmePmi().set('DATE', colons(time, '25/10/26')).build(), first + i * 8000);
    assert.deepEqual(
      listener.frames.map(({ time }) => time?.slice(11)),
      ['02:10:00+02:00', '02:10:08+02:00', '02:10:06+02:00', '02:10:14+02:00'],
    );
  });
});

describe('a date', () => {
  const DATED: readonly (readonly [string, (time: string, day: string) => FrameBuilder])[] = [
    ['PME-PMI', (time, day) => pmePmi().set('DATE', colons(time, day))],
    ['SAPHIR', (time, day) => saphirShort().set('DATE', slashes(time.replaceAll(':', '/'), day))],
    ['ICE-2Q', (time, day) => ice2q().set('DATECOUR', slashes(time.replaceAll(':', '/'), day))],
    ['ICE V2.4', (time, day) => iceV24().set('DATE', slashes(time.replaceAll(':', '/'), day))],
  ];

  for (const [name, dated] of DATED) {
    it(`of ${name} is read on every day that there is`, () => {
      for (let at = Date.parse('2026-01-01T11:00:00Z'); at < Date.parse('2029-01-01'); at += 24 * HOUR) {
        // A first frame alone does not tell a V2.4 from others that have a DATE.
        const frame = dated(...wallClock(at)).build();
        const { time } = listen().push(frame).push(frame).last;
        assert.equal(Date.parse(time ?? ''), at, String(time));
      }
    });

    it(`of ${name} that no calendar has is no time, and is counted as damage`, () => {
      for (const day of [
        '29/02/27',
        '30/02/28',
        '31/04/26',
        '31/11/26',
        '00/01/26',
        '32/01/26',
        '10/13/26',
        '10/00/26',
      ]) {
        const frame = dated('12:00:00', day).build();
        const { time, quality, horodates } = listen().push(frame).push(frame).last;
        assert.deepEqual([time, quality.rejected, 'DATE' in horodates], [null, 1, false], day);
      }
      for (const clock of ['24:00:00', '12:60:00', '12:00:60'])
        assert.equal(listen().push(dated(clock, '10/01/26').build()).last.time, null, clock);
    });
  }
});
