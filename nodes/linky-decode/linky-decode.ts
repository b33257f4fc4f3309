// linky-decode: registration and wiring.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { closeGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import { folderOf } from '../runtime/keep';
import { misconfigured } from '../runtime/misconfigured';
import { NodeStatus } from '../runtime/status';
import { storeOf } from '../runtime/stored';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import type { LinkyDecodeFields } from './linky-decode.choices';
import { readConfig } from './linky-decode.config';
import { LinkyDecode } from './linky-decode.controller';
import { type OpenEvents, signalMemory } from './signal-memory';
import { showStreams } from './status-text';

function linkyDecode(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): void {
  const openEvents: OpenEvents = new Map();
  RED.nodes.registerType('linky-decode', function (this: Node, raw: RawConfig<LinkyDecodeFields>) {
    RED.nodes.createNode(this, raw);
    const status = new NodeStatus(this, () => clock.now());
    const guard = closeGuard(this);
    try {
      const controller = new LinkyDecode({
        config: readConfig(raw),
        clock,
        guard,
        send: (messages) => {
          this.send(messages);
        },
        memory: signalMemory(RED, this, guard, openEvents, folderOf(RED) === undefined ? null : storeOf(RED)),
        defaultStream: this.name === undefined || this.name === '' ? 'linky' : this.name,
        changed: (streams) => {
          showStreams(status, RED._, streams);
        },
      });
      status.show('waiting', 'waiting');
      onInput(
        this,
        RED._,
        (msg, send) => controller.receive(msg, send),
        (error) => {
          status.showError(error);
        },
      );
    } catch (thrown) {
      misconfigured(RED, this, { status, guard }, thrown);
    }
  });
}

export = linkyDecode;
