// A real Node-RED for integration tests: a process of its own, this package loaded from the repository's dist/, flows
// deployed over the admin API, messages and statuses reported by the nodes of red-nodes.
// NODE_RED_PATH=/x/node_modules/node-red/lib/red.js runs the same suite on another Node-RED.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Arrivals } from '../machine/arrivals';
import { PATIENCE_MS } from '../machine/patience';
import { freePort } from '../machine/ports';
import { NODE_RED_PATH } from './path';

const ROOT = path.resolve(__dirname, '../../..');

export interface FlowNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

export interface Message {
  payload?: unknown;
  topic?: unknown;
  [property: string]: unknown;
}

export interface NodeStatus {
  fill?: string;
  shape?: string;
  text?: string;
}

export interface NodeRedOptions {
  /** Deployed before it starts, as after a restart; else it starts empty. */
  flow?: FlowNode[];
  env?: Record<string, string>;
  /** Kept by the caller (restart tests, an installed tarball); else a folder that is deleted at the end. */
  userDir?: string;
  /** Folders of node packages beside those of the user directory; default: this repository and the serial-port nodes. */
  nodesDir?: string[];
  settings?: Record<string, unknown>;
}

type Report =
  // Without a status: the node is gone.
  | { kind: 'status'; id: string; status?: NodeStatus }
  | { kind: 'message'; tap: string; msg: Message; at: bigint }
  | { kind: 'started' };

/** Starts a Node-RED and resolves when its flows have started. */
export async function startNodeRed(options: NodeRedOptions = {}): Promise<NodeRed> {
  const userDir = options.userDir ?? mkdtempSync(path.join(os.tmpdir(), 'linky-red-'));
  const port = await freePort();
  const flowFile = path.join(userDir, 'flows.json');
  if (options.flow) writeFileSync(flowFile, JSON.stringify(options.flow));
  const settings = {
    uiHost: '127.0.0.1',
    uiPort: port,
    flowFile,
    credentialSecret: 'linky-red-test',
    nodesDir: [...(options.nodesDir ?? REPOSITORY), path.join(__dirname, 'red-nodes')],
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false },
    logging: { console: { level: 'info' } },
    ...options.settings,
  };
  const settingsFile = path.join(userDir, 'settings.js');
  writeFileSync(settingsFile, `module.exports = ${JSON.stringify(settings, null, 2)};\n`);

  const red = path.resolve(path.dirname(NODE_RED_PATH), '..', 'red.js');
  const child = fork(red, ['--userDir', userDir, '--settings', settingsFile], {
    cwd: userDir,
    env: { ...process.env, ...options.env },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const running = new NodeRed(child, `http://127.0.0.1:${port}`, userDir, options.userDir === undefined);
  await running.started();
  await accepts(port);
  return running;
}

/** The flows may have started before the server listens. */
async function accepts(port: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const socket = net.connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await delay(20);
    } finally {
      socket.destroy();
    }
  }
}

const REPOSITORY = [ROOT, path.join(ROOT, 'node_modules', 'node-red-node-serialport')];

export class NodeRed {
  /** Everything that it has printed. */
  log = '';
  private readonly ended: Promise<unknown>;
  private readonly starts = new Arrivals<true>('start of the flows');
  private readonly taps = new Map<string, Arrivals<Message>>();
  private readonly statuses = new Map<string, Arrivals<NodeStatus>>();
  private readonly moments = new WeakMap<Message, bigint>();

  constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly userDir: string,
    private readonly ownsUserDir: boolean,
  ) {
    this.ended = once(child, 'exit');
    child.on('message', (report) => {
      this.receive(report as Report);
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => (this.log += text.toString()));
  }

  /** Resolves at the next start of the flows that nobody has waited for yet. */
  async started(): Promise<void> {
    try {
      await Promise.race([this.starts.next(), this.ended.then(failWhenEnded)]);
    } catch (cause) {
      // Flows with a type that is missing never start: the log says which.
      throw new Error(`the flows did not start:\n${this.log}`, { cause });
    }
  }

  /** Deploys as the editor does; `nodes` restarts only what has changed. Resolves when the flows run. */
  async deploy(flow: FlowNode[], kind: 'full' | 'flows' | 'nodes' = 'full'): Promise<void> {
    await this.ask('POST', '/flows', flow, { 'Node-RED-Deployment-Type': kind });
    await this.started();
  }

  /** Lets the test-source called `source` send. */
  send(source: string, msg: Message): void {
    this.child.send({ kind: 'send', source, msg });
  }

  /** The next message at the test-tap called `tap` that fits and was not taken yet; those before it are passed over. */
  async next(tap: string, fits?: (msg: Message) => boolean, withinMs?: number): Promise<Message> {
    return await this.tap(tap).next(fits, withinMs);
  }

  /** All messages that have reached a tap. */
  messages(tap: string): readonly Message[] {
    return this.tap(tap).all;
  }

  /** When a message reached its tap, ns, by the clock that all processes of this machine share. */
  arrivalOf(msg: Message): bigint | undefined {
    return this.moments.get(msg);
  }

  /** The next status of a node that fits and was not taken yet. */
  async status(id: string, fits?: (status: NodeStatus) => boolean): Promise<NodeStatus> {
    return await this.statusesOf(id).next(fits);
  }

  /** Resolves when it has printed this: what it prints comes on another way than messages and statuses, maybe behind them. */
  async printed(text: string | RegExp): Promise<void> {
    const isThere = (): boolean => (typeof text === 'string' ? this.log.includes(text) : text.test(this.log));
    const until = Date.now() + PATIENCE_MS;
    while (!isThere()) {
      if (Date.now() > until) throw new Error(`it never printed ${String(text)}:\n${this.log}`);
      await delay(20);
    }
  }

  /** Asks the admin API; the answer is parsed where it is JSON. */
  async ask(method: string, where: string, body?: unknown, headers: Record<string, string> = {}): Promise<unknown> {
    const answer = await fetch(this.url + where, {
      method,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${where}: ${String(answer.status)} ${text}`);
    return answer.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : text;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** The most memory that it has had so far (Linux). */
  async peakMemoryMb(): Promise<number> {
    const status = await readFile(`/proc/${String(this.child.pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  }

  /** Stops it as a service manager would; the user directory goes with it unless the test brought it. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    if (this.ownsUserDir) rmSync(this.userDir, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Ends it in the middle of whatever it does, as a power cut would; the user directory stays. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill(signal);
    const late = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    await this.ended;
    clearTimeout(late);
  }

  private receive(report: Report): void {
    if (report.kind === 'started') this.starts.add(true);
    else if (report.kind === 'status') this.statusesOf(report.id).add(report.status ?? {});
    else {
      this.moments.set(report.msg, report.at);
      this.tap(report.tap).add(report.msg);
    }
  }

  private tap(name: string): Arrivals<Message> {
    return existing(this.taps, name, () => new Arrivals<Message>(`message at "${name}"`));
  }

  private statusesOf(id: string): Arrivals<NodeStatus> {
    return existing(this.statuses, id, () => new Arrivals<NodeStatus>(`status of "${id}"`));
  }
}

function failWhenEnded(): never {
  throw new Error('Node-RED ended');
}

function existing<T>(map: Map<string, T>, key: string, make: () => T): T {
  const there = map.get(key);
  if (there !== undefined) return there;
  const made = make();
  map.set(key, made);
  return made;
}
