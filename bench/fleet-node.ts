// A linky-decode of any version with no more of Node-RED around it than it asks for, and a clock whose hands the bench turns.
// What it keeps it keeps on the disk.
import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../lib/grid/clock';

export class FleetNode {
  /** Signals that began something. */
  started = 0;
  /**
   * The most CPU time in ms that the event loop took for one turn, with what the bench gives and turns in it: on a busy machine a
   * clock would show the others' work. That of all threads, where the system does not tell that of the one that has the loop.
   */
  longestStall = 0;
  private readonly userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-fleet-'));
  private readonly node = new EventEmitter();
  private time = Date.UTC(2027, 0, 12, 9, 55);
  private ticks: (() => void)[] = [];
  private undone = 0;
  private turnedAt = loopMs();

  /** @param built folder of a compiled version of this package */
  constructor(built: string) {
    const type = createRequire(__filename)(path.join(built, 'nodes/linky-decode/linky-decode.js')) as (
      RED: unknown,
      clock: Clock,
    ) => void;
    Object.assign(this.node, {
      ...{
        id: 'fleet',
        name: '',
        send: this.sent,
        error: () => undefined,
        warn: () => undefined,
        status: () => undefined,
      },
      context: () => ({
        get: (_key: string, told: (error: null) => void) => {
          told(null);
        },
        set: () => undefined,
      }),
    });
    type(
      {
        settings: { userDir: this.userDir },
        _: (key: string) => key,
        log: { warn: () => undefined },
        events: new EventEmitter(),
        httpAdmin: { get: () => undefined, post: () => undefined },
        auth: { needsPermission: () => undefined },
        nodes: {
          createNode: () => undefined,
          eachNode: (look: (node: object) => void) => {
            look({ id: 'fleet', type: 'linky-decode' });
          },
          registerType: (_name: string, make: typeof this.make) => (this.make = make),
        },
      },
      this.clock(),
    );
    this.make.call(this.node, {});
  }

  private make: (this: EventEmitter, raw: object) => void = () => undefined;

  private readonly sent = (messages: unknown): void => {
    const [, signal] = messages as [unknown, { payload: { change: string } } | null];
    if (signal?.payload.change === 'started') this.started += 1;
  };

  /**
   * One message to each stream; resolves when all are done, or the time is over.
   * @param perTurn so many messages reach the node in one turn of the event loop: what these alone cost is the caller's doing
   * @returns how many are done
   */
  async round(topics: readonly string[], payload: object, perTurn = 20, withinMs = Infinity): Promise<number> {
    const begun = performance.now();
    const isLate = (): boolean => performance.now() - begun > withinMs;
    let given = 0;
    for (const topic of topics) {
      this.undone += 1;
      this.node.emit('input', { topic, payload }, this.sent, () => (this.undone -= 1));
      if (++given % perTurn === 0) await this.turn();
      if (isLate()) break;
    }
    await this.until(() => this.undone === 0 || isLate());
    return given - this.undone;
  }

  /** A message without a stream: a command. */
  async command(payload: object): Promise<void> {
    await this.round([''], payload);
  }

  /** The hands go on, and the node looks at them once a second. */
  advance(seconds: number): void {
    this.time += seconds * 1000;
    for (const tick of this.ticks) tick();
  }

  async until(isSo: () => boolean): Promise<void> {
    do await this.turn();
    while (!isSo());
  }

  /** What was measured and told so far does not count. */
  forget(): void {
    this.started = 0;
    this.longestStall = 0;
    this.turnedAt = loopMs();
  }

  /** As a deploy does that changes the node. */
  async redeploy(): Promise<void> {
    await this.end();
    this.node.removeAllListeners();
    this.make.call(this.node, {});
  }

  async close(): Promise<void> {
    await this.end();
    rmSync(this.userDir, { recursive: true, force: true });
  }

  private end(): Promise<void> {
    return new Promise((done) => this.node.emit('close', false, done));
  }

  private async turn(): Promise<void> {
    await breathe();
    const now = loopMs();
    this.longestStall = Math.max(this.longestStall, now - this.turnedAt);
    this.turnedAt = now;
  }

  private clock(): Clock {
    return {
      now: () => this.time,
      elapsed: () => this.time,
      after: () => () => undefined,
      every: (ms, run) => {
        if (ms === 1000) this.ticks.push(run);
        return () => (this.ticks = this.ticks.filter((tick) => tick !== run));
      },
    };
  }
}

const loopUsage = '/proc/thread-self/schedstat';
const loopFile = existsSync(loopUsage) ? openSync(loopUsage, 'r') : undefined;
const loopBytes = Buffer.alloc(64);

/** CPU time of the thread of the event loop so far. Linux brings it up to date every 4 ms. */
export function loopMs(): number {
  if (loopFile === undefined) return cpuMs();
  const length = readSync(loopFile, loopBytes, 0, loopBytes.length, 0);
  return Number(loopBytes.toString('latin1', 0, length).split(' ')[0]) / 1e6;
}

/** CPU time of all threads of this process so far. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
