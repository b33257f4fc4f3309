import assert from 'node:assert/strict';
import type { RefusalEffect } from '../../../../lib/enedis/door';
import { PARIS, type DayKey } from '../../../../lib/grid/paris-time';
import { collecting, WANT } from '../../../support/enedis/collecting';
import { daysIn, FakeDoor, halfHours, ROW, type DayValues, type NotedCall } from '../../../support/enedis/fake-door';
import { FakeClock } from '../../../support/machine/fake-clock';

const NOON = '2026-06-10T12:00:00+02:00';
const PAST = { ...WANT, backfill: true };
const TODAY = '2026-06-10';

function truth({ measure }: { readonly measure: string }, day: DayKey): DayValues {
  return measure === 'load-curve' ? halfHours(day, 500) : [12_000];
}

function windows(calls: readonly NotedCall[], measure: string): string[] {
  return calls.filter((call) => call.measure === measure).map(({ window }) => `${window.from} ${window.to}`);
}

describe('the past', () => {
  it('comes newest first, the days before their curve, in the windows of the row, down to its depth', async () => {
    const clock = new FakeClock(NOON);
    const door = new FakeDoor(clock, truth);
    const { pass, collector } = await collecting(clock, () => door, PAST);
    await pass('2026-06-10T12:30:00+02:00');
    assert.deepEqual(windows(door.calls, 'energy'), [
      '2025-06-10 2026-06-10',
      '2024-06-10 2025-06-10',
      '2023-06-11 2024-06-10',
      '2023-05-26 2023-06-11',
    ]);
    const curve = windows(door.calls, 'load-curve');
    assert.deepEqual([curve[0], curve.at(-1)], ['2026-06-03 2026-06-10', '2024-05-26 2024-05-29']);
    assert.equal(
      door.calls.findIndex(({ measure }) => measure === 'load-curve'),
      4,
    );
    assert.deepEqual(collector.state.backfill, { running: false, daysLeft: 0, reached: undefined });
  });

  it('ends where the contract began, after one search that all measures share', async () => {
    const clock = new FakeClock(NOON);
    const door = new FakeDoor(clock, truth);
    const first = '2026-03-03';
    door.refuses = (_series, { from }) => (from < first ? 'before-activation' : undefined);
    const { pass, collector } = await collecting(clock, () => door, PAST);
    await pass('2026-06-10T12:30:00+02:00');
    const window = { from: '2026-01-01', to: TODAY };
    const energy = await collector.replay({ window, directions: ['consumption'], measures: ['energy'] });
    assert.equal(PARIS.dayKey(energy[0]?.start ?? 0), first);
    assert.equal(energy.length, daysIn({ from: first, to: TODAY }).length);
    const calls = windows(door.calls, 'energy').length;
    assert.ok(calls <= 10, `${String(calls)} calls`);
    const curve = windows(door.calls, 'load-curve');
    assert.equal(curve.length, Math.ceil(energy.length / 7));
    assert.equal(collector.state.problem, undefined);
    assert.equal(curve.at(-1)?.startsWith(first), true);
  });

  it('ends after four windows in a row without data', async () => {
    const clock = new FakeClock(NOON);
    const door = new FakeDoor(clock, (series, day) => (day < '2026-05-20' ? undefined : truth(series, day)));
    const { pass } = await collecting(clock, () => door, { ...PAST, measures: ['load-curve'] });
    await pass('2026-06-10T12:30:00+02:00');
    assert.equal(door.calls.length, 3 + 4);
  });

  it('finds where the contract began where an answer without a day is all that is left of the refusal', async () => {
    const clock = new FakeClock(NOON);
    const first = '2026-03-03';
    const door = new FakeDoor(clock, truth, { ...ROW, hidesFailures: true });
    door.refuses = ({ measure }, { from }) =>
      measure === 'load-curve' && from < first ? 'before-activation' : undefined;
    door.swallows = ({ measure }, { from }) => measure !== 'load-curve' && from < first;
    const { pass, collector } = await collecting(clock, () => door, PAST);
    await pass('2026-06-10T12:30:00+02:00');
    const window = { from: '2023-01-01', to: TODAY };
    for (const measure of ['energy', 'load-curve'] as const) {
      const points = await collector.replay({ window, directions: ['consumption'], measures: [measure] });
      assert.equal(PARIS.dayKey(points[0]?.start ?? 0), first, measure);
    }
    const calls = windows(door.calls, 'energy').length;
    assert.ok(calls <= 12, `${String(calls)} calls`);
  });

  it('takes weeks without a day for a hole, and goes on before them', async () => {
    const clock = new FakeClock(NOON);
    const row = {
      ...ROW,
      hidesFailures: true,
      windowDays: { ...ROW.windowDays, energy: 30 },
      depth: { ...ROW.depth, energy: { months: 6, days: 0 } },
    } as const;
    const door = new FakeDoor(clock, truth, row);
    door.swallows = (_series, { from }) => from === '2026-04-11';
    const { pass, collector } = await collecting(clock, () => door, { ...PAST, measures: ['energy'] });
    await pass('2026-06-10T12:30:00+02:00');
    const window = { from: '2026-03-01', to: '2026-05-20' };
    const points = await collector.replay({ window, directions: ['consumption'], measures: ['energy'] });
    assert.deepEqual(
      points.map(({ start }) => PARIS.dayKey(start)),
      daysIn(window).filter((day) => day < '2026-04-11' || day >= '2026-05-11'),
    );
  });

  it('does not end where no data may be a failure: each window is asked for once, down to the depth', async () => {
    const clock = new FakeClock(NOON);
    const isOut = (day: DayKey): boolean => day >= '2026-03-01' && day < '2026-05-20';
    const row = { ...ROW, hidesFailures: true } as const;
    const door = new FakeDoor(clock, (series, day) => (isOut(day) ? undefined : truth(series, day)), row);
    const { pass, collector } = await collecting(clock, () => door, { ...PAST, measures: ['load-curve'] });
    await pass('2026-06-10T12:30:00+02:00');
    const asked = windows(door.calls, 'load-curve');
    assert.deepEqual([asked[0], asked.at(-1)], ['2026-06-03 2026-06-10', '2024-05-26 2024-05-29']);
    assert.equal(new Set(asked).size, asked.length);
    await pass('2026-06-12T23:00:00+02:00');
    assert.equal(
      door.calls.filter(({ window }) => isOut(window.from)).length,
      new Set(asked.filter((one) => isOut(one.slice(0, 10)))).size,
    );
    assert.deepEqual(collector.state.backfill, { running: false, daysLeft: 0, reached: undefined });
  });

  it('is clipped where the provider gives nothing older, and asked for in smaller windows where they are too long', async () => {
    const clock = new FakeClock(NOON);
    const door = new FakeDoor(clock, truth);
    const oldest = '2024-06-20';
    door.refuses = ({ measure }, window): RefusalEffect | undefined => {
      if (measure === 'energy' && daysIn(window).length > 100) return 'too-long';
      return window.from < oldest ? 'too-old' : undefined;
    };
    const { pass, collector } = await collecting(clock, () => door, PAST);
    await pass('2026-06-10T12:30:00+02:00');
    for (const measure of ['energy', 'load-curve'] as const) {
      const window = { from: '2023-01-01', to: TODAY };
      const [point] = await collector.replay({ window, directions: ['consumption'], measures: [measure] });
      assert.equal(PARIS.dayKey(point?.start ?? 0), oldest, measure);
    }
    assert.equal(
      Math.max(
        ...windows(door.calls.slice(4), 'energy').map(
          (window) => daysIn({ from: window.slice(0, 10), to: window.slice(11) }).length,
        ),
      ),
      91,
    );
  });

  it('can be cancelled, and goes on with reload; what is there is not asked for again', async () => {
    const clock = new FakeClock(NOON);
    const door = new FakeDoor(clock, truth);
    const calls = { left: 9 };
    door.opensAt = () => (door.calls.length < calls.left ? -Infinity : clock.now() + 3_600_000);
    const { pass, collector, restarted } = await collecting(clock, () => door, PAST);
    await pass('2026-06-10T12:10:00+02:00');
    assert.equal(door.calls.length, 9);
    await collector.cancel();
    calls.left = Infinity;
    const other = await restarted();
    await other.pass('2026-06-10T16:00:00+02:00');
    assert.equal(door.calls.length, 9);
    assert.equal(other.collector.state.backfill.running, false);
    await other.collector.reload();
    await other.pass('2026-06-10T17:00:00+02:00');
    const asked = windows(door.calls, 'load-curve').flatMap((window) =>
      daysIn({ from: window.slice(0, 10), to: window.slice(11) }),
    );
    assert.equal(new Set(asked).size, asked.length);
    assert.equal(asked.length, daysIn({ from: '2024-05-26', to: TODAY }).length);
  });

  it('goes on with something else where a window fails, and comes back to it', async () => {
    const clock = new FakeClock(NOON);
    const door = new FakeDoor(clock, truth);
    door.refuses = (_series, { from }) =>
      from === '2024-06-10' && clock.now() < Date.parse('2026-06-11T00:00:00+02:00') ? 'passes' : undefined;
    const { pass, collector, news } = await collecting(clock, () => door, { ...PAST, measures: ['energy'] });
    await pass('2026-06-10T12:30:00+02:00');
    assert.equal(collector.state.problem?.code, 'ERR_NETWORK');
    assert.deepEqual(windows(door.calls, 'energy'), ['2025-06-10 2026-06-10', '2024-06-10 2025-06-10']);
    await pass('2026-06-10T14:00:00+02:00');
    assert.equal(door.calls.length, 4);
    await pass('2026-06-11T12:30:00+02:00');
    assert.equal(collector.state.backfill.daysLeft, 0);
    assert.equal(collector.state.problem, undefined);
    assert.ok(news.some(({ isPast, points }) => isPast && points.length > 300));
  });
});
