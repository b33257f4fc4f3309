// The recipes of a fleet as a user has them after the import, but for what is of this machine.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowNode } from '../node-red/process';

const ROOT = path.resolve(__dirname, '../../..');
const RECIPES = path.join(ROOT, 'examples', 'recipes');

/** Folders of nodes that a worker loads: this repository, and the node of the database (the real one, where somebody has it). */
export const WITH_DATABASE = [ROOT, process.env['NODE_RED_POSTGRESQL'] ?? path.join(__dirname, 'red-nodes')];

type Change = (node: FlowNode) => Partial<FlowNode> | undefined;

/**
 * A recipe with the broker on `port`, a test-tap in the place of each debug node (named by its id), and with `change` on top of it.
 * @param name of the file, without its ending
 */
export function recipeOnThisMachine(name: string, port: number, change: Change = () => undefined): FlowNode[] {
  const flow = JSON.parse(readFileSync(path.join(RECIPES, `${name}.json`), 'utf8')) as FlowNode[];
  return flow.map((node) => ({ ...node, ...onThisMachine(node, port), ...change(node) }));
}

function onThisMachine({ id, type }: FlowNode, port: number): Partial<FlowNode> {
  if (type === 'mqtt-broker') return { broker: '127.0.0.1', port: String(port) };
  return type === 'debug' ? { type: 'test-tap', name: id } : {};
}
