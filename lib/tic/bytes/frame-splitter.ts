// Cuts a stream of bytes into the messages of tic-in: frames, or single groups for those who must react fast.
// It knows the control characters and nothing else; every byte comes out again, in order and untouched.
import { CR, EOT, ETX, STX } from './group';

export type Delivery = 'frame' | 'group';

export interface Piece {
  readonly bytes: Buffer;
  /** When its first and its last byte arrived, epoch milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  /**
   * true: a frame from STX to ETX (delivery by group: its ETX). false: a frame that was cut off, or bytes of none.
   * null: a group in the middle of a frame, which says nothing about it.
   */
  readonly complete: boolean | null;
}

/** Long frames of SAPHIR have 3,700 characters; what grows beyond this has lost its end. */
export const MAX_FRAME = 8192;
/** Silence that ends what has begun: the gap between groups is 33 ms at most (spec/tic.md §1.2). */
export const SILENCE_MS = 2000;

export class FrameSplitter {
  private parts: Uint8Array[] = [];
  private length = 0;
  private firstAt = 0;
  private lastAt = 0;
  /** A frame is under way: its STX came, and nothing has cut it since. */
  private inFrame = false;

  constructor(private readonly delivery: Delivery) {}

  /** True while bytes are kept back that wait for their end. */
  get pending(): boolean {
    return this.length > 0 || (this.delivery === 'group' && this.inFrame);
  }

  /** @param now when these bytes arrived */
  push(bytes: Uint8Array, now: number): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    const keep = (to: number): void => {
      this.keep(bytes.subarray(from, to), now);
      from = to;
    };
    for (let i = 0; i < bytes.length; i++) {
      const character = (bytes[i] ?? 0) & 0x7f;
      if (character === STX) {
        keep(i);
        this.cut(pieces, false);
        this.inFrame = true;
      } else if (character === ETX || character === EOT) {
        keep(this.delivery === 'group' ? i : i + 1);
        const complete = this.inFrame && character === ETX;
        if (this.delivery === 'group') {
          this.cut(pieces, null);
          keep(i + 1);
        }
        this.cut(pieces, complete);
        this.inFrame = false;
      } else if (character === CR && this.delivery === 'group') {
        keep(i + 1);
        this.cut(pieces, null);
      } else if (this.length + i + 1 - from >= MAX_FRAME) {
        keep(i + 1);
        this.cut(pieces, false);
        this.inFrame = false;
      }
    }
    keep(bytes.length);
    return pieces;
  }

  /** What is kept back, when it has been silent for 2 s. */
  tick(now: number): Piece[] {
    return this.pending && now - this.lastAt >= SILENCE_MS ? this.flush() : [];
  }

  /** What is kept back, now: the line is gone or paused. */
  flush(): Piece[] {
    const pieces: Piece[] = [];
    this.cut(pieces, false);
    this.inFrame = false;
    return pieces;
  }

  /** Copied: who hands bytes in may use their memory again. */
  private keep(bytes: Uint8Array, now: number): void {
    if (bytes.length === 0) return;
    if (this.length === 0) this.firstAt = now;
    this.lastAt = now;
    this.parts.push(Uint8Array.from(bytes));
    this.length += bytes.length;
  }

  private cut(pieces: Piece[], complete: boolean | null): void {
    if (this.length === 0) return;
    pieces.push({ bytes: Buffer.concat(this.parts), firstAt: this.firstAt, lastAt: this.lastAt, complete });
    this.parts = [];
    this.length = 0;
  }
}
