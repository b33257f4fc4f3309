// A worker of a fleet: a real Node-RED with the recipe as a user imports it, told its part by environment variables.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type FlowNode, type NodeRed, startNodeRed } from '../node-red/process';

const ROOT = path.resolve(__dirname, '../../..');
/** The real node-red-contrib-postgresql, where somebody has it; else what stands in for it. */
const POSTGRESQL = process.env['NODE_RED_POSTGRESQL'] ?? path.join(__dirname, 'red-nodes');

/** A recipe of the fleet as it ships: `worker`, `database` … */
export function fleetRecipe(name: string): FlowNode[] {
  return JSON.parse(readFileSync(path.join(ROOT, 'examples/recipes', `fleet-${name}.json`), 'utf8')) as FlowNode[];
}

export class Worker {
  private red: NodeRed | undefined;
  private readonly userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-worker-'));

  private constructor(
    private readonly flow: FlowNode[],
    private readonly env: Record<string, string>,
  ) {}

  /** Resolves when its flow has started. */
  static async start(flow: FlowNode[], env: Record<string, string>): Promise<Worker> {
    const worker = new Worker(flow, env);
    await worker.up();
    return worker;
  }

  /** Starts it, again with its user directory. */
  async up(): Promise<void> {
    const { flow, env, userDir } = this;
    this.red = await startNodeRed({
      flow,
      env,
      userDir,
      nodesDir: [ROOT, POSTGRESQL],
      // The usual five seconds are long in a test.
      settings: { mqttReconnectTime: 1000 },
    });
  }

  /** Ends it in the middle of what it does. */
  async kill(): Promise<void> {
    await this.red?.kill();
  }

  /** Presses the button of an inject node. */
  async press(id: string): Promise<void> {
    await this.red?.ask('POST', `/inject/${id}`);
  }

  get pid(): number | undefined {
    return this.red?.pid;
  }

  /** What it has printed since it started last. */
  get log(): string {
    return this.red?.log ?? '';
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await this.red?.stop();
    rmSync(this.userDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
