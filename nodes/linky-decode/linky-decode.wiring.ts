// linky-decode: wiring.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { closeGuard } from '../runtime/close-guard';
import { noteFacts } from '../runtime/diagnostics/notes';
import { reportError } from '../runtime/status/error-report';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { folderOf, openStore } from '../runtime/store/open-store';
import { misconfigured } from '../runtime/status/misconfigured';
import { NodeStatus } from '../runtime/status/status';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import { playScene, type Played } from '../runtime/signals/simulate-button';
import type { NodeAPI } from '../runtime/types';
import { SCENES, type LinkyDecodeFields } from './linky-decode.choices';
import { readConfig } from './linky-decode.config';
import { LinkyDecode } from './linky-decode.controller';
import { type ContextTable, streamMemory } from './signal-memory';
import { showRoll } from './status-text';

export function linkyDecode(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<LinkyDecodeFields> {
  const contexts: ContextTable = new Map();
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    const store = folderOf(RED) === undefined ? null : openStore(RED, guard);
    try {
      const controller = new LinkyDecode({
        config: readConfig(raw),
        clock,
        guard,
        send: (messages) => {
          node.send(messages);
        },
        memory: streamMemory(RED, node, {
          guard,
          clock,
          contexts,
          store,
        }),
        defaultStream: node.name === undefined || node.name === '' ? 'linky' : node.name,
        wanted: (kind, from) =>
          from === null
            ? RED._('linky-decode.input.wanted', { kind })
            : RED._('linky-decode.input.wanted-from', { kind, from }),
        fruitless: (error, stream) => {
          status.showError(reportError(node, RED._, error, { topic: stream }));
        },
        changed: (roll) => {
          showRoll(status, RED._, roll);
        },
      });
      noteFacts(node, () => controller.facts());
      status.show('waiting', 'waiting');
      if (store !== null) tellWhenInUse(RED, node, { store, guard, clock }, status);
      onInput(
        node,
        RED._,
        (msg, send) => controller.receive(msg, send),
        (error) => {
          status.showError(error);
        },
      );
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

/** What the button in the editor asks for. */
export function playLinkyDecode(RED: NodeAPI, body: unknown): Promise<Played | undefined> {
  return playScene(RED, 'linky-decode', SCENES, body);
}
