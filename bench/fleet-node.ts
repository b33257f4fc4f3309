// A linky-decode of any version with no more of Node-RED around it than it asks for, and a clock whose hands the bench turns.
// What it keeps it keeps on the disk.
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../lib/grid/clock';

/** So many messages reach the node in one turn of the event loop. */
const PER_TURN = 20;

export class FleetNode {
  readonly signals: { signal: string; change: string }[] = [];
  /** The most CPU time in ms that went by without a turn of the event loop: on a busy machine a clock would show the others' work. */
  longestStall = 0;
  private readonly userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-fleet-'));
  private readonly node = new EventEmitter();
  private time = Date.UTC(2027, 0, 12, 9, 55);
  private ticks: (() => void)[] = [];
  private undone = 0;
  private turnedAt = process.cpuUsage();

  /** @param built folder of a compiled version of this package */
  constructor(built: string) {
    const type = createRequire(__filename)(path.join(built, 'nodes/linky-decode/linky-decode.js')) as (
      RED: unknown,
      clock: Clock,
    ) => void;
    const noted = (messages: unknown): void => {
      const [, signal] = messages as [unknown, { payload: { signal: string; change: string } } | null];
      if (signal !== null) this.signals.push({ signal: signal.payload.signal, change: signal.payload.change });
    };
    Object.assign(this.node, {
      ...{ id: 'fleet', name: '', send: noted, error: () => undefined, warn: () => undefined, status: () => undefined },
      context: () => ({
        get: (_key: string, told: (error: null) => void) => {
          told(null);
        },
        set: () => undefined,
      }),
    });
    let make: ((this: EventEmitter, raw: object) => void) | undefined;
    type(
      {
        settings: { userDir: this.userDir },
        _: (key: string) => key,
        log: { warn: () => undefined },
        events: new EventEmitter(),
        nodes: {
          createNode: () => undefined,
          eachNode: (look: (node: object) => void) => {
            look({ id: 'fleet', type: 'linky-decode' });
          },
          registerType: (_name: string, made: typeof make) => (make = made),
        },
      },
      this.clock(),
    );
    make?.call(this.node, {});
    this.noted = noted;
  }

  private readonly noted: (messages: unknown) => void;

  /** One message to each stream; resolves when all are done. */
  async round(topics: readonly string[], payload: Buffer): Promise<void> {
    let given = 0;
    for (const topic of topics) {
      this.undone += 1;
      this.node.emit('input', { topic, payload }, this.noted, () => (this.undone -= 1));
      if (++given % PER_TURN === 0) await this.turn();
    }
    await this.until(() => this.undone === 0);
  }

  /** The hands go on, and the node looks at them once a second. */
  advance(seconds: number): void {
    this.time += seconds * 1000;
    for (const tick of this.ticks) tick();
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await this.turn();
  }

  /** What was measured and told so far does not count. */
  forget(): void {
    this.signals.length = 0;
    this.longestStall = 0;
    this.turnedAt = process.cpuUsage();
  }

  async close(): Promise<void> {
    await new Promise<void>((done) => this.node.emit('close', false, done));
    rmSync(this.userDir, { recursive: true, force: true });
  }

  private async turn(): Promise<void> {
    await breathe();
    const { user, system } = process.cpuUsage(this.turnedAt);
    this.longestStall = Math.max(this.longestStall, (user + system) / 1000);
    this.turnedAt = process.cpuUsage();
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
