// `day-colour` of Tempo from LTARF, STGE, DPMn and PPOINTE, by the clock of the meter.
import assert from 'node:assert/strict';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { dayProfile, linkyStandard, linkyStandardTempo } from '../../../support/tic/tic-meters';
import { colourEdge, listen, type TicListener } from '../../../support/tic/tic-listener';

const at = (iso: string): number => Date.parse(`2027-01-${iso}+01:00`);
const colours = (listener: TicListener): string[] => listener.told('day-colour').map(colourEdge);
const presentColours = (listener: TicListener): string[] =>
  listener.present('day-colour').map((event) => `${event.state} ${colourEdge(event)}`);

describe('the colours of Tempo in standard', () => {
  const frame = (time: string, tariff: string, status: string): FrameBuilder =>
    linkyStandardTempo(`H2701${time}`).set('LTARF', tariff).set('STGE', status);
  const [HC_BLUE, HP_BLUE, HP_RED] = ['    HC  BLEU    ', '    HP  BLEU    ', '    HP  ROUGE   '];
  const dated = (builder: FrameBuilder, n: number, start: string, end: string): FrameBuilder =>
    builder.after('STGE', `FPM${String(n)}`, '00', end).after('STGE', `DPM${String(n)}`, '00', start);

  it('go by the clock of the meter, that of today by LTARF, that of tomorrow by STGE', () => {
    const listener = listen().push(frame('12105501', HP_BLUE, '0D2A0401').build(), at('12T23:59:00'));
    assert.deepEqual(colours(listener), ['initial 12 blue 1', 'initial 13 red null']);
  });

  it('are a level lower in off-peak hours, on whichever side of the colour the supplier names them', () => {
    for (const [tariff, status, level] of [
      ['    HC  ROUGE   ', '032A1001', 2],
      ['ROUGE HC        ', '032A1001', 2],
      ['ROUGE HP        ', '032A1401', 3],
    ] as const) {
      const listener = listen().push(frame('12105501', tariff, status).build(), at('12T12:00:00'));
      assert.deepEqual(colours(listener), [`initial 12 red ${String(level)}`], tariff);
    }
  });

  it('wait for the clock of the meter where its first frame is heard from the middle on: the host may be days away', () => {
    const bytes = frame('12105501', HP_BLUE, '0D2A0401').build();
    const whole = ['initial 12 blue 1', 'initial 13 red null'];
    for (let from = 1; from < bytes.length; from += 11) {
      const listener = listen().push(bytes.subarray(from), at('20T12:00:00')).push(bytes, at('20T12:00:02'));
      assert.deepEqual(colours(listener), whole, `from byte ${String(from)} on`);
    }
  });

  it('turn over at 06:00, and what STGE said before is not said of the next day', () => {
    const listener = listen().push(frame('13055959', HC_BLUE, '0D2A0001').build());
    listener.news();
    listener.push(frame('13060000', HP_RED, '032A1401').build());
    assert.deepEqual(colours(listener), ['ended 12 blue null', 'started 13 red 3']);
    listener.push(frame('13110000', HP_RED, '072A1401').build());
    assert.deepEqual(colours(listener), ['announced 14 blue null']);
  });

  it('turn over at 06:00 on a meter whose STGE turns over at midnight', () => {
    const listener = listen().push(frame('12235959', HC_BLUE, '0D2A0001').build());
    listener.news();
    listener.push(frame('13000000', HC_BLUE, '032A0001').build());
    assert.deepEqual(colours(listener), []);
    assert.deepEqual(presentColours(listener), ['active initial 12 blue 1', 'announced initial 13 red null']);
    listener.push(frame('13060000', HP_RED, '032A1401').build());
    assert.deepEqual(colours(listener), ['ended 12 blue null', 'started 13 red 3']);
  });

  it('end when the contract is no longer Tempo, and what was announced is withdrawn: peaks are known then', () => {
    const listener = listen().push(frame('12235959', HC_BLUE, '0D2A0001').build());
    listener.news();
    const other = linkyStandard('H270113000001').set('STGE', '002A0001');
    listener.push(other.build()).push(other.build());
    const told = listener.news();
    assert.deepEqual(told.filter(({ signal }) => signal === 'day-colour').map(colourEdge), [
      'ended 12 blue null',
      'withdrawn 13 red null',
    ]);
    assert.deepEqual(
      told.filter(({ signal }) => signal === 'peak').map(({ change, state }) => [change, state]),
      [['initial', 'cleared']],
    );
    assert.deepEqual(presentColours(listener), []);
  });

  it('go on under a damaged name of the calendar while STGE tells them', () => {
    const listener = listen().push(frame('12105501', HP_BLUE, '0D2A0401').build());
    listener.news();
    listener.push(frame('12105502', HP_BLUE, '0D2A0401').set('NGTF', '$    TEMPK      ').build());
    assert.deepEqual(listener.edges(), []);
  });

  it('go by STGE where LTARF names none', () => {
    const listener = listen().push(frame('12105501', ' HEURE  PLEINE  ', '0E2A0401').build());
    assert.deepEqual(colours(listener), ['initial 12 white 1', 'initial 13 red null']);
  });

  it('of tomorrow are concluded from DPM1 (white) and DPM2 (red) at the next 06:00, confirmed by the indexes of PPOINTE', () => {
    for (const [n, colour, profile] of [
      [1, 'white', dayProfile('00004003', '06004004', '22004003')],
      [2, 'red', dayProfile('00004005', '06004006', '22004005')],
    ] as const) {
      const bare = dated(frame('12175800', HP_BLUE, '012A0401'), n, ' 270113060000', ' 270114060000');
      const listener = listen().push(bare.build());
      const [, tomorrow] = listener.told('day-colour');
      assert.deepEqual(tomorrow?.detail, { day: '2027-01-13', colour, confirmed: false });
      const confirmed = listen().push(bare.after('PJOURF+1', 'PPOINTE', profile).build());
      // DPMn is told at once, and PPOINTE comes behind it.
      const present = confirmed.decoder.presentSignals().find(({ state }) => state === 'announced');
      assert.deepEqual(present?.detail, { day: '2027-01-13', colour, confirmed: true });
    }
  });

  it('of tomorrow are today’s 06:00 between midnight and six', () => {
    const listener = listen().push(
      dated(frame('13030000', HC_BLUE, '012A0001'), 2, ' 270113060000', ' 270114060000').build(),
    );
    assert.deepEqual(colours(listener), ['initial 12 blue 1', 'initial 13 red null']);
  });

  it('are not concluded from a mobile peak of another day, nor from a third one', () => {
    for (const [n, start] of [
      [1, ' 270114060000'],
      [2, ' 270113070000'],
      [3, ' 270113060000'],
    ] as const) {
      const listener = listen().push(dated(frame('12175800', HP_BLUE, '012A0401'), n, start, ' 270115060000').build());
      assert.deepEqual(colours(listener), ['initial 12 blue 1'], start);
    }
  });

  it('in STGE win over what is concluded', () => {
    const listener = listen().push(
      dated(frame('12175800', HP_BLUE, '092A0401'), 2, ' 270113060000', ' 270114060000').build(),
    );
    assert.deepEqual(colours(listener), ['initial 12 blue 1', 'initial 13 white null']);
  });

  it('exist where NGTF does not name Tempo but a colour was seen in STGE, and nowhere else', () => {
    const named = linkyStandard().set('NGTF', ' OFFRE COULEURS ').set('STGE', '012A0401');
    assert.deepEqual(colours(listen().push(named.build())), ['initial 12 blue 1']);
    assert.deepEqual(colours(listen().push(dated(linkyStandard(), 1, ' 270113060000', ' 270114060000').build())), []);
  });
});
