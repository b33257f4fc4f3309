// Debian's Mosquitto for the tests: what it retains survives a stop and a kill, as on a user's machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../machine/ports';

export class Mosquitto {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  /**
   * Starts one on a free port of the loopback; resolves when it accepts connections.
   * @param lasting false: nothing is written, for a test that retains thousands of messages
   */
  static async start(lasting = true): Promise<Mosquitto> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-mosquitto-'));
    const broker = new Mosquitto(folder, await freePort());
    const lines = [
      `listener ${broker.port} 127.0.0.1`,
      'allow_anonymous true',
      // Started by root it would become the user mosquitto, who cannot write there.
      `user ${os.userInfo().username}`,
      // No change waits: a kill loses nothing that was acknowledged.
      ...(lasting
        ? ['persistence true', `persistence_location ${folder}/`, 'autosave_on_changes true', 'autosave_interval 1']
        : []),
    ];
    writeFileSync(path.join(folder, 'mosquitto.conf'), `${lines.join('\n')}\n`);
    await broker.up();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Starts it again on the same port, with what it retained. */
  async up(): Promise<void> {
    const child = spawn('mosquitto', ['-c', path.join(this.folder, 'mosquitto.conf')], { stdio: 'ignore' });
    this.child = child;
    while (!(await accepts(this.port))) {
      if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
      await pause(20);
    }
  }

  /** Ends it, at once or as a service manager would. */
  async down(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  const answer = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return answer;
}
