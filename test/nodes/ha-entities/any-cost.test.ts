// Whatever comes in under the schemas of contracts, suppliers and meters at Enedis: nothing leaves that Home Assistant would refuse, a
// price that was known stays known, and nothing throws but errors that say whose fault it is.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError } from '../../../lib/errors';
import '../../support/machine/property-seed';
import { refusals } from '../../support/home-assistant/discovery-rules';
import { HaBench } from '../../support/home-assistant/ha-bench';

const NOW = '2026-01-15T11:00:02.000Z';
const anything = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, Infinity, -1, 1e21, 1e305, '', ' ', '__proto__', 'None', 'x'.repeat(70_000)),
  fc.constantFrom('2026-02-30T12:00:00+01:00', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z', '2026-01'),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
);

/** Each field as it should be, anything, or not there. */
function fields(good: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const each = Object.entries(good).map(([name, value]) => [
    name,
    fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: anything }),
  ]);
  return fc.record(Object.fromEntries(each) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] });
}
const within = (good: Readonly<Record<string, unknown>>, more: Record<string, fc.Arbitrary<unknown>>) =>
  fc.tuple(fields(good), fc.record(more)).map(([some, others]) => ({ ...others, ...some }));

const row = fields({
  start: '2026-01-15T12:00:00+01:00',
  end: '2026-01-15T22:00:00+01:00',
  powerW: 100,
  costEurPerKWh: 0.2,
  co2GPerKWh: 30,
});
const running = within(
  { period: '2026-01-15', since: NOW, costEur: 1.5, subscriptionEur: 0.4, unpricedKWh: 0, kWh: 5 },
  { byClass: fc.dictionary(fc.string(), fc.oneof(fields({ kWh: 1, costEur: 2 }), anything)) },
);
const cost = within(
  { contract: 'maison', at: NOW, tariffClass: 'hp' },
  { now: fc.oneof(row, anything), day: fc.oneof(running, anything), month: fc.oneof(running, anything) },
);
const prices = within({ deliveryPoint: '30001234567890', at: NOW, receivedAt: NOW }, { now: fc.oneof(row, anything) });
const period = fields({ period: '2026-01', from: '2026-01-01', to: '2026-01-15', kWh: 100, missingDays: 0 });
const direction = within(
  { yesterday: { day: '2026-01-14', kWh: 5 }, missingCount: 0 },
  {
    days: fc.oneof(fc.array(fields({ day: '2026-01-14', kWh: 5, maxKVA: 4, maxAt: NOW }), { maxLength: 31 }), anything),
    monthToDate: period,
    yearToDate: period,
    lastYear: fc.oneof(fields({ monthToDate: null, yearToDate: {} }), anything),
    months: fc.oneof(fc.array(period, { maxLength: 3 }), anything),
  },
);
const summary = within(
  { prm: '01234567890123', at: NOW, problem: null },
  { consumption: fc.oneof(direction, anything), production: fc.oneof(direction, fc.constant(null)) },
);
const message = fc.oneof(
  cost.map((payload) => ({ schema: 'linky-red/cost@1', payload })),
  prices.map((payload) => ({ schema: 'linky-red/prices@1', payload })),
  summary.map((payload) => ({ schema: 'linky-red/energy-summary@1', payload })),
);

describe('whatever comes in of prices, costs and days', () => {
  it('nothing leaves that Home Assistant would refuse, and a price that was known stays known', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 8 }), async (messages) => {
        const bench = await HaBench.open({ settings: { throttle: 'none' } });
        for (const msg of messages) {
          try {
            bench.controller.receive(msg);
          } catch (error) {
            if (!(error instanceof LinkyRedError) || error.code !== 'ERR_INPUT') throw error;
          }
          bench.clock.advance(1000);
        }
        bench.clock.advance(62_000);
        bench.command('refresh');
        await bench.close();
        assert.deepEqual(refusals(bench.sent), []);
        for (const key of ['tariff', 'supplier']) {
          const told = bench.told('price', key);
          const first = told.findIndex((state) => state !== 'None');
          if (first >= 0) assert.ok(!told.slice(first).includes('None'), told.join(' '));
        }
      }),
      { numRuns: 200 },
    );
  });
});
