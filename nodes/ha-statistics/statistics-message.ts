// What ha-statistics sends: one message for each statistic and run.
import { MESSAGES } from '../../lib/grid/message';
import type { StatisticsReport } from '../../lib/home-assistant/statistics/report';
import type { NodeMessage } from '../runtime/types';

/** @param msg the one that asked, whose properties go along */
export function statisticsMessage(
  payload: StatisticsReport,
  msg: NodeMessage = {},
): NodeMessage & { readonly schema: string } {
  const { schema, topic } = MESSAGES.statistics;
  return { ...msg, topic: `${topic}/${payload.statistic}`, schema, payload };
}
