// The example dashboard/linky-dashboard as somebody imports it who has a meter, no account and no broker: the file that the
// import menu gives, a port chosen, deployed, looked at. A meter of any family shows what it says, and grey when its line is cut.
// Not in the fast lane: a browser and whole programs.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { SCENARIOS } from '../../sandbox/rte/scenarios';
import { type RunningRte, startRte } from '../../sandbox/rte/server';
import { PATIENCE_MS } from '../support/machine/patience';
import { PtyMeter } from '../support/line/pty';
import { needsTool } from '../support/machine/requirements';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { launchChromium, needsBrowser, pageOf } from '../support/screen/screen-bench';
import { cje, concentrateur, ice2q } from '../support/tic/business-meters';
import { cbemm, linkyBase, linkyStandardTriProducer } from '../support/tic/tic-meters';

const ROOT = path.resolve(__dirname, '../..');
const EXAMPLE = '/library/examples/flows/@linky-red/nodes/dashboard/linky-dashboard';
const EVERY_MS = 300;

/** A network bridge with a meter behind it that always says the same; it may fall silent without hanging up. */
class Bridge {
  private readonly sockets = new Set<net.Socket>();
  private readonly server = net.createServer((socket) => {
    this.sockets.add(socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket)));
  });
  private timer: NodeJS.Timeout | undefined;

  async start(frame: Buffer): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.timer = setInterval(() => {
      for (const socket of this.sockets) socket.write(frame);
    }, EVERY_MS);
    return (this.server.address() as net.AddressInfo).port;
  }

  cut(): void {
    clearInterval(this.timer);
  }

  stop(): void {
    this.cut();
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

describe('the example page with a meter of one’s own', function () {
  let rte: RunningRte;
  let red: NodeRed;
  let browser: Browser;
  let page: Page;
  let example: FlowNode[];
  const problems: string[] = [];

  before(async function () {
    needsBrowser(this);
    needsTool(this, 'socat');
    const scenario = SCENARIOS.find(({ name }) => name === 'tense-week');
    assert.ok(scenario);
    rte = await startRte({ scenario });
    red = await startNodeRed({ nodesDir: [ROOT, path.join(ROOT, 'node_modules', '@flowfuse', 'node-red-dashboard')] });
    example = (await red.ask('GET', EXAMPLE)) as FlowNode[];
    browser = await launchChromium();
    page = await pageOf(browser, { locale: 'fr-FR', viewport: { width: 1440, height: 1000 } });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (red as NodeRed | undefined)?.stop();
    await (rte as RunningRte | undefined)?.stop();
  });

  /** Deploys the example with this source in `tic-in`, all else as it came; RTE's public service is the stand-in. */
  async function deploy(source: Record<string, string>): Promise<void> {
    await red.deploy(
      example.map((node) => ({
        ...node,
        ...(node.type === 'tic-in' && source),
        ...(node.type === 'tempo-signal' && { servicesRteUrl: rte.url }),
      })),
    );
    await page.goto(`${red.url}/dashboard/linky`);
  }

  const text = (words: string | RegExp) => page.getByText(words, { exact: true }).first().waitFor();

  async function allGrey(): Promise<void> {
    await page.locator('.lr-header.lr-cut').getByText('ligne muette').waitFor();
    await page.locator('.lr-power.lr-cut').getByText('La ligne se tait : rien n’est connu.').waitFor();
    assert.equal(await page.locator('.lr-power .lr-arc').count(), 0, 'no pointer');
    assert.equal(await page.locator('.lr-power .lr-figure b').innerText(), '–');
    // Any colour left would have a hue.
    const coloured = `[...document.querySelectorAll('.lr-cut .lr-dot, .lr-cut .lr-chip, .lr-cut .lr-day, .lr-figure b, .lr-percent')]
        .map((part) => [getComputedStyle(part).backgroundColor, getComputedStyle(part).color].join(' '))
        .flatMap((colours) => [...colours.matchAll(/(\\d+), (\\d+), (\\d+)/g)].map((found) => found.slice(1).map(Number)))
        .filter((rgb) => Math.max(...rgb) - Math.min(...rgb) > 60)
        .map(String)`;
    // Colours fade.
    await page
      .waitForFunction(`(${coloured}).length === 0`, undefined, { timeout: PATIENCE_MS })
      .catch(() => undefined);
    assert.deepEqual(await page.evaluate<string[]>(coloured), []);
  }

  function errors(): string[] {
    return red.log.split('\n').filter((line) => line.includes('[error]'));
  }

  /** What tic-in says of a line that a test has cut or left is right. */
  function nothingWrong(): void {
    assert.deepEqual(problems, []);
    assert.deepEqual(
      errors().filter((line) => !line.includes('[tic-in:')),
      [],
    );
  }

  it('says what is missing while there is no port, no account and no broker', async () => {
    await deploy({});
    await text('en attente du compteur…');
    await page.getByText('Pour Ecowatt, un compte gratuit de RTE').waitFor();
    await page.getByText('Pour Home Assistant, un serveur MQTT').waitFor();
    await page.locator('.lr-week-day').nth(6).waitFor();
    assert.equal(errors().length, 1, errors().join('\n'));
    nothingWrong();
  });

  it('of a Linky in historique on a serial port: its power, one rate, and grey once it is unplugged', async () => {
    const meter = new PtyMeter(1200, linkyBase().build());
    await meter.plug();
    try {
      await deploy({ source: 'serial', port: meter.path });
      for (const words of ['Linky · 02…0123 · monophasé · historique', '1,24', 'Tarif unique', '12 346', 'en direct'])
        await text(words);
      await page
        .locator('.lr-facts b')
        .first()
        .filter({ hasText: /^9\u00a0kVA$/ })
        .waitFor();
      await meter.unplug();
      await allGrey();
      // By a message of its own.
      await page.locator('.lr-tariff b').filter({ hasText: /^\?$/ }).waitFor();
      assert.deepEqual(await page.locator('.lr-tariff b').allInnerTexts(), ['?']);
      nothingWrong();
    } finally {
      await meter.remove();
    }
  });

  const families = {
    'a three-phase Linky that produces': [linkyStandardTriProducer(), ['4,71', '12 kVA', 'Injectée', '5 · 12 · 3 A']],
    'a blue meter without a power': [cbemm(), ['45 A', 'Heures creuses', 'heures pleines']],
    'a CJE': [cje(), ['CJE', '31,0', '42 kVA', 'ENERG 1']],
    'an ICE': [ice2q(), ['452,0', '480 kW', '28,0 kW', 'HPH']],
    'a concentrator': [concentrateur(), ['Ce compteur n’envoie pas sa puissance, ou pas encore.', 'Heures pleines']],
  } as const;
  for (const [family, [frame, words]] of Object.entries(families)) {
    it(`of ${family}: what it says, and nothing else`, async () => {
      const bridge = new Bridge();
      const port = await bridge.start(frame.build());
      try {
        await deploy({ source: 'tcp', host: '127.0.0.1', tcpPort: String(port) });
        for (const word of words) await text(word.replaceAll(/ (?=kVA|kW|A$)/g, '\u00a0'));
        assert.equal(await page.getByText(/NaN|undefined|Infinity/).count(), 0);
        nothingWrong();
      } finally {
        bridge.stop();
      }
    });
  }

  it('turns grey where a bridge stays connected and brings nothing more, also on a page that is opened then', async () => {
    const bridge = new Bridge();
    const port = await bridge.start(linkyStandardTriProducer().build());
    try {
      await deploy({ source: 'tcp', host: '127.0.0.1', tcpPort: String(port) });
      await page.locator('.lr-power.lr-is-calm').waitFor();
      bridge.cut();
      await allGrey();
      // A page that is opened now knows no more than the one that was open.
      await page.reload();
      await allGrey();
      nothingWrong();
    } finally {
      bridge.stop();
    }
  });
});
