// ecowatt-signal: wiring.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { ECOWATT_FRESH_MS } from '../../lib/flex/view/flex-ready';
import type { OpenRte } from '../rte-account/open-rte';
import { accountOf } from '../runtime/account/account';
import { closeGuard } from '../runtime/close-guard';
import { noteFlexReady } from '../runtime/flex-ready';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { openLedger } from '../runtime/store/open-ledger';
import { misconfigured } from '../runtime/status/misconfigured';
import { onDelete } from '../runtime/store/deletion';
import { ProblemReport } from '../runtime/status/problem-report';
import { NodeStatus } from '../runtime/status/status';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import { playScene, type Played } from '../runtime/signals/simulate-button';
import type { NodeAPI } from '../runtime/types';
import { memoryName, storedMemory } from './ecowatt-memory';
import { SCENES, type EcowattSignalFields } from './ecowatt-signal.choices';
import { readConfig } from './ecowatt-signal.config';
import { aheadOfEcowatt } from './status-text';
import { EcowattSignal } from './ecowatt-signal.controller';

const ACCOUNT = { node: 'ecowatt-signal', field: 'account' };

export function ecowattSignal(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<EcowattSignalFields> {
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      const { name, opened: rte } = accountOf<OpenRte>(RED, 'rte-account', config.account, ACCOUNT);
      const { store } = openLedger(RED, node, clock, guard);
      onDelete(RED, node, guard, () => store.forget(memoryName(node.id)));
      const problems = new ProblemReport(node, RED._, status);
      const origin = name === '' ? 'rte' : name;
      const feed = rte.ecowatt(config.sandbox);
      noteFlexReady(RED, guard, 'ecowatt', () => {
        const at = feed.news.received?.receivedAt ?? null;
        return { met: at !== null && clock.now() - at <= ECOWATT_FRESH_MS, at };
      });
      const controller = new EcowattSignal({
        config,
        feed,
        memory: storedMemory(store, node.id, origin),
        origin,
        clock,
        guard,
        send: (messages) => {
          node.send(messages);
        },
        shown: ({ level, at, nextAlert }, problem, quiet) => {
          const key = level === null ? undefined : `level-${String(level)}`;
          const ahead = nextAlert === null ? undefined : aheadOfEcowatt(nextAlert, at, RED._);
          problems.show(key, level !== null && level >= 2, problem, { ahead, quiet });
        },
      });
      status.show('waiting', 'waiting');
      tellWhenInUse(RED, node, { store, guard, clock }, status);
      onInput(node, RED._, (msg, send) => controller.receive(msg, send));
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

/** What the button in the editor asks for. */
export function playEcowattSignal(RED: NodeAPI, body: unknown): Promise<Played | undefined> {
  return playScene(RED, 'ecowatt-signal', SCENES, body);
}
