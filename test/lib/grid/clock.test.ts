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

    describe('beyond what a timer of Node can hold', () => {
      const DAY = 86_400_000;
      const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
      let timers: NodeTimers;
      let heard: number[];
      beforeEach(() => {
        heard = [];
        timers = new NodeTimers();
        Object.assign(globalThis, { setTimeout: timers.set, clearTimeout: timers.clear });
      });
      afterEach(() => {
        Object.assign(globalThis, real);
      });
      const wait = (days: number): (() => void) => SYSTEM_CLOCK.after(days * DAY, () => heard.push(timers.now / DAY));

      for (const days of [24, 25, 50, 100])
        it(`runs after ${String(days)} days, once`, () => {
          wait(days);
          timers.advance(days * DAY - 1);
          assert.deepEqual(heard, []);
          timers.advance(200 * DAY);
          assert.deepEqual(heard, [days]);
        });

      it('is taken back at any time of it', () => {
        const stop = wait(100);
        timers.advance(60 * DAY);
        stop();
        timers.advance(200 * DAY);
        assert.deepEqual(heard, []);
      });
    });
  });
});

/** The timers of Node, on hands that the test turns: what is longer than 2^31 - 1 ms fires after 1 ms. */
class NodeTimers {
  now = 0;
  private readonly timers = new Set<{ readonly at: number; readonly run: () => void }>();

  readonly set = (run: () => void, ms: number): object => {
    const timer = { at: this.now + (ms > 2 ** 31 - 1 ? 1 : ms), run };
    this.timers.add(timer);
    return timer;
  };

  readonly clear = (timer: { readonly at: number; readonly run: () => void }): void => {
    this.timers.delete(timer);
  };

  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const [next] = [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.timers.delete(next);
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }
}
