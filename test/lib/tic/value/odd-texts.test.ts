// Texts that suppliers and distributors name as they like: what a turned bit makes of one is refused, what the meter really
// sends comes again and again.
import assert from 'node:assert/strict';
import { cje, ice2q, pmePmi, saphirLong } from '../../../support/tic/business-meters';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { linkyStandard } from '../../../support/tic/tic-meters';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const ODD = 'Coupure 14h {travaux} ~`|2027   ';

const reasonOf = (listener: TicListener, label: string): string | undefined =>
  listener.last.groups.find((group) => group.label === label)?.reason;

describe('a text with characters that damage makes', () => {
  const odd = linkyStandard().set('MSG1', ODD);

  it("is the meter's own from the third frame on, which is whole again", () => {
    const listener = listen();
    for (let n = 0; n < 2; n++) {
      listener.push(odd.build());
      assert.deepEqual([reasonOf(listener, 'MSG1'), listener.last.quality.rejected], ['value', 1]);
    }
    listener.push(odd.build());
    assert.equal(listener.last.values['MSG1'], ODD.trim());
    assert.equal(listener.last.quality.rejected, 0);
  });

  it('names a tariff period like any other', () => {
    const named = linkyStandard().set('LTARF', 'H {SOLAIRE} ~|  ');
    const listener = listen();
    for (let n = 0; n < 4; n++) listener.push(named.build());
    assert.deepEqual(
      listener.present('tariff-period').map(({ detail }) => detail['period']),
      ['H {SOLAIRE} ~|'],
    );
  });

  it('is refused each time that another text comes between', () => {
    const listener = listen();
    for (let n = 0; n < 4; n++) {
      listener.push(odd.build());
      assert.equal(reasonOf(listener, 'MSG1'), 'value');
      listener.push(linkyStandard().build());
    }
  });

  it('is never one with a character that no line carries', () => {
    const listener = listen();
    for (let n = 0; n < 4; n++) listener.push(linkyStandard().set('MSG1', ODD.replace('~', '\x7f')).build());
    assert.equal(reasonOf(listener, 'MSG1'), 'value');
  });
});

describe('a code of a business meter', () => {
  const DAMAGED: readonly (readonly [string, FrameBuilder, string, string])[] = [
    ['CJE', cje(), 'JAUNE', '14:3r:24:11:21:  :03100:80'],
    ['CJE', cje(), 'JAUNE', '14:32:24:11:21:  :0310p:80'],
    ['CJE', cje(), 'JAUNE', '14:32:24:11:21:  :03100280'],
    ['CJE', cje(), 'JAUNE', '29:32:24:11:21:  :03100:80'],
    ['CJE', cje(), 'ENERG', '12345v:234567:345678:456789'],
    ['CJE', cje(), 'PSOUSC', 'p4000'],
    ['PME-PMI', pmePmi(), 'MESURES1', 'BT 4 SUPs6'],
    ['PME-PMI', pmePmi(), 'ETATDYN1', '0p0'],
    ['PME-PMI', pmePmi(), 'PTCOUR1', 'HPh'],
    ['ICE', ice2q(), 'CONTRAT', 'BASE_Au'],
    ['SAPHIR', saphirLong(), 'GRILLE_D', 'HTAu    '],
  ];
  for (const [meter, frame, label, data] of DAMAGED) {
    it(`is not one that a turned bit made: ${meter}, ${label} ${data}`, () => {
      const listener = listen().push(frame.build()).push(frame.set(label, data).build());
      assert.equal(reasonOf(listener, label), 'value');
      assert.equal(listener.last.quality.rejected, 1);
    });
  }

  it('may be one that no document lists: it comes again', () => {
    const named = saphirLong().set('GRILLE_F', 'Offre_a ');
    const listener = listen().push(named.build()).push(named.build()).push(named.build());
    assert.equal(listener.last.values['GRILLE_F'], 'Offre_a');
  });
});
