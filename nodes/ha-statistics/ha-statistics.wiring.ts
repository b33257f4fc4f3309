// ha-statistics: wiring.
import { StatisticsBook } from '../../lib/home-assistant/statistics/book';
import { StatisticsImporter } from '../../lib/home-assistant/statistics/importer';
import { Connection } from '../../lib/home-assistant/websocket/connection';
import type { TrialLine } from '../runtime/account/account-trial';
import { closeGuard } from '../runtime/close-guard';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { reportError } from '../runtime/status/error-report';
import { misconfigured } from '../runtime/status/misconfigured';
import { ProblemReport } from '../runtime/status/problem-report';
import { NodeStatus } from '../runtime/status/status';
import { onDelete } from '../runtime/store/deletion';
import { openStore } from '../runtime/store/open-store';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI } from '../runtime/types';
import { whenStarted } from '../runtime/when-started';
import { accessOf } from './access';
import type { HaStatisticsFields } from './ha-statistics.choices';
import { readConfig } from './ha-statistics.config';
import { HaStatistics, type Collaborators } from './ha-statistics.controller';
import { realWorld, type World } from './ha-statistics.world';
import { seriesName } from './series-name';
import { runStatus } from './status-text';
import { tryAccess, type Deployed } from './trial';

/** From then on discovery and statistics are as this package knows them. */
const OLDEST = { year: 2025, month: 10 };

type StatisticsNode = Node<{ token?: unknown }>;

export function haStatistics(RED: NodeAPI, world: World = realWorld): Wire<HaStatisticsFields, StatisticsNode> {
  return (node, raw) => {
    const { clock, supervisor } = world;
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      // Node-RED has no credentials object for a node that was never given any.
      const { token } = (node.credentials as StatisticsNode['credentials'] | undefined) ?? {};
      const access = accessOf(RED, config, token, supervisor);
      Object.assign(node, { access } satisfies Deployed);
      const store = openStore(RED, guard);
      const book = new StatisticsBook(store, node.id);
      onDelete(RED, node, guard, () => book.forget());
      const { ids, billing, language } = config;
      const importer = new StatisticsImporter({
        book,
        ids,
        billing,
        clock,
        nameOf: (series) => seriesName(series, language),
      });
      const controller = new HaStatistics({
        config,
        book,
        importer,
        open: () => Connection.open(access, { signal: guard.signal }),
        clock,
        guard,
        send: (messages) => {
          node.send(messages);
        },
        shown: showing(RED, node, status),
        version: warningOfOld(RED, node),
      });
      status.show('waiting', 'waiting');
      tellWhenInUse(RED, node, { store, guard, clock }, status);
      onInput(node, RED._, (msg, send) => controller.receive(msg, send));
      whenStarted(RED, guard, () => {
        controller.start().catch((error: unknown) => {
          status.showError(reportError(node, RED._, error));
        });
      });
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

function showing(RED: NodeAPI, node: Node, status: NodeStatus): Collaborators['shown'] {
  const problems = new ProblemReport(node, RED._, status);
  return (how) => {
    if (how.is === 'working') {
      status.show('working', 'writing');
      return;
    }
    const problem = problems.tell(how.problem, how.quiet);
    if (problem === undefined) status.showText('ok', runStatus(how.reports, RED._));
    else status.showError(problem);
  };
}

function warningOfOld(RED: NodeAPI, node: Node): Collaborators['version'] {
  let isSaid = false;
  return (version) => {
    const [year = 0, month = 0] = version.split('.').map(Number);
    const isOld = year < OLDEST.year || (year === OLDEST.year && month < OLDEST.month);
    if (!isOld || isSaid) return;
    isSaid = true;
    node.warn(RED._('ha-statistics.warning.old', { version }));
  };
}

/** What the button "Try" of the form reports. @throws LinkyRedError ERR_INPUT */
export function tryHomeAssistant(RED: NodeAPI, world: World = realWorld, body: unknown): Promise<TrialLine[]> {
  return tryAccess(RED, world.supervisor, body);
}
