// Feature 18 (spec/dataconnect.md §6): "- | +" switches between consumption and production, only where there are both.
import assert from 'node:assert/strict';
import { shownRows, withScreen, type ScreenBench } from '../../support/screen/screen-bench';
import { BOTH, PRODUCTION, SUMMARY } from '../../support/screen/summaries';

describe('18. consumption or production', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  it('is switched by − and +, and back', async () => {
    const page = await bench.page('fr-FR');
    await bench.show(page, BOTH);
    const figures = async (): Promise<(string | undefined)[]> => {
      const { year, day, curve } = await shownRows(page);
      return [year?.figure, day?.figure, curve?.figure];
    };
    assert.deepEqual(await figures(), ['12346', '10,00', '2,35']);
    await page.getByRole('button', { name: 'Production' }).click();
    assert.deepEqual(await figures(), ['2210', '4,25', '0,00']);
    await page.getByRole('button', { name: 'Consommation', exact: true }).click();
    assert.deepEqual(await figures(), ['12346', '10,00', '2,35']);
  });

  it('has no switch where there is one of them, and shows that one', async () => {
    const page = await bench.page('fr-FR');
    await bench.show(page, { ...SUMMARY, at: '2026-11-30T08:13:00+01:00' });
    assert.equal(await page.locator('.ls-switch').count(), 0);
    await bench.show(page, {
      ...SUMMARY,
      at: '2026-11-30T08:14:00+01:00',
      consumption: null,
      production: PRODUCTION,
    });
    assert.equal(await page.locator('.ls-switch').count(), 0);
    assert.equal((await shownRows(page))['year']?.figure, '2210');
  });
});
