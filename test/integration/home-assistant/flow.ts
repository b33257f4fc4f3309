// The flow of the story, which is the recipe that ships, and the meter at its beginning.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowNode, NodeRed } from '../../support/node-red/process';

const RECIPES = path.resolve(__dirname, '../../../examples/recipes');

/**
 * A recipe that ships, as a user has it after the import, but for what is of this machine: the meter's port becomes a
 * test-source called `meter`, the broker's port that of the test, and nothing is held back for its pace.
 */
export function recipe(name: string, brokerPort: number): FlowNode[] {
  const flow = JSON.parse(readFileSync(path.join(RECIPES, name), 'utf8')) as FlowNode[];
  return flow.map((node) => {
    switch (node.type) {
      case 'tic-in':
        return { ...node, type: 'test-source', name: 'meter' };
      case 'linky-decode':
        return { ...node, rhythm: 'frame' };
      case 'ha-entities':
        return { ...node, throttle: 'none' };
      case 'mqtt-broker':
        return { ...node, port: String(brokerPort) };
      default:
        return node;
    }
  });
}

/** A meter that goes on saying its last frame, as a real one does: silence would make its entities unavailable. */
export class Meter {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly nodeRed: () => NodeRed) {}

  /** Says this frame now and every second from then on. */
  speak(frame: Buffer): void {
    this.silence();
    this.slip(frame);
    this.timer = setInterval(() => {
      this.slip(frame);
    }, 1000);
  }

  /** Says this frame once. */
  slip(frame: Buffer): void {
    this.nodeRed().send('meter', { topic: 'linky', payload: frame });
  }

  silence(): void {
    clearInterval(this.timer);
  }
}
