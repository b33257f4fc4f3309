// Another process that writes into a store: a second Node-RED on one user directory.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const SCRIPT = path.join(__dirname, 'store-child.cjs');
const STORE = path.resolve(__dirname, '../../../dist/lib/store/store.js');

export class StoreProcess {
  private id = 0;

  private constructor(private readonly child: ChildProcess) {
    // All that wait for an answer listen.
    child.setMaxListeners(0);
  }

  /** @param inFront a program that runs it, with its arguments (`unshare` and what it takes) */
  static async start(folder: string, inFront: readonly string[] = []): Promise<StoreProcess> {
    const [program, ...args] = inFront;
    const child =
      program === undefined
        ? fork(SCRIPT, [STORE, folder], { execArgv: [] })
        : spawn(program, [...args, process.execPath, SCRIPT, STORE, folder], {
            stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
          });
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error('the process ended');
      }),
    ]);
    return new StoreProcess(child);
  }

  async ask(order: string, about: object = {}): Promise<unknown> {
    const id = ++this.id;
    return await new Promise((resolve) => {
      const listen = (message: { id: number; answer: unknown }): void => {
        if (message.id !== id) return;
        this.child.off('message', listen);
        resolve(message.answer);
      };
      this.child.on('message', listen);
      this.child.send({ id, order, about });
    });
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
