// Recipes of a building with flexibility as a test deploys them: the key of its operator, ears for the debug nodes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowNode } from '../node-red/process';

/** What the operator of the recipes shows. */
export const OPERATOR_KEY = 'key-of-the-operator-1';

/** A recipe as it is, but for `changes` by id; each debug node is a tap of its id. */
export function flexRecipe(name: string, changes: Readonly<Record<string, Record<string, unknown>>>): FlowNode[] {
  const file = path.resolve(__dirname, '../../../examples/recipes', `${name}.json`);
  const flow = JSON.parse(readFileSync(file, 'utf8')) as FlowNode[];
  const ids = new Set(flow.map(({ id }) => id));
  for (const id of Object.keys(changes)) if (!ids.has(id)) throw new RangeError(`${name} has no node ${id}`);
  return flow.map((node) => ({
    ...node,
    ...(node.type === 'debug' && { type: 'test-tap', name: node.id }),
    ...(node.type === 'flex-site' && { credentials: { secret1: OPERATOR_KEY } }),
    ...changes[node.id],
  }));
}

/** The only asset of a flow's building, with another potential. */
export function withPotential(flow: FlowNode[], potential: Record<string, string>, more: object = {}): FlowNode[] {
  return flow.map((node) => {
    if (node.type !== 'flex-site') return node;
    const [asset] = node['assets'] as object[];
    return { ...node, assets: [{ ...asset, ...potential }], ...more };
  });
}
