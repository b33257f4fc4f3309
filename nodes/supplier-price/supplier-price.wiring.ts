// supplier-price: wiring.
import { rowAt } from '../../lib/flex/supplier/price-row';
import type { SupplierFeed } from '../../lib/flex/supplier/feed';
import type { SignalWarning } from '../../lib/flex/supplier/signal';
import type { FlexReadyFact } from '../../lib/flex/view/flex-ready';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import type { OpenFlex } from '../flex-account/open-flex';
import { accountOf } from '../runtime/account/account';
import { closeGuard } from '../runtime/close-guard';
import { noteFlexReady } from '../runtime/flex-ready';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { playScene, type Played } from '../runtime/signals/simulate-button';
import { misconfigured } from '../runtime/status/misconfigured';
import { ProblemReport } from '../runtime/status/problem-report';
import { NodeStatus } from '../runtime/status/status';
import { onDelete } from '../runtime/store/deletion';
import { openLedger } from '../runtime/store/open-ledger';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI } from '../runtime/types';
import { memoryName, storedMemory } from './price-memory';
import { pricesStatus } from './status-text';
import { SCENES, type SupplierPriceFields } from './supplier-price.choices';
import { readConfig } from './supplier-price.config';
import { SupplierPrice, type Collaborators } from './supplier-price.controller';

const ACCOUNT = { node: 'supplier-price', field: 'account' };

export function supplierPrice(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<SupplierPriceFields> {
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      const { opened: flex } = accountOf<OpenFlex>(RED, 'flex-account', config.account, ACCOUNT);
      const { store } = openLedger(RED, node, clock, guard);
      onDelete(RED, node, guard, () => store.forget(memoryName(node.id)));
      const feed = flex.supplier(config.wish, config.path);
      noteFlexReady(RED, guard, 'supplier-api', () => freshness(feed, 2 * config.wish.everyMs, clock.now()));
      const controller = new SupplierPrice({
        config,
        feed,
        account: flex.account,
        memory: storedMemory(store, node.id),
        clock,
        guard,
        send: (messages) => {
          node.send(messages);
        },
        shown: showing(RED, node, status),
      });
      status.show('waiting', 'waiting');
      tellWhenInUse(RED, node, { store, guard, clock }, status);
      onInput(node, RED._, (msg, send) => controller.receive(msg, send));
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

/** The reference asks for the data of the supplier: they are there, of now, and not much older than they are asked for. */
function freshness(feed: Pick<SupplierFeed, 'news'>, freshMs: number, now: number): FlexReadyFact {
  const { received } = feed.news;
  if (received === undefined) return { met: false, at: null };
  const { rows, receivedAt: at } = received;
  return { met: rowAt(rows, now) !== undefined && now - at < freshMs, at };
}

function showing(RED: NodeAPI, node: Node, status: NodeStatus): Collaborators['shown'] {
  const problems = new ProblemReport(node, RED._, status);
  let warned: readonly SignalWarning[] = [];
  return ({ receivedAt, now, warnings }, latest, { isOver, overAt, quiet }) => {
    for (const warning of warnings)
      if (!warned.includes(warning)) node.warn(RED._(`supplier-price.warning.${warning}`));
    if (receivedAt !== null) warned = warnings;
    const problem = problems.tell(latest, quiet);
    if (problem !== undefined && (receivedAt === null || problem.row.reader === 'user-must-act'))
      status.showError(problem);
    else if (receivedAt === null) status.show('waiting', 'waiting');
    // A quota is no fault of the signal that is there.
    else if (problem !== undefined && problem.code !== 'ERR_QUOTA') status.show('waiting', 'stale');
    else if (now === null) status.show('waiting', 'no-price');
    else status.showText(isOver ? 'alert' : 'ok', pricesStatus(now, overAt, RED._));
  };
}

/** What the button in the editor asks for. */
export function playSupplierPrice(RED: NodeAPI, body: unknown): Promise<Played | undefined> {
  return playScene(RED, 'supplier-price', SCENES, body);
}
