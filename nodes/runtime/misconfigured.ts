// A node that cannot work with its settings.
import type { CloseGuard } from './close-guard';
import { reportable, reportError } from './error-report';
import { onInput } from './input';
import type { NodeStatus } from './status';
import type { Node, NodeAPI } from './types';
import { whenStarted } from './when-started';

/** Shows why, tells Catch nodes once they are all there, and answers every message with the same error. */
export function misconfigured(
  RED: NodeAPI,
  node: Node,
  { status, guard }: { readonly status: NodeStatus; readonly guard: CloseGuard },
  thrown: unknown,
): void {
  const error = reportable(RED._, thrown);
  status.showError(error);
  onInput(node, RED._, () => Promise.reject(error));
  whenStarted(RED, guard, () => void reportError(node, RED._, error));
}
