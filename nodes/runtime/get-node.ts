// Looking up a config node, which may be missing, disabled, or of a module that is not installed.
import type { Node, NodeAPI } from './types';

/**
 * The live node `id`, or undefined when nothing is chosen or nothing lives there. @types/node-red promise a node always.
 * @param type the type that it must have; another type counts as missing
 * @typeParam Fields what that type adds to a node at run time (each is still unchecked input: read it with care)
 */
export function getNode<Fields extends object>(
  RED: Pick<NodeAPI, 'nodes'>,
  id: string | undefined,
  type: string,
): (Node & Partial<Fields>) | undefined {
  if (id === undefined || id === '') return undefined;
  const node = RED.nodes.getNode(id) as Node | null | undefined;
  return node?.type === type ? (node as Node & Partial<Fields>) : undefined;
}
