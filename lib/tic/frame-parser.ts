// Bytes of a TIC in any chunking → groups as they end, frames as they end. It resynchronises by itself: any control
// character but HT ends the group before it and may begin one (CR, LF and STX are often what a bad line damages).
import { EOT, ETX, GroupBytes, HT, MAX_GROUP, SP, STX, hashStep, type GroupFault } from './group';

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

const ORDINARY = 0;
const SEPARATOR = 1;
const CONTROL = 2;
/** What each seven-bit character does to a group. */
const KIND = new Uint8Array(128);
for (let byte = 0; byte < 0x20; byte++) KIND[byte] = CONTROL;
KIND[SP] = SEPARATOR;
KIND[HT] = SEPARATOR;

export class FrameParser {
  /** Where in the chunk given to `push` the byte stands that made the handler be called. */
  offset = 0;
  private readonly current = new GroupBytes();
  private frameBytes = 0;
  private inFrame = false;

  constructor(private readonly handler: FrameHandler) {}

  /** Takes the next bytes of the stream, whatever their number. The parity bit is ignored. Never throws. */
  push(chunk: Uint8Array): void {
    const group = this.current;
    const bytes = group.bytes;
    const end = chunk.length;
    let { length, sum, labelEnd, labelHash } = group;
    for (let i = 0; i < end; i++) {
      const byte = (chunk[i] ?? 0) & 0x7f;
      const kind = KIND[byte];
      if (kind !== CONTROL) {
        if (length === MAX_GROUP) {
          group.overflow = true;
          continue;
        }
        if (labelEnd < 0) {
          if (kind === ORDINARY) labelHash = hashStep(labelHash, byte);
          else labelEnd = length;
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
        this.endGroup();
        length = 0;
        sum = 0;
        labelEnd = -1;
        labelHash = 0;
      }
      if (byte === STX) this.startFrame();
      else if (byte === ETX) this.endFrame('etx');
      else if (byte === EOT) this.endFrame('eot');
    }
    group.length = length;
    group.sum = sum;
    group.labelEnd = labelEnd;
    group.labelHash = labelHash;
    // A flush judges what is left when all of the chunk has come.
    this.offset = Math.max(0, end - 1);
  }

  /** The input ended, or whoever feeds it knows that the frame is over: judges what is left and ends the frame. */
  flush(): void {
    if (this.current.length > 0) this.endGroup();
    this.endFrame('flush');
  }

  private endGroup(): void {
    const group = this.current;
    // Without an end of frame within the longest one, what came is cut into pieces that no memory grows from.
    this.frameBytes += group.length + 2;
    if (this.frameBytes > MAX_FRAME) {
      this.endFrame('overflow');
      this.frameBytes = group.length;
    }
    this.inFrame = true;
    this.handler.group(group, group.judge());
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
