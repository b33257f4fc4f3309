// The recording of a node in Node-RED: where its files lie, what a message and the log say of it, and that a deploy does not end it.
import path from 'node:path';
import type { Clock } from '../../../lib/grid/clock';
import { MESSAGES } from '../../../lib/grid/message';
import type { CloseGuard } from '../../runtime/close-guard';
import { reportable } from '../../runtime/status/error-report';
import { nodeExists } from '../../runtime/store/deletion';
import { folderOf } from '../../runtime/store/open-store';
import type { Node, NodeAPI } from '../../runtime/types';
import { packageVersion } from '../../runtime/version';
import type { LineReport } from '../line-report';
import type { TicIn } from '../tic-in.controller';
import { Recording, type RecordingState } from './recording';
import type { RecordingWish } from './wish';

const FOLDER = 'captures';

/** What goes on in the next instance of a node, by folder and id: a deploy makes a new one. A restart of Node-RED ends it. */
const unfinished = new Map<string, RecordingWish & { readonly at: number }>();

/** For the routes of the editor. */
const recordings = new WeakMap<object, Recording>();

export function recordingOf(node: object): Recording | undefined {
  return recordings.get(node);
}

/** undefined where Node-RED has no user directory. */
export function capturesFolder(RED: Pick<NodeAPI, 'settings'>): string | undefined {
  const folder = folderOf(RED);
  return folder === undefined ? undefined : path.join(folder, FOLDER);
}

/** @param controller asked whose bytes come, once there are some */
export function recordingFor(
  RED: NodeAPI,
  node: Node,
  around: { readonly clock: Clock; readonly guard: CloseGuard; readonly report: LineReport },
  controller: () => TicIn,
): Recording {
  const { clock, guard, report } = around;
  const recording = new Recording({
    clock,
    id: node.id,
    folder: capturesFolder(RED),
    about: () => ({ ...controller().origin, by: `@linky-red/nodes ${packageVersion()}` }),
    onChange: (state) => {
      if (!guard.closed) tell(RED, node, report, controller().origin, state);
    },
    onFault: (error) => {
      report.problem(reportable(RED._, error), controller().origin);
    },
  });
  recordings.set(node, recording);
  guard.onClose(async () => {
    const { rest } = recording;
    if (rest !== undefined && nodeExists(RED, node.id))
      unfinished.set(keyOf(RED, node), { ...rest, at: clock.elapsed() });
    await recording.close();
  });
  return recording;
}

/** Goes on with what a deploy has interrupted, in a file of its own. */
export async function goOn(RED: NodeAPI, node: Node, clock: Clock): Promise<void> {
  const left = unfinished.get(keyOf(RED, node));
  unfinished.delete(keyOf(RED, node));
  if (left === undefined) return;
  const minutes = left.minutes - (clock.elapsed() - left.at) / 60_000;
  if (minutes > 0) await recordings.get(node)?.follow({ minutes, megabytes: left.megabytes });
}

function keyOf(RED: NodeAPI, { id }: Node): string {
  return `${capturesFolder(RED) ?? ''} ${id}`;
}

function tell(RED: NodeAPI, node: Node, report: LineReport, origin: TicIn['origin'], state: RecordingState): void {
  const isOn = state.state === 'recording';
  const [file] = state.files.slice(-1);
  report.records(isOn && file !== undefined ? path.basename(file) : undefined);
  const facts = { until: state.until, size: (state.size / 1_000_000).toFixed(1), file: state.files.join(', ') };
  node.log(RED._(`tic-in.recording.${isOn ? 'on' : 'ended'}`, facts));
  const { stream, port } = origin;
  const { topic, schema } = MESSAGES.capture;
  node.send([null, { topic: `${topic}/${stream}`, schema, payload: { stream, port, ...state } }]);
}
