// A building behind a PME-PMI, whose counter begins anew at each Td top: consumption, gaps, a report, a restart.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Metering } from '../../../../lib/flex/metering/building-metering';
import type { MeasuredPeriod } from '../../../../lib/flex/metering/metering';
import { Store } from '../../../../lib/store/store';
import { flexRequest, readings } from '../../../support/flex/requests';
import { FakeClock } from '../../../support/machine/fake-clock';
import { type Script, scripted } from '../../../support/tic/scripted-building';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-24T10:00:00+01:00');
const ALL = { bacs: 'b', asset: 'all' };

interface Played {
  readonly metering: Metering;
  readonly clock: FakeClock;
}

const begin = (store = new Store(undefined)): Played => {
  const clock = new FakeClock(START);
  return { clock, metering: new Metering({ store, name: 'flex', clock }) };
};

/** Frames of these seconds of a script, as linky-decode hands them on. */
async function play(
  { metering, clock }: Played,
  script: Partial<Script> & Pick<Script, 'power'>,
  arrives: (second: number) => boolean = () => true,
): Promise<void> {
  const taken: Promise<unknown>[] = [];
  const line = readings('cellar', (msg) => taken.push(metering.reading('all', msg)));
  for (const { second, frame } of scripted({ unit: 'kW', start: START, td: () => 10, seconds: 7300, ...script })) {
    if (!arrives(second)) continue;
    clock.advanceTo(new Date(START + second * 1000).toISOString());
    line.push(frame.build(), clock.now());
  }
  await Promise.all(taken);
}

const watts = (periods: readonly MeasuredPeriod[]): (number | null)[] => periods.map(({ powerW }) => powerW);

/** Within what the seconds before a top may have been. */
function near(found: number | null | undefined, wanted: number, share = 0.01): void {
  assert.ok(typeof found === 'number', `${String(found)} is no power`);
  assert.ok(Math.abs(found - wanted) <= share * wanted + 100, `${String(found)} W, not ${String(wanted)} W`);
}

describe('the consumption of a building behind a PME-PMI', () => {
  it('is the mean power of each step, over the tops of the meter', async () => {
    const played = begin();
    await play(played, { power: (second) => (second < 3600 ? 100 : 20) });
    const quarters = await played.metering.of(ALL, START, START + 2 * HOUR, 15 * MINUTE);
    assert.equal(quarters.length, 8);
    // The first frame came three seconds after the hour: of the first quarter a part is not known.
    assert.equal(quarters[0]?.powerW, null);
    for (const quarter of quarters.slice(1, 4)) near(quarter.powerW, 100_000);
    for (const quarter of quarters.slice(4)) near(quarter.powerW, 20_000);
  });

  it('follows a load that goes on and off within a period', async () => {
    const played = begin();
    await play(played, { power: (second) => (Math.floor(second / 120) % 2 === 0 ? 90 : 30), td: () => 5 });
    for (const step of (await played.metering.of(ALL, START + 20 * MINUTE, START + 40 * MINUTE, 2 * MINUTE)).entries())
      near(step[1].powerW, step[0] % 2 === 0 ? 90_000 : 30_000, 0.1);
  });

  it('is missing where the meter was silent, and nowhere else', async () => {
    const played = begin();
    await play(played, { power: () => 60 }, (second) => second < 1530 || second > 2690);
    const steps = watts(await played.metering.of(ALL, START, START + HOUR, 5 * MINUTE));
    assert.deepEqual(
      steps.flatMap((power, step) => (power === null ? [step] : [])),
      [0, 5, 6, 7, 8],
    );
    for (const power of steps.filter((each) => each !== null)) near(power, 60_000);
  });

  it('is told with null for what nobody measured, in whole steps of the hour', async () => {
    const { metering } = begin();
    const steps = await metering.of(ALL, START + 7 * MINUTE, START + 31 * MINUTE, 15 * MINUTE);
    assert.deepEqual(
      steps.map(({ start, end, powerW }) => [(start - START) / MINUTE, (end - START) / MINUTE, powerW]),
      [
        [0, 15, null],
        [15, 30, null],
        [30, 45, null],
      ],
    );
  });

  it('outlives a restart, which is a gap of its own length', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-'));
    try {
      const before = begin(new Store(dir));
      await play(before, { power: () => 60 }, (second) => second < 3700);
      await before.metering.idle();
      const after: Played = {
        clock: before.clock,
        metering: new Metering({ store: new Store(dir), name: 'flex', clock: before.clock }),
      };
      await play(after, { power: () => 60 }, (second) => second >= 3760);
      for (const power of watts(await after.metering.of(ALL, START + 15 * MINUTE, START + 2 * HOUR, 15 * MINUTE)))
        near(power, 60_000);
      await after.metering.idle();
    } finally {
      await rm(dir, { recursive: true, maxRetries: 5 });
    }
  });

  it('is reported against the hour before', async () => {
    const played = begin();
    await play(played, { power: (second) => (second < 3600 ? 100 : second < 5400 ? 20 : 40) });
    const request = flexRequest({
      state: 'completed',
      asset: 'all',
      profile: [
        [START + HOUR, START + 1.5 * HOUR, 80_000],
        [START + 1.5 * HOUR, START + 2 * HOUR, 60_000],
      ],
    });
    const { baseline, periods, deliveredWh } = await played.metering.report(request, 'reduction');
    assert.equal(baseline.name, 'mean-of-the-hour-before');
    near(baseline.powerW, 100_000);
    near(periods[0]?.measuredW, 20_000);
    near(periods[0]?.deliveredW, 80_000);
    near(periods[1]?.deliveredW, 60_000);
    near(deliveredWh, 70_000);
  });

  it('leaves unknown what was delivered while the meter was silent', async () => {
    const played = begin();
    await play(played, { power: () => 100 }, (second) => second < 5000);
    const request = flexRequest({
      state: 'completed',
      asset: 'all',
      profile: [[START + HOUR, START + 2 * HOUR, 80_000]],
    });
    const { baseline, periods, deliveredWh } = await played.metering.report(request, 'reduction');
    near(baseline.powerW, 100_000);
    assert.deepEqual([periods[0]?.measuredW, periods[0]?.deliveredW, deliveredWh], [null, null, null]);
  });

  it('knows no baseline of an hour of which it knows less than half', async () => {
    const played = begin();
    await play(played, { power: () => 100 }, (second) => second > 2000);
    const request = flexRequest({
      state: 'completed',
      asset: 'all',
      profile: [[START + HOUR, START + 1.5 * HOUR, 80_000]],
    });
    const { baseline, periods, deliveredWh } = await played.metering.report(request, 'reduction');
    near(periods[0]?.measuredW, 100_000);
    assert.deepEqual([baseline.powerW, periods[0]?.deliveredW, deliveredWh], [null, null, null]);
  });

  it('tells of a clock of the meter that is off, and moves nothing by it', async () => {
    const played = begin();
    await play(played, { power: () => 60, set: () => 180 });
    assert.equal(played.metering.clockOffsetMs, 180_000);
    for (const power of watts(await played.metering.of(ALL, START + 15 * MINUTE, START + HOUR, 15 * MINUTE)))
      near(power, 60_000);
  });

  it('begins anew after the clock of the host was set', async () => {
    const played = begin();
    await play(played, { power: () => 60, seconds: 1000 });
    played.clock.set(START + 3 * HOUR);
    assert.deepEqual(watts(await played.metering.of(ALL, START + 15 * MINUTE, START + 4 * HOUR, HOUR)), [
      null,
      null,
      null,
      null,
    ]);
  });
});
