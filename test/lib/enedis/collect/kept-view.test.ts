// What is kept of a meter, as whoever asks sees it: however much it is.
import assert from 'node:assert/strict';
import { KeptView } from '../../../../lib/enedis/collect/kept-view';
import type { KeptPoints } from '../../../../lib/enedis/kept/kept-points';
import type { Point } from '../../../../lib/grid/point';

const PRM = '25000000000001';
const STEP = 300_000;

describe('what is kept of a meter', () => {
  it('comes whole, of years of five minutes too', async () => {
    const start = Date.parse('2024-01-01T00:00+01:00');
    const curve = Array.from({ length: 250_000 }, (_, i): Point => ({
      prm: PRM,
      direction: 'consumption',
      kind: 'load-curve',
      quantity: 'active',
      start: start + i * STEP,
      end: start + (i + 1) * STEP,
      value: i,
      unit: 'W',
      step: 'PT5M',
      quality: 'measured',
      source: 'enedis-company',
    }));
    const kept: Pick<KeptPoints, 'read'> = { read: () => Promise.resolve(curve) };
    const view = new KeptView(kept as KeptPoints, PRM);
    const window = { from: '2024-01-01', to: '2026-06-01' };
    const points = await view.points({ window, directions: ['consumption'], measures: ['load-curve'] });
    assert.deepEqual([points.length, points[0]?.value, points.at(-1)?.value], [250_000, 0, 249_999]);
  });
});
