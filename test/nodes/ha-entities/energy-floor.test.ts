// No energy that Home Assistant is told falls or leaps, whatever entity tells it, in every family and situation: what does is
// held for 15 minutes of the same meter, and the status says so.
// Not in the fast lane: hours of every family of meters.
import assert from 'node:assert/strict';
import { Store } from '../../../lib/store/store';
import { type BenchOptions, HaBench } from '../../support/home-assistant/ha-bench';
import { INDEX_FAMILIES, type IndexFamily, METER_NOON, WRONG_KINDS } from '../../support/tic/index-families';

const QUICK = { settings: { throttle: 'none' } } as const;

/** A bench on which a meter of a family speaks; its clock goes as the host's does, times `speed`. */
class House {
  private readonly began: number;
  private played = 0;

  private constructor(
    readonly bench: HaBench,
    private readonly family: IndexFamily,
    private readonly speed: number,
  ) {
    this.began = bench.clock.now();
  }

  static async open(family: IndexFamily, options: BenchOptions = {}, speed = 1): Promise<House> {
    return new House(await HaBench.open({ ...QUICK, ...options }), family, speed);
  }

  /** The same index, frame by frame, for so long by the host's clock. */
  says(count: number, seconds: number, everySeconds = 2, change = (frame: Frame): Frame => frame): void {
    for (let passed = 0; passed < seconds; passed += everySeconds) {
      const at = METER_NOON + (this.bench.clock.now() - this.began) * this.speed;
      this.bench.bytes(change(this.family.frame(count, at)).build());
      this.bench.clock.advance(everySeconds * 1000);
    }
  }

  /** The same index in frames of a capture, a minute apart by the meter's clock: they all arrive in this moment. */
  plays(count: number, frames: number): void {
    for (let n = 0; n < frames; n++) {
      this.bench.bytes(this.family.frame(count, METER_NOON + this.played * 60_000).build());
      this.played += 1;
    }
  }

  /** What the entity was told, as counts of the meter: gas is told in m³. */
  get told(): number[] {
    const scale = this.family.label === 'GAZ' ? 100 : 1;
    return this.bench.told(this.family.entity).map((told) => Math.round(Number(told) * scale));
  }
}

type Frame = ReturnType<IndexFamily['frame']>;

const rows = INDEX_FAMILIES.flatMap((family) =>
  Object.entries(WRONG_KINDS)
    .filter(([kind]) => family.bounded.homeAssistant || kind !== 'a leap')
    .map(([kind, wrong]) => ({ family, kind, bad: wrong(family.start, family), good: family.start })),
);

describe('an energy that only grows', () => {
  for (const { family, kind, good, bad } of rows) {
    describe(`${kind}, ${family.name}`, () => {
      it('is not told after three frames at once, and goes on after them', async () => {
        const house = await House.open(family);
        house.says(good, 20, 10);
        house.says(bad, 6);
        // Where the decoder believed a leap (nothing bounds it there), the way back lasts a minute.
        house.says(good + 1, 80, 20);
        assert.deepEqual(house.told, [good, good + 1]);
        assert.equal(house.bench.state?.held, false);
        await house.bench.close();
      });

      it('is not told while it has not lasted for 15 minutes, and the status says that it is held', async () => {
        const house = await House.open(family);
        house.says(good, 20, 10);
        house.says(bad, 14 * 60, 60);
        assert.equal(house.bench.state?.held, true);
        assert.deepEqual(house.told, [good]);
        // The decoder has taken the wrong value for true: the way back lasts a minute there.
        house.says(good + 1, 80, 20);
        assert.deepEqual(house.told, [good, good + 1]);
        assert.equal(house.bench.state.held, false);
        await house.bench.close();
      });

      it('is told once it has', async () => {
        const house = await House.open(family);
        house.says(good, 20, 10);
        // Two minutes until three frames have agreed in the decoder, then the quarter of an hour.
        house.says(bad, 18 * 60, 60);
        assert.deepEqual(house.told, [good, bad]);
        assert.equal(house.bench.state?.held, false);
        await house.bench.close();
      });

      it('is not told after a restart', async () => {
        const store = new Store(undefined);
        const first = await House.open(family, { store });
        first.says(good, 20);
        await first.bench.close();
        const second = await House.open(family, { store, clock: first.bench.clock });
        second.says(bad, 20);
        assert.equal(second.bench.state?.held, true);
        second.says(good, 80, 20);
        assert.deepEqual(second.told, [good]);
        await second.bench.close();
      });

      it('is not told where a capture is played at once', async () => {
        const house = await House.open(family);
        house.plays(good, 5);
        house.plays(bad, 5);
        house.plays(good, 5);
        assert.deepEqual(house.told, [good]);
        await house.bench.close();
      });

      it('is not told where a capture is played thirty times as fast', async () => {
        const house = await House.open(family, {}, 30);
        house.says(good, 20, 10);
        house.says(bad, 6);
        house.says(good, 6);
        assert.deepEqual(house.told, [good]);
        await house.bench.close();
      });
    });
  }

  for (const family of INDEX_FAMILIES) {
    const { identity, start, name } = family;
    if (identity !== null)
      it(`of another meter is told at once: ${name}`, async () => {
        const house = await House.open(family);
        house.says(start, 20);
        house.bench.clock.set(house.bench.clock.now() + 20 * 60_000);
        house.says(12, 20, 2, (frame) => frame.set(identity.label, identity.other));
        assert.deepEqual(house.told, [start, 12]);
        assert.equal(house.bench.state?.held, false);
        await house.bench.close();
      });

    it(`loses nothing of a day and a night: ${name}`, async () => {
      const house = await House.open(family);
      for (let n = 0; n < 40; n++) house.says(start + n, 60, 60);
      // A night without Node-RED, or without the meter.
      house.bench.clock.set(house.bench.clock.now() + 8 * 3_600_000);
      house.says(start + 1100, 60);
      assert.deepEqual(house.told, [...Array.from({ length: 40 }, (_, n) => start + n), start + 1100]);
      await house.bench.close();
    });
  }

  const east = INDEX_FAMILIES.filter(({ label }) => label === 'EAST');
  for (const family of east) {
    // 2 kW at sixty times the speed: 67 Wh in two seconds, more than any home draws in them; 3 kWh after a pause of 90 s.
    it('may rise as fast as the clock of its meter runs', async () => {
      const house = await House.open(family, {}, 60);
      for (let n = 0; n < 30; n++) house.says(family.start + 67 * n, 2);
      house.bench.clock.advance(90_000);
      house.says(family.start + 67 * 30 + 3000, 2);
      assert.equal(house.told.at(-1), family.start + 67 * 30 + 3000);
      assert.equal(house.told.length, 31);
      await house.bench.close();
    });

    it('may not where the meter calls its clock degraded, or where it leaps together with the energy', async () => {
      for (const leaps of [false, true]) {
        const house = await House.open(family, {}, leaps ? 1 : 60);
        const degraded = (frame: Frame): Frame => (leaps ? frame : frame.set('STGE', '002B0001'));
        house.says(family.start, 60, 2, degraded);
        const late = (frame: Frame): Frame => (leaps ? frame.set('DATE', '', 'H280112105501') : frame);
        house.says(family.start + 50_000, 300, 5, (frame) => late(degraded(frame)));
        assert.deepEqual(house.told, [family.start], String(leaps));
        await house.bench.close();
      }
    });
  }

  it('that is held is no entity that is gone, when the tariff changes', async () => {
    const bench = await HaBench.open();
    const say = (option: string, east: number): void => {
      const meter = { id: '042161314159', family: 'linky', mode: 'historique', phases: 1, producer: null };
      bench.reading({ OPTARIF: option, HCHC: east, HCHP: 5000 }, { meter });
      bench.clock.advance(20_000);
    };
    say('HC..', 9_000_000);
    for (let n = 0; n < 10; n++) say('BBR(', 8_999_000);
    assert.equal(bench.of('hchc'), '9000000');
    assert.ok(bench.announced().includes('hchc'));
    await bench.close();
  });

  describe('of a PME-PMI', () => {
    const pme = INDEX_FAMILIES.find(({ entity }) => entity === 'eap_s_hph');

    it('is another count in each period and tariff: a change of either holds nothing', async () => {
      assert.ok(pme !== undefined);
      const house = await House.open(pme);
      const inPeriod =
        (period: string, tariff = 'BT 4 SUP36') =>
        (frame: Frame): Frame =>
          frame.set('PTCOUR1', period).set('MESURES1', tariff);
      house.says(5000, 20, 2, inPeriod('HPH'));
      house.says(99, 20, 2, inPeriod('HCH'));
      house.says(5001, 20, 2, inPeriod('HPH'));
      house.says(3, 20, 2, inPeriod('HPH', 'TJ MU     '));
      assert.deepEqual(house.told, [5000, 5001, 3]);
      assert.deepEqual(house.bench.told('eap_s_hch'), ['99']);
      assert.equal(house.bench.state?.held, false);
      await house.bench.close();
    });

    it('that was held in a period that is over is no longer said to be', async () => {
      assert.ok(pme !== undefined);
      const house = await House.open(pme);
      house.says(5000, 20);
      house.says(4000, 120);
      assert.equal(house.bench.state?.held, true);
      house.says(99, 16 * 60, 10, (frame) => frame.set('PTCOUR1', 'HCH'));
      assert.equal(house.bench.state.held, false);
      await house.bench.close();
    });
  });
});
