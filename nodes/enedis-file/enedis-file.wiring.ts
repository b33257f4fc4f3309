// enedis-file: wiring.
import { closeGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { misconfigured } from '../runtime/status/misconfigured';
import { NodeStatus } from '../runtime/status/status';
import type { NodeAPI } from '../runtime/types';
import type { EnedisFileFields } from './enedis-file.choices';
import { readConfig } from './enedis-file.config';

export function enedisFile(RED: NodeAPI): Wire<EnedisFileFields> {
  return (node, raw) => {
    const status = new NodeStatus(node);
    const guard = closeGuard(node);
    try {
      readConfig(raw);
      onInput(node, RED._, () => undefined);
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}
