// dataconnect-query: wiring.
import type { CollectorState, News, Want } from '../../lib/enedis/collect/news';
import type { EnergySummary } from '../../lib/enedis/summary/energy-summary';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import type { Store } from '../../lib/store/store';
import type { OpenEnedis } from '../enedis-account/open-enedis';
import { accountOf } from '../runtime/account/account';
import { closeGuard } from '../runtime/close-guard';
import { getNode } from '../runtime/get-node';
import { onInput } from '../runtime/input';
import type { Wire } from '../runtime/lazy-node';
import { reportError } from '../runtime/status/error-report';
import { decimal } from '../runtime/status/figures';
import { misconfigured } from '../runtime/status/misconfigured';
import { ProblemReport } from '../runtime/status/problem-report';
import { NodeStatus } from '../runtime/status/status';
import { onDelete } from '../runtime/store/deletion';
import { openLedger } from '../runtime/store/open-ledger';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI, Translate } from '../runtime/types';
import type { DataconnectQueryFields } from './dataconnect-query.choices';
import { readConfig, type DataconnectQueryConfig } from './dataconnect-query.config';
import { DataconnectQuery } from './dataconnect-query.controller';
import { drawnMinute, minuteName } from './minute';
import { energyStatus } from './status-text';

const TYPE = 'dataconnect-query';

/** What the node carries for the form. */
interface Shown {
  drawnMinute: number;
}

export function dataconnectQuery(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<DataconnectQueryFields> {
  return (node, raw) => {
    const status = new NodeStatus(node, () => clock.now());
    const guard = closeGuard(node);
    try {
      const config = readConfig(raw);
      const { opened: enedis } = accountOf<OpenEnedis>(RED, 'enedis-account', config.account, {
        node: TYPE,
        field: 'account',
      });
      const { store } = openLedger(RED, node, clock, guard);
      onDelete(RED, node, guard, () => store.forget(minuteName(node.id)));
      const shown = showing(RED, node, status, enedis, clock);
      status.show('waiting', 'waiting');
      const controller = wantOf(config, store, node).then(
        (want) =>
          new DataconnectQuery({
            want,
            prm: config.prm,
            consents: enedis.consents,
            collector: (prm) => enedis.collector(prm),
            clock,
            guard,
            send: (messages) => {
              node.send(messages);
            },
            shown,
            failed: (error) => {
              status.showError(reportError(node, RED._, error));
            },
            doubted: (news) => {
              tellDoubts(node, RED._, news);
            },
          }),
      );
      tellWhenInUse(RED, node, { store, guard, clock }, status);
      onInput(node, RED._, async (msg, send) => {
        await (await controller).receive(msg, send);
      });
    } catch (thrown) {
      misconfigured(RED, node, { status, guard }, thrown);
    }
  };
}

async function wantOf(
  { directions, measures, bySelf, backfill }: DataconnectQueryConfig,
  store: Store,
  node: Node,
): Promise<Want> {
  const want = { directions, measures, backfill: backfill && bySelf !== undefined };
  if (bySelf === undefined) return want;
  const minute = bySelf.minute ?? (await drawnMinute(store, node.id));
  if (bySelf.minute === undefined) Object.assign(node, { drawnMinute: minute } satisfies Shown);
  return { ...want, byItself: { minute, hours: bySelf.hours } };
}

function showing(RED: NodeAPI, node: Node, status: NodeStatus, enedis: OpenEnedis, clock: Clock) {
  const problems = new ProblemReport(node, RED._, status);
  return (state: CollectorState | undefined, summary: EnergySummary | undefined, quiet: boolean): void => {
    const problem = problems.tell(state?.problem, quiet);
    if (state === undefined || summary === undefined) status.show('waiting', 'no-meter');
    else if (problem?.row.reader === 'user-must-act') status.showError(problem);
    else if (state.stopped === 'consent') status.show('waiting', 'no-consent');
    else if (enedis.isForACompany) status.show('waiting', 'many-meters');
    else {
      const passing = problem?.row.reader === 'nothing-wrong' ? undefined : problem;
      const { look, text, isFigure } = energyStatus(state, summary, passing, clock.now(), RED._);
      if (isFigure) status.showFigures(look, text);
      else status.showText(look, text);
    }
  };
}

function tellDoubts(
  node: Node,
  translate: Translate,
  { differences, remarks }: Pick<News, 'differences' | 'remarks'>,
): void {
  const kWh = (wh: number): string => decimal(translate, wh / 1000, 3);
  for (const { day, curveWh, dailyWh } of differences)
    node.warn(translate('dataconnect-query.warning.difference', { day, curve: kWh(curveWh), daily: kWh(dailyWh) }));
  for (const remark of remarks) node.log(remark);
}

/** For the form: the minutes that the running nodes have drawn, by their ids. */
export function drawnMinutes(RED: Pick<NodeAPI, 'nodes'>): Promise<Record<string, number>> {
  const minutes: Record<string, number> = {};
  RED.nodes.eachNode(({ id, type }) => {
    const minute = type === TYPE ? getNode<Shown>(RED, id, TYPE)?.drawnMinute : undefined;
    if (minute !== undefined) minutes[id] = minute;
  });
  return Promise.resolve(minutes);
}
