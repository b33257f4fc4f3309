// What dataconnect-query says of a meter beside its points: the summary.
import type { EnergySummary } from '../../lib/enedis/summary/energy-summary';
import { MESSAGES } from '../../lib/grid/message';
import type { NodeMessage } from '../runtime/types';

export function summaryMessage(payload: EnergySummary): NodeMessage & { readonly schema: string } {
  return { topic: `${MESSAGES.energySummary.topic}/${payload.prm}`, schema: MESSAGES.energySummary.schema, payload };
}
