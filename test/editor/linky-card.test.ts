// The card docs/home-assistant/linky-card.js in a real browser, with the states of an Enedis device as Home Assistant has them: what it
// shows, at three sizes and in both languages, and what its clicks ask Home Assistant for.
// Not in the fast lane: a browser.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { leastContrast, overflowing } from '../support/screen/page-checks';
import { launchChromium, needsBrowser, pageOf, shownRows } from '../support/screen/screen-bench';
import { NOW, YESTERDAY } from '../support/screen/summaries';

const CARD = path.resolve(__dirname, '../../docs/home-assistant/linky-card.js');
const SCREEN = 'document.querySelector("linky-card").shadowRoot.querySelector(".ls")';

interface State {
  readonly state: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly last_updated: string;
}
type States = Readonly<Record<string, State>>;

function state(value: string, unit: string, attributes: Readonly<Record<string, unknown>> = {}): State {
  return {
    state: value,
    attributes: { unit_of_measurement: unit, ...attributes },
    last_updated: '2026-11-30T07:12:00+00:00',
  };
}

/** Of `production_` or of nothing: the names that ha-entities gives. */
function side(
  prefix: string,
  [year, month, day, curve, max]: readonly [string, string, string, string, string],
): States {
  const at = (id: string): string => `sensor.enedis_${prefix}${id}`;
  return {
    [at('year')]: state(year, 'kWh', { since: '2026-01-01', until: '2026-11-30' }),
    [at('month')]: state(month, 'kWh', { since: '2026-11-01', until: '2026-11-30' }),
    [at('yesterday')]: state(day, 'kWh', { date: YESTERDAY }),
    [at('load_curve')]: state(curve, 'kW', {
      since: `${YESTERDAY}T23:30:00+01:00`,
      until: '2026-11-30T00:00:00+01:00',
    }),
    [at('max_power')]: state(max, 'kVA', { date: YESTERDAY, at: `${YESTERDAY}T19:00:00+01:00` }),
  };
}

const CONSUMPTION = side('', ['12345.6', '696.4', '10', '2.35', '3']);
const BOTH = { ...CONSUMPTION, ...side('production_', ['2210', '88.25', '4.25', '0', '1.5']) };
const SIZES = { phone: [358, 376], tablet: [470, 300], desk: [230, 376] } as const;

describe('the card of Home Assistant', () => {
  let browser: Browser;
  let page: Page;
  before(async function () {
    needsBrowser(this);
    browser = await launchChromium();
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
  });
  afterEach(async () => {
    await page.close();
  });

  async function open(
    states: States,
    {
      size = SIZES.desk,
      language = 'en',
      config = {},
    }: { size?: readonly [number, number | null]; language?: string; config?: object } = {},
  ): Promise<void> {
    page = await pageOf(browser);
    await page.clock.install({ time: NOW });
    const [width, height] = size;
    const tall = height === null ? '' : `;height:${String(height)}px`;
    await page.setContent(`<!doctype html><div style="width:${String(width)}px${tall}"></div>`);
    await page.addScriptTag({ path: CARD, type: 'module' });
    await page.evaluate(`(async () => {
      // A module runs when it likes.
      await customElements.whenDefined('linky-card')
      const card = document.createElement('linky-card')
      card.setConfig({ type: 'custom:linky-card', ...${JSON.stringify(config)} })
      window.heard = []
      addEventListener('hass-more-info', ({ detail }) => heard.push(detail.entityId))
      window.callService = (...call) => heard.push(call)
      document.querySelector('div').append(card)
    })()`);
    await show(states, language);
  }

  async function show(states: States, language = 'en'): Promise<void> {
    await page.evaluate(
      `document.querySelector('linky-card').hass = { states: ${JSON.stringify(states)}, locale: { language: '${language}' }, callService }`,
    );
  }

  const light = async (): Promise<[string | undefined, string]> => {
    const tone = /ls-(green|orange|red|grey)/.exec((await page.locator('.ls-light').getAttribute('class')) ?? '')?.[1];
    return [tone, await page.locator('.ls-light').innerText()];
  };

  for (const [where, size] of Object.entries(SIZES))
    for (const language of ['fr', 'en'])
      it(`fits, can be read and has the right numbers: ${where}, ${language}`, async () => {
        await open(BOTH, { size, language });
        const rows = Object.values(await shownRows(page)).map(({ name, when, figure, unit }) =>
          [name, when, figure, unit].join(' '),
        );
        assert.deepEqual(
          rows,
          language === 'fr'
            ? [
                'Année 2026 12346 kWh',
                'Mois nov. 696,4 kWh',
                'Jour 29 nov. 10,00 kWh',
                'Courbe 00:00 2,35 kW',
                'Maximum 29 nov. 3,00 kVA',
              ]
            : [
                'Year 2026 12346 kWh',
                'Month Nov 696.4 kWh',
                'Day 29 Nov 10.00 kWh',
                'Curve 00:00 2.35 kW',
                'Maximum 29 Nov 3.00 kVA',
              ],
        );
        assert.deepEqual(await overflowing(page, SCREEN), []);
        const { ratio, of } = await leastContrast(page, SCREEN);
        assert.ok(ratio >= 4.5, `contrast ${String(ratio)} of ${of}`);
        assert.deepEqual(await light(), ['green', '5/5']);
        if (process.env['LINKY_RED_LOOK'] !== undefined)
          await page.screenshot({ path: `${process.env['LINKY_RED_LOOK']}.${where}.${language}.png` });
      });

  it('has a height of its own where nothing gives it one, as in a column of cards', async () => {
    await open(BOTH, { size: [460, null] });
    const { height } = (await page.locator('.ls-row').first().boundingBox()) ?? { height: 0 };
    assert.ok(height > 40, String(height));
    assert.deepEqual(await overflowing(page, SCREEN), []);
  });

  it('goes from consumption to production and back, where there are both', async () => {
    await open(BOTH);
    const year = async (): Promise<string | undefined> => (await shownRows(page))['year']?.figure;
    await page.getByRole('button', { name: 'Production' }).click();
    assert.equal(await year(), '2210');
    await page.getByRole('button', { name: 'Consumption' }).click();
    assert.equal(await year(), '12346');
    await open(CONSUMPTION);
    assert.equal(await page.locator('.ls-switch').count(), 0);
  });

  it('opens the history of a value, and presses the button that asks Node-RED', async () => {
    await open(CONSUMPTION, { config: { refresh: 'input_button.enedis' } });
    await page.locator('[data-row=month]').click();
    await page.locator('.ls-light').click();
    await page.getByRole('button', { name: 'Refresh' }).click();
    assert.deepEqual(await page.evaluate('heard'), [
      'sensor.enedis_month',
      'sensor.enedis_data_until',
      ['input_button', 'press', { entity_id: 'input_button.enedis' }],
    ]);
  });

  it('has no line of a curve that is switched off, dashes for a day that is not known, and a light that says so', async () => {
    const entries = Object.entries(CONSUMPTION).filter(([id]) => id !== 'sensor.enedis_load_curve');
    await open(Object.fromEntries(entries));
    assert.deepEqual(Object.keys(await shownRows(page)), ['year', 'month', 'day', 'max']);
    assert.deepEqual(await light(), ['green', '4/4']);
    await show({ ...CONSUMPTION, 'sensor.enedis_yesterday': state('unknown', 'kWh', { date: YESTERDAY }) });
    assert.equal((await shownRows(page))['day']?.figure, '--');
    assert.deepEqual(await light(), ['orange', '2/5']);
    await show({});
    assert.deepEqual(await light(), ['grey', '–']);
    await page.clock.setSystemTime(NOW.getTime() + 2 * 86_400_000);
    await show(CONSUMPTION);
    assert.deepEqual(await light(), ['red', '0/5']);
  });

  it('says what is wrong with the access, as text', async () => {
    const label = 'The consent has expired: <b>link</b> the meter & wait';
    await open({ ...CONSUMPTION, 'binary_sensor.enedis_problem': state('on', '', { label }) });
    assert.equal(await page.locator('.ls-note').innerText(), label);
    assert.deepEqual(await overflowing(page, SCREEN), []);
  });

  it('takes another device and colour, and refuses what is none', async () => {
    const [[id, year] = ['', state('', '')]] = Object.entries(CONSUMPTION);
    await open(
      { [id.replace('enedis', 'meter_2')]: year },
      { config: { device: 'meter_2', colour: '#2c3a47', name: '<Here>' } },
    );
    assert.equal((await shownRows(page))['year']?.figure, '12346');
    assert.match(await page.locator('h2').innerText(), /^<Here>/);
    const { ratio } = await leastContrast(page, SCREEN);
    assert.ok(ratio >= 4.5, String(ratio));
    for (const config of [{ colour: 'red' }, { device: 'a b' }])
      await assert.rejects(page.evaluate(`document.querySelector('linky-card').setConfig(${JSON.stringify(config)})`));
  });
});
