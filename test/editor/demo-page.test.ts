// The page of `npm start` in a real browser: what a newcomer sees, in both languages, on a desk and in a hand.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { standIn } from '../../sandbox';
import { APPLICATION } from '../../sandbox/enedis/applications';
import { startEnedis, type RunningEnedis } from '../../sandbox/enedis/server';
import { startOpenData, type RunningOpenData } from '../../sandbox/opendata/server';
import { startFlexReady, type RunningFlexReady } from '../../sandbox/flexready/server';
import { parisInstant } from '../../sandbox/paris-clock';
import { DEFAULT_APPLICATION } from '../../sandbox/rte/portal';
import type { Running } from '../../sandbox/stand-in';
import { ACCOUNT, demoFlow, ENEDIS_ACCOUNT, FLEX_SITE } from '../../scripts/start/flow.mjs';
import { OPERATOR_KEY } from '../support/flex/building-flow';
import { AedesBroker } from '../support/mqtt/aedes';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { launchChromium, needsBrowser, pageOf } from '../support/screen/screen-bench';

const ROOT = path.resolve(__dirname, '../..');
const STORY_CLOCK = path.join(ROOT, 'scripts', 'start', 'story-clock.cjs');
const DESK = { width: 1440, height: 1000 };
const HAND = { width: 390, height: 844 };

describe('the page of the demo', function () {
  let meter: Running | undefined;
  let rte: Running | undefined;
  let enedis: RunningEnedis | undefined;
  let flexready: RunningFlexReady | undefined;
  let opendata: RunningOpenData | undefined;
  let broker: AedesBroker | undefined;
  let red: NodeRed | undefined;
  let browser: Browser | undefined;
  let problems: string[] = [];

  before(function () {
    needsBrowser(this);
  });

  async function startDemo(settings: Readonly<Record<string, string>>): Promise<void> {
    meter = await standIn('meter')?.start({ settings });
    assert.ok(meter?.clock !== undefined);
    // As npm start does: RTE's stand-in and the nodes that ask it live on the clock of the meter.
    const { story, host, factor } = meter.clock;
    const at = new Date(story + (Date.now() - host) * factor).toISOString();
    rte = await standIn('rte')?.start({ settings: { scenario: 'winter-week', at, factor: String(factor) } });
    assert.ok(rte !== undefined);
    enedis = await startEnedis({ now: () => story + (Date.now() - host) * factor, isTicked: true });
    broker = await AedesBroker.start();
    red = await startNodeRed({
      nodesDir: [ROOT, path.join(ROOT, 'node_modules', '@flowfuse', 'node-red-dashboard')],
      env: { LINKY_RED_DEMO_CLOCK: JSON.stringify(meter.clock), NODE_OPTIONS: `--require=${STORY_CLOCK}` },
    });
    flexready = await startFlexReady({
      now: () => story + (Date.now() - host) * factor,
      building: `${red.url}/flex`,
      buildingKey: OPERATOR_KEY,
      askKW: 3,
      pace: factor,
    });
    opendata = await startOpenData({ now: () => story + (Date.now() - host) * factor });
    // The card of the balance asks again for what was refused to it.
    opendata.fail('enedis', 'dataset', 'unauthorized');
    const flow: FlowNode[] = demoFlow({
      meter,
      rte: { url: `http://${rte.host}:${String(rte.port)}` },
      enedis,
      flexready,
      opendata,
      broker: { host: '127.0.0.1', port: broker.port },
      language: 'en',
    });
    enedis.redirectTo(`${red.url}/dataconnect-oauth/callback`);
    const applications: Record<string, { id: string; secret: string }> = {
      [ACCOUNT]: DEFAULT_APPLICATION,
      [ENEDIS_ACCOUNT]: APPLICATION,
    };
    await red.deploy(
      flow.map((node) => {
        const { id: clientId, secret: clientSecret } = applications[node.id] ?? {};
        if (node.id === FLEX_SITE) return { ...node, credentials: { secret1: OPERATOR_KEY } };
        return clientId === undefined ? node : { ...node, credentials: { clientId, clientSecret } };
      }),
    );
    browser = await launchChromium();
  }

  /** An hour at noon in a minute: the car comes home after some seconds. */
  const linky = { start: new Date(parisInstant(2027, 1, 12, 11, 45)).toISOString(), factor: '60' };

  beforeEach(() => {
    problems = [];
  });
  // A page that nobody looks at any more goes on drawing all that it is told.
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });

  async function stopDemo(): Promise<void> {
    await browser?.close();
    await red?.stop();
    await meter?.stop();
    await rte?.stop();
    await enedis?.stop();
    await flexready?.stop();
    await opendata?.stop();
    await broker?.stop();
  }

  async function open(locale: string, viewport: typeof DESK): Promise<Page> {
    assert.ok(browser !== undefined && red !== undefined);
    const page = await pageOf(browser, { locale, viewport });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(`${red.url}/dashboard/linky`);
    return page;
  }

  /** Waits until the page shows the entities that the broker retains, each one and no other. */
  async function allOnThePage(page: Page): Promise<void> {
    for (;;) {
      assert.ok(broker !== undefined);
      const announced = Object.keys(await broker.retained()).filter((topic) =>
        /^homeassistant\/.*\/config$/.test(topic),
      );
      const titles = await page.evaluate<string[]>(
        '[...document.querySelectorAll(".lr-entity")].map((row) => row.title)',
      );
      if (announced.length > 50 && announced.sort().join() === titles.sort().join()) return;
      await page.waitForTimeout(200);
    }
  }

  const text = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

  describe('with a Linky', () => {
    before(async () => {
      await startDemo(linky);
    });
    after(stopDemo);

    it('shows power, Tempo and energy in French, and the overrun as it comes', async () => {
      const page = await open('fr-FR', DESK);
      await text(page, 'Linky · 04…4159 · monophasé · standard');
      await text(page, 'mardi 12 janvier');
      for (const words of [
        'Souscrite',
        '9 kVA',
        'Blanc',
        'Rouge',
        'heures pleines',
        'Pleines blanc',
        'Qualité de la ligne',
      ]) {
        await text(page, words);
      }
      await text(page, 'En trop');
      await text(page, 'Dépassement de puissance');
      await text(page, /^1[01],\d\d$/);
      assert.deepEqual(problems, []);
    });

    it('speaks English in an English browser, and fits into a hand', async () => {
      const page = await open('en-GB', HAND);
      for (const words of ['Live power', 'Headroom', 'White', 'Red', 'Peak white', 'Quality of the line', 'Try it']) {
        await text(page, words);
      }
      const [wide, window] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, window.innerWidth]',
      );
      assert.equal(wide, window, 'nothing to scroll sideways');
      assert.deepEqual(problems, []);
    });

    it('shows four days of Ecowatt, a week of Tempo, and the entities that the broker gives back', async () => {
      const page = await open('en-GB', DESK);
      await text(page, /^next alert|^alert until/);
      // The story: a white day with red hours, orange on each of the three days after it, the first of them red in Tempo.
      await page.locator('.lr-eco-day .lr-chip').nth(3).waitFor();
      assert.deepEqual(await page.locator('.lr-eco-day .lr-chip').allInnerTexts(), [
        'red',
        'orange',
        'orange',
        'orange',
      ]);
      assert.equal(await page.locator('.lr-eco-hours i').count(), 4 * 24);
      await page.locator('.lr-week-day').nth(6).waitFor();
      await page.locator('.lr-week-now.lr-white').waitFor();
      await page.locator('.lr-week-now + .lr-red').waitFor();

      // All that is announced can be reached.
      await page.getByRole('button', { name: /^Show all/ }).click();
      await allOnThePage(page);

      // Ecowatt and Tempo are devices of their own there.
      const level = page.locator('.lr-entity').filter({ hasText: 'sensor.ecowatt_day_1' });
      await level.getByText('orange').waitFor();
      const colour = page.locator('.lr-entity').filter({ has: page.getByText('sensor.tempo_next', { exact: true }) });
      await colour.getByText(/^(blue|white|red)\b/).waitFor();

      const entity = page.locator('.lr-entity').filter({ hasText: 'sensor.linky_apparent_power' });
      await entity.getByText(/^\d+ VA$/).waitFor();
      await entity.getByText('Apparent power').waitFor();
      // Not our own list: what leaves the broker leaves the page.
      assert.ok(broker !== undefined);
      const topic = (await entity.getAttribute('title')) ?? '';
      assert.ok(topic in (await broker.retained()), topic);
      await broker.forget(topic);
      await entity.waitFor({ state: 'detached' });
      assert.deepEqual(problems, []);
    });

    it('answers the operator of the sandbox: asked, accepted here, confirmed there, loads off, loads on', async () => {
      const page = await open('en-GB', DESK);
      await page.locator('.lr-flex-load[data-load=on]').waitFor();
      const opened = page.context().waitForEvent('page');
      await page.getByRole('link', { name: 'The operator’s page' }).click();
      const operator = await opened;
      operator.on('pageerror', (error) => problems.push(error.message));
      const row = (call: string): ReturnType<Page['locator']> =>
        operator.locator(`tr[data-call=${call}][data-status="200"]`).first();
      await operator.locator('#list').click();
      await row('flexibilities').waitFor();
      assert.equal(await operator.locator('#asset').inputValue(), 'WholeBuilding');
      // A minute of the story is a second here; what is proposed leaves a person more time.
      const now = Date.parse(`${await operator.locator('#now').innerText()}Z`);
      await operator.locator('#start').fill(new Date(now + 40 * 60_000).toISOString().slice(0, 16));
      await operator.locator('#minutes').fill('10');
      await operator.locator('#create').click();
      await row('create').waitFor();
      await page.getByRole('button', { name: 'Accept' }).click();
      await text(page, 'accepted');
      await operator.locator('#confirm').click();
      await row('confirm').waitFor();
      await page.locator('.lr-flex-load[data-load=off]').waitFor();
      await page.locator('.lr-flex-load[data-load=on]').waitFor();
      await operator.locator('#realise').click();
      await row('realise').waitFor();
      await text(page, 'reported');
      assert.deepEqual(problems, []);
    });

    it('links the meter of the sandbox in two clicks, and shows a year of days and a load curve', async () => {
      const page = await open('en-GB', DESK);
      await text(page, 'not linked yet');
      const opened = page.context().waitForEvent('page');
      await page.getByRole('button', { name: /^Link the meter/ }).click();
      const consent = await opened;
      await consent.locator('#accept').click();
      await consent.waitForURL(/\/dataconnect-oauth\/callback\?/);
      // Two days of a year never come.
      await text(page, /^99…0011 · 363 days/);
      assert.equal(await page.locator('.lr-year .lr-day-bar').count(), 363);
      // The Linky's screen beside it: the day before the story's, with a curve whose last value is read.
      await page.locator('.ls-light').filter({ hasText: '/5' }).waitFor();
      await page.locator('.ls [data-row=curve][title*=kW]').click();
      await page.locator('.ls-bar').nth(47).waitFor({ state: 'attached' });
      await page.locator('.lr-seven .lr-load[d^=M]').waitFor();
      // The curve comes to lie beside its profile, of the same energy, below the balance of Enedis' grid.
      await page.locator('.lr-open-make[d^=M]').waitFor();
      await page.locator('.lr-open-profile[d^=M]').waitFor();
      await text(page, /profile RES1, same energy: kW, /);
      if (process.env['LINKY_RED_LOOK'] !== undefined) {
        await page.locator('.lr-open-profile').scrollIntoViewIfNeeded();
        await page.screenshot({ path: process.env['LINKY_RED_LOOK'] });
      }
      const french = await open('fr-FR', HAND);
      await text(french, 'Courbe de charge, kW, sept jours');
      await text(french, /^99…0011 · 363 jours/);
      assert.deepEqual(problems, []);
    });

    it('does at its buttons what they say', async () => {
      const page = await open('en-GB', DESK);
      const press = async (name: RegExp): Promise<void> => {
        await page.getByRole('button', { name }).click();
      };
      await text(page, '100');
      await press(/^Open the cover/);
      await text(page, 'Cover open');
      await press(/^Simulate a peak/);
      await text(page, 'started · simulated');
      await press(/^Noise on the line/);
      await page.locator('.lr-percent b').filter({ hasText: /^9\d/ }).waitFor();
      await press(/^Cut the line/);
      await text(page, 'line silent');
      // While nothing is known nothing is coloured, and no figure is left over.
      await page.locator('.lr-power.lr-cut .lr-figure b').filter({ hasText: /^–$/ }).waitFor();
      assert.equal(await page.locator('.lr-power .lr-arc').count(), 0);
      // The colours come by messages of their own.
      await page.locator('.lr-days .lr-unknown').nth(1).waitFor();
      assert.deepEqual(await page.locator('.lr-days b').allInnerTexts(), ['?', '?']);
      await page.locator('.lr-power.lr-is-calm').waitFor();
      assert.deepEqual(problems, []);
    });
  });

  describe('with a PME-PMI', () => {
    after(stopDemo);

    it('shows its budget, its index and its warning, and nothing that such a meter does not say', async () => {
      // Two minutes before a top and seven before the charger of eleven o'clock.
      const start = new Date(parisInstant(2027, 1, 12, 10, 53)).toISOString();
      await startDemo({ family: 'pme-pmi', td: '5', start, factor: '4' });
      const page = await open('fr-FR', HAND);
      for (const words of ['PME-PMI · 04…4159', 'Budget de puissance', 'sur 108 kVA', 'Flex Ready 8 / 8', 'HPH'])
        await text(page, words);
      await text(page, 'Inconnu jusqu’à deux tops de suite');
      await page.getByRole('button', { name: /^Brancher un camion/ }).click();
      await text(page, 'Préavis : réduire si possible (niveau 2)');
      for (const absent of [/monophasé/, /Intensité/, /Ouvrir le cache-bornes/, /Ce contrat n’a pas de couleurs/])
        assert.equal(await page.getByText(absent).count(), 0, String(absent));
      await page.getByPlaceholder('Chercher une entité').fill('flex_ready');
      await page.locator('.lr-entity').filter({ hasText: 'binary_sensor.linky_flex_ready_missing' }).waitFor();
      const [wide, window] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, window.innerWidth]',
      );
      assert.equal(wide, window, 'nothing to scroll sideways');
      assert.ok(red !== undefined && !red.log.includes('[error]'), red?.log);
      assert.deepEqual(problems, []);
    });
  });
});
