// What a right sum cannot tell: whether the data can have been sent under this label.
import assert from 'node:assert/strict';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { linkyHc, linkyStandard, linkyTempo } from '../../../support/tic/tic-meters';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const reasonOf = (listener: TicListener, label: string): string | undefined =>
  listener.last.groups.find((group) => group.label === label)?.reason;

describe('a group whose sum is right', () => {
  const WRONG: readonly (readonly [string, FrameBuilder, string, string])[] = [
    ['an index of eight digits', linkyStandard().set('EAST', '35802467'), 'EAST', 'length'],
    ['an index with a blank in it', linkyStandard().set('EASD01', '06476 712'), 'EASD01', 'value'],
    ['a current of four digits', linkyHc().set('IINST', '0005'), 'IINST', 'length'],
    ['a power with a letter', linkyHc().set('PAPP', '0124p'), 'PAPP', 'value'],
    ['a status word that is not hexadecimal', linkyStandard().set('STGE', '002A00p1'), 'STGE', 'value'],
    ['an address of thirteen digits', linkyHc().set('ADCO', '0123456789012'), 'ADCO', 'length'],
    ['a tariff period that no meter has', linkyHc().set('PTEC', 'HX..'), 'PTEC', 'value'],
    ['a colour of tomorrow that does not exist', linkyTempo().set('DEMAIN', 'VERT'), 'DEMAIN', 'value'],
    ['a Tempo option with bit 6 turned over', linkyTempo().set('OPTARIF', 'BBRh'), 'OPTARIF', 'value'],
    ['an option that does not exist', linkyHc().set('OPTARIF', 'HCnn'), 'OPTARIF', 'value'],
    [
      'a day profile with a broken block',
      linkyStandard().set('PJOURF+1', `0000C00p${' NONUTILE'.repeat(10)}`),
      'PJOURF+1',
      'value',
    ],
    ['a text with a character that no text has', linkyStandard().set('LTARF', ' HEURE ` CREUSE '), 'LTARF', 'value'],
    ['a DATE with data', linkyStandard().set('DATE', '1', 'H270112105501'), 'DATE', 'length'],
  ];
  for (const [what, frame, label, reason] of WRONG) {
    it(`is refused, counted and listed with its reason: ${what}`, () => {
      const listener = listen().push(frame.build());
      assert.equal(reasonOf(listener, label), reason);
      const { rejected, held, complete } = listener.last.quality;
      assert.deepEqual([rejected, held, complete], [1, 0, true]);
      assert.equal(label in listener.last.values, false);
    });

    it(`passes when lenient: ${what}`, () => {
      const listener = listen({ lenient: true }).push(frame.build());
      assert.equal(reasonOf(listener, label), undefined);
      assert.equal(listener.last.quality.rejected, 0);
    });
  }

  it('is listed in the order of the frame, each with its horodate and its data as sent', () => {
    const { groups } = listen().push(linkyStandard().damaged('EAST').build()).last;
    assert.deepEqual(
      groups.map(({ label }) => label),
      linkyStandard().labels,
    );
    assert.deepEqual(groups.slice(2, 6), [
      { label: 'DATE', horodate: 'H270112105501', data: '', ok: true },
      { label: 'NGTF', horodate: null, data: 'H PLEINE/CREUSE ', ok: true },
      { label: 'LTARF', horodate: null, data: ' HEURE  CREUSE  ', ok: true },
      { label: 'EAST', horodate: null, data: '035802467', ok: false, reason: 'checksum' },
    ]);
  });

  it('that is longer than any group is refused for its length, and nothing of the line is shown twice', () => {
    const listener = listen().push(
      linkyHc()
        .noise('HCHP', `\nMESSAGE ${'x'.repeat(140)} A\r`)
        .noise('HCHP', '\nY\r')
        .build(),
    );
    const refused = listener.last.groups.filter(({ ok }) => !ok);
    assert.deepEqual(
      refused.map(({ label, reason }) => [label, reason]),
      [
        ['Y', 'format'],
        ['MESSAGE', 'length'],
      ],
    );
    assert.equal(refused[0]?.data, '');
  });
});
