// `power-overrun` of three-phase meters in historique: ADIRn comes in short frames only.
import assert from 'node:assert/strict';
import { ADDRESS, linkyTri, short } from '../../../support/tic/tic-meters';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const onlyOverrun = (listener: TicListener): string[] =>
  listener.edges().filter((edge) => edge.startsWith('power-overrun'));

describe('an overrun of a three-phase meter in historique (ADIRn)', () => {
  const long = linkyTri();
  const over = (phases: Record<number, string>): Buffer => short(ADDRESS.linkyTri, phases).build();

  it('begins at the CR of ADIRn, before the address of its frame', () => {
    const listener = listen().push(long.build()).push(long.build());
    listener.news();
    listener.push(short(ADDRESS.linkyTri, { 2: '023' }).upTo('ADIR2'));
    const [started] = listener.news();
    assert.deepEqual([started?.change, started?.level], ['started', 3]);
    assert.deepEqual(started?.detail, { phases: [2], value: 23, unit: 'A', threshold: 20 });
  });

  it('is known not to be there after two long frames in a row', () => {
    const listener = listen().push(long.build());
    assert.deepEqual(onlyOverrun(listener), []);
    assert.deepEqual(onlyOverrun(listener.push(long.build())), ['power-overrun initial: cleared']);
  });

  it('goes on while the phases change, and through the long frame of the cycle', () => {
    const listener = listen().push(over({ 1: '022' }));
    listener.news();
    for (let n = 0; n < 20; n++) listener.push(over({ 1: '022', 3: '025' }));
    listener.push(long.build()).push(over({ 3: '025' }));
    assert.deepEqual(onlyOverrun(listener), []);
    const present = listener.decoder.presentSignals().find(({ signal }) => signal === 'power-overrun');
    assert.deepEqual(present?.detail, { phases: [3], value: 25, unit: 'A', threshold: 20 });
  });

  it('ends with a valid short frame without it', () => {
    const listener = listen().push(over({ 2: '023' }));
    listener.news();
    assert.deepEqual(onlyOverrun(listener.push(over({}))), ['power-overrun ended: cleared']);
  });

  it('ends when two long frames follow each other', () => {
    const listener = listen()
      .push(over({ 2: '023' }))
      .push(long.build());
    listener.news();
    assert.deepEqual(onlyOverrun(listener.push(long.damaged('PAPP').build())), ['power-overrun ended: cleared']);
  });

  it('does not end with a short frame that was damaged or broken off', () => {
    const listener = listen()
      .push(long.build())
      .push(over({ 2: '023' }));
    listener.news();
    listener.push(short(ADDRESS.linkyTri, { 2: '023' }).damaged('ADIR2').build());
    listener.push(short(ADDRESS.linkyTri).damaged('IINST3').build());
    listener.push(short(ADDRESS.linkyTri).brokenOffBehind('IINST1'));
    assert.deepEqual(onlyOverrun(listener), []);
  });

  it('does not end because a damaged LF looks like the STX of a short frame without it', () => {
    const frame = short(ADDRESS.linkyTri, { 2: '023' });
    const listener = listen().push(long.build()).push(frame.build());
    listener.news();
    for (let n = 0; n < 5; n++) {
      const bytes = frame.build();
      bytes[frame.upTo('ADIR2').length] = 0x02;
      assert.deepEqual(onlyOverrun(listener.push(bytes)), []);
    }
    assert.deepEqual(onlyOverrun(listener.push(over({}))), ['power-overrun ended: cleared']);
  });

  it('does not end because a damaged C or LF cut one long frame in two', () => {
    const listener = listen()
      .push(long.build())
      .push(over({ 2: '023' }));
    listener.news();
    const bytes = long.build();
    bytes[long.upTo('PTEC').length] = 0x02;
    listener.push(bytes).push(over({ 2: '023' }));
    const cut = long.build();
    cut[long.upTo('PTEC').length] = 0x03;
    listener.push(cut).push(over({ 2: '023' }));
    assert.deepEqual(onlyOverrun(listener), []);
  });
});
