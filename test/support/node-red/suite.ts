// The Node-RED of a suite: there before its tests, gone behind them.
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
