// What a building above 36 kVA sees in Home Assistant: its power budget, derived powers, the Flex Ready view.
import assert from 'node:assert/strict';
import { type BusinessDay, energyBetween, framesOf, subscribedAt } from '../../support/tic/business-day';
import { ice2q, pmePmi, saphirShort } from '../../support/tic/business-meters';
import { FakeClock } from '../../support/machine/fake-clock';
import { HaBench } from '../../support/home-assistant/ha-bench';

const MIDNIGHT = Date.parse('2026-11-24T00:00:00+01:00');
const PME: BusinessDay = { family: 'pme-pmi', unit: 'kVA', td: 5, every: 8, midnight: MIDNIGHT, seconds: 1500 };

/** Plays a day; `arrives` false: that frame is lost. */
async function play(day: BusinessDay, arrives: (second: number) => boolean = () => true): Promise<HaBench> {
  const bench = await HaBench.open({ settings: { throttle: 'none' } });
  for (const { second, bytes } of framesOf(day)) {
    if (arrives(second)) bench.bytes(bytes);
    bench.clock.advance(day.every * 1000);
  }
  return bench;
}

function near(told: string | undefined, expected: number, tolerance: number, what: string): void {
  const value = Number(told ?? NaN);
  assert.ok(Math.abs(value - expected) <= tolerance, `${what}: ${String(told)} instead of ${String(expected)}`);
}

describe('a building above 36 kVA in Home Assistant', () => {
  it('on LV: mean, allowed power and rest in VA, and the next top as a moment', async () => {
    const bench = await play(PME);
    // The last frame is that of second 1499: one second before a top.
    const [limit, drawn] = [subscribedAt(1499), energyBetween(1200, 1499)];
    near(bench.of('budget_mean'), energyBetween(1440 - 300, 1440) * 12_000, 1500, 'mean');
    near(bench.of('budget_left'), (limit / 12 - drawn) * 1000, 2, 'left');
    near(bench.of('budget_allowed'), (limit / 12 - drawn) * 1000 * 3600, 2 * 3600, 'allowed');
    assert.equal(bench.of('budget_next_top'), '2026-11-23T23:25:00.000Z');
    near(bench.of('derived_va'), energyBetween(1440, 1499) * 1000 * (3600 / 59), 200, 'derived');
    assert.equal(bench.of('contract_power'), '130000');
    const other = [
      'budget_mean_w',
      'budget_allowed_w',
      'budget_left_wh',
      'headroom_w',
      'contract_power_w',
      'derived_w',
    ];
    for (const id of other) assert.equal(bench.of(id), undefined, id);
    // Once in a Td period, from the second top on.
    assert.deepEqual(
      bench.told('budget_next_top').map((at) => at.slice(14, 16)),
      ['15', '20', '25'],
    );
    await bench.close();
  });

  it('on HTA behind a SAPHIR: the same in W, with what is subscribed now and the power that its counter shows', async () => {
    const bench = await play({ ...PME, family: 'saphir', unit: 'kW', every: 10 });
    const [limit, drawn] = [subscribedAt(1493), energyBetween(1200, 1493)];
    near(bench.of('budget_mean_w'), drawn * 1000 * (3600 / 293), 100, 'mean');
    near(bench.of('budget_left_wh'), (limit / 12 - drawn) * 1000, 2, 'left');
    near(bench.of('derived_w'), energyBetween(1433, 1493) * 60_000, 300, 'derived');
    assert.equal(bench.of('contract_power_w'), '130000');
    assert.equal(Number(bench.of('headroom_w')), 130_000 - Number(bench.of('derived_w')));
    for (const id of ['budget_mean', 'budget_allowed', 'budget_left', 'contract_power', 'derived_va'])
      assert.equal(bench.of(id), undefined, id);
    await bench.close();
  });

  it('keeps a figure over a lost frame, and makes it unknown when the budget is', async () => {
    const bench = await play({ ...PME, seconds: 1650 }, (second) => second < 1480 || second > 1530);
    assert.ok(!bench.told('budget_left').slice(0, -1).includes('None'));
    for (const id of ['budget_mean', 'budget_allowed', 'budget_left', 'budget_next_top'])
      assert.equal(bench.of(id), 'None', id);
    await bench.close();
    const one = await play({ ...PME, seconds: 1450 }, (second) => second % 40 !== 3);
    assert.ok(!one.told('budget_left').includes('None'));
    await one.close();
  });

  it('says which data of Flex Ready is missing, and since when', async () => {
    const bench = await HaBench.open();
    bench.bytes(saphirShort().build());
    assert.equal(bench.of('flex_ready_missing'), 'ON');
    assert.deepEqual(bench.attributesOf('flex_ready_missing')['missing'], ['KDC', 'KDCD', 'PSpx', 'LIB_pxD']);
    await bench.close();
    const whole = await HaBench.open();
    whole.bytes(pmePmi().build());
    assert.equal(whole.of('flex_ready_missing'), 'OFF');
    const { missing, since } = whole.attributesOf('flex_ready_missing');
    assert.deepEqual([missing, Date.parse(String(since))], [[], whole.clock.now()]);
    await whole.close();
  });

  it('says nothing of budget or Flex Ready where the meter has none', async () => {
    const bench = await HaBench.open();
    bench.bytes(ice2q().build());
    const ours = bench.announced().filter((id) => /budget|flex|derived/.test(id));
    assert.deepEqual(ours, []);
    assert.equal(bench.of('headroom_w'), '28000', 'PSHPH 480 kW, PA1MN 452 kW');
    await bench.close();
  });

  it("tells by how much the meter's clock is ahead", async () => {
    // The bench takes two seconds to start.
    const clock = new FakeClock(Date.parse('2026-11-24T13:32:04.500Z'));
    const bench = await HaBench.open({ clock });
    bench.bytes(pmePmi().build());
    assert.equal(bench.of('clock_offset'), '3.5');
    await bench.close();
  });
});
