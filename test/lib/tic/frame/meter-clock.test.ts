import assert from 'node:assert/strict';
import { linkyHc, linkyStandard } from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');

describe('the clock of the meter', () => {
  it('is compared with the host’s at the arrival of the group that carries it', () => {
    const listener = listen();
    const frame = linkyStandard('H270112120003');
    listener.push(frame.upTo('DATE'), NOON).push(frame.behind('DATE'), NOON + 900);
    assert.equal(listener.last.clockOffset, 3);
  });

  it('is interpolated within a chunk, whose bytes came evenly', () => {
    const listener = listen();
    const frame = linkyStandard('H270112120003');
    const bytes = frame.build();
    const share = (frame.upTo('DATE').length - 1) / (bytes.length - 1);
    listener.decoder.push(bytes, { first: NOON, last: NOON + 10_000 });
    assert.equal(listener.last.clockOffset, Math.round((3000 - share * 10_000) / 100) / 10);
  });

  it('has no offset from a file, nor in a mode without one', () => {
    const file = listen().push(linkyStandard().build()).last;
    assert.deepEqual([file.clockOffset, file.time], [null, '2027-01-12T10:55:01+01:00']);
    const old = listen().push(linkyHc().build(), NOON).last;
    assert.deepEqual([old.clockOffset, old.time], [null, null]);
  });

  it('is not told where its group was refused', () => {
    const listener = listen()
      .push(linkyStandard().build(), NOON)
      .push(linkyStandard().damaged('DATE').build(), NOON + 1000);
    assert.deepEqual([listener.last.clockOffset, listener.last.time], [null, null]);
  });

  it('does not jump with a damaged frame: a DATE that does not fit is believed when the next agrees', () => {
    const listener = listen().push(linkyStandard('H270112120000').build(), NOON);
    const jumped = (second: number): Buffer =>
      linkyStandard(`H2701131200${String(second).padStart(2, '0')}`)
        .damaged('VTIC')
        .build();
    assert.equal(listener.push(jumped(1), NOON + 1000).last.time, null);
    assert.equal(listener.push(jumped(2), NOON + 2000).last.time, '2027-01-13T12:00:02+01:00');
    assert.equal(
      listener.push(linkyStandard('H270114120003').build(), NOON + 3000).last.time,
      '2027-01-14T12:00:03+01:00',
    );
  });
});
