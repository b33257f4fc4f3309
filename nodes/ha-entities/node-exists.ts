import type { NodeAPI } from '../runtime/types';

/** Whether a node of this id is in the flows; one inside a subflow has the id of the instance in front of its own. */
export function nodeExists(RED: Pick<NodeAPI, 'nodes'>, id: string): boolean {
  const [instance = id] = id.split('-');
  let found = false;
  RED.nodes.eachNode((node) => {
    found ||= node.id === id || node.id === instance;
  });
  return found;
}
