// Feature 20 (spec/dataconnect.md §6): the screen on a desk and in a hand.
import assert from 'node:assert/strict';
import { overflowing } from '../../support/screen/page-checks';
import { DESK, PHONE, shownRows, withScreen, type ScreenBench } from '../../support/screen/screen-bench';
import { BOTH } from '../../support/screen/summaries';

describe('20. desktop and mobile', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  for (const [where, viewport] of Object.entries({ 'on a desk': DESK, 'in a hand': PHONE }))
    it(`shows the same ${where}, with nothing to scroll sideways`, async () => {
      const page = await bench.page('fr-FR', viewport);
      await bench.show(page, BOTH);
      assert.deepEqual(Object.keys(await shownRows(page)), ['year', 'month', 'day', 'curve', 'max']);
      assert.deepEqual(await overflowing(page, 'document.querySelector(".ls")'), []);
      const [wide, window] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, window.innerWidth]',
      );
      assert.equal(wide, window);
    });

  it('answers a finger', async () => {
    const page = await bench.page('fr-FR', PHONE);
    await bench.show(page, BOTH);
    await page.locator('[data-row=month]').tap();
    await page.locator('.ls-chart').tap({ position: { x: 5, y: 20 } });
    await page.getByText('septembre 2026').waitFor();
    // As large as a finger tip hits.
    for (const button of await page.locator('.ls button').all()) {
      const box = await button.boundingBox();
      assert.ok(box !== null && box.width >= 24 && box.height >= 24, JSON.stringify(box));
    }
  });
});
