// What the button of a node in the editor asks for: one made-up event, as the command `simulate` plays it.
import { LinkyRedError } from '../../../lib/errors';
import type { SignalKind, SignalLevel } from '../../../lib/grid/signal';
import { isPlainObject } from '../command';
import { getNode } from '../get-node';
import { handIn } from '../input';
import type { NodeAPI } from '../types';

/** One event that can be played. */
export interface Scene {
  readonly signal: SignalKind;
  readonly level: SignalLevel;
}

/** Long enough to see a flow act and to see it go back. */
const SECONDS = 60;

/** How long it plays, in seconds. */
export interface Played {
  readonly seconds: number;
}

/**
 * The answer to `POST <type>/simulate` with `{ id, scene }`: the node plays the scene for a minute.
 * @param body unchecked
 * @returns undefined where no such node runs
 * @throws LinkyRedError ERR_COMMAND for a scene that is not known; what the node has against it (a setting that makes no sense)
 */
export async function playScene(
  RED: Pick<NodeAPI, 'nodes'>,
  type: string,
  scenes: Readonly<Record<string, Scene>>,
  body: unknown,
): Promise<Played | undefined> {
  const { id, scene } = isPlainObject(body) ? body : {};
  const node = typeof id === 'string' ? getNode(RED, id, type) : undefined;
  if (node === undefined) return undefined;
  const played = Object.entries(scenes).find(([name]) => name === scene)?.[1];
  if (played === undefined)
    throw new LinkyRedError('ERR_COMMAND', { detail: `scene: ${Object.keys(scenes).join(' | ')}` });
  await handIn(node, { payload: { command: 'simulate', ...played, seconds: SECONDS } });
  return { seconds: SECONDS };
}
