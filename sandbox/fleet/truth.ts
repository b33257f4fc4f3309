// What the meters of a fleet have sent: the truth that whoever reads them is held against.
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { SentFrame } from './fleet-meter';

export interface Sender {
  readonly stream: string;
  readonly address: string;
}

export class Truth {
  frames = 0;
  bytes = 0;
  private readonly byStream = new Map<string, number>();
  private readonly file: WriteStream | undefined;
  private lines: string[] = [];

  /** @param path of a file for one line per frame: stream, receivedAt, completedAt, meter, bytes, with tabs between */
  constructor(path: string | undefined, log: (line: string) => void) {
    if (path === undefined) return;
    this.file = createWriteStream(path);
    this.file.on('error', (error) => {
      log(`the truth cannot be written: ${error.message}`);
    });
  }

  add({ stream, address }: Sender, { bytes, receivedAt, completedAt }: SentFrame): void {
    this.frames += 1;
    this.bytes += bytes.length;
    this.byStream.set(stream, (this.byStream.get(stream) ?? 0) + 1);
    if (this.file === undefined) return;
    const times = [receivedAt, completedAt].map((at) => new Date(at).toISOString());
    this.lines.push([stream, ...times, address, bytes.length].join('\t'));
  }

  /** Hands the lines to the file. Called now and then. */
  write(): void {
    if (this.lines.length === 0) return;
    this.file?.write(`${this.lines.join('\n')}\n`);
    this.lines = [];
  }

  /** Resolves when the file is whole. */
  async close(): Promise<void> {
    if (this.file === undefined) return;
    this.write();
    this.file.end();
    // An error was told when it came.
    await finished(this.file).catch(() => undefined);
  }

  /** Frames by stream. */
  perStream(): Record<string, number> {
    return Object.fromEntries(this.byStream);
  }
}
