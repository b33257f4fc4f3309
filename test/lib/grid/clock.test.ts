import assert from 'node:assert/strict';
import { atTime, ClockWatch, SYSTEM_CLOCK } from '../../../lib/grid/clock';
import { FakeClock } from '../../support/machine/fake-clock';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-24T12:00:00+01:00');

describe('lib/grid/clock', () => {
  describe('an appointment', () => {
    let clock: FakeClock;
    let kept: number[];
    const appoint = (instant: number): (() => void) => atTime(clock, instant, () => kept.push(clock.now()));
    beforeEach(() => {
      clock = new FakeClock(NOON);
      kept = [];
    });

    it('is kept to the millisecond, and once', () => {
      appoint(NOON + 7 * 60 * MINUTE + 1);
      clock.advance(7 * 60 * MINUTE);
      assert.deepEqual(kept, []);
      clock.advance(60 * MINUTE);
      assert.deepEqual(kept, [NOON + 7 * 60 * MINUTE + 1]);
      assert.equal(clock.pending, 0);
    });

    it('in the past is kept at once', () => {
      appoint(NOON - MINUTE);
      clock.advance(0);
      assert.equal(kept.length, 1);
    });

    it('that is taken back is not kept', () => {
      const stop = appoint(NOON + 5 * MINUTE);
      clock.advance(2 * MINUTE);
      stop();
      clock.advance(5 * MINUTE);
      assert.deepEqual([kept, clock.pending], [[], 0]);
    });

    for (const [how, time] of [
      ['forward past it, from 1970', '2026-11-24T18:30:00+01:00'],
      ['back by years', '2016-11-24T12:00:00+01:00'],
      ['forward, but not past it', '2026-11-24T12:20:00+01:00'],
    ] as const) {
      it(`of a clock that is put ${how} is looked at anew within a minute`, () => {
        appoint(NOON + 60 * MINUTE);
        clock.set(time);
        clock.advance(MINUTE);
        assert.equal(kept.length, 1);
      });
    }

    it('does not mind the seconds by which a clock is corrected', () => {
      appoint(NOON + 60 * MINUTE);
      clock.set(NOON + 5_000);
      clock.advance(50 * MINUTE);
      assert.deepEqual(kept, []);
    });
  });

  it('tells once by how much the clock was turned', () => {
    const clock = new FakeClock(NOON);
    const watch = new ClockWatch(clock);
    clock.advance(100 * MINUTE);
    assert.equal(watch.turnedBy(), 0);
    clock.set(NOON);
    assert.equal(watch.turnedBy(), -100 * MINUTE);
    assert.equal(watch.turnedBy(), 0);
  });

  describe("the system's", () => {
    it('runs what is due, and nothing that was taken back or lies beyond what a timer of Node can hold', async () => {
      const heard: string[] = [];
      const far = SYSTEM_CLOCK.after(30 * 86_400_000, () => heard.push('in a month'));
      SYSTEM_CLOCK.after(1, () => heard.push('taken back'))();
      const begun = SYSTEM_CLOCK.elapsed();
      await new Promise<void>((resolve) => {
        SYSTEM_CLOCK.after(5, resolve);
      });
      assert.ok(SYSTEM_CLOCK.elapsed() - begun >= 4);
      far();
      assert.deepEqual(heard, []);
    });

    it('repeats until it is told to stop', async () => {
      let times = 0;
      await new Promise<void>((resolve) => {
        const stop = SYSTEM_CLOCK.every(1, () => {
          times += 1;
          if (times < 3) return;
          stop();
          resolve();
        });
      });
      assert.equal(times, 3);
    });
  });
});
