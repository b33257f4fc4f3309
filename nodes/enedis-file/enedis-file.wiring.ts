// enedis-file: wiring.
import { KeyedTurns } from '../../lib/store/keyed-turns';
import { closeGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { misconfigured } from '../runtime/status/misconfigured';
import { NodeStatus } from '../runtime/status/status';
import type { NodeAPI } from '../runtime/types';
import type { EnedisFileFields } from './enedis-file.choices';
import { readConfig } from './enedis-file.config';
import { receiveFile, type Collaborators } from './enedis-file.controller';
import { readStatus } from './status-text';

export function enedisFile(RED: NodeAPI): Wire<EnedisFileFields> {
  return (node, raw) => {
    const status = new NodeStatus(node);
    const guard = closeGuard(node);
    const turns = new KeyedTurns();
    try {
      const around: Collaborators = {
        config: readConfig(raw),
        translate: RED._,
        shown: (points) => {
          status.showText(points.length === 0 ? 'waiting' : 'ok', readStatus(points, RED._));
        },
        isClosed: () => guard.closed,
      };
      status.show('waiting', 'waiting');
      onInput(
        node,
        RED._,
        // One file after the other: what belongs together comes together.
        (msg, send) => turns.take('files', () => receiveFile(msg, send, around)),
        (error) => {
          status.showError(error);
        },
      );
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}
