// `confirmed` of a day-colour: the meter said the colour, and nothing else that it says of that day is against it.
import assert from 'node:assert/strict';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { dayProfile, linkyStandardTempo, linkyTempo } from '../../../support/tic/tic-meters';
import { type TicListener, listen } from '../../../support/tic/tic-listener';

type Colour = 'blue' | 'white' | 'red';
const BITS: Readonly<Record<Colour, number>> = { blue: 1, white: 2, red: 3 };
const NAMES: Readonly<Record<Colour, string>> = { blue: 'BLEU ', white: 'BLANC', red: 'ROUGE' };
const PROFILES = {
  white: dayProfile('00004003', '06004004', '22004003'),
  red: dayProfile('00004005', '06004006', '22004005'),
};

interface Said {
  /** What LTARF calls the period; null: it names no colour. */
  readonly name?: Colour | null;
  readonly today?: Colour;
  readonly tomorrow?: Colour;
  readonly index?: Colour;
  /** Number of the mobile peak in progress, of the one of which notice is given. */
  readonly peak?: number;
  readonly notice?: number;
  /** DPMn at 06:00 of the 12th, of the 13th. */
  readonly dpmToday?: number;
  readonly dpm?: number;
  readonly profile?: 'white' | 'red';
}

/** One frame of peak hours on the 12th. */
function frame(said: Said, time = '12105501'): FrameBuilder {
  const { name = 'blue', today, tomorrow, index, peak = 0, notice = 0 } = said;
  const high = (peak << 6) | (notice << 4) | (((tomorrow && BITS[tomorrow]) ?? 0) << 2) | ((today && BITS[today]) ?? 0);
  let built = linkyStandardTempo(`H2701${time}`)
    .set('LTARF', name === null ? ' HEURE  PLEINE  ' : `    HP  ${NAMES[name]}   `)
    .set('STGE', `${(high & 0xff).toString(16).toUpperCase().padStart(2, '0')}2A0401`)
    .set('NTARF', index === undefined ? '09' : `0${String(BITS[index] * 2)}`);
  const dated = (n: number, start: string, end: string): FrameBuilder =>
    built.after('STGE', `FPM${String(n)}`, '00', end).after('STGE', `DPM${String(n)}`, '00', start);
  if (said.dpm !== undefined) built = dated(said.dpm, ' 270113060000', ' 270114060000');
  if (said.dpmToday !== undefined) built = dated(said.dpmToday, ' 270112060000', ' 270113060000');
  return said.profile === undefined ? built : built.after('PJOURF+1', 'PPOINTE', PROFILES[said.profile]);
}

const told = (listener: TicListener): string[] =>
  listener
    .told('day-colour')
    .map(
      ({ change, detail }) =>
        `${change} ${String(detail['day']).slice(8)} ${String(detail['colour'])} ${detail['confirmed'] === true ? 'sure' : 'unsure'}`,
    );

describe('the colour of the day in force', () => {
  const TABLE: readonly (readonly [what: string, said: Said, told: string])[] = [
    ['LTARF alone', {}, 'blue sure'],
    ['LTARF, STGE, NTARF as one', { name: 'red', today: 'red', index: 'red' }, 'red sure'],
    ['STGE against LTARF', { today: 'red' }, 'blue unsure'],
    ['NTARF against LTARF', { today: 'blue', index: 'red' }, 'blue unsure'],
    ['STGE and NTARF against LTARF', { today: 'red', index: 'red' }, 'blue unsure'],
    ['a peak of white days in progress on a white day', { name: 'white', today: 'white', peak: 1 }, 'white sure'],
    ['a peak of red days in progress on a white day', { name: 'white', today: 'white', peak: 2 }, 'white unsure'],
    ['a peak in progress on a blue day', { today: 'blue', peak: 1 }, 'blue unsure'],
    ['DPM2 that began at six on a red day', { name: 'red', today: 'red', dpmToday: 2 }, 'red sure'],
    ['DPM2 that began at six on a blue day', { today: 'blue', dpmToday: 2 }, 'blue unsure'],
    ['STGE where LTARF names none', { name: null, today: 'white' }, 'white sure'],
    ['NTARF against STGE where LTARF names none', { name: null, today: 'white', index: 'blue' }, 'white unsure'],
    ['an index that Tempo does not have', { today: 'blue' }, 'blue sure'],
  ];
  for (const [what, said, expected] of TABLE)
    it(`is ${expected} by ${what}`, () => {
      assert.deepEqual(told(listen().push(frame(said).build())), [`initial 12 ${expected}`]);
    });

  it('is unsure where another one was announced, and that one is withdrawn: standard', () => {
    const listener = listen().push(
      frame({ today: 'blue', tomorrow: 'red' }, '12220000').set('LTARF', '    HC  BLEU    ').build(),
    );
    const [, announced] = listener.news().filter(({ signal }) => signal === 'day-colour');
    listener.push(frame({ name: 'blue', today: 'blue', index: 'blue' }, '13060000').build());
    const news = listener.news().filter(({ signal }) => signal === 'day-colour');
    assert.deepEqual(
      news.map(({ change, detail }) => [change, detail['day'], detail['colour'], detail['confirmed']]),
      [
        ['withdrawn', '2027-01-13', 'red', true],
        ['ended', '2027-01-12', 'blue', true],
        ['started', '2027-01-13', 'blue', false],
      ],
    );
    assert.equal(news[0]?.id, announced?.id);
    assert.notEqual(news[2]?.id, announced?.id);
  });

  it('is unsure where another one was announced: historique, and after a restart', () => {
    const at = (time: string): number => Date.parse(`2027-01-${time}:00+01:00`);
    const hist = (period: string, tomorrow: string): Buffer =>
      linkyTempo().set('PTEC', period).set('DEMAIN', tomorrow).build();
    const before = listen().push(hist('HPJB', 'ROUG'), at('12T21:00'));
    const after = listen();
    after.decoder.restoreSignals(JSON.parse(JSON.stringify(before.decoder.openSignals())) as never);
    for (const listener of [before, after]) {
      listener.news();
      listener.push(hist('HCJB', '----'), at('13T05:59'));
      listener.news();
      listener.push(hist('HPJW', '----'), at('13T06:00'));
      assert.ok(told(listener).includes('started 13 white unsure'));
      assert.equal(listener.decoder.openSignals()['day-colour-next'], undefined);
    }
  });

  it('is told once more when it becomes sure, under its id, and not when it becomes unsure', () => {
    const listener = listen().push(frame({ today: 'red' }, '12105501').build());
    const [first] = listener.news().filter(({ signal }) => signal === 'day-colour');
    listener.push(frame({ today: 'blue' }, '12105502').build());
    const [again, ...others] = listener.news();
    assert.deepEqual(
      [again?.id, again?.change, again?.state, again?.level, again?.detail['confirmed'], others],
      [first?.id, 'started', 'active', 1, true, []],
    );
    listener.push(frame({ today: 'white' }, '12105503').build());
    assert.deepEqual(listener.news(), []);
    assert.equal(listener.present('day-colour')[0]?.detail['confirmed'], false);
  });
});

describe('the colour of tomorrow', () => {
  const blue = { today: 'blue', index: 'blue' } as const;
  const TABLE: readonly (readonly [what: string, said: Said, told: string])[] = [
    ['STGE', { tomorrow: 'red' }, 'red sure'],
    ['STGE and DPM2 as one', { tomorrow: 'red', dpm: 2, notice: 2, profile: 'red' }, 'red sure'],
    ['DPM1 alone', { dpm: 1 }, 'white unsure'],
    ['DPM1 and PPOINTE', { dpm: 1, profile: 'white' }, 'white sure'],
    ['DPM2 and a PPOINTE that is that of a white day', { dpm: 2, profile: 'white' }, 'red unsure'],
    ['DPM2 against STGE', { tomorrow: 'white', dpm: 2 }, 'white unsure'],
    ['DPM1 against a blue STGE', { tomorrow: 'blue', dpm: 1 }, 'blue unsure'],
    ['a notice of a peak against STGE', { tomorrow: 'white', notice: 2 }, 'white unsure'],
    ['a notice of another peak than is dated', { dpm: 2, profile: 'red', notice: 1 }, 'red unsure'],
  ];
  for (const [what, said, expected] of TABLE)
    it(`is ${expected} by ${what}`, () => {
      const listener = listen().push(frame({ ...blue, ...said }).build());
      assert.ok(
        listener
          .present('day-colour')
          .every(
            ({ detail }) =>
              detail['colour'] !== 'blue' || detail['day'] !== '2027-01-12' || detail['confirmed'] === true,
          ),
      );
      assert.deepEqual(
        listener
          .present('day-colour')
          .slice(1)
          .map(({ detail }) => `${String(detail['colour'])} ${detail['confirmed'] === true ? 'sure' : 'unsure'}`),
        [expected],
      );
    });

  it('is announced once more at the group that makes it sure, under its id', () => {
    const listener = listen().push(frame(blue).build());
    listener.news();
    const concluded = frame({ ...blue, dpm: 2, profile: 'red' }, '12105502');
    listener.push(concluded.upTo('FPM2'));
    const [first, ...others] = listener.news();
    assert.deepEqual([first?.change, first?.detail['confirmed'], others], ['announced', false, []]);
    listener.push(concluded.behind('FPM2'));
    const [sure, ...more] = listener.news();
    assert.deepEqual([sure?.change, sure?.id, sure?.detail['confirmed'], more], ['announced', first?.id, true, []]);
    // STGE says it as well: that is no news.
    listener.push(frame({ ...blue, dpm: 2, profile: 'red', tomorrow: 'red' }, '12110000').build());
    assert.deepEqual(listener.news(), []);
  });

  it('is announced once more when STGE says what was concluded', () => {
    const listener = listen().push(frame({ ...blue, dpm: 1 }, '12105501').build());
    listener.news();
    listener.push(frame({ ...blue, dpm: 1, tomorrow: 'white' }, '12110000').build());
    assert.deepEqual(told(listener), ['announced 13 white sure']);
  });

  it('is one told edge where the first frame says all', () => {
    const listener = listen().push(frame({ ...blue, dpm: 2, profile: 'red' }).build());
    assert.deepEqual(told(listener), ['initial 12 blue sure', 'initial 13 red sure']);
  });

  describe('that was concluded from DPMn', () => {
    const known = (said: Said = {}): TicListener => {
      const listener = listen().push(frame({ ...blue, dpm: 2, ...said }, '12105501').build());
      listener.news();
      return listener;
    };
    const at = (second: number): string => `121055${String(second).padStart(2, '0')}`;

    it('is withdrawn when three whole frames are without it, and not before', () => {
      for (const said of [{}, { profile: 'red' as const }]) {
        const listener = known(said);
        for (const second of [2, 3]) assert.deepEqual(told(listener.push(frame(blue, at(second)).build())), []);
        const [withdrawn, ...others] = listener.push(frame(blue, at(4)).build()).told('day-colour');
        assert.deepEqual(
          [withdrawn?.change, withdrawn?.state, withdrawn?.detail['day'], others],
          ['withdrawn', 'cleared', '2027-01-13', []],
        );
        assert.equal(listener.decoder.openSignals()['day-colour-next'], undefined);
        // It may be announced again.
        assert.deepEqual(told(listener.push(frame({ ...blue, dpm: 1 }, at(9)).build())), ['announced 13 white unsure']);
      }
    });

    it('is not withdrawn where it comes again in between, damaged or not', () => {
      const listener = known();
      for (const n of [0, 1, 2]) {
        listener.push(frame(blue, at(10 * n + 2)).build()).push(frame(blue, at(10 * n + 3)).build());
        const again = frame({ ...blue, dpm: 2 }, at(10 * n + 4));
        listener.push(again.build());
      }
      assert.deepEqual(listener.news(), []);
    });

    it('is withdrawn on a loud line, too, when its neighbours come side by side three times in a row', () => {
      const listener = known();
      for (const second of [2, 3, 4]) listener.push(frame(blue, at(second)).damaged('EASF05').build());
      assert.deepEqual(told(listener), ['withdrawn 13 red unsure']);
    });

    it('is not withdrawn once STGE has said it', () => {
      const listener = known({ tomorrow: 'red' });
      for (const second of [2, 3, 4, 5]) listener.push(frame({ ...blue, tomorrow: 'red' }, at(second)).build());
      assert.deepEqual(listener.news(), []);
    });

    it('is not withdrawn at six, when it begins', () => {
      const night = (time: string, dpm: boolean): Buffer =>
        frame({ ...blue, ...(dpm ? { dpm: 2 } : {}) }, time)
          .set('LTARF', '    HC  BLEU    ')
          .set('NTARF', '01')
          .build();
      const listener = listen().push(night('13055955', true));
      listener.news();
      for (const time of ['13055957', '13055958', '13055959', '13060000']) listener.push(night(time, false));
      assert.deepEqual(listener.news(), []);
      listener.push(frame({ name: 'red', today: 'red', index: 'red', peak: 2 }, '13060001').build());
      assert.deepEqual(told(listener), ['ended 12 blue sure', 'started 13 red sure']);
    });

    it('is withdrawn after a restart and after a silence as well', () => {
      const now = Date.parse('2027-01-12T10:55:00+01:00');
      const before = listen().push(frame({ ...blue, dpm: 2 }, at(1)).build(), now);
      const down = listen();
      down.decoder.restoreSignals(JSON.parse(JSON.stringify(before.decoder.openSignals())) as never);
      before.decoder.tick(now + 60_000);
      for (const listener of [down, before]) {
        listener.news();
        for (const n of [0, 1, 2, 3])
          listener.push(frame(blue, `12110${String(n)}00`).build(), now + 300_000 + n * 60_000);
        assert.ok(told(listener).includes('withdrawn 13 red unsure'));
        assert.equal(listener.decoder.openSignals()['day-colour-next'], undefined);
      }
    });
  });
});
