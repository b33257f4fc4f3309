import assert from 'node:assert/strict';
import { ADDRESS, linkyHc, linkyStandard } from '../../../support/tic/tic-meters';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const reasonOf = (listener: TicListener, label: string): string | undefined =>
  listener.last.groups.find((group) => group.label === label)?.reason;

describe('the identity of a stream', () => {
  const a = linkyHc();
  const b = linkyHc().set('ADCO', '042061700999').set('HCHP', '000000100');

  it('is believed at once when it is the first', () => {
    const listener = listen().push(a.build());
    assert.equal(listener.last.meter.id, ADDRESS.linkyMono);
    assert.equal(listener.last.values['ADCO'], ADDRESS.linkyMono);
  });

  it('is held when it is another, and accepted with the third agreeing frame in a row', () => {
    const listener = listen().push(a.build());
    listener.news();
    for (let n = 0; n < 2; n++) {
      listener.push(b.after('IINST', 'ADPS', '099').build());
      assert.equal(reasonOf(listener, 'ADCO'), 'held');
      assert.equal(listener.last.quality.held, 1);
      assert.deepEqual(listener.last.values, {}, 'no reading');
      assert.equal(listener.last.speaks, false);
      assert.deepEqual(listener.news(), [], 'no signal');
      assert.equal(listener.last.meter.id, ADDRESS.linkyMono);
    }
    listener.push(b.build());
    assert.equal(listener.last.meter.id, '042061700999');
    assert.equal(listener.last.values['HCHP'], 100, 'the indexes of the new meter are its own');
  });

  it('waits again when the frames do not agree, or when the old one comes between', () => {
    const c = b.set('ADCO', '042061700998');
    const listener = listen().push(a.build());
    for (const frame of [b, b, c, c, b, b, a, b, b]) {
      listener.push(frame.build());
      assert.equal(listener.last.meter.id, ADDRESS.linkyMono);
    }
    listener.push(b.build());
    assert.equal(listener.last.meter.id, '042061700999');
  });

  it('that is held leaves frames without one in doubt too', () => {
    const listener = listen().push(a.build()).push(b.build()).push(b.without('ADCO').build());
    assert.equal(listener.last.speaks, false);
    listener.push(a.build());
    assert.equal(listener.last.speaks, true);
  });

  it('that is held teaches neither clock nor cut-off nor indexes', () => {
    const mine = linkyStandard('H270112105501');
    const foreign = mine
      .set('ADSC', '042061700999')
      .set('DATE', '', 'H280112105501')
      .set('PCOUP', '36')
      .set('EAST', '999999999');
    const listener = listen().push(mine.build()).push(foreign.build());
    listener.push(mine.set('DATE', '', 'H270112105502').set('EAST', '035802468').build());
    assert.equal(listener.last.quality.held, 0);
    assert.equal(listener.last.time, '2027-01-12T10:55:02+01:00');
  });

  it('passes at once when lenient', () => {
    const listener = listen({ lenient: true }).push(a.build()).push(b.build());
    assert.equal(listener.last.meter.id, '042061700999');
    assert.equal(listener.last.quality.held, 0);
  });
});
