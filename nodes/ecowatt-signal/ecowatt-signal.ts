// ecowatt-signal: registration and wiring.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import type { OpenRte } from '../rte-account/open-rte';
import { accountOf } from '../runtime/account/account';
import { closeGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import { openLedger } from '../runtime/store/open-store';
import { misconfigured } from '../runtime/status/misconfigured';
import { onDelete } from '../runtime/store/deletion';
import { ProblemReport } from '../runtime/status/problem-report';
import { NodeStatus } from '../runtime/status/status';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI, RawConfig } from '../runtime/types';
import { memoryName, storedMemory } from './ecowatt-memory';
import type { EcowattSignalFields } from './ecowatt-signal.choices';
import { readConfig } from './ecowatt-signal.config';
import { EcowattSignal } from './ecowatt-signal.controller';

function ecowattSignal(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): void {
  RED.nodes.registerType('ecowatt-signal', function (this: Node, raw: RawConfig<EcowattSignalFields>) {
    RED.nodes.createNode(this, raw);
    const status = new NodeStatus(this, () => clock.now());
    const guard = closeGuard(this);
    try {
      const config = readConfig(raw);
      const { name, opened: rte } = accountOf<OpenRte>(RED, 'rte-account', config.account);
      const { store } = openLedger(RED, this, clock, guard);
      onDelete(RED, this, guard, () => store.forget(memoryName(this.id)));
      const problems = new ProblemReport(this, RED._, status);
      const origin = name === '' ? 'rte' : name;
      const controller = new EcowattSignal({
        config,
        feed: rte.ecowatt(config.sandbox),
        memory: storedMemory(store, this.id, origin),
        origin,
        clock,
        guard,
        send: (messages) => {
          this.send(messages);
        },
        shown: (level, problem, quiet) => {
          problems.show(level === null ? undefined : `level-${level}`, level !== null && level >= 2, problem, quiet);
        },
      });
      status.show('waiting', 'waiting');
      tellWhenInUse(RED, this, { store, guard, clock }, status);
      onInput(this, RED._, (msg, send) => controller.receive(msg, send));
    } catch (thrown) {
      misconfigured(RED, this, { status, guard }, thrown);
    }
  });
}

export = ecowattSignal;
