// The Energy dashboard and what lies below it: the five-minute statistics.
import assert from 'node:assert/strict';
import type { HomeAssistant } from '../../support/home-assistant/process';

/** Of the five-minute statistics. */
export interface StatisticsRow {
  start: number;
  end: number;
  state: number;
  sum: number;
}

/** The five-minute rows of a statistic of the last hours, oldest first. */
export async function statisticsOf(home: HomeAssistant, entity: string): Promise<StatisticsRow[]> {
  const start = new Date(Date.now() - 6 * 3_600_000).toISOString();
  const rows = await home.api.ask<Record<string, StatisticsRow[]>>('recorder/statistics_during_period', {
    start_time: start,
    statistic_ids: [entity],
    period: '5minute',
    types: ['state', 'sum'],
  });
  return rows[entity] ?? [];
}

/** Waits until the last compiled row of an entity has this state. */
export async function compiled(home: HomeAssistant, entity: string, state: number): Promise<StatisticsRow[]> {
  for (;;) {
    const seen = home.api.compiled;
    // The word that statistics are compiled may come before they are written: this stands behind that in the same queue.
    await home.api.ask('recorder/clear_statistics', { statistic_ids: [] });
    const rows = await statisticsOf(home, entity);
    if (rows.at(-1)?.state === state) return rows;
    await home.api
      .see('further statistics', () => home.api.compiled > seen || undefined)
      .catch(() => assert.fail(`no row of ${entity} with ${state}: ${JSON.stringify(rows)}`));
  }
}

/** Sets up the Energy dashboard as its dialog does: grid consumption by `from` with a fixed price. */
export async function setUpEnergy(home: HomeAssistant, from: string): Promise<void> {
  await saveGrid(home, [{ from, entity_energy_price: null, number_energy_price: 0.2 }]);
}

/** The same of several meters, each with an entity that tells its price. */
export async function setUpPrices(
  home: HomeAssistant,
  meters: readonly { from: string; price: string }[],
): Promise<void> {
  await saveGrid(
    home,
    meters.map(({ from, price }) => ({ from, entity_energy_price: price, number_energy_price: null })),
  );
}

interface Withdrawal {
  readonly from: string;
  readonly entity_energy_price: string | null;
  readonly number_energy_price: number | null;
}

async function saveGrid(home: HomeAssistant, meters: readonly Withdrawal[]): Promise<void> {
  const [year = 0, month = 0] = home.version.split('.').map(Number);
  const flat = year > 2026 || (year === 2026 && month >= 3);
  const sources = flat
    ? meters.map(({ from, ...price }) => ({
        type: 'grid',
        stat_energy_from: from,
        stat_energy_to: null,
        stat_cost: null,
        stat_compensation: null,
        ...price,
        entity_energy_price_export: null,
        number_energy_price_export: null,
        cost_adjustment_day: 0,
      }))
    : [
        {
          type: 'grid',
          flow_from: meters.map(({ from, ...price }) => ({ stat_energy_from: from, stat_cost: null, ...price })),
          flow_to: [],
          cost_adjustment_day: 0,
        },
      ];
  await home.api.ask('energy/save_prefs', { energy_sources: sources, device_consumption: [] });
}

/** What Home Assistant finds wrong with these settings; empty where it is content. */
export async function energyComplaints(home: HomeAssistant): Promise<unknown[]> {
  const { energy_sources: sources } = await home.api.ask<{ energy_sources: unknown[][] }>('energy/validate');
  return sources.flat();
}
