// Feature 22 (spec/dataconnect.md §6): a light says how much is up to date. Yesterday is expected; of the curve, its last value.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DirectionSummary, EnergySummary } from '../../../lib/enedis/summary/energy-summary';
import { withScreen, type ScreenBench } from '../../support/screen/screen-bench';
import { CONSUMPTION, NOW, SUMMARY } from '../../support/screen/summaries';

const DAY = 86_400_000;
const BEFORE = '2026-11-28';

let minute = 10;
function late(what: Partial<DirectionSummary>): EnergySummary {
  return { ...SUMMARY, at: `2026-11-30T08:${String(minute++)}:00+01:00`, consumption: { ...CONSUMPTION, ...what } };
}

const lightOf = async (page: Page): Promise<{ tone: string | undefined; count: string; tip: string[] }> => {
  const light = page.locator('.ls-light');
  const tone = /ls-(green|orange|red|grey)/.exec((await light.getAttribute('class')) ?? '')?.[1];
  return { tone, count: await light.innerText(), tip: ((await light.getAttribute('title')) ?? '').split('\n') };
};

describe('22. the status light', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  it('is grey as long as nobody has said anything', async () => {
    const page = await bench.page('en-GB');
    assert.deepEqual([(await lightOf(page)).tone, (await lightOf(page)).count], ['grey', '–']);
    await page.getByText('Waiting for the data of Enedis').waitFor();
  });

  it('is green where all is of yesterday, and says what of', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, late({}));
    assert.deepEqual(await lightOf(page), {
      tone: 'green',
      count: '5/5',
      tip: [
        'Expected: 29 Nov',
        '✓ Year: 29 Nov',
        '✓ Month: 29 Nov',
        '✓ Day: 29 Nov',
        '✓ Curve: 29 Nov',
        '✓ Maximum: 29 Nov',
      ],
    });
  });

  it('is orange where some is late: the curve goes by its last value, which may end with the day', async () => {
    const page = await bench.page('fr-FR');
    const shown = async (what: Partial<DirectionSummary>): Promise<[string | undefined, string]> => {
      await bench.show(page, late(what));
      const { tone, count } = await lightOf(page);
      return [tone, count];
    };
    const lastCurve = { start: `${BEFORE}T23:30:00+01:00`, end: '2026-11-29T00:00:00+01:00', kW: 1 };
    assert.deepEqual(await shown({ lastCurve }), ['orange', '4/5']);
    assert.ok((await lightOf(page)).tip.includes('! Courbe\u00a0: 28 nov.'));
    assert.deepEqual(await shown({ lastCurve: { ...lastCurve, end: '2026-11-29T00:30:00+01:00' } }), ['green', '5/5']);
    const yesterday = { day: '2026-11-29', kWh: null };
    assert.deepEqual(await shown({ yesterday, lastDay: { day: BEFORE, kWh: 9 } }), ['orange', '2/5']);
    // A curve that is asked for and of which nothing has ever come counts, too.
    assert.deepEqual(await shown({ lastCurve: null }), ['orange', '4/5']);
    await page.locator('.ls-light').click();
    await page.getByText('Courbe\u00a0: rien encore').waitFor();
  });

  it('is red where nothing is, and where a day has gone by without news', async () => {
    const page = await bench.page('en-GB');
    const lastCurve = { start: `${BEFORE}T23:00:00+01:00`, end: `${BEFORE}T23:30:00+01:00`, kW: 1 };
    const lastDay = { day: BEFORE, kWh: 9 };
    const maxPower = { day: BEFORE, at: null, kVA: 3, derived: false };
    await bench.show(page, late({ yesterday: { day: '2026-11-29', kWh: null }, lastDay, lastCurve, maxPower }));
    assert.deepEqual([(await lightOf(page)).tone, (await lightOf(page)).count], ['red', '0/5']);
    await page.clock.setSystemTime(NOW.getTime() + DAY);
    await bench.show(page, late({}));
    assert.deepEqual([(await lightOf(page)).tone, (await lightOf(page)).tip[0]], ['red', 'Expected: 30 Nov']);
  });
});
