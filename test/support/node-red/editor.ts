// Node-RED's editor in a real browser, as a user's hands and eyes: drag, open, fill, deploy, read the status.
import { type Browser, type Locator, type Page, chromium } from 'playwright-core';
import { PATIENCE_MS } from '../machine/patience';
import { onPath } from '../machine/requirements';

export interface EditorOptions {
  /** Of the browser; the editor follows it. */
  language?: 'en-US' | 'fr';
  dark?: boolean;
}

/** Opens the editor of a running Node-RED; nothing that it asks of the outside leaves the machine. */
export async function openEditor(
  url: string,
  { language = 'en-US', dark = false }: EditorOptions = {},
): Promise<Editor> {
  const executablePath = onPath('chromium');
  if (executablePath === undefined) throw new Error('chromium is not installed');
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    locale: language,
    colorScheme: dark ? 'dark' : 'light',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.route(
    (address) => address.hostname !== '127.0.0.1',
    (route) => route.abort('namenotresolved'),
  );
  const editor = new Editor(browser, page);
  try {
    await page.goto(url);
    await page.waitForFunction('window.RED?.workspaces?.active() && $("#red-ui-loading-progress").is(":hidden")');
  } catch (error) {
    await browser.close();
    throw error;
  }
  return editor;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** What the editor itself asks of the outside, which a test does not let through. */
const OUTSIDE = 'ERR_NAME_NOT_RESOLVED';
const CANVAS = '#red-ui-workspace-chart';
/** In the page. A tray is put beside the screen first, where it stands still for a moment, and then told to slide to the edge. */
const AT_REST = `[...document.querySelectorAll('.red-ui-tray')].slice(-1).every((tray) => tray.style.right === '0px')
  && $(':animated').length === 0 && document.getAnimations().length === 0`;

export class Editor {
  /** Errors of the page and of its console. */
  readonly problems: string[] = [];

  constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.problems.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes(OUTSIDE)) this.problems.push(message.text());
    });
  }

  /** Drags a node from the palette to the canvas. @returns its id */
  async drag(type: string, to: { x: number; y: number }): Promise<string> {
    await this.settled();
    const entry = this.page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
    await entry.scrollIntoViewIfNeeded();
    const before = await this.ids();
    const from = await centre(entry);
    const canvas = await this.page.locator(CANVAS).boundingBox();
    if (canvas === null) throw new Error('the canvas is not visible');
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 100, from.y, { steps: 5 });
    await this.page.mouse.move(canvas.x + to.x, canvas.y + to.y, { steps: 10 });
    await this.page.mouse.up();
    await this.page.locator(`${CANVAS} .red-ui-flow-node-group`).nth(before.length).waitFor();
    const id = (await this.ids()).find((each) => !before.includes(each));
    if (id === undefined) throw new Error(`${type} did not land on the canvas`);
    return id;
  }

  /** Draws a wire from the first output of one node to the input of another, with the mouse. */
  async wire(from: string, to: string): Promise<void> {
    const start = await centre(this.page.locator(`[id="${from}"] .red-ui-flow-port-output .red-ui-flow-port`).first());
    const end = await centre(this.page.locator(`[id="${to}"] .red-ui-flow-port-input .red-ui-flow-port`));
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
    await this.page.mouse.move(end.x, end.y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Opens a node's dialog by a double click and waits until it has come to rest. */
  async open(id: string): Promise<void> {
    const tray = this.page.locator('.red-ui-tray');
    // The canvas that is drawn anew between both clicks takes them for two single ones, and so it takes two that come slowly.
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
      const { x, y } = await centre(this.page.locator(`[id="${id}"] .red-ui-flow-node`));
      await this.page.mouse.dblclick(x, y);
      // It is there with the second click, however long its form takes.
      const hasBegun = await tray.waitFor({ state: 'attached', timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (hasBegun) break;
    }
    await this.page.locator('#node-dialog-ok').waitFor();
    await this.settled();
  }

  /** Opens all that the form of the dialog on top has folded, where it is not open already. */
  async unfold(): Promise<void> {
    const folded = this.page.locator('.red-ui-tray').last().locator('details:not([open]) > summary:visible');
    while ((await folded.count()) > 0) await folded.first().click();
  }

  /** The visible text of the form in the open dialog. */
  async dialogText(): Promise<string> {
    return await this.page.locator('#dialog-form').innerText();
  }

  async done(): Promise<void> {
    await this.page.locator('#node-dialog-ok').click();
    await this.page.locator('#node-dialog-ok').waitFor({ state: 'detached' });
    await this.settled();
  }

  /** Presses Deploy and waits until the runtime has taken the flow. */
  async deploy(): Promise<void> {
    const taken = this.page.waitForResponse((r) => r.url().endsWith('/flows') && r.request().method() === 'POST');
    await this.page.locator('#red-ui-header-button-deploy').click();
    const { ok, status } = await taken.then((response) => ({ ok: response.ok(), status: response.status() }));
    if (!ok) throw new Error(`deploy: ${String(status)}`);
  }

  /** Waits until the text under a node matches. @returns the text */
  async status(id: string, pattern: RegExp): Promise<string> {
    const label = this.page.locator(`[id="${id}"] .red-ui-flow-node-status-label`, { hasText: pattern });
    await label.waitFor();
    return (await label.textContent()) ?? '';
  }

  /** A picture for the docs: palette at this node, canvas, sidebar. @param file where the PNG goes */
  async picture(file: string, type: string): Promise<void> {
    const before = this.page.viewportSize();
    await this.page.setViewportSize({ width: 1180, height: 480 });
    // Its heading, so that the whole category stands below it.
    await this.page.evaluate(
      `$('.red-ui-palette-node[data-palette-type="${type}"]').closest('.red-ui-palette-category')[0].scrollIntoView()`,
    );
    await this.page.evaluate(`$('[data-palette-type^="test-"]').closest('.red-ui-palette-category').hide()`);
    await this.page.evaluate('RED.view.select(false)');
    // Off the message that was opened: the editor marks the node that it comes from.
    await this.page.mouse.move(500, 400);
    await this.page.locator('.red-ui-notification:visible').first().waitFor({ state: 'hidden' });
    await this.settled();
    await this.page.screenshot({ path: file });
    if (before !== null) await this.page.setViewportSize(before);
  }

  /** The help of a node as the sidebar shows it. */
  async help(type: string): Promise<string> {
    await this.page.evaluate(`RED.sidebar.help.show(${JSON.stringify(type)})`);
    const help = this.page.locator('.red-ui-sidebar-help-container, .red-ui-help').last();
    await help.waitFor();
    return await help.innerText();
  }

  /** Properties of a node as they would be deployed. */
  async properties(id: string): Promise<Record<string, unknown>> {
    return await this.page.evaluate(`RED.nodes.createCompleteNodeSet().find((n) => n.id === ${JSON.stringify(id)})`);
  }

  /** Waits until nothing moves: a click on a tray that slides misses, and its width is not yet what it will be. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(AT_REST);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async ids(): Promise<string[]> {
    return await this.page.evaluate(
      `RED.nodes.createCompleteNodeSet().filter((n) => n.z !== undefined && 'x' in n).map((n) => n.id)`,
    );
  }
}

async function centre(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('not visible');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
