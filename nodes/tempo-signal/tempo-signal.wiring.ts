// tempo-signal: wiring.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { closeGuard } from '../runtime/close-guard';
import { getNode } from '../runtime/get-node';
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
import { openCollector } from './tempo-collector';
import { memoryName, storedMemory } from './tempo-memory';
import { SCENES, type TempoSignalFields } from './tempo-signal.choices';
import { aheadOfTempo } from './status-text';
import { readConfig } from './tempo-signal.config';
import { TempoSignal } from './tempo-signal.controller';

export function tempoSignal(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<TempoSignalFields> {
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      const shared = openLedger(RED, node, clock, guard);
      onDelete(RED, node, guard, () => shared.store.forget(memoryName(node.id)));
      const problems = new ProblemReport(node, RED._, status);
      const name = getNode(RED, config.account, 'rte-account')?.name ?? '';
      const controller: TempoSignal = new TempoSignal({
        collector: openCollector(RED, config, shared, clock, guard, () => {
          controller.changed();
        }),
        memory: storedMemory(shared.store, node.id),
        origin: config.order.includes('rte') && name !== '' ? name : 'rte',
        clock,
        guard,
        send: (messages) => {
          node.send(messages);
        },
        shown: (state, problem, quiet) => {
          const { now, level } = state;
          const ahead = aheadOfTempo(state, RED._);
          problems.show(now.colour === 'unknown' ? undefined : now.colour, level === 3, problem, { ahead, quiet });
        },
      });
      status.show('waiting', 'waiting');
      tellWhenInUse(RED, node, { store: shared.store, guard, clock }, status);
      onInput(node, RED._, (msg, send) => controller.receive(msg, send));
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

/** What the button in the editor asks for. */
export function playTempoSignal(RED: NodeAPI, body: unknown): Promise<Played | undefined> {
  return playScene(RED, 'tempo-signal', SCENES, body);
}
