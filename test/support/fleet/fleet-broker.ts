// The broker of a fleet: Mosquitto with the settings that the docs give, or any other by its command. It can be stopped, killed and
// started again on its port.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../machine/ports';
import { until } from './until';

const PAGE = path.resolve(__dirname, '../../../docs/fleet.md');
/** Of the page's settings, what is of the machine. */
const OF_A_MACHINE = /^(#|$|listener|allow_anonymous|persistence_location|user|password_file|acl_file|log_)/;

export class FleetBroker {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly command: readonly [string, ...string[]],
  ) {}

  /** Resolves when it accepts connections. */
  static async mosquitto(): Promise<FleetBroker> {
    const [folder, port] = [newFolder(), await freePort()];
    const here = [
      `listener ${String(port)} 127.0.0.1`,
      'allow_anonymous true',
      `persistence_location ${folder}/`,
      // Started by root it would become the user mosquitto, who cannot write there.
      `user ${os.userInfo().username}`,
    ];
    const file = path.join(folder, 'mosquitto.conf');
    writeFileSync(file, `${[...here, ...documentedSettings()].join('\n')}\n`);
    return await FleetBroker.start(folder, port, ['mosquitto', '-c', file]);
  }

  /** @param command for a shell; {port} and {folder}, one of its own, are put in */
  static async byCommand(command: string): Promise<FleetBroker> {
    const [folder, port] = [newFolder(), await freePort()];
    const line = command.replaceAll('{port}', String(port)).replaceAll('{folder}', folder);
    return await FleetBroker.start(folder, port, ['sh', '-c', `exec ${line}`]);
  }

  private static async start(
    folder: string,
    port: number,
    command: readonly [string, ...string[]],
  ): Promise<FleetBroker> {
    const broker = new FleetBroker(folder, port, command);
    await broker.up();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${String(this.port)}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it, again with what it kept. */
  async up(): Promise<void> {
    const [program, ...args] = this.command;
    const child = spawn(program, args, { stdio: 'ignore', cwd: this.folder });
    this.child = child;
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`the broker ended with ${String(child.exitCode)}`);
        return await accepts(this.port);
      },
      () => 'the broker accepts no connection',
      20,
    );
  }

  /** Ends it as a service manager would, or as a power cut. */
  async down(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
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

/** Those that the page for users shows: what is tested is what is recommended. */
function documentedSettings(): string[] {
  const block = /^```conf\n(.*?)^```/ms.exec(readFileSync(PAGE, 'utf8'))?.[1];
  if (block === undefined) throw new Error('docs/fleet.md shows no settings of Mosquitto');
  return block.split('\n').filter((line) => !OF_A_MACHINE.test(line));
}

function newFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'linky-red-broker-'));
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
