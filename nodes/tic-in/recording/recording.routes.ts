// What the form of tic-in asks about recordings: begin, end, how it stands, and the file itself with the number replaced.
import path from 'node:path';
import { maskedLines } from '../../../lib/tic/capture/masked-files';
import { isPlainObject } from '../../runtime/command';
import { getNode } from '../../runtime/get-node';
import { handIn } from '../../runtime/input';
import type { Node, NodeAPI } from '../../runtime/types';
import { lastOf, recordingsOf } from './recorded-files';
import type { RecordingState } from './recording';
import { capturesFolder, recordingOf } from './recording.wiring';

/** null: nothing was recorded since the node was deployed. */
export interface RecordingAnswer {
  readonly recording: RecordingState | null;
  /** There is something to download, of before too. */
  readonly files: number;
  /** Only a node that was deployed can record. */
  readonly isDeployed: boolean;
}

/**
 * The answer to `POST tic-in/capture` with `{ id }`, or `{ id, minutes, megabytes }` as in the command.
 * @param body unchecked
 * @returns undefined where no such node runs that could do it; the mere question is answered for any node
 * @throws LinkyRedError as the command does
 */
export async function captureByForm(RED: NodeAPI, body: unknown): Promise<RecordingAnswer | undefined> {
  const { id, ...wish } = isPlainObject(body) ? body : {};
  const node = nodeOf(RED, id);
  if (node === undefined) return 'minutes' in wish ? undefined : { recording: null, files: 0, isDeployed: false };
  if ('minutes' in wish) await handIn(node, { payload: { ...wish, command: 'capture' } });
  const files = await filesOf(RED, node);
  return { recording: recordingOf(node)?.state ?? null, files: files.length, isDeployed: true };
}

/** The lines of the last recording of a node, masked; undefined where there is none. */
export async function recordedLines(RED: NodeAPI, id: unknown): Promise<AsyncIterable<string> | undefined> {
  const node = nodeOf(RED, id);
  if (node === undefined) return undefined;
  const files = await filesOf(RED, node);
  return files.length === 0 ? undefined : maskedLines(files);
}

async function filesOf(RED: NodeAPI, { id }: Node): Promise<string[]> {
  const folder = capturesFolder(RED);
  return folder === undefined ? [] : lastOf(await recordingsOf(folder, id), id).map((name) => path.join(folder, name));
}

function nodeOf(RED: NodeAPI, id: unknown): Node | undefined {
  return typeof id === 'string' ? getNode(RED, id, 'tic-in') : undefined;
}
