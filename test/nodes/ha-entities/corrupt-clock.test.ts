// The bound on a rise goes by the meter's own clock, at whatever pace it runs: what a damaged date or a damaged index claims, alone
// or together, never reaches Home Assistant.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isoParis } from '../../../lib/grid/paris-time';
import { HaBench } from '../../support/home-assistant/ha-bench';

const QUICK = { settings: { throttle: 'none' } } as const;
const NOON = Date.UTC(2027, 0, 12, 11);
const START_WH = 20_000_000;
const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
/** What the car and the house draw together. */
const WATTS = 12_000;
const MOST_W = 45_000;

/** A meter whose clock runs `pace` times faster than the host's. */
class Meter {
  private readonly began: number;

  constructor(
    readonly bench: HaBench,
    private readonly pace: number,
    private readonly start = NOON,
  ) {
    this.began = bench.clock.now();
  }

  get time(): number {
    return this.start + (this.bench.clock.now() - this.began) * this.pace;
  }

  get wh(): number {
    return START_WH + Math.floor(((this.time - this.start) / HOUR_MS) * WATTS);
  }

  /** A reading now; `time` null: the frame lost its date. */
  says({ time = this.time, wh = this.wh }: { time?: number | null; wh?: number } = {}): void {
    const { clock } = this.bench;
    const at = time === null ? null : Math.floor(time / 1000) * 1000;
    const offset = at === null ? null : Math.round((at - clock.now()) / 100) / 10;
    this.bench.reading({ EAST: wh }, { time: at === null ? null : isoParis(at), clockOffset: offset });
    clock.advance(1200);
  }

  frames(count: number): void {
    for (let n = 0; n < count; n++) this.says();
  }
}

const told = (bench: HaBench): number[] => bench.told('energy_total').map(Number);

describe('the clock of a meter', () => {
  for (const pace of [1, 4, 60]) {
    it(`that runs ${String(pace)} times faster: nothing is held over a silence of any length`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.boolean(), async (seconds, lost) => {
          const bench = await HaBench.open(QUICK);
          const meter = new Meter(bench, pace);
          meter.frames(5);
          bench.clock.advance(seconds * 1000);
          if (lost) meter.says({ time: null });
          const { wh } = meter;
          meter.says();
          assert.equal(bench.state?.held, false);
          assert.equal(told(bench).at(-1), wh);
          await bench.close();
        }),
        { numRuns: 25 },
      );
    });

    it(`that runs ${String(pace)} times faster: a damaged frame brings no more than can have flowed`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: -400 * DAY_MS, max: 400 * DAY_MS }),
          fc.integer({ min: 1, max: 900_000_000 }),
          fc.integer({ min: 0, max: 30 }),
          fc.integer({ min: 1, max: 3 }),
          async (jump, leap, silence, frames) => {
            const bench = await HaBench.open(QUICK);
            const meter = new Meter(bench, pace);
            meter.frames(6);
            bench.clock.advance(silence * 1000);
            for (let n = 0; n < frames; n++)
              meter.says({ time: meter.time + jump * (n + 1), wh: meter.wh + leap * (n + 1) });
            // By its pace and a quarter, or ten seconds, of the host's five where it runs faster; the first minute is free.
            const most = (seconds: number): number =>
              (MOST_W * Math.max(60, 1.25 * pace * seconds + Math.max(10, 5 * pace))) / 3600;
            const limit = meter.wh + frames * most(silence + 3) + 1;
            assert.ok(Math.max(...told(bench)) <= limit, `${String(Math.max(...told(bench)) - meter.wh)} Wh too much`);
            await bench.close();
          },
        ),
        { numRuns: 60 },
      );
    });
  }

  it('that is set, or changes its hour, holds nothing back and opens nothing', async () => {
    for (const jump of [HOUR_MS, -HOUR_MS, 40 * DAY_MS, -40 * DAY_MS]) {
      const bench = await HaBench.open(QUICK);
      const meter = new Meter(bench, 1);
      meter.frames(5);
      const set = (extra = 0): void => {
        meter.says({ time: meter.time + jump, wh: meter.wh + extra });
      };
      // The first frame of the new time, and the leap comes with it; the second one is believed to be alone.
      set(80_000);
      assert.equal(bench.state?.held, true, String(jump));
      set();
      set();
      assert.equal(bench.state.held, false);
      assert.ok(told(bench).every((wh) => wh < START_WH + 1000));
      await bench.close();
    }
  });

  for (const [name, start] of [
    ['in the night of March', '2027-03-28T01:58:00+01:00'],
    ['in the night of October', '2026-10-25T02:58:00+02:00'],
    ["at the year's end", '2026-12-31T23:58:00+01:00'],
  ] as const)
    it(`goes on ${name}, at both paces and over a silence`, async () => {
      for (const pace of [1, 60]) {
        const bench = await HaBench.open(QUICK);
        const meter = new Meter(bench, pace, Date.parse(start));
        meter.frames(4);
        bench.clock.advance(120_000);
        meter.frames(4);
        assert.equal(bench.state?.held, false);
        assert.equal(told(bench).length, 8);
        await bench.close();
      }
    });
});
