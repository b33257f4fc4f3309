// What is going to be printed, gathered: one write for all lines of a piece of the input, and memory that is used again.
import type { LineBytes } from './line-bytes';

const LINE_FEED = 0x0a;
const FIRST_ROOM = 1 << 18;

export class Output {
  private bytes = Buffer.allocUnsafe(FIRST_ROOM);
  private length = 0;

  /** A line without its end, which is copied. */
  add(line: LineBytes): void {
    this.room(line.length + 1);
    this.length = line.copy(this.bytes, this.length);
    this.bytes[this.length++] = LINE_FEED;
  }

  addText(line: string): void {
    this.room(Buffer.byteLength(line) + 1);
    this.length += this.bytes.write(line, this.length);
    this.bytes[this.length++] = LINE_FEED;
  }

  /**
   * Prints what is there; done when it was taken over, so that the memory is free again and nothing heaps up. What cannot be
   * written ends the program, see linky-red.ts.
   */
  async print(stream: NodeJS.WritableStream): Promise<void> {
    if (this.length === 0) return;
    const lines = this.bytes.subarray(0, this.length);
    this.length = 0;
    await new Promise<void>((resolve) => {
      stream.write(lines, (error) => {
        if (error == null) resolve();
      });
    });
  }

  private room(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const wider = Buffer.allocUnsafe(2 * (this.length + more));
    this.bytes.copy(wider, 0, 0, this.length);
    this.bytes = wider;
  }
}
