// A type of node whose code is loaded with the first node of it: who installs the package and uses one node of it, or none yet,
// does not wait at each start for what the others need, nor hold it in memory.
import type { Node, NodeAPI, RawConfig } from './types';

/** Makes a node of what createNode has prepared. Never throws. */
export type Wire<Fields extends object, Made extends Node = Node> = (node: Made, raw: RawConfig<Fields>) => void;

/**
 * The constructor for registerType.
 * @param load called once, with the first node: requires the node's wiring
 */
export function lazyNode<Fields extends object, Made extends Node>(
  RED: Pick<NodeAPI, 'nodes'>,
  load: () => Wire<Fields, Made>,
): (this: Made, raw: RawConfig<Fields>) => void {
  let wire: Wire<Fields, Made> | undefined;
  return function (raw) {
    RED.nodes.createNode(this, raw);
    wire ??= load();
    wire(this, raw);
  };
}
