// Class and price of now: the meter while it speaks, else the clock; what a meter on EJP tells of its day.
import assert from 'node:assert/strict';
import type { ContractPeriod, DayColour } from '../../../../lib/tariff/contract/contract';
import { PresentTariff } from '../../../../lib/tariff/running/present-tariff';
import { candidatesOfName } from '../../../../lib/tariff/running/registers';

const PERIOD: ContractPeriod = {
  from: null,
  to: null,
  offer: 'hp-hc',
  offPeak: '2h10-3h40;22h-0h',
  weekEnd: [],
  prices: { hp: 0.2, hc: 0.1 },
  subscription: null,
  surcharge: 0.02,
  vat: 20,
  feedIn: null,
};
const EJP: ContractPeriod = { ...PERIOD, offer: 'ejp', offPeak: '', prices: { 'ejp-normal': 0.1, 'ejp-peak': 1 } };
const MINUTE = 60_000;

describe('the present tariff', () => {
  const tariff = (): PresentTariff => new PresentTariff([PERIOD], () => undefined);
  const classAt = (present: PresentTariff, iso: string): string | null | undefined =>
    present.at(Date.parse(iso))?.tariffClass;

  it('has surcharge and VAT in it, by the clock and by the meter', () => {
    const now = Date.parse('2026-01-12T21:59:00+01:00');
    const present = tariff();
    assert.equal(present.at(now)?.eurPerKWh?.toFixed(6), '0.264000');
    present.hear(candidatesOfName('HC..'), now);
    assert.equal(present.at(now)?.eurPerKWh?.toFixed(6), '0.144000');
  });

  it('by the clock, in the hour that is skipped and in the one that comes twice', () => {
    // 2:10 is skipped on 29 March: off-peak hours begin with the jump, and end at 3:40.
    const present = tariff();
    assert.equal(classAt(present, '2026-03-29T01:59:00+01:00'), 'hp');
    assert.equal(classAt(present, '2026-03-29T03:39:00+02:00'), 'hc');
    assert.equal(classAt(present, '2026-03-29T03:40:00+02:00'), 'hp');
    for (const offset of ['+02:00', '+01:00']) {
      assert.equal(classAt(present, `2026-10-25T02:09:00${offset}`), 'hp');
      assert.equal(classAt(present, `2026-10-25T02:10:00${offset}`), 'hc');
    }
  });

  it('looks again at the next change, at midnight, and when the meter falls silent', () => {
    const present = tariff();
    const now = Date.parse('2026-01-12T21:58:00+01:00');
    assert.equal(present.nextLook(now) - now, 2 * MINUTE);
    const evening = Date.parse('2026-01-12T23:30:00+01:00');
    assert.equal(present.nextLook(evening) - evening, 30 * MINUTE);
    present.hear([], evening);
    assert.equal(present.nextLook(evening) - evening, 5 * MINUTE);
    assert.deepEqual([present.isAlive(evening + 5 * MINUTE - 1), present.isAlive(evening + 5 * MINUTE)], [true, false]);
  });

  const heard: readonly (readonly [string, string, string | undefined, DayColour | undefined])[] = [
    ['2026-01-12T06:30:00+01:00', 'HN..', undefined, undefined],
    ['2026-01-12T07:30:00+01:00', 'HN..', '2026-01-12', 'normal'],
    ['2026-01-12T07:30:00+01:00', 'PM..', '2026-01-12', 'peak'],
    ['2026-01-13T00:30:00+01:00', 'PM..', '2026-01-12', 'peak'],
    ['2026-01-13T00:30:00+01:00', 'TH..', undefined, undefined],
  ];
  for (const [at, name, day, colour] of heard)
    it(`of EJP tells the colour of its day: ${name} at ${at.slice(11, 16)}`, () => {
      const present = new PresentTariff([EJP], () => undefined);
      const now = Date.parse(at);
      present.hear(candidatesOfName(name), now);
      assert.deepEqual(present.ejpDay(now), day === undefined ? [] : [{ day, colour }]);
    });
});
