// enedis-file: wiring.
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
    try {
      const around: Collaborators = {
        config: readConfig(raw),
        translate: RED._,
        shown: (points) => {
          status.showText(points.length === 0 ? 'waiting' : 'ok', readStatus(points, RED._));
        },
      };
      status.show('waiting', 'waiting');
      onInput(
        node,
        RED._,
        (msg, send) => {
          receiveFile(msg, send, around);
        },
        (error) => {
          status.showError(error);
        },
      );
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}
