// energy-cost: wiring.
import { LinkyRedError } from '../../lib/errors';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import type { Unpriced } from '../../lib/tariff/cost/unpriced';
import { closeGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { reportError } from '../runtime/status/error-report';
import { misconfigured } from '../runtime/status/misconfigured';
import { NodeStatus } from '../runtime/status/status';
import { onDelete } from '../runtime/store/deletion';
import { openStore } from '../runtime/store/open-store';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI } from '../runtime/types';
import { whenStarted } from '../runtime/when-started';
import { memoryName, storedMemory } from './cost-memory';
import type { EnergyCostFields } from './energy-cost.choices';
import { readConfig } from './energy-cost.config';
import { EnergyCost } from './energy-cost.controller';
import { tariffStatus } from './status-text';

export function energyCost(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<EnergyCostFields> {
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      const store = openStore(RED, guard);
      onDelete(RED, node, guard, () => store.forget(memoryName(node.id)));
      const controller = new EnergyCost({
        config,
        memory: storedMemory(store, node.id),
        clock,
        guard,
        send: (messages) => {
          node.send(messages);
        },
        shown: (tariff) => {
          const { look, text } = tariffStatus(tariff, RED._);
          status.showText(look, text);
        },
        unpriced: tellingUnpriced(RED, node),
      });
      tellWhenInUse(RED, node, { store, guard, clock }, status);
      whenStarted(RED, guard, () => {
        controller.start().catch((error: unknown) => {
          status.showError(reportError(node, RED._, error));
        });
      });
      onInput(node, RED._, (msg, send) => controller.receive(msg, send));
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

/** Years of points may lack the same: it is said once until the contract changes. */
function tellingUnpriced(RED: NodeAPI, node: Node): (rows: readonly Unpriced[]) => void {
  const told = new Set<string>();
  return (rows) => {
    for (const row of rows) {
      const error = errorOf(row);
      const about = `${row.reason} ${row.tariffClass ?? ''}`;
      if (error === undefined || told.has(about)) continue;
      told.add(about);
      reportError(node, RED._, error);
    }
  };
}

/** Of days whose hours nobody knows there is nothing to say: only one price all day would do. */
function errorOf({ reason, tariffClass, day }: Unpriced): LinkyRedError | undefined {
  if (reason === 'price') return new LinkyRedError('ERR_TARIFF_PRICE', { tariffClass: tariffClass ?? '', day });
  return reason === 'period' ? new LinkyRedError('ERR_TARIFF_PERIOD', { day }) : undefined;
}
