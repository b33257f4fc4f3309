// The dashboards that ship, in Home Assistant's own frontend: what a user reads, and a picture for the docs.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { PATIENCE_MS } from '../../support/machine/patience';
import type { HomeAssistant } from '../../support/home-assistant/process';
import { onPath } from '../../support/machine/requirements';

const ROOT = path.resolve(__dirname, '../../..');

/** Both dashboards in YAML mode, for configuration.yaml. */
export const DASHBOARDS = `lovelace:
  dashboards:
    linky-fr: {mode: yaml, title: Linky, filename: linky.fr.yaml}
    linky-en: {mode: yaml, title: Linky (English), filename: linky.en.yaml}
`;

export const DASHBOARD_FILES = Object.fromEntries(
  ['fr', 'en'].map((language) => [
    `linky.${language}.yaml`,
    readFileSync(path.join(ROOT, 'docs/home-assistant', `dashboard.${language}.yaml`), 'utf8'),
  ]),
);

/** Opens a dashboard; waits until all of `texts` can be read in it, and takes a picture if asked for one. */
export async function openDashboard(
  home: HomeAssistant,
  language: 'fr' | 'en',
  texts: readonly string[],
  picture?: string,
): Promise<void> {
  const executablePath = onPath('chromium');
  if (executablePath === undefined) throw new Error('chromium is not installed');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1500, height: 1100 }, locale: language });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await page.route(
      (address) => address.hostname !== '127.0.0.1',
      (route) => route.abort('namenotresolved'),
    );
    await page.addInitScript(`localStorage.hassTokens = ${JSON.stringify(JSON.stringify(session(home)))}`);
    await page.goto(`${home.url}/linky-${language}/linky`);
    // Playwright looks through open shadow roots, of which the frontend is made.
    for (const text of texts) await page.getByText(text, { exact: true }).first().waitFor();
    if (picture !== undefined) {
      mkdirSync(path.dirname(picture), { recursive: true });
      await page.screenshot({ path: picture });
    }
    const wrong = page.locator('hui-error-card, hui-warning, hui-warning-element').first();
    assert.equal(
      await wrong.count(),
      0,
      (await wrong.count()) === 0 ? '' : ((await wrong.textContent()) ?? 'a broken card'),
    );
  } finally {
    await browser.close();
  }
}

/** Statistics of a household, so that the picture of the docs shows what a user sees after some weeks. */
export async function liveSomeWeeks(home: HomeAssistant, energy: string, power: string): Promise<void> {
  const hour = 3_600_000;
  const length = 6 * 7 * 24;
  const now = Math.floor(Date.now() / hour) * hour;
  const hours = Array.from({ length }, (_, i) => now - (length - i) * hour);
  /** Watts: a night, a breakfast, a dinner. */
  const load = (at: number): number => {
    const clock = (at / hour) % 24;
    return (
      250 +
      900 * Math.exp(-((clock - 6) ** 2) / 3) +
      1900 * Math.exp(-((clock - 18) ** 2) / 5) +
      60 * Math.sin(at / 5e7)
    );
  };
  const metadata = { source: 'recorder', name: null };
  let sum = -hours.reduce((total, at) => total + load(at), 0);
  await home.api.ask('recorder/import_statistics', {
    metadata: {
      ...metadata,
      statistic_id: energy,
      unit_of_measurement: 'Wh',
      unit_class: 'energy',
      mean_type: 0,
      has_sum: true,
    },
    stats: hours.map((at) => ({ start: new Date(at).toISOString(), state: 0, sum: (sum += load(at)) })),
  });
  await home.api.ask('recorder/import_statistics', {
    metadata: {
      ...metadata,
      statistic_id: power,
      unit_of_measurement: 'VA',
      unit_class: 'apparent_power',
      mean_type: 1,
      has_sum: false,
    },
    stats: hours.map((at) => ({
      start: new Date(at).toISOString(),
      mean: load(at) * 1.1,
      min: load(at) * 0.7,
      max: load(at) * 2,
    })),
  });
  // It is written after the answer.
  const query = { start_time: new Date(now - 6 * hour).toISOString(), statistic_ids: [power], period: 'hour' };
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const rows = await home.api.ask<Record<string, unknown[]>>('recorder/statistics_during_period', query);
    if ((rows[power]?.length ?? 0) > 0) return;
    await pause(100);
  }
  assert.fail('the statistics do not arrive');
}

/** As the frontend keeps a session. */
function session(home: HomeAssistant): Record<string, unknown> {
  return {
    access_token: home.accessToken,
    token_type: 'Bearer',
    refresh_token: '',
    expires_in: 1800,
    expires: Date.now() + 1_800_000,
    hassUrl: home.url,
    clientId: `${home.url}/`,
  };
}
