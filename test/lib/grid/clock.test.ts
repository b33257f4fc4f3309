import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { clockOn } from '../../../lib/grid/clock';

const HOUR = 3_600_000;

describe('a wait on the clock of the machine', () => {
  /** A machine whose clock can be set. */
  const machine = () => {
    const set = { by: 0 };
    return { set, clock: clockOn(() => Date.now() + set.by, 5) };
  };

  it('ends when its time has passed', async () => {
    const { clock } = machine();
    const rung = new EventEmitter();
    const began = Date.now();
    clock.after(20, () => rung.emit('bell'));
    await once(rung, 'bell');
    assert.ok(Date.now() - began >= 19);
  });

  it('ends when the clock is set past its instant: a machine that slept, or began in 1970', async () => {
    const { set, clock } = machine();
    const rung = new EventEmitter();
    clock.after(8 * HOUR, () => rung.emit('bell'));
    set.by = 56 * 365.25 * 24 * HOUR;
    await once(rung, 'bell');
  });

  it('is not made longer by a clock that is turned back', async () => {
    const { set, clock } = machine();
    const rung = new EventEmitter();
    clock.after(20, () => rung.emit('bell'));
    set.by = -HOUR;
    await once(rung, 'bell');
  });

  it('can be taken back, also after it has looked at the clock', async () => {
    const { clock } = machine();
    const rung: string[] = [];
    const cancel = clock.after(HOUR, () => rung.push('cancelled'));
    const bell = new EventEmitter();
    clock.after(20, () => bell.emit('bell'));
    await once(bell, 'bell');
    cancel();
    assert.deepEqual(rung, []);
  });
});
