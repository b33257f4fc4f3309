// Feature 24 (spec/dataconnect.md §6): the load curve can be switched off; then its line is gone, and the light counts one less.
import assert from 'node:assert/strict';
import { collecting, WANT } from '../../support/enedis/collecting';
import { FakeClock } from '../../support/machine/fake-clock';
import { shownRows, withScreen, type ScreenBench } from '../../support/screen/screen-bench';
import { SUMMARY, WITHOUT_CURVE } from '../../support/screen/summaries';
import { meterDoor } from './collected';

describe('24. without the load curve', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  it('has no line for it, and counts one less', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, SUMMARY);
    assert.equal(await page.locator('.ls-light').innerText(), '5/5');
    await bench.show(page, {
      ...SUMMARY,
      at: '2026-11-30T08:30:00+01:00',
      measures: ['energy', 'max-power'],
      consumption: WITHOUT_CURVE,
    });
    assert.deepEqual(Object.keys(await shownRows(page)), ['year', 'month', 'day', 'max']);
    assert.equal(await page.locator('.ls-light').innerText(), '4/4');
  });
});

describe('24. the summary without the load curve', () => {
  it('tells no curve that was kept before it was switched off', async () => {
    const clock = new FakeClock('2026-03-10T12:00:00+01:00');
    const { pass, collector } = await collecting(clock, () => meterDoor(clock), WANT);
    await pass('2026-03-10T23:00:00+01:00');
    const directions = ['consumption'] as const;
    const both = await collector.summary({ directions, measures: ['load-curve', 'energy'] });
    assert.ok(both.consumption?.lastCurve != null && both.consumption.curve !== undefined);
    const daily = await collector.summary({ directions, measures: ['energy'] });
    assert.deepEqual(daily.measures, ['energy']);
    assert.deepEqual([daily.consumption?.lastCurve, daily.consumption?.curve], [null, undefined]);
  });
});
