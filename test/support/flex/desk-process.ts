// A desk in a process of its own, which can be killed at any moment.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { FlexRequest } from '../../../lib/flex/request/request';
import type { Order, Word } from './desk-host';

export class DeskProcess {
  readonly told: FlexRequest[] = [];
  private readonly answers = new Map<number, (answer: unknown) => void>();
  private id = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (word: Word) => {
      if ('told' in word) this.told.push(word.told);
      else this.answers.get(word.id)?.(word.answer);
    });
  }

  /** Resolves when what lies in the folder is known, and what was due has been done. */
  static async start(folder: string, now: string): Promise<DeskProcess> {
    const child = fork(path.join(__dirname, 'desk-child.cjs'), [folder, now], { execArgv: [] });
    const desk = new DeskProcess(child);
    await Promise.race([
      desk.answer(0),
      once(child, 'exit').then(() => {
        throw new Error('the process ended');
      }),
    ]);
    return desk;
  }

  /** Never resolves where the process is killed before it answers. */
  ask(order: Omit<Order, 'id'>): Promise<unknown> {
    const id = ++this.id;
    this.child.send({ ...order, id });
    return this.answer(id);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await ended;
  }

  private answer(id: number): Promise<unknown> {
    return new Promise((resolve) => this.answers.set(id, resolve));
  }
}
