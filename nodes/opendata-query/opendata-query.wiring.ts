// opendata-query: wiring.
import path from 'node:path';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { OpenPortal } from '../../lib/opendata/portal/open-portal';
import type { SharedLedger } from '../../lib/provider/quota/shared-ledger';
import { closeGuard, type CloseGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { misconfigured } from '../runtime/status/misconfigured';
import { ProblemReport } from '../runtime/status/problem-report';
import { reportable } from '../runtime/status/error-report';
import { NodeStatus } from '../runtime/status/status';
import { onDelete } from '../runtime/store/deletion';
import { openLedger } from '../runtime/store/open-ledger';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI } from '../runtime/types';
import { whenStarted } from '../runtime/when-started';
import { watchChanges } from './change-watch';
import type { OpendataQueryFields } from './opendata-query.choices';
import { readApiKey, readConfig, type OpendataQueryConfig } from './opendata-query.config';
import { OpendataQuery } from './opendata-query.controller';
import { accessTo, type PortalAccess } from './portal-access';
import { showState } from './status-text';

type CredentialsNode = Node<Record<string, unknown>>;

interface Around {
  readonly shared: SharedLedger;
  readonly clock: Clock;
  readonly guard: CloseGuard;
}

export function opendataQuery(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<OpendataQueryFields, CredentialsNode> {
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      const shared = openLedger(RED, node, clock, guard);
      const controller = new OpendataQuery({
        config,
        portal: portalOf(RED, node, config, { shared, clock, guard }),
        clock,
        guard,
        send: (messages) => {
          node.send(messages);
        },
        shown: (state) => {
          showState(status, RED._, state);
        },
        pathOf: (file) => pathOf(RED, file),
      });
      showState(status, RED._, { is: 'ready' });
      tellWhenInUse(RED, node, { store: shared.store, guard, clock }, status);
      onInput(
        node,
        RED._,
        (msg, send) => controller.receive(msg, send),
        (error) => {
          status.showError(error);
        },
      );
      watch(RED, node, controller, { everyMs: config.everyMs, status, clock, guard });
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

function portalOf(
  RED: Pick<NodeAPI, 'nodes'>,
  node: CredentialsNode,
  config: OpendataQueryConfig,
  { shared, clock, guard }: Around,
): PortalAccess {
  const apiKey = readApiKey(node.credentials);
  const { ledger, store, once } = shared;
  const address = { ...config.portal, ...(apiKey !== undefined && { apiKey }) };
  const portal = new OpenPortal(address, { ledger, store, once, clock, signal: guard.signal });
  const access = accessTo(portal, node.id, config);
  onDelete(RED, node, guard, () => access.forget());
  return access;
}

function watch(
  RED: NodeAPI,
  node: Node,
  controller: OpendataQuery,
  around: { readonly everyMs: number | undefined; readonly status: NodeStatus } & Omit<Around, 'shared'>,
): void {
  const { everyMs, status, guard } = around;
  if (everyMs === undefined) return;
  const problems = new ProblemReport(node, RED._, status);
  whenStarted(RED, guard, () => {
    watchChanges(
      everyMs,
      around,
      async () => {
        await controller.look();
        problems.tell(undefined, false);
      },
      (thrown) => {
        const error = reportable(RED._, thrown);
        problems.tell(error, false);
        status.showError(error);
      },
    );
  });
}

/** As Node-RED's own file nodes do: what does not begin at the root begins at the folder for files, where there is one. */
function pathOf(RED: Pick<NodeAPI, 'settings'>, file: string): string {
  const { fileWorkingDirectory: folder } = RED.settings as { fileWorkingDirectory?: unknown };
  return typeof folder === 'string' && folder !== '' ? path.resolve(folder, file) : path.resolve(file);
}
