// When a colour is certain, source by source: a colour may change between the pre-signal and noon.
import assert from 'node:assert/strict';
import type { TempoColour, TempoSource } from '../../../../lib/rte/tempo/answers';
import { knownDay, withReport, type TempoClaims } from '../../../../lib/rte/tempo/claims';

const DAY = '2026-11-25';
const ORDER: readonly TempoSource[] = ['rte', 'services-rte', 'api-couleur-tempo', 'meter'];

const heard = (
  source: TempoSource,
  colour: TempoColour,
  time: string,
  claims: TempoClaims = {},
  day = DAY,
): TempoClaims => withReport(claims, source, [{ day, colour }], Date.parse(time));

describe('how certain the colour of a Tempo day is', () => {
  for (const [source, last, first] of [
    ['rte', 'T10:29:59', 'T10:30:00'],
    ['services-rte', 'T10:29:59', 'T10:30:00'],
    // It asks RTE at 10:10 and again at about 11:15: at 10:45 it tells a pre-signal.
    ['api-couleur-tempo', 'T11:29:59', 'T11:30:00'],
  ] as const)
    it(`${source} is believed for good from ${first.slice(1, 6)} of the day before on, on the day of 25 hours too`, () => {
      for (const [day, eve, offset] of [
        [DAY, '2026-11-24', '+01:00'],
        ['2026-10-26', '2026-10-25', '+01:00'],
        ['2026-03-29', '2026-03-28', '+01:00'],
      ] as const) {
        const confirmed = [last, first].map(
          (time) => knownDay(heard(source, 'blue', `${eve}${time}${offset}`, {}, day), day, ORDER).confirmed,
        );
        assert.deepEqual(confirmed, [false, true]);
      }
    });

  it('RTE’s word goes before a pre-signal that api-couleur-tempo still tells at 10:45', () => {
    const claims = heard(
      'rte',
      'red',
      '2026-11-24T10:45:00+01:00',
      heard('api-couleur-tempo', 'white', '2026-11-24T10:45:00+01:00'),
    );
    const day = knownDay(claims, DAY, ['api-couleur-tempo', 'rte']);
    assert.deepEqual([day.colour, day.source, day.confirmed], ['red', 'rte', true]);
  });

  it('who was heard after noon goes before who was heard in the morning and is down since', () => {
    const claims = heard(
      'meter',
      'red',
      '2026-11-24T20:05:00+01:00',
      heard('rte', 'white', '2026-11-24T10:45:00+01:00'),
    );
    const day = knownDay(claims, DAY, ORDER);
    assert.deepEqual(
      [day.colour, day.source, day.disagreement],
      ['red', 'meter', [{ source: 'rte', colour: 'white' }]],
    );
  });

  it('of those heard after noon the user’s order says who is right', () => {
    const claims = heard(
      'meter',
      'red',
      '2026-11-24T20:05:00+01:00',
      heard('rte', 'white', '2026-11-24T12:10:00+01:00'),
    );
    assert.equal(knownDay(claims, DAY, ORDER).colour, 'white');
  });
});
