// tempo-signal: registration and wiring.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { closeGuard } from '../runtime/close-guard';
import { getNode } from '../runtime/get-node';
import { onInput } from '../runtime/input';
import { openLedger } from '../runtime/store/open-store';
import { misconfigured } from '../runtime/status/misconfigured';
import { onDelete } from '../runtime/store/deletion';
import { ProblemReport } from '../runtime/status/problem-report';
import { NodeStatus } from '../runtime/status/status';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import { openCollector } from './tempo-collector';
import { memoryName, storedMemory } from './tempo-memory';
import type { TempoSignalFields } from './tempo-signal.choices';
import { readConfig } from './tempo-signal.config';
import { TempoSignal } from './tempo-signal.controller';

function tempoSignal(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): void {
  RED.nodes.registerType('tempo-signal', function (this: Node, raw: RawConfig<TempoSignalFields>) {
    RED.nodes.createNode(this, raw);
    const status = new NodeStatus(this, () => clock.now());
    const guard = closeGuard(this);
    try {
      const config = readConfig(raw);
      const shared = openLedger(RED, this, clock, guard);
      onDelete(RED, this, guard, () => shared.store.forget(memoryName(this.id)));
      const problems = new ProblemReport(this, RED._, status);
      const name = getNode(RED, config.account, 'rte-account')?.name ?? '';
      const controller: TempoSignal = new TempoSignal({
        collector: openCollector(RED, config, shared, clock, guard, () => {
          controller.changed();
        }),
        memory: storedMemory(shared.store, this.id),
        origin: config.order.includes('rte') && name !== '' ? name : 'rte',
        clock,
        guard,
        send: (messages) => {
          this.send(messages);
        },
        shown: ({ now, level }, problem, quiet) => {
          problems.show(now.colour === 'unknown' ? undefined : now.colour, level === 3, problem, quiet);
        },
      });
      status.show('waiting', 'waiting');
      tellWhenInUse(RED, this, { store: shared.store, guard, clock }, status);
      onInput(this, RED._, (msg, send) => controller.receive(msg, send));
    } catch (thrown) {
      misconfigured(RED, this, { status, guard }, thrown);
    }
  });
}

export = tempoSignal;
