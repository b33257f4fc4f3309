// Feature 21 (spec/dataconnect.md §6): the size of the text follows that of the tile.
import assert from 'node:assert/strict';
import { overflowing } from '../../support/screen/page-checks';
import { withScreen, type ScreenBench } from '../../support/screen/screen-bench';
import { BOTH } from '../../support/screen/summaries';

describe('21. the text follows the tile', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  it('is twice as large on a tile twice as large, as it is being resized, and fits at every size and shape', async () => {
    const page = await bench.page('fr-FR');
    await bench.show(page, BOTH);
    const sizes = async (width: number, height: number): Promise<[number, number]> => {
      const screen = `document.querySelector('.ls')`;
      await page.evaluate(`Object.assign(${screen}.style, { width: '${width}px', height: '${height}px' })`);
      assert.deepEqual(await overflowing(page, screen), [], `${width} × ${height}`);
      return await page.evaluate<[number, number]>(
        `['.ls-name b', '.ls-seg'].map((part) => document.querySelector(part).getBoundingClientRect().height)`,
      );
    };
    const [name, figure] = await sizes(192, 332);
    const [twice, figureTwice] = await sizes(384, 664);
    assert.ok(Math.abs(twice / name - 2) < 0.1, `${String(name)} → ${String(twice)}`);
    assert.ok(Math.abs(figureTwice / figure - 2) < 0.05, `${String(figure)} → ${String(figureTwice)}`);
    for (const [width, height] of [
      [600, 300],
      [300, 300],
      [240, 700],
      [900, 400],
    ] as const)
      await sizes(width, height);
  });
});
