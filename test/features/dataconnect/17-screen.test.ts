// Feature 17 (spec/dataconnect.md §6): a screen like a Linky's shows the year, the month, the day, the curve's last value and the maximum.
import assert from 'node:assert/strict';
import { shownRows, withScreen, type ScreenBench } from '../../support/screen/screen-bench';
import { CONSUMPTION, SUMMARY } from '../../support/screen/summaries';

describe('17. the screen', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  it('shows the year, the month, the day, the last value of the curve and the maximum, each with its unit and its date', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, SUMMARY);
    assert.deepEqual(await shownRows(page), {
      year: { name: 'Year', when: '2026', figure: '12346', unit: 'kWh' },
      month: { name: 'Month', when: 'Nov', figure: '696.4', unit: 'kWh' },
      day: { name: 'Day', when: '29 Nov', figure: '10.00', unit: 'kWh' },
      curve: { name: 'Curve', when: '00:00', figure: '2.35', unit: 'kW' },
      max: { name: 'Maximum', when: '29 Nov', figure: '3.00', unit: 'kVA' },
    });
  });

  it('shows dashes for what nobody has said, and a nought for a nought', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, {
      ...SUMMARY,
      at: '2026-11-30T08:20:00+01:00',
      consumption: {
        ...CONSUMPTION,
        monthToDate: null,
        maxPower: null,
        lastDay: { day: '2026-11-29', kWh: 0 },
      },
    });
    const { month, day, max } = await shownRows(page);
    assert.deepEqual([month?.figure, day?.figure, max?.figure], ['--', '0.00', '--']);
  });
});
