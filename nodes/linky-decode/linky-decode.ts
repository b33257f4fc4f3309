// linky-decode: registration and wiring.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { closeGuard } from '../runtime/close-guard';
import { reportError } from '../runtime/status/error-report';
import { onInput } from '../runtime/input';
import { folderOf, openStore } from '../runtime/store/open-store';
import { misconfigured } from '../runtime/status/misconfigured';
import { NodeStatus } from '../runtime/status/status';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import type { LinkyDecodeFields } from './linky-decode.choices';
import { readConfig } from './linky-decode.config';
import { LinkyDecode } from './linky-decode.controller';
import { type ContextTable, streamMemory } from './signal-memory';
import { showRoll } from './status-text';

function linkyDecode(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): void {
  const contexts: ContextTable = new Map();
  RED.nodes.registerType('linky-decode', function (this: Node, raw: RawConfig<LinkyDecodeFields>) {
    RED.nodes.createNode(this, raw);
    const status = new NodeStatus(this, () => clock.now());
    const guard = closeGuard(this);
    const store = folderOf(RED) === undefined ? null : openStore(RED, guard);
    try {
      const controller = new LinkyDecode({
        config: readConfig(raw),
        clock,
        guard,
        send: (messages) => {
          this.send(messages);
        },
        memory: streamMemory(RED, this, {
          guard,
          clock,
          contexts,
          store,
        }),
        defaultStream: this.name === undefined || this.name === '' ? 'linky' : this.name,
        wanted: (kind) => RED._('linky-decode.input.wanted', { kind }),
        fruitless: (error, stream) => {
          status.showError(reportError(this, RED._, error, { topic: stream }));
        },
        changed: (roll) => {
          showRoll(status, RED._, roll);
        },
      });
      status.show('waiting', 'waiting');
      if (store !== null) tellWhenInUse(RED, this, { store, guard, clock }, status);
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
