// A group without data says nothing: what is made of its label is as if it had not come, and never a text "null".
import assert from 'node:assert/strict';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { cje, ice2q, ice4q, pmePmi, saphirLong } from '../../../support/tic/business-meters';
import { dayProfile, linkyEjp, linkyStandard, linkyStandardTempo, linkyTempo } from '../../../support/tic/tic-meters';
import { type TicListener, listen } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const FRAMES = 4;

const noticed = pmePmi()
  .after('PTCOUR1', 'TDYN1FF', '24/11/26 20:00:00-P')
  .after('PTCOUR1', 'TDYN1FD', '24/11/26 18:00:00-P')
  .after('PTCOUR1', 'PREAVIS1', 'TD-P');

const TABLE: Readonly<Record<string, readonly [meter: FrameBuilder, labels: readonly string[]]>> = {
  'Tempo in historique': [linkyTempo().set('DEMAIN', 'ROUG'), ['OPTARIF', 'PTEC', 'DEMAIN', 'PAPP', 'ISOUSC', 'IINST']],
  'EJP in historique': [linkyEjp(), ['OPTARIF', 'PTEC']],
  standard: [linkyStandard(), ['NGTF', 'LTARF', 'NTARF', 'STGE', 'SINSTS', 'PREF', 'IRMS1', 'DATE']],
  'Tempo in standard': [
    linkyStandardTempo().after('PJOURF+1', 'PPOINTE', dayProfile('00004005', '06004006', '22004005')),
    ['NGTF', 'LTARF', 'NTARF', 'STGE', 'PPOINTE'],
  ],
  'PME-PMI': [noticed, ['PTCOUR1', 'ETATDYN1', 'PREAVIS1', 'TDYN1FD', 'TDYN1FF', 'MESURES1', 'PS', 'DATE']],
  SAPHIR: [
    saphirLong().after('PTCOURD', 'TDYND', 'd-24/11/26 18:00:00-2').after('PTCOURD', 'PREAVISD', 'TD-2'),
    ['PTCOURD', 'PREAVISD', 'TDYND', 'DATE'],
  ],
  'ICE-2Q': [ice2q().after('PTCOUR', 'PREAVIS', 'EJP'), ['PTCOUR', 'PREAVIS', 'CONTRAT']],
  'ICE-4Q': [ice4q(), ['PTCOUR', 'CONTRAT']],
  CJE: [cje(), ['JAUNE', 'PSOUSC']],
};

function hear(frame: FrameBuilder, lenient: boolean): TicListener {
  const listener = listen({ lenient });
  for (let n = 0; n < FRAMES; n++) listener.push(frame.build(), NOON + n * 2_000);
  return listener;
}

/** What holds, without the ids of the events. */
function held({ decoder }: TicListener): unknown[] {
  return decoder
    .presentSignals()
    .filter(({ state }) => state !== 'cleared')
    .map(({ signal, state, level, expected, detail }) => ({ signal, state, level, expected, detail }));
}

describe('a group without data', () => {
  for (const [name, [meter, labels]] of Object.entries(TABLE))
    for (const label of labels.filter((one) => meter.labels.includes(one)))
      for (const lenient of [false, true])
        for (const blank of ['', '    ', ' '.repeat(16)])
          it(`is as none: ${name}, ${label}, ${String(blank.length)} blanks${lenient ? ', lenient' : ''}`, () => {
            const listener = hear(meter.set(label, blank), lenient);
            assert.doesNotMatch(JSON.stringify(listener.signals), /"null"/);
            // A blank that its label cannot have is damage, and damage is no absence.
            if (listener.last.quality.rejected === 0)
              assert.deepEqual(held(listener), held(hear(meter.without(label), lenient)));
          });

  it('names no tariff: the number of the index does, at its group', () => {
    const periods = (listener: TicListener): unknown[] =>
      listener.told('tariff-period').map(({ change, detail }) => [change, detail]);
    const nameless = linkyStandard().set('LTARF', ' '.repeat(16)).set('NTARF', '02');
    const listener = listen().push(nameless.upTo('NTARF'), NOON);
    assert.deepEqual(periods(listener), [['initial', { period: '02', offPeak: null }]]);
  });

  it('takes the place of the name once it is believed, with the number of its own frame', () => {
    const listener = listen().push(linkyStandard().build(), NOON);
    listener.news();
    listener.push(linkyStandard().set('LTARF', ' '.repeat(16)).set('NTARF', '02').build(), NOON + 2_000);
    assert.deepEqual(
      listener.told('tariff-period').map(({ change, detail }) => `${change} ${String(detail['period'])}`),
      ['ended HEURE  CREUSE', 'started 02'],
    );
  });

  it('and a DEMAIN that no list has tell no colour', () => {
    for (const text of ['    ', 'constructor', '__proto__']) {
      const listener = hear(linkyTempo().set('DEMAIN', text), true);
      assert.deepEqual(
        listener.told('day-colour').map(({ detail }) => detail['colour']),
        ['blue'],
        text,
      );
    }
  });

  it('is no other meter where it is the identity', () => {
    const listener = listen({ lenient: true }).push(linkyStandard().build(), NOON);
    const { id } = listener.last.meter;
    listener.push(linkyStandard().set('ADSC', '').build(), NOON + 2_000);
    assert.equal(listener.last.meter.id, id);
  });
});
