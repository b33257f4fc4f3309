// When a group is believed: at once if nothing before it in the frame was refused, else with the next that agrees.
import assert from 'node:assert/strict';
import { historique, type FrameBuilder } from '../../../support/tic/tic-frames';
import {
  cbemm,
  cbetm,
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardEjp,
  linkyStandardTempo,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
} from '../../../support/tic/tic-meters';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const hc = linkyHc();
const hp = linkyHc().set('PTEC', 'HP..');
const CHANGE = ['tariff-period ended: cleared', 'tariff-period started: active'];

/** A listener that knows the meter of `hc`, and has told all that it knows. */
function knowing(frame = hc): TicListener {
  const listener = listen().push(frame.build());
  listener.news();
  return listener;
}

describe('the first knowledge', () => {
  const SILENCE = 'meter-fault silence initial: cleared';
  const FAULTS = ['breaker', 'cover', 'overvoltage', 'clock'].map((fault) => `meter-fault ${fault} initial: cleared`);
  const PERIOD = 'tariff-period initial: active';
  const OVERRUN = 'power-overrun initial: cleared';
  const PEAK = 'peak initial: cleared';
  const BLUE = 'day-colour initial: active 1';
  const FIRST: readonly (readonly [string, FrameBuilder, readonly string[]])[] = [
    ['Linky, historique', linkyHc(), [PERIOD, OVERRUN, SILENCE]],
    ['Linky, historique, EJP', linkyEjp(), [PERIOD, OVERRUN, PEAK, SILENCE]],
    ['Linky, historique, Tempo', linkyTempo(), [PERIOD, BLUE, OVERRUN, SILENCE]],
    ['CBEMM', cbemm(), [PERIOD, OVERRUN, SILENCE]],
    // ADIRn comes in short frames only: one long frame says nothing of it.
    ['Linky, historique, three-phase', linkyTri(), [PERIOD, SILENCE]],
    ['CBETM', cbetm(), [PERIOD, SILENCE]],
    ['Linky, standard', linkyStandard(), [PERIOD, OVERRUN, ...FAULTS, PEAK, SILENCE]],
    ['Linky, standard, EJP', linkyStandardEjp(), [PERIOD, OVERRUN, ...FAULTS, PEAK, SILENCE]],
    ['Linky, standard, Tempo', linkyStandardTempo(), [PERIOD, OVERRUN, ...FAULTS, BLUE, SILENCE]],
    ['Linky, standard, three-phase', linkyStandardTriProducer(), [PERIOD, OVERRUN, ...FAULTS, PEAK, SILENCE]],
  ];
  for (const [name, frame, edges] of FIRST) {
    it(`is told once, active or not, after a single clean frame: ${name}`, () => {
      const listener = listen().push(frame.build());
      assert.deepEqual(listener.edges().sort(), [...edges].sort());
      assert.deepEqual(
        listener.push(frame.build()).push(frame.build()).edges(),
        name.includes('historique, three') || name === 'CBETM' ? [OVERRUN] : [],
      );
      assert.deepEqual(
        listener.decoder.presentSignals().map(({ change }) => change),
        listener.decoder.presentSignals().map(() => 'initial'),
      );
    });
  }

  it('waits for the name of the meter: what came before ADCO is told under it', () => {
    const listener = listen().push(hc.behind('HCHC'));
    assert.deepEqual(listener.news(), []);
    listener.push(hc.upTo('ADCO'));
    const [period] = listener.news();
    assert.deepEqual([period?.signal, period?.origin], ['tariff-period', '022061700123']);
  });

  it('is told under the name of the stream where the meter has no name', () => {
    const listener = listen({ stream: 'garage' }).push(hc.without('ADCO').build());
    const origins = new Set(listener.news().map(({ origin }) => origin));
    assert.deepEqual([...origins], ['garage']);
  });

  it('of nothing but an address is nothing', () => {
    assert.deepEqual(listen().push(historique().group('ADCO', '021528100789').build()).news(), []);
  });
});

describe('a group that says something new', () => {
  it('is believed at its CR when nothing before it was refused, whatever comes behind', () => {
    const listener = knowing();
    listener.push(hp.damaged('PAPP').upTo('PTEC'));
    assert.deepEqual(listener.edges(), CHANGE);
  });

  it('behind something that was refused is believed with the next that agrees', () => {
    const listener = knowing();
    assert.deepEqual(listener.push(hp.damaged('ISOUSC').build()).edges(), []);
    assert.deepEqual(listener.push(hp.damaged('ISOUSC').upTo('PTEC')).edges(), CHANGE);
  });

  it('is forgotten when the next does not agree', () => {
    const listener = knowing();
    listener.push(hp.damaged('ISOUSC').build()).push(hc.damaged('ISOUSC').build());
    assert.deepEqual(listener.push(hp.damaged('ISOUSC').build()).edges(), []);
    assert.deepEqual(listener.push(hp.damaged('ISOUSC').build()).edges(), CHANGE);
  });

  it('behind a group that was held is believed at once: it came good', () => {
    assert.deepEqual(knowing().push(hp.set('HCHC', '000000001').build()).edges(), CHANGE);
  });

  it('behind a label that nobody knows waits, since it may be a damaged one', () => {
    const listener = knowing();
    const unknown = hp.after('ISOUSC', 'NEWLAB', '1');
    assert.deepEqual(listener.push(unknown.build()).edges(), []);
    assert.deepEqual(listener.push(unknown.build()).edges(), CHANGE);
  });

  it('is believed at once behind a frame that was damaged, and behind one that the meter broke off', () => {
    assert.deepEqual(knowing().push(hc.damaged('PTEC').build()).push(hp.upTo('PTEC')).edges(), CHANGE);
    assert.deepEqual(knowing().push(hc.brokenOffBehind('HCHC')).push(hp.upTo('PTEC')).edges(), CHANGE);
    assert.deepEqual(knowing().push(hc.upTo('HCHC')).push(hp.upTo('PTEC')).edges(), CHANGE);
  });

  it('is a tariff that no supplier has a word for: it is believed when it comes again, as two turned bits make one', () => {
    const listener = knowing(linkyStandard());
    const damaged = linkyStandard().set('LTARF', ' HUURE  CREESE  ');
    assert.deepEqual(listener.push(damaged.build()).push(linkyStandard().build()).edges(), []);
    const named = linkyStandard().set('LTARF', '    ZEN FLEX    ');
    assert.deepEqual(listener.push(named.build()).edges(), []);
    assert.deepEqual(listener.push(named.upTo('LTARF')).edges(), CHANGE);
  });

  it('is not believed at once on a loud line, where most frames are damaged', () => {
    const listener = knowing();
    for (let n = 0; n < 4; n++) listener.push(hc.damaged('PAPP').build());
    assert.deepEqual(listener.push(hp.build()).edges(), []);
    assert.deepEqual(listener.push(hp.upTo('PTEC')).edges(), CHANGE);
  });

  it('is believed at once again when the line is quiet', () => {
    const listener = knowing();
    for (let n = 0; n < 4; n++) listener.push(hc.damaged('PAPP').build());
    for (let n = 0; n < 5; n++) listener.push(hc.build());
    assert.deepEqual(listener.push(hp.upTo('PTEC')).edges(), CHANGE);
  });

  it('STGE agrees when the bits that signals are made of agree', () => {
    const listener = knowing(linkyStandard());
    // Cover open; the index, the sign of the energy and the dry contact change meanwhile.
    const open = (status: string): Buffer => linkyStandard().set('STGE', status).damaged('EAST').build();
    assert.deepEqual(listener.push(open('002A0011')).edges(), []);
    assert.deepEqual(listener.push(open('002A0610')).edges(), ['meter-fault cover started: active']);
  });

  it('holds back every kind: LTARF, STGE, DEMAIN, DPMn', () => {
    const standard = linkyStandardEjp();
    const kinds: [FrameBuilder, FrameBuilder][] = [
      [standard, standard.set('LTARF', ' POINTE  MOBILE ').damaged('NGTF')],
      [standard, standard.set('STGE', '002A0091').damaged('EASF10')],
      [linkyTempo(), linkyTempo().set('DEMAIN', 'ROUG').damaged('BBRHCJB')],
      [
        standard,
        standard
          .after('STGE', 'FPM1', '00', ' 270114010000')
          .after('STGE', 'DPM1', '00', ' 270113070000')
          .damaged('EASF10'),
      ],
    ];
    for (const [before, frame] of kinds) {
      const listener = knowing(before);
      assert.deepEqual(listener.push(frame.build()).edges(), []);
      assert.notDeepEqual(listener.push(frame.build()).edges(), []);
    }
  });
});
