// What tic-in puts into a message beside the bytes.
import type { Arrival } from '../../../lib/tic/frame/stream-clock';
import type { NodeMessage } from '../../runtime/types';

export function ticField(msg: NodeMessage, field: string): unknown {
  const { tic } = msg as { tic?: unknown };
  return typeof tic === 'object' && tic !== null ? (tic as Record<string, unknown>)[field] : undefined;
}

/** When the first and the last byte arrived: as tic-in says, else now. */
export function arrivalOf(msg: NodeMessage, now: number): Arrival {
  const last = instantOf(ticField(msg, 'completedAt')) ?? now;
  return { first: Math.min(instantOf(ticField(msg, 'receivedAt')) ?? last, last), last };
}

function instantOf(iso: unknown): number | undefined {
  const ms = typeof iso === 'string' ? Date.parse(iso) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
