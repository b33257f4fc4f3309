import assert from 'node:assert/strict';
import { isoParis } from '../../../../lib/grid/paris-time';
import { parseEcowatt } from '../../../../lib/rte/ecowatt/answer';
import type { LevelSlot } from '../../../../lib/grid/event/runs';
import { hourSlots } from '../../../../lib/rte/ecowatt/slots';
import {
  isPlanned,
  nextPlanEdge,
  planHours,
  type HourPlan,
  type PlanWish,
} from '../../../../lib/rte/ecowatt/hour-plan';
import { CALM, ecowattAnswer, hours, type Hours } from '../../../support/rte/ecowatt';

const slots = (days: Record<string, Hours>): readonly LevelSlot[] => hourSlots(parseEcowatt(ecowattAnswer(days)));
const show = ({ windows }: HourPlan): string[] =>
  windows.map(({ start, end }) => `${isoParis(start).slice(8, 16)}-${isoParis(end).slice(11, 16)}`);
const at = (time: string): number => Date.parse(`2026-11-${time}:00+01:00`);

describe('lib/rte/hour-plan', () => {
  const three: PlanWish = { mode: 'hours', hours: 3, before: { hour: 7, minute: 0 } };
  const night = { '2026-11-24': CALM, '2026-11-25': hours({ 2: 0, 3: 0, 5: 0 }) };

  it('takes the decarbonised hours before the deadline', () => {
    assert.deepEqual(show(planHours(undefined, slots(night), at('24T18:10'), three, 'a')), [
      '25T02:00-04:00',
      '25T05:00-06:00',
    ]);
  });

  it('keeps to it while the night passes: what was used is not chosen again', () => {
    let plan = planHours(undefined, slots(night), at('24T18:10'), three, 'a');
    for (const time of ['25T00:00', '25T02:00', '25T03:00', '25T05:30', '25T06:59']) {
      plan = planHours(plan, slots({ '2026-11-25': night['2026-11-25'] }), at(time), three, 'b' + time);
      assert.deepEqual(show(plan), ['25T02:00-04:00', '25T05:00-06:00'], time);
    }
    assert.deepEqual(
      ['25T01:59', '25T02:00', '25T03:59', '25T04:00'].map((time) => isPlanned(plan, at(time))),
      [false, true, true, false],
    );
  });

  it('moves what is to come when a publication turns it orange, and counts what is used', () => {
    let plan = planHours(undefined, slots(night), at('24T18:10'), three, 'a');
    plan = planHours(plan, slots({ '2026-11-25': hours({ 2: 0, 3: 0, 5: 2, 6: 0 }) }), at('25T03:00'), three, 'b');
    assert.deepEqual(show(plan), ['25T02:00-04:00', '25T06:00-07:00']);
  });

  it('does not tear a window that has begun', () => {
    const wish: PlanWish = { mode: 'window', hours: 3, before: { hour: 7, minute: 0 } };
    let plan = planHours(
      undefined,
      slots({ '2026-11-24': CALM, '2026-11-25': hours({ 2: 0, 3: 0, 4: 0 }) }),
      at('24T18:10'),
      wish,
      'a',
    );
    assert.deepEqual(show(plan), ['25T02:00-05:00']);
    plan = planHours(plan, slots({ '2026-11-25': hours({ 2: 0, 3: 0, 4: 2, 5: 0 }) }), at('25T03:00'), wish, 'b');
    assert.deepEqual(show(plan), ['25T02:00-05:00']);
  });

  it('avoids an orange hour even at the price of no decarbonised one', () => {
    const wish: PlanWish = { mode: 'window', hours: 2, before: { hour: 7, minute: 0 } };
    const plan = planHours(
      undefined,
      slots({ '2026-11-25': hours({ 1: 0, 2: 2, 3: 0, 4: 2 }) }),
      at('25T01:00'),
      wish,
      'a',
    );
    assert.deepEqual(show(plan), ['25T05:00-07:00']);
  });

  it('begins anew after the deadline', () => {
    const days = { '2026-11-25': CALM, '2026-11-26': hours({ 4: 0 }) };
    let plan = planHours(undefined, slots(days), at('25T06:00'), three, 'a');
    assert.equal(isoParis(nextPlanEdge(plan, at('25T06:30'))), '2026-11-25T07:00:00+01:00');
    plan = planHours(plan, slots(days), at('25T07:00'), three, 'a');
    assert.equal(isoParis(plan.deadline), '2026-11-26T07:00:00+01:00');
    assert.deepEqual(show(plan), ['25T07:00-09:00', '26T04:00-05:00']);
  });

  it('made a moment after the deadline it is not an hour longer than asked for', () => {
    const days = { '2026-11-24': CALM, '2026-11-25': hours({ 4: 0 }) };
    const plan = planHours(undefined, slots(days), at('24T07:00') + 4, three, 'a');
    assert.deepEqual(show(plan), ['24T07:00-09:00', '25T04:00-05:00']);
  });

  it('is empty where nothing is known', () => {
    assert.deepEqual(show(planHours(undefined, [], at('24T18:10'), three, 'a')), []);
  });

  it('survives the clock changes: three hours of night are three hours', () => {
    const plan = planHours(
      undefined,
      slots({ '2026-10-24': CALM, '2026-10-25': hours({ 1: 0, 2: 0 }) }),
      Date.parse('2026-10-24T20:00:00+02:00'),
      three,
      'a',
    );
    assert.equal(
      plan.windows.reduce((sum, { start, end }) => sum + end - start, 0),
      3 * 3_600_000,
    );
    assert.deepEqual(show(plan), ['25T01:00-03:00']);
  });
});
