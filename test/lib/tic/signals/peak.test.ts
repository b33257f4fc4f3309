// `peak`: EJP of historique (PEJP with the PTEC of its frame), mobile peaks of standard (STGE 28–31, DPMn, FPMn).
import assert from 'node:assert/strict';
import type { SentSignal } from '../../../../lib/grid/event/act';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import {
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardEjp,
  linkyStandardTempo,
  linkyTempo,
} from '../../../support/tic/tic-meters';
import { edgeOf, listen, type TicListener } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const peaks = (listener: TicListener): string[] => listener.edges().filter((edge) => edge.startsWith('peak'));

describe('a peak on EJP in historique', () => {
  const quiet = linkyEjp();
  const notice = quiet.before('PTEC', 'PEJP', '30');
  const peak = notice.set('PTEC', 'PM..');

  it('is known not to be there after one clean frame', () => {
    assert.deepEqual(peaks(listen().push(quiet.build())), ['peak initial: cleared']);
  });

  it('ends with the contract', () => {
    const listener = listen().push(peak.build(), NOON);
    listener.news();
    listener.push(linkyHc().build(), NOON + 2000);
    assert.deepEqual(peaks(listener), ['peak ended: cleared']);
    assert.deepEqual(listener.present('peak'), []);
  });

  it('is announced when the PTEC of the frame with PEJP has come, not before', () => {
    const listener = listen().push(quiet.build(), NOON);
    listener.news();
    assert.deepEqual(listener.push(notice.upTo('PEJP'), NOON + 2000).news(), []);
    listener.push(notice.behind('PEJP'), NOON + 2100);
    const [announced, ...others] = listener.news();
    assert.deepEqual(others, []);
    assert.equal(announced && edgeOf(announced), 'peak announced: announced 2');
    assert.deepEqual([announced?.expected, announced?.start, announced?.detail], [3, null, { pm: null }]);
    assert.equal(announced?.issuedAt, '2027-01-12T12:00:02.100+01:00');
  });

  it('starts and ends at the PTEC, under the id of its announcement, on a meter that goes on with PEJP', () => {
    const listener = listen()
      .push(quiet.build(), NOON)
      .push(notice.build(), NOON + 2000);
    const announced = listener.news().find(({ change }) => change === 'announced');
    listener.push(peak.upTo('PTEC'), NOON + 1_800_000);
    const started = listener.news().find(({ signal }) => signal === 'peak');
    assert.deepEqual([started && edgeOf(started), started?.id], ['peak started: active 3', announced?.id]);
    assert.equal(started?.start, '2027-01-12T12:30:00+01:00');
    listener.push(peak.behind('PTEC'), NOON + 1_801_000).push(peak.build(), NOON + 1_803_000);
    listener.push(quiet.upTo('PTEC'), NOON + 5_400_000);
    const ended = listener.news().find(({ signal }) => signal === 'peak');
    assert.deepEqual([ended && edgeOf(ended), ended?.id], ['peak ended: cleared', announced?.id]);
    assert.equal(ended?.end, '2027-01-12T13:30:00+01:00');
    assert.deepEqual(peaks(listener.push(quiet.behind('PTEC'))), []);
  });

  it('does the same on a meter that ends PEJP with the notice', () => {
    const listener = listen().push(quiet.build()).push(notice.build());
    listener.news();
    assert.deepEqual(peaks(listener.push(quiet.set('PTEC', 'PM..').build())), ['peak started: active 3']);
    assert.deepEqual(peaks(listener.push(quiet.set('PTEC', 'PM..').build())), []);
    assert.deepEqual(peaks(listener.push(quiet.build())), ['peak ended: cleared']);
  });

  it('is withdrawn when the notice ends without a peak, by the rule of absence', () => {
    const listener = listen().push(quiet.build()).push(notice.build());
    listener.news();
    assert.deepEqual(peaks(listener.push(quiet.damaged('PAPP').build())), []);
    assert.deepEqual(peaks(listener.push(notice.damaged('PEJP').build())), []);
    assert.deepEqual(peaks(listener.push(quiet.build())), ['peak withdrawn: cleared']);
  });

  it('does not start at a PTEC behind something that was refused, but at the next that agrees', () => {
    const listener = listen().push(quiet.build()).push(notice.build());
    listener.news();
    assert.deepEqual(peaks(listener.push(peak.damaged('EJPHN').build())), []);
    assert.deepEqual(peaks(listener.push(peak.damaged('EJPHN').upTo('PTEC'))), ['peak started: active 3']);
  });

  it('is not withdrawn on a loud line when its notice ends in the frame whose PTEC has to be said again', () => {
    const listener = listen().push(quiet.build());
    for (let n = 0; n < 20; n++) listener.push(quiet.damaged('HHPHC').build());
    listener.push(notice.build()).push(notice.build()).news();
    const begun = quiet.set('PTEC', 'PM..');
    assert.deepEqual(peaks(listener.push(begun.build())), []);
    assert.deepEqual(peaks(listener.push(begun.build())), ['peak started: active 3']);
  });

  it('is known at once when the first frame says that it is there', () => {
    assert.deepEqual(peaks(listen().push(peak.build())), ['peak initial: active 3']);
    assert.deepEqual(peaks(listen().push(notice.build())), ['peak initial: announced 2']);
  });

  it('does not exist on other contracts, whatever comes', () => {
    for (const frame of [linkyHc(), linkyTempo()]) {
      const listener = listen()
        .push(frame.before('PTEC', 'PEJP', '30').build())
        .push(frame.build())
        .push(frame.build());
      assert.deepEqual(peaks(listener), []);
      assert.equal(
        listener.decoder.presentSignals().some(({ signal }) => signal === 'peak'),
        false,
      );
    }
  });
});

describe('a mobile peak in standard', () => {
  const at = (time: string): FrameBuilder => linkyStandardEjp(`H270112${time}`);
  const dated = (frame: FrameBuilder, n = 1, start = ' 270112130000', end = ' 270113010000'): FrameBuilder =>
    frame.after('STGE', `FPM${String(n)}`, '00', end).after('STGE', `DPM${String(n)}`, '00', start);
  const NOTICE = '102A0001';
  const RUNNING = '402A0001';

  it('is not withdrawn on a loud line when its dates end in the frame whose STGE has to be said again', () => {
    const listener = listen().push(at('105501').build());
    for (let n = 10; n < 30; n++)
      listener.push(
        at(`1055${String(n)}`)
          .damaged('RELAIS')
          .build(),
      );
    for (const time of ['125957', '125958', '125959']) listener.push(dated(at(time)).build());
    listener.news();
    const begun = (time: string): Buffer => at(time).set('STGE', RUNNING).build();
    assert.deepEqual(peaks(listener.push(begun('130000'))), []);
    assert.deepEqual(peaks(listener.push(begun('130001'))), ['peak started: active 3']);
  });

  it('is announced with its times at FPMn, without a level until its last hour', () => {
    const listener = listen().push(at('105501').build());
    assert.deepEqual(peaks(listener), ['peak initial: cleared']);
    listener.push(dated(at('105502')).upTo('FPM1'));
    const [announced] = listener.news();
    assert.equal(announced && edgeOf(announced), 'peak announced: announced');
    assert.deepEqual(
      [announced?.expected, announced?.start, announced?.end, announced?.detail],
      [3, '2027-01-12T13:00:00+01:00', '2027-01-13T01:00:00+01:00', { pm: 1 }],
    );
    listener.push(dated(at('105502')).behind('FPM1')).push(dated(at('115959')).build());
    assert.deepEqual(peaks(listener), []);
    assert.deepEqual(peaks(listener.push(dated(at('120000')).build())), ['peak worsened: announced 2']);
  });

  it('starts and ends at the CR of STGE, under one id', () => {
    const listener = listen()
      .push(at('105501').build())
      .push(dated(at('125959')).set('STGE', NOTICE).build());
    const id = listener.news().find(({ change }) => change === 'announced')?.id;
    listener.push(dated(at('130000')).set('STGE', RUNNING).upTo('STGE'));
    const [started] = listener.news();
    assert.deepEqual(
      [started && edgeOf(started), started?.id, started?.detail],
      ['peak started: active 3', id, { pm: 1 }],
    );
    listener.push(dated(at('130000')).behind('FPM1'));
    const over = linkyStandardEjp('H270113010000');
    listener.push(over.upTo('STGE'));
    const [ended] = listener.news();
    assert.deepEqual([ended && edgeOf(ended), ended?.id], ['peak ended: cleared', id]);
    assert.deepEqual(peaks(listener.push(over.behind('STGE'))), []);
  });

  it('is not withdrawn at its start because the STGE of that frame was damaged', () => {
    const listener = listen().push(dated(at('125959')).build());
    const id = listener.news().find(({ signal }) => signal === 'peak')?.id;
    listener.push(dated(at('130000')).set('STGE', RUNNING).damaged('STGE').build());
    assert.deepEqual(peaks(listener), []);
    listener.push(dated(at('130001')).set('STGE', RUNNING).build());
    const started = listener.news().find(({ signal }) => signal === 'peak');
    assert.deepEqual([started?.change, started?.id], ['started', id]);
  });

  it('that comes after the one in progress is an event of its own', () => {
    const listener = listen().push(dated(at('130000')).set('STGE', RUNNING).build());
    const first = listener.news().find(({ signal }) => signal === 'peak')?.id;
    const next = dated(linkyStandardEjp('H270113010000'), 1, ' 270114070000', ' 270115010000');
    listener.push(next.build());
    const edges = listener.news().filter(({ signal }) => signal === 'peak');
    assert.deepEqual(edges.map(edgeOf), ['peak ended: cleared', 'peak announced: announced']);
    assert.deepEqual([edges[0]?.id === first, edges[1]?.id === first], [true, false]);
    assert.equal(edges[1]?.start, '2027-01-14T07:00:00+01:00');
  });

  it('that ended while the line was silent is over before the next one is announced', () => {
    const day = Date.parse('2027-01-12T13:00:00+01:00');
    const listener = listen().push(dated(at('130000')).set('STGE', RUNNING).build(), day);
    const [began] = listener.told('peak');
    listener.decoder.tick(day + 60_000);
    listener.news();
    const back = linkyStandardEjp('H270113055500');
    listener.push(dated(back, 1, ' 270114060000', ' 270114220000').build(), day + 3_600_000);
    const told = listener.told('peak');
    assert.deepEqual(told.map(edgeOf), ['peak initial: cleared', 'peak announced: announced']);
    const [over, next] = told;
    assert.equal(over?.id, began?.id);
    assert.notEqual(next?.id, began?.id);
    assert.deepEqual(
      told.map((signal) => (signal as SentSignal).act),
      ['restore', 'keep'],
    );
  });

  it('of which STGE alone gives notice is announced for any moment', () => {
    const listener = listen().push(at('105501').build());
    listener.news();
    listener.push(at('105502').set('STGE', '202A0001').build());
    const [announced] = listener.news();
    assert.deepEqual(
      [announced && edgeOf(announced), announced?.start, announced?.detail],
      ['peak announced: announced 2', null, { pm: 2 }],
    );
  });

  it('is withdrawn when DPMn is gone before it began', () => {
    const listener = listen().push(dated(at('105501')).build());
    listener.news();
    assert.deepEqual(peaks(listener.push(at('105502').damaged('STGE').build())), []);
    assert.deepEqual(peaks(listener.push(at('105503').build())), ['peak withdrawn: cleared']);
  });

  it('is not announced by a blank DPMn', () => {
    const listener = listen().push(dated(at('105501'), 1, '             ', '             ').build());
    assert.deepEqual(peaks(listener), ['peak initial: cleared']);
  });

  it('exists on every contract but Tempo', () => {
    for (const frame of [linkyStandard(), linkyStandard().without('NGTF')])
      assert.deepEqual(peaks(listen().push(frame.set('STGE', '802A0001').build())), ['peak initial: active 3']);
  });

  it('never exists on Tempo: there it is a colour', () => {
    const tempo = linkyStandardTempo();
    const listener = listen().push(tempo.build());
    listener.push(dated(tempo, 1, ' 270113060000', ' 270114060000').set('STGE', '112A0401').build());
    listener.push(dated(tempo, 1, ' 270113060000', ' 270114060000').set('STGE', '522A0401').build());
    assert.deepEqual(peaks(listener), []);
  });

  it('is dropped when a contract turns out to be Tempo', () => {
    const unnamed = linkyStandard().without('NGTF').without('LTARF');
    const listener = listen().push(dated(unnamed).build());
    assert.deepEqual(peaks(listener), ['peak initial: announced']);
    listener.push(dated(unnamed).set('STGE', '012A0001').build());
    assert.deepEqual(peaks(listener), ['peak withdrawn: cleared']);
    assert.equal(
      listener.decoder.presentSignals().some(({ signal }) => signal === 'peak'),
      false,
    );
  });
});
