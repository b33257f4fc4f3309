// What is measured runs in processes of its own: no stream shapes the compiled code or the heap of another.
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** User and system seconds of a program that reads a file as its standard input: its output is thrown away. */
export function shellCpuSeconds(file: string, ...command: readonly string[]): number {
  // The second line of the shell's `times` is that of its children. Exit codes above 1 are of programs that did not run.
  const script = 'file=$1; shift; "$@" <"$file" >/dev/null; [ $? -le 1 ] && times';
  const { stdout } = spawnSync('sh', ['-c', script, 'sh', file, ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const times = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const seconds = times.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  if (!(seconds > 0)) throw new Error(`${command.join(' ')} did not run`);
  return seconds;
}

/** A decoder in a process that stays: it decodes its file once each time it is asked. */
export class DecodeWorker {
  private readonly child: ChildProcess;

  /**
   * @param built folder of the compiled version
   * @param what `decode`, `look`, `message` or `naive`
   * @param chunk bytes that are handed over at a time
   */
  constructor(built: string, what: string, file: string, chunk: number) {
    this.child = fork(path.join(__dirname, 'decode-worker.js'), [built, what, file, String(chunk)]);
  }

  async cpuSeconds(): Promise<number> {
    this.child.send('round');
    const answered = new AbortController();
    const { signal } = answered;
    const first = Promise.race([once(this.child, 'message', { signal }), once(this.child, 'exit', { signal })]);
    const [answer] = (await first) as unknown[];
    // Whoever did not come first listens no longer.
    answered.abort();
    const seconds = (answer as { seconds?: unknown } | null)?.seconds;
    if (typeof seconds !== 'number') throw new Error('a decoder ended');
    return seconds;
  }

  stop(): void {
    this.child.disconnect();
  }
}
