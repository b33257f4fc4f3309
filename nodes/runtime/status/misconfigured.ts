// A node that cannot work with its settings.
import type { CloseGuard } from '../close-guard';
import { reportable, reportError } from './error-report';
import { onInput } from '../input';
import type { NodeStatus } from './status';
import type { Node, NodeAPI } from '../types';
import { whenStarted } from '../when-started';

/** Says why, once all nodes are there (Catch and Status nodes that come later would miss it), and to whoever sends a message. */
export function misconfigured(
  RED: NodeAPI,
  node: Node,
  { status, guard }: { readonly status: NodeStatus; readonly guard: CloseGuard },
  thrown: unknown,
): void {
  const error = reportable(RED._, thrown);
  onInput(node, RED._, () => Promise.reject(error));
  whenStarted(RED, guard, () => {
    status.showError(reportError(node, RED._, error));
  });
}
