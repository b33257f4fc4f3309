// Feature 19 (spec/dataconnect.md §6): the background colour can be chosen; #a3cc28 unless somebody has.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { leastContrast } from '../../support/screen/page-checks';
import { withScreen, type ScreenBench } from '../../support/screen/screen-bench';
import { SUMMARY } from '../../support/screen/summaries';

const ground = (page: Page): Promise<string> =>
  page.evaluate<string>('getComputedStyle(document.querySelector(".ls-in")).backgroundColor');

describe('19. the background colour', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  it('is #a3cc28, another one with two clicks, and still that one when the page is opened again', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, SUMMARY);
    assert.equal(await ground(page), 'rgb(163, 204, 40)');
    await page.getByRole('button', { name: 'Background colour' }).click();
    await page.getByRole('button', { name: '#2c3a47' }).click();
    assert.equal(await ground(page), 'rgb(44, 58, 71)');
    await page.reload();
    await page.locator('.ls-light').filter({ hasText: '/' }).waitFor();
    assert.equal(await ground(page), 'rgb(44, 58, 71)');
  });

  it('leaves the words readable, whichever it is', async () => {
    const page = await bench.page('en-GB');
    await bench.show(page, SUMMARY);
    for (const colour of ['#000000', '#777777', '#747474', '#808080', '#ff0000', '#0000ff', '#ffffff']) {
      await page.getByRole('button', { name: 'Background colour' }).click();
      await page.getByLabel('Another colour').fill(colour);
      await page.keyboard.press('Escape');
      const { ratio, of } = await leastContrast(page, 'document.querySelector(".ls")');
      assert.ok(ratio >= 4.5, `${colour}: ${String(ratio)} of ${of}`);
    }
  });
});
