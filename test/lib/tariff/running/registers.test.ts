// What meters say of their tariff, in the words that were seen on the line (spec/tic.md §2.1, §2.2), and which class of a contract that is.
import assert from 'node:assert/strict';
import type { OfferKind, TariffClass } from '../../../../lib/tariff/contract/contract';
import { chooseClass } from '../../../../lib/tariff/running/class-choice';
import { candidatesOfName, candidatesOfRegister, meterTariff } from '../../../../lib/tariff/running/registers';

/** Name on the line, offer, what the clock says, class. */
const NAMES: readonly (readonly [string, OfferKind, TariffClass | null, TariffClass | undefined])[] = [
  ['HC..', 'hp-hc', 'hp', 'hc'],
  ['HP..', 'hp-hc', 'hc', 'hp'],
  [' HEURE  CREUSE  ', 'hp-hc', 'hp', 'hc'],
  ['HEURE PLEINE', 'hp-hc', 'hc', 'hp'],
  ['TH..', 'hp-hc', 'hp', undefined],
  ['BASE', 'base', 'base', undefined],
  ['INDEX NON CONSO', 'hp-hc', 'hp', undefined],
  ['HCJB', 'tempo', null, 'hc-blue'],
  ['HPJB', 'tempo', 'hc-red', 'hp-blue'],
  ['HPJW', 'tempo', null, 'hp-white'],
  ['HCJR', 'tempo', null, 'hc-red'],
  ['    HP  BLEU    ', 'tempo', null, 'hp-blue'],
  ['    HC  BLANC   ', 'tempo', null, 'hc-white'],
  ['    HP  ROUGE   ', 'tempo', 'hp-white', 'hp-red'],
  // The colour first, as meters of 2026 have it.
  ['BLEU HC         ', 'tempo', null, 'hc-blue'],
  ['BLEU HP         ', 'tempo', 'hc-blue', 'hp-blue'],
  ['ROUGE HC        ', 'tempo', 'hp-red', 'hc-red'],
  // Without its hours the clock has them.
  ['JOUR BLEU', 'tempo', 'hc-blue', 'hc-blue'],
  ['JOUR BLEU', 'tempo', null, undefined],
  ['HN..', 'ejp', 'ejp-peak', 'ejp-normal'],
  ['PM..', 'ejp', 'ejp-normal', 'ejp-peak'],
  // The season is the clock's.
  ['HC..', 'seasonal', 'hph', 'hch'],
  ['HC..', 'seasonal', 'hpb', 'hcb'],
  ['HPH', 'seasonal', 'hch', 'hph'],
  ['HCB', 'seasonal', 'hpb', 'hcb'],
  ['HCHI', 'seasonal', 'hph', 'hch'],
  // A calendar, no period.
  ['H PLEINE/CREUSE', 'hp-hc', 'hp', undefined],
  // On Saturday off-peak is that of the week-end.
  ['HC..', 'hp-hc-week-end', 'hp', 'hc'],
  ['HC..', 'hp-hc-week-end', 'hc-week-end', 'hc-week-end'],
  ['HP..', 'hp-hc-week-end', 'hp-week-end', 'hp-week-end'],
  // The meter has changed its hours, the clock has not yet.
  ['HC WEEK END', 'hp-hc-week-end', 'hp-week-end', 'hc-week-end'],
  ['HP WEEK END', 'hp-hc-week-end', 'hc-week-end', 'hp-week-end'],
  ['HEURE WEEK-END', 'hp-hc-week-end', 'hp-week-end', 'hp-week-end'],
  ['WEEK END', 'week-end', 'base', 'week-end'],
  // Another offer than the meter's: what it says means nothing here.
  ['HPJB', 'hp-hc', 'hc', undefined],
  ['HC..', 'base', 'base', undefined],
];

describe('what a meter says of its tariff', () => {
  for (const [name, offer, byClock, wanted] of NAMES)
    it(`${name.trim()} of ${offer}, ${String(byClock)} by the clock: ${String(wanted)}`, () => {
      assert.equal(chooseClass(candidatesOfName(name.trim()), offer, byClock), wanted);
    });

  it('is in the labels of historique', () => {
    const tariff = meterTariff({ OPTARIF: 'HC..', HCHC: 12, HCHP: 34, PTEC: 'HP..', PAPP: 700, BASE: -1 });
    assert.deepEqual(tariff, {
      registers: { HCHC: 12, HCHP: 34 },
      name: 'HP..',
      counting: undefined,
      calendar: undefined,
    });
    assert.equal(chooseClass(candidatesOfRegister('HCHC', {}, undefined), 'hp-hc', 'hp'), 'hc');
  });

  it('is in the number of the register in standard mode', () => {
    const tariff = meterTariff({
      NGTF: '     TEMPO      ',
      LTARF: '    HP  BLEU    ',
      NTARF: '02',
      EASF02: 7,
      EASF10: 0,
    });
    assert.deepEqual(tariff, {
      registers: { EASF02: 7, EASF10: 0 },
      name: 'HP  BLEU',
      counting: 'EASF02',
      calendar: 'TEMPO',
    });
    // What it was called while it counted comes before the order of the calendar.
    const of = (names: Record<string, string>, calendar: string): TariffClass | undefined =>
      chooseClass(candidatesOfRegister('EASF01', names, calendar), 'hp-hc', 'hc');
    assert.equal(of({}, 'H PLEINE/CREUSE'), 'hc');
    assert.equal(of({ EASF01: 'HEURE PLEINE' }, 'H PLEINE/CREUSE'), 'hp');
    assert.equal(of({}, 'H SUPER CREUSES'), undefined);
  });
});
