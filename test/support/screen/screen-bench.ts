// The screen of examples/dashboard/linky-screen.json as Dashboard 2 shows it in Chromium, with the test in the place of
// dataconnect-query: it sends the summaries, and hears what the screen asks for.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import type { EnergySummary } from '../../../lib/enedis/summary/energy-summary';
import { MESSAGES } from '../../../lib/grid/message';
import { PATIENCE_MS } from '../machine/patience';
import { needsLeg, needsTool, onPath } from '../machine/requirements';
import { type FlowNode, type Message, type NodeRed, startNodeRed } from '../node-red/process';
import { NOW } from './summaries';

const ROOT = path.resolve(__dirname, '../../..');
const EXAMPLE = path.join(ROOT, 'examples', 'dashboard', 'linky-screen.json');

export interface Viewport {
  readonly width: number;
  readonly height: number;
}
export const PHONE: Viewport = { width: 390, height: 844 };
export const TABLET: Viewport = { width: 820, height: 1180 };
export const DESK: Viewport = { width: 1440, height: 1000 };

/** The bench of a suite: there before its tests, gone behind them. */
export function withScreen(use: (bench: ScreenBench) => void): void {
  let bench: ScreenBench | undefined;
  before(async function () {
    needsBrowser(this);
    bench = await ScreenBench.open();
    use(bench);
  });
  afterEach(async () => {
    await bench?.closePages();
  });
  after(() => bench?.close());
}

export function needsBrowser(context: Context): void {
  needsLeg(context, 'browser');
  needsTool(context, 'chromium');
}

export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: onPath('chromium') ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}

/** A page of its own visitor, which waits as long as all tests do: the browser's own limit is one that a loaded machine reaches. */
export async function pageOf(browser: Browser, visitor: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(visitor);
  context.setDefaultTimeout(PATIENCE_MS);
  return await context.newPage();
}

export class ScreenBench {
  /** What a page has complained of. */
  private readonly problems: string[] = [];

  private constructor(
    private readonly red: NodeRed,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<ScreenBench> {
    const red = await startNodeRed({
      nodesDir: [path.join(ROOT, 'node_modules', '@flowfuse', 'node-red-dashboard')],
      flow: screenFlow(),
    });
    return new ScreenBench(red, await launchChromium());
  }

  /** A page of somebody who opens it, on 30 November 2026 in the morning unless said otherwise. */
  async page(
    locale: 'fr-FR' | 'en-GB' = 'en-GB',
    viewport: Viewport = DESK,
    { now = NOW, timezoneId = 'Europe/Paris' }: { now?: Date; timezoneId?: string } = {},
  ): Promise<Page> {
    const isMobile = viewport.width < 600;
    const page = await pageOf(this.browser, { locale, viewport, timezoneId, isMobile, hasTouch: isMobile });
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
    await page.clock.install({ time: now });
    await page.goto(`${this.red.url}/dashboard/linky-screen`);
    await page.locator('.ls-light').waitFor();
    return page;
  }

  /** Sends the summary, and waits until the page shows it. */
  async show(page: Page, summary: EnergySummary): Promise<void> {
    this.red.send('summary', { schema: MESSAGES.energySummary.schema, payload: summary });
    await page.locator(`.ls[data-at="${summary.at}"]`).waitFor();
  }

  async asked(): Promise<Message> {
    return await this.red.next('asked');
  }

  async closePages(): Promise<void> {
    for (const context of this.browser.contexts()) await context.close();
    assert.deepEqual(this.problems.splice(0), []);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.red.stop();
  }
}

function screenFlow(): FlowNode[] {
  const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as FlowNode[];
  const ours = ['enedis-account', 'dataconnect-oauth', 'dataconnect-query'];
  const tab = example.find(({ type }) => type === 'tab')?.id;
  return [
    ...example
      .filter(({ type }) => !ours.includes(type))
      .map((node) => (node.id === 'screen' ? { ...node, wires: [['asked']] } : node)),
    { id: 'summary', type: 'test-source', name: 'summary', z: tab, x: 90, y: 90, wires: [['screen-colour']] },
    { id: 'asked', type: 'test-tap', name: 'asked', z: tab, x: 90, y: 90, wires: [] },
  ];
}

/** A line of the screen as a person reads it; `figure` is read off the segments that are lit. */
export interface ShownRow {
  readonly name: string;
  readonly when: string;
  readonly figure: string;
  readonly unit: string;
}

export async function shownRows(page: Page): Promise<Record<string, ShownRow>> {
  const rows: Record<string, ShownRow> = {};
  for (const row of await page.locator('[data-row]').all())
    rows[(await row.getAttribute('data-row')) ?? ''] = {
      name: await row.locator('.ls-name b').innerText(),
      when: await row.locator('.ls-name small').innerText(),
      figure: await figureOf(row.locator('.ls-seg')),
      unit: await row.locator('.ls-unit').innerText(),
    };
  return rows;
}

/** Of which segments a digit consists: a at the top, then clockwise, g in the middle. Points stand for themselves. */
const DIGITS: Readonly<Record<string, string>> = {
  abcdef: '0',
  bc: '1',
  abdeg: '2',
  abcdg: '3',
  bcfg: '4',
  acdfg: '5',
  acdefg: '6',
  abc: '7',
  abcdefg: '8',
  abcdfg: '9',
  g: '-',
};

export async function figureOf(figure: Locator): Promise<string> {
  const lit = await figure.locator('.ls-digit').evaluateAll((digits) =>
    digits.map((digit) =>
      [
        ...(
          digit as unknown as { querySelectorAll(selector: string): Iterable<{ dataset: { segment?: string } }> }
        ).querySelectorAll('.ls-lit'),
      ]
        .map(({ dataset }) => dataset.segment ?? '?')
        .sort()
        .join(''),
    ),
  );
  return lit.map((segments) => DIGITS[segments] ?? segments).join('');
}
