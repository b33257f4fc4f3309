// Bytes of a TIC in any chunking → groups as they end, frames as they end. It resynchronises by itself: any control
// character but HT ends the group before it and may begin one (CR, LF and STX are often what a bad line damages).
import { EOT, ETX, GroupBytes, HT, LF, MAX_GROUP, SP, STX, hashStep, type GroupFault } from './group';
import { cutBytes } from './shared-memory';

/** The longest frame documented has 3.7 kB (SAPHIR); beyond this there is no frame any more. */
export const MAX_FRAME = 8192;

/** How a frame ended. Only `etx` can end a complete one; `eot`: the meter was interrupted; `flush`: the input ended. */
export type FrameEnd = 'etx' | 'eot' | 'stx' | 'overflow' | 'flush';

export interface FrameHandler {
  /** STX came: what follows is a new frame from its beginning. */
  frameStart(): void;
  /** A group ended. `fault` null: its sum and form are right. `group` is only valid during the call. */
  group(group: GroupBytes, fault: GroupFault | null): void;
  /** The frame in hand ended; called only when a group or an STX came since the last end. */
  frameEnd(how: FrameEnd): void;
}

/** Knows which group is due, and what it said last. */
export interface GroupForecast {
  /** Where the control character stands behind the group that is due, if it begins at `from` as it came last; else -1. */
  endOfDue(chunk: Uint8Array, from: number): number;
  /** It ended. */
  dueGroup(): void;
}

const NO_FORECAST: GroupForecast = { endOfDue: () => -1, dueGroup: () => undefined };

// A constant of this file costs the loop over the bytes nothing; one of another file is looked up for every byte.
const BLANK = SP;
const TAB = HT;
const ROOM = MAX_GROUP;
const LINE_FEED = LF;

export class FrameParser {
  /** Where in the chunk given to `push` the byte stands that made the handler be called. */
  offset = 0;
  private readonly current = new GroupBytes(cutBytes(MAX_GROUP));
  private frameBytes = 0;
  private inFrame = false;

  constructor(
    private readonly handler: FrameHandler,
    private readonly forecast = NO_FORECAST,
  ) {}

  /** Takes the next bytes of the stream, whatever their number. The parity bit is ignored. Never throws. */
  push(chunk: Uint8Array): void {
    const group = this.current;
    const bytes = group.bytes;
    const end = chunk.length;
    const last = end - 1;
    let { length, sum, labelEnd, labelHash, tabs, secondTab } = group;
    for (let i = 0; i < end; i++) {
      let byte = (chunk[i] ?? 0) & 0x7f;
      if (labelEnd >= 0) {
        // Most bytes are data, in which nothing is looked for but its end.
        while (byte >= BLANK && length < ROOM && i < last) {
          bytes[length++] = byte;
          sum += byte;
          byte = (chunk[++i] ?? 0) & 0x7f;
        }
      }
      if (byte >= BLANK || byte === TAB) {
        if (length === ROOM) {
          group.overflow = true;
          continue;
        }
        if (byte <= BLANK) {
          if (labelEnd < 0) labelEnd = length;
          if (byte === TAB && ++tabs === 2) secondTab = length;
        } else if (labelEnd < 0) {
          labelHash = hashStep(labelHash, byte);
        }
        bytes[length++] = byte;
        sum += byte;
        continue;
      }
      this.offset = i;
      if (length > 0) {
        group.length = length;
        group.sum = sum;
        group.labelEnd = labelEnd;
        group.labelHash = labelHash;
        group.tabs = tabs;
        group.secondTab = secondTab;
        this.endGroup();
        length = 0;
        sum = 0;
        labelEnd = -1;
        labelHash = 0;
        tabs = 0;
      }
      if (byte === LINE_FEED) {
        const dueEnd = this.forecast.endOfDue(chunk, i + 1);
        if (dueEnd < 0) continue;
        this.offset = dueEnd;
        this.beginGroup(dueEnd - i - 1);
        this.forecast.dueGroup();
        // What ends it is looked at next.
        i = dueEnd - 1;
      } else if (byte === STX) this.startFrame();
      else if (byte === ETX) this.endFrame('etx');
      else if (byte === EOT) this.endFrame('eot');
    }
    group.length = length;
    group.sum = sum;
    group.labelEnd = labelEnd;
    group.labelHash = labelHash;
    group.tabs = tabs;
    group.secondTab = secondTab;
    // A flush checks what is left when all of the chunk has come.
    this.offset = Math.max(0, end - 1);
  }

  /** The input ended, or whoever feeds it knows that the frame is over: checks what is left and ends the frame. */
  flush(): void {
    if (this.current.length > 0) this.endGroup();
    this.endFrame('flush');
  }

  /** Without an end of frame within the longest one, what came is cut into pieces that no memory grows from. */
  private beginGroup(length: number): void {
    this.frameBytes += length + 2;
    if (this.frameBytes > MAX_FRAME) {
      this.endFrame('overflow');
      this.frameBytes = length;
    }
    this.inFrame = true;
  }

  private endGroup(): void {
    const group = this.current;
    this.beginGroup(group.length);
    this.handler.group(group, group.check());
    group.clear();
  }

  private startFrame(): void {
    this.endFrame('stx');
    this.inFrame = true;
    this.handler.frameStart();
  }

  private endFrame(how: FrameEnd): void {
    const open = this.inFrame;
    this.inFrame = false;
    this.frameBytes = 0;
    if (open) this.handler.frameEnd(how);
  }
}
