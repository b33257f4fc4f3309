// Feature 23 (spec/dataconnect.md §6): a click on a value opens its history; the title has the date of the collection; a button
// asks for what is missing.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { figureOf, withScreen, type ScreenBench } from '../../support/screen/screen-bench';
import { SUMMARY } from '../../support/screen/summaries';

describe('23. the history of a value', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  const chosen = async (page: Page): Promise<[string, string]> => [
    await page.locator('.ls-past-head small').innerText(),
    await figureOf(page.locator('.ls-chosen .ls-seg')),
  ];

  it('is opened by a click: years, months, days, the curve and the maxima, oldest first, the last one chosen', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, SUMMARY);
    const expected: Record<string, [bars: number, last: [string, string], first: [string, string]]> = {
      year: [3, ['2026', '12346'], ['2024', '9000']],
      month: [3, ['November 2026', '696.4'], ['September 2026', '640.0']],
      day: [31, ['Sun 29 Nov', '10.00'], ['Fri 30 Oct', '40.00']],
      curve: [48, ['29 Nov, 23:30', '2.35'], ['29 Nov, 00:00', '0.00']],
      max: [31, ['Sun 29 Nov, 19:00', '3.00'], ['Fri 30 Oct, 19:00', '6.00']],
    };
    for (const [key, [bars, last, first]] of Object.entries(expected)) {
      await page.locator(`[data-row=${key}]`).click();
      assert.equal(await page.locator('.ls-bar').count(), bars, key);
      assert.deepEqual(await chosen(page), last);
      await page.locator('.ls-chart').click({ position: { x: 1, y: 10 } });
      assert.deepEqual(await chosen(page), first);
      await page.getByRole('button', { name: 'Back', exact: true }).click();
    }
  });

  it('is walked with the arrow keys, and left with Escape', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, SUMMARY);
    await page.locator('[data-row=day]').click();
    await page.locator('.ls-chart').focus();
    await page.keyboard.press('ArrowLeft');
    assert.deepEqual(await chosen(page), ['Sat 28 Nov', '11.00']);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await chosen(page), ['Sun 29 Nov', '10.00']);
    await page.keyboard.press('Escape');
    await page.locator('[data-row=day]').waitFor();
  });

  it('has the date of the collection in the title, and a button that refreshes', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, SUMMARY);
    assert.equal(await page.locator('.ls-head h2').innerText(), 'Linky 99…0011\n30 Nov, 08:12');
    const button = page.getByRole('button', { name: 'Refresh' });
    await button.click();
    const { payload } = await bench.asked();
    assert.equal(payload, 'refresh');
    assert.equal(await button.isDisabled(), true);
    await bench.show(page, { ...SUMMARY, at: '2026-11-30T09:00:00+01:00' });
    assert.equal(await page.locator('.ls-head small').innerText(), '30 Nov, 09:00');
    assert.equal(await button.isEnabled(), true);
  });
});
