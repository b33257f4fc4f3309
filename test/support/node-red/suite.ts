// The Node-RED of a suite, and its editor: there before its tests, gone behind them.
import { needsLeg, needsTool } from '../machine/requirements';
import { type Editor, type EditorOptions, openEditor } from './editor';
import { type NodeRed, type NodeRedOptions, startNodeRed } from './process';

/**
 * @param use is handed the Node-RED once its flows have started
 * @param options a function where they are known only when it starts
 * @param rhythm one for all tests of the suite, or one for each
 */
export function withNodeRed(
  use: (red: NodeRed) => void,
  options: NodeRedOptions | (() => NodeRedOptions) = {},
  rhythm: 'one' | 'one for each' = 'one',
): void {
  let running: NodeRed | undefined;
  const begin = async (): Promise<void> => {
    running = await startNodeRed(typeof options === 'function' ? options() : options);
    use(running);
  };
  // Nothing runs where a hook before this one has skipped the suite.
  const end = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
  };
  if (rhythm === 'one') {
    before(begin);
    after(end);
  } else {
    beforeEach(begin);
    afterEach(end);
  }
}

/**
 * The editor of the suite's Node-RED in a browser, where there is one; else the suite is skipped, with the reason.
 * @param use is handed both once the editor has loaded
 */
export function withEditor(
  use: (editor: Editor, red: NodeRed) => void,
  options: NodeRedOptions | (() => NodeRedOptions) = {},
  page: EditorOptions = {},
): void {
  let red: NodeRed | undefined;
  let editor: Editor | undefined;
  before(function () {
    needsLeg(this, 'browser');
    needsTool(this, 'chromium');
  });
  after(async () => {
    await editor?.close();
  });
  withNodeRed((one) => (red = one), options);
  before(async () => {
    if (red === undefined) return;
    editor = await openEditor(red.url, page);
    use(editor, red);
  });
}
