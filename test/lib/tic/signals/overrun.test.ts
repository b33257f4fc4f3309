// `power-overrun`: ADPS, ADIRn, STGE bit 7 (CONTRACTS: when a meter's signal begins and ends).
import assert from 'node:assert/strict';
import { ADDRESS, linkyHc, linkyStandard, linkyStandardTriProducer } from '../../../support/tic/tic-meters';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const onlyOverrun = (listener: TicListener): string[] =>
  listener.edges().filter((edge) => edge.startsWith('power-overrun'));

describe('an overrun of a single-phase meter in historique (ADPS)', () => {
  const quiet = linkyHc();
  const over = quiet.after('IINST', 'ADPS', '047');

  it('is known not to be there after one clean frame', () => {
    assert.deepEqual(onlyOverrun(listen().push(quiet.build())), ['power-overrun initial: cleared']);
  });

  it('begins at the CR of ADPS, not at the end of the frame', () => {
    const listener = listen().push(quiet.build(), NOON);
    listener.news();
    const begin = over.upTo('ADPS');
    listener.push(begin.subarray(0, -1), NOON + 1000);
    assert.deepEqual(listener.news(), []);
    listener.push(begin.subarray(-1), NOON + 1001);
    const [started, ...others] = listener.news();
    assert.deepEqual(others, []);
    assert.deepEqual(started, {
      id: `${ADDRESS.linkyMono}/tic/power-overrun/2027-01-12T12:00:01.001+01:00`,
      origin: ADDRESS.linkyMono,
      source: 'tic',
      signal: 'power-overrun',
      state: 'active',
      change: 'started',
      level: 3,
      expected: 3,
      start: '2027-01-12T12:00:01.001+01:00',
      end: null,
      issuedAt: '2027-01-12T12:00:01.001+01:00',
      act: 'reduce',
      detail: { phases: [1], value: 47, unit: 'A', threshold: 45 },
    });
    assert.deepEqual(listener.push(over.behind('ADPS'), NOON + 1500).news(), []);
  });

  it('begins at once even where groups before it were refused', () => {
    const listener = listen().push(quiet.build());
    listener.news();
    listener.push(over.damaged('ADCO', 'PTEC', 'IINST').upTo('ADPS'));
    assert.deepEqual(onlyOverrun(listener), ['power-overrun started: active 3']);
  });

  it('goes on without a word, and shows the present figure to those who come late', () => {
    const listener = listen().push(over.build());
    listener.news();
    listener.push(over.set('ADPS', '052').build());
    assert.deepEqual(listener.news(), []);
    const present = listener.decoder.presentSignals().find(({ signal }) => signal === 'power-overrun');
    assert.deepEqual([present?.change, present?.detail['value']], ['initial', 52]);
  });

  it('ends with a complete valid frame without it, at the end of that frame', () => {
    const listener = listen()
      .push(quiet.build(), NOON)
      .push(over.build(), NOON + 1000);
    const [started] = listener.news().slice(-1);
    listener.push(quiet.build().subarray(0, -1), NOON + 3000);
    assert.deepEqual(listener.news(), []);
    listener.push(quiet.build().subarray(-1), NOON + 3000);
    const [ended] = listener.news();
    assert.deepEqual([ended?.change, ended?.state, ended?.level], ['ended', 'cleared', null]);
    assert.equal(ended?.id, started?.id);
    assert.deepEqual([ended?.start, ended?.end], ['2027-01-12T12:00:01+01:00', '2027-01-12T12:00:03+01:00']);
  });

  it('ends with a frame in which another group was held', () => {
    const listener = listen().push(over.build());
    listener.news();
    listener.push(quiet.set('HCHP', '000000001').build());
    assert.deepEqual(onlyOverrun(listener), ['power-overrun ended: cleared']);
  });

  const IMPERFECT: readonly (readonly [string, FrameBuilder])[] = [
    ['another group was refused', quiet.damaged('HCHC')],
    ['the group itself was damaged', over.damaged('ADPS')],
    ['its neighbour before was damaged', quiet.damaged('IINST')],
    ['its neighbour behind was damaged', quiet.damaged('IMAX')],
  ];
  for (const [what, frame] of IMPERFECT) {
    it(`does not end with one frame in which ${what}`, () => {
      const listener = listen().push(over.build());
      listener.news();
      assert.deepEqual(listener.push(frame.build()).news(), []);
      assert.deepEqual(listener.push(over.build()).news(), []);
    });
  }

  it('ends when its neighbours came side by side in three frames in a row, though every frame was damaged', () => {
    const listener = listen().push(over.build());
    listener.news();
    listener.push(quiet.damaged('HCHC').build()).push(quiet.damaged('PAPP').build());
    assert.deepEqual(onlyOverrun(listener), []);
    assert.deepEqual(onlyOverrun(listener.push(quiet.damaged('ADCO').build())), ['power-overrun ended: cleared']);
  });

  it('counts these three anew when its place was damaged between', () => {
    const listener = listen().push(over.build());
    listener.news();
    const frames = [quiet.damaged('HCHC'), quiet.damaged('HCHC'), quiet.damaged('IMAX'), quiet.damaged('HCHC')];
    for (const frame of [...frames, quiet.damaged('HCHC')])
      assert.deepEqual(onlyOverrun(listener.push(frame.build())), []);
    assert.deepEqual(onlyOverrun(listener.push(quiet.damaged('HCHC').build())), ['power-overrun ended: cleared']);
  });

  it('does not end because the meter broke a frame off before it', () => {
    const listener = listen().push(over.build());
    listener.news();
    for (let n = 0; n < 5; n++) listener.push(quiet.brokenOffBehind('PTEC'));
    assert.deepEqual(listener.news(), []);
  });

  it('does not end because a damaged LF looks like the STX of a frame', () => {
    const listener = listen().push(over.build());
    listener.news();
    for (let n = 0; n < 5; n++) {
      const bytes = over.build();
      bytes[over.upTo('ADPS').length] = 0x02;
      listener.push(bytes);
      assert.deepEqual(onlyOverrun(listener), [], 'the rest of the frame has no ADPS, from STX to ETX');
    }
  });

  it('does not end because a damaged letter looks like the ETX of a frame', () => {
    const listener = listen().push(over.build());
    listener.news();
    for (let n = 0; n < 5; n++) {
      const bytes = over.build();
      // LF H → LF ETX: a frame from STX to ETX of which nothing was refused, and ADPS came behind.
      bytes[over.upTo('ISOUSC').length + 1] = 0x03;
      listener.push(bytes);
      assert.deepEqual(onlyOverrun(listener), []);
    }
  });
});

describe('an overrun in standard (STGE bit 7)', () => {
  const quiet = linkyStandard();
  const over = quiet.set('STGE', '002A0081').set('SINSTS', '09400');

  it('begins and ends at the CR of STGE', () => {
    const listener = listen().push(quiet.build());
    assert.deepEqual(onlyOverrun(listener), ['power-overrun initial: cleared']);
    listener.push(over.upTo('STGE'));
    const [started] = listener.news();
    assert.deepEqual([started?.change, started?.level], ['started', 3]);
    assert.deepEqual(started?.detail, { phases: [1], value: 9400, unit: 'VA', threshold: 9000 });
    listener.push(over.behind('STGE')).push(quiet.upTo('STGE'));
    assert.deepEqual(onlyOverrun(listener), ['power-overrun ended: cleared']);
  });

  it('does not say which phases on a three-phase meter', () => {
    const listener = listen().push(linkyStandardTriProducer().build());
    listener.news();
    listener.push(linkyStandardTriProducer().set('STGE', '002A0181').set('SINSTS', '12900').build());
    const [started] = listener.news();
    assert.deepEqual(started?.detail, { phases: null, value: 12_900, unit: 'VA', threshold: 12_000 });
  });

  it('is not ended by a frame without STGE', () => {
    const listener = listen().push(over.build());
    listener.news();
    for (let n = 0; n < 3; n++) listener.push(quiet.without('STGE').build());
    assert.deepEqual(onlyOverrun(listener), []);
  });
});
