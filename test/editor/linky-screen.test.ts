// The example dashboard/linky-screen in a real browser: on a phone, a tablet and a desk, in both languages, all of its pages; and
// once as somebody imports it, with the data of a meter behind it.
// Not in the fast lane: a browser and whole programs.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PRM } from '../../sandbox/household/households';
import { type RunningGateways, startGateways } from '../../sandbox/gateways/server';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { leastContrast, overflowing } from '../support/screen/page-checks';
import {
  DESK,
  launchChromium,
  needsBrowser,
  pageOf,
  PHONE,
  type ScreenBench,
  shownRows,
  TABLET,
  withScreen,
} from '../support/screen/screen-bench';
import { BOTH, CONSUMPTION } from '../support/screen/summaries';

const ROOT = path.resolve(__dirname, '../..');
const EXAMPLE = '/library/examples/flows/@linky-red/nodes/dashboard/linky-screen';
const DAY = 86_400_000;
const STORY_CLOCK = path.resolve(__dirname, '../support/machine/whole-clock.cjs');
/** In the hours in which the gateway may be asked for yesterday, at any time of the day of whoever runs this. */
const AFTERNOON = Date.parse('2026-11-30T14:00:00+01:00');
/** LINKY_RED_SCREENSHOTS=docs/images renews the pictures of the docs. */
const PICTURES = process.env['LINKY_RED_SCREENSHOTS'];
const SCREEN = 'document.querySelector(".ls")';

async function fits(page: Page, what: string): Promise<void> {
  assert.deepEqual(await overflowing(page, SCREEN), [], what);
  const { ratio, of } = await leastContrast(page, SCREEN);
  assert.ok(ratio >= 4.5, `${what}: contrast ${String(ratio)} of ${of}`);
}

describe('the Linky’s screen at three sizes', () => {
  let bench: ScreenBench;
  withScreen((one) => (bench = one));

  for (const [where, viewport] of Object.entries({ phone: PHONE, tablet: TABLET, desk: DESK }))
    for (const locale of ['fr-FR', 'en-GB'] as const)
      it(`fits, can be read and has the right numbers: ${where}, ${locale}`, async () => {
        const page = await bench.page(locale, viewport);
        await bench.show(page, BOTH);
        await fits(page, 'values');
        const shown = Object.values(await shownRows(page)).map(({ name, figure, unit }) => `${name} ${figure} ${unit}`);
        assert.deepEqual(
          shown,
          locale === 'fr-FR'
            ? ['Année 12346 kWh', 'Mois 696,4 kWh', 'Jour 10,00 kWh', 'Courbe 2,35 kW', 'Maximum 3,00 kVA']
            : ['Year 12346 kWh', 'Month 696.4 kWh', 'Day 10.00 kWh', 'Curve 2.35 kW', 'Maximum 3.00 kVA'],
        );
        for (const key of ['year', 'month', 'day', 'curve', 'max']) {
          await page.locator(`[data-row=${key}]`).click();
          await fits(page, key);
          await page.keyboard.press('Escape');
        }
        await page.locator('.ls-light').click();
        await fits(page, 'lights');
        await page.locator('.ls-round').first().click();
        await fits(page, 'colours');
        if (PICTURES !== undefined && where === 'desk') {
          await page.keyboard.press('Escape');
          const name = locale === 'fr-FR' ? 'linky-screen.fr.png' : 'linky-screen.png';
          await page.locator('.ls').screenshot({ path: path.join(PICTURES, name) });
        }
      });

  it('has the fifty half hours of the day on which the clocks go back, two o’clock twice', async () => {
    const page = await bench.page('en-GB', DESK, { now: new Date('2026-10-26T09:00:00+01:00') });
    const midnight = Date.parse('2026-10-25T00:00:00+02:00');
    const start = (n: number): string => new Date(midnight + n * 1_800_000).toISOString();
    await bench.show(page, {
      ...BOTH,
      at: '2026-10-26T08:12:00+01:00',
      consumption: {
        ...CONSUMPTION,
        lastCurve: { start: start(49), end: start(50), kW: 1 },
        curve: Array.from({ length: 50 }, (_, n) => ({ start: start(n), kW: n / 10 })),
      },
    });
    await page.locator('[data-row=curve]').click();
    assert.equal(await page.locator('.ls-bar').count(), 50);
    const { width } = (await page.locator('.ls-chart').boundingBox()) ?? { width: 0 };
    const labels: string[] = [];
    for (const bar of [0, 4, 5, 6, 7, 8, 49]) {
      await page.locator('.ls-chart').click({ position: { x: ((bar + 0.5) * width) / 50, y: 5 } });
      labels.push(await page.locator('.ls-past-head small').innerText());
    }
    const times = ['00:00', '02:00', '02:30', '02:00', '02:30', '03:00', '23:30'];
    assert.deepEqual(
      labels,
      times.map((time) => `25 Oct, ${time}`),
    );
  });

  it('goes by the days of Paris wherever the browser is, and on 1 January expects the year that is over', async () => {
    // Half past midnight in Paris, the afternoon of the last day of the year in California.
    const now = new Date('2027-01-01T00:30:00+01:00');
    const page = await bench.page('en-GB', DESK, { now, timezoneId: 'America/Los_Angeles' });
    const [day, end] = ['2026-12-31', '2027-01-01'];
    await bench.show(page, {
      ...BOTH,
      at: '2027-01-01T00:20:00+01:00',
      consumption: {
        ...CONSUMPTION,
        yesterday: { day, kWh: 20 },
        lastDay: { day, kWh: 20 },
        lastCurve: { start: `${day}T23:30:00+01:00`, end: `${end}T00:00:00+01:00`, kW: 1 },
        maxPower: { day, at: null, kVA: 3, derived: false },
        monthToDate: { period: '2026-12', from: '2026-12-01', to: end, kWh: 700, missingDays: 0 },
        yearToDate: { period: '2026', from: '2026-01-01', to: end, kWh: 9000, missingDays: 0 },
      },
    });
    assert.equal(await page.locator('.ls-light').innerText(), '5/5');
    assert.equal(await page.locator('.ls-head small').innerText(), '1 Jan, 00:20');
    const { year, month, day: shown, curve } = await shownRows(page);
    assert.deepEqual([year?.when, month?.when, shown?.when, curve?.when], ['2026', 'Dec', '31 Dec', '00:00']);
  });

  it('holds the largest figures and the longest words', async () => {
    for (const [width, viewport] of Object.entries({ 192: DESK, 320: PHONE })) {
      const page = await bench.page('fr-FR', viewport);
      await bench.show(page, {
        ...BOTH,
        at: `2026-11-30T08:15:${width.slice(0, 2)}+01:00`,
        consumption: {
          ...CONSUMPTION,
          yearToDate: {
            ...CONSUMPTION.months[0],
            period: '2026',
            from: '2026-01-01',
            to: '2026-11-30',
            kWh: 98_765.4,
            missingDays: 3,
          },
          monthToDate: { period: '2026-09', from: '2026-09-01', to: '2026-10-01', kWh: 28_888.8, missingDays: 0 },
          lastDay: { day: '2026-09-30', kWh: 1288.8 },
          maxPower: { day: '2026-09-30', at: null, kVA: 238.88, derived: false },
          missingCount: 31,
        },
        problem: {
          code: 'ERR_CONSENT_EXPIRED',
          text: 'Le consentement du titulaire a expiré\u00a0: reliez le compteur à nouveau.',
        },
        backfill: { running: true, daysLeft: 1095 },
      });
      await page.evaluate(`Object.assign(${SCREEN}.style, { width: '${width}px', height: '332px' })`);
      await fits(page, width);
      await page.locator('.ls-light').click();
      await fits(page, `${width}: lights`);
    }
  });
});

describe('the Linky’s screen with a meter behind it', () => {
  let gateways: RunningGateways | undefined;
  let red: NodeRed | undefined;
  let browser: Browser | undefined;

  before(function () {
    needsBrowser(this);
  });
  after(async () => {
    await browser?.close();
    await red?.stop();
    await gateways?.stop();
  });

  it('shows what dataconnect-query has fetched, and no error', async () => {
    const clock = { story: AFTERNOON, host: Date.now(), factor: 1 };
    gateways = await startGateways({ now: () => clock.story + (Date.now() - clock.host) });
    red = await startNodeRed({
      nodesDir: [ROOT, path.join(ROOT, 'node_modules', '@flowfuse', 'node-red-dashboard')],
      env: { LINKY_RED_TEST_CLOCK: JSON.stringify(clock), NODE_OPTIONS: `--require=${STORY_CLOCK}` },
    });
    const example = (await red.ask('GET', EXAMPLE)) as FlowNode[];
    const { url } = gateways;
    const token = gateways.consoToken(PRM.calm);
    await red.deploy(
      example.map((node) => ({
        ...node,
        ...(node.type === 'enedis-account' && { baseUrl: url }),
        ...(node.type === 'dataconnect-oauth' && { credentials: { token } }),
      })),
    );
    browser = await launchChromium();
    const page = await pageOf(browser, { locale: 'en-GB', viewport: DESK });
    await page.goto(`${red.url}/dashboard/linky-screen`);
    await page.getByRole('button', { name: 'Refresh' }).click();
    const day = page.locator('[data-row=day]');
    for (const direction of ['consumption', 'production'] as const) {
      await page.getByRole('button', { name: direction, exact: false }).click();
      await page.locator('[data-row=day][title*=kWh]').waitFor();
      const [, shown = '', until = ''] =
        /^([\d.,]+) kWh · until (.*)$/.exec((await day.getAttribute('title')) ?? '') ?? [];
      const truth = gateways.household(PRM.calm).energy(Date.parse(`${until} UTC`) / DAY, direction);
      assert.equal(Number(shown.replace(',', '')), truth / 1000, until);
    }
    assert.ok(!red.log.includes('[error]'), red.log);
  });
});
