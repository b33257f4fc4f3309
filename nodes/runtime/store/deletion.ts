// Whether a node is still in the flows, and what goes with one that was deleted.
import type { CloseGuard } from '../close-guard';
import type { Node, NodeAPI } from '../types';

/** Whether a node of this type is in the flows. */
export function typeExists(RED: Pick<NodeAPI, 'nodes'>, type: string): boolean {
  let found = false;
  RED.nodes.eachNode((node) => {
    found ||= node.type === type;
  });
  return found;
}

/** Whether a node of this id is in the flows; one inside a subflow has the id of the instance in front of its own. */
export function nodeExists(RED: Pick<NodeAPI, 'nodes'>, id: string): boolean {
  let found = false;
  RED.nodes.eachNode((node) => {
    found ||= node.id === id || id.startsWith(`${node.id}-`);
  });
  return found;
}

/**
 * Runs `forget` when the node closes because it was deleted. Not with a redeploy, a stop of Node-RED or while it is
 * disabled: Node-RED's own `removed` is true for the last, and false for what a deleted subflow takes with it.
 */
export function onDelete(
  RED: Pick<NodeAPI, 'nodes'>,
  node: Pick<Node, 'id'>,
  guard: CloseGuard,
  forget: () => Promise<void>,
): void {
  guard.onClose(async () => {
    if (!nodeExists(RED, node.id)) await forget();
  });
}
