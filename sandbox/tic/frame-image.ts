// The bytes of a frame that is much like the one before: only what changed is written anew.
import { encodeFrame, type EOT, type ETX, type Group, HT, type Separator } from './frame';

const STX_AND_LF = 2;
/** Between the separator after the data and the next label. */
const SUM_CR_AND_LF = 3;

export class FrameImage {
  private groups: readonly Group[] = [];
  /** Of the first byte of each label. */
  private offsets: readonly number[] = [];
  private bytes: Buffer = Buffer.alloc(0);

  constructor(private readonly separator: Separator) {}

  /** A copy that is the caller's own. */
  next(groups: readonly Group[], end: typeof ETX | typeof EOT): Buffer {
    if (this.hasForm(groups)) {
      groups.forEach((group, index) => {
        this.replace(group, index);
      });
    } else this.renew(groups);
    this.groups = groups;
    this.bytes[this.bytes.length - 1] = end;
    return Buffer.from(this.bytes);
  }

  private hasForm(groups: readonly Group[]): boolean {
    const kept = this.groups;
    if (groups.length !== kept.length) return false;
    for (let index = 0; index < groups.length; index += 1) {
      const [one, other] = [groups[index], kept[index]];
      if (one !== other && (one === undefined || other === undefined || !isAsLong(one, other))) return false;
    }
    return true;
  }

  private renew(groups: readonly Group[]): void {
    this.bytes = encodeFrame(groups, this.separator);
    let at = STX_AND_LF;
    this.offsets = groups.map(({ label, horodate, data }) => {
      const offset = at;
      const stamp = horodate === undefined ? 0 : horodate.length + 1;
      at += label.length + 1 + stamp + data.length + 1 + SUM_CR_AND_LF;
      return offset;
    });
  }

  private replace(group: Group, index: number): void {
    const kept = this.groups[index];
    if (group === kept || (group.data === kept?.data && group.horodate === kept.horodate)) return;
    const from = this.offsets[index] ?? 0;
    let at = from + group.label.length + 1;
    if (group.horodate !== undefined) at = this.write(group.horodate, at) + 1;
    at = this.write(group.data, at);
    // See `encodeGroup`.
    const summed = this.separator === HT ? at + 1 : at;
    let sum = 0;
    for (let byte = from; byte < summed; byte += 1) sum += this.bytes[byte] ?? 0;
    this.bytes[at + 1] = (sum & 0x3f) + 0x20;
  }

  /** Where it ends. */
  private write(text: string, at: number): number {
    for (let index = 0; index < text.length; index += 1) this.bytes[at + index] = text.charCodeAt(index);
    return at + text.length;
  }
}

function isAsLong(one: Group, other: Group): boolean {
  return (
    one.label === other.label &&
    one.data.length === other.data.length &&
    one.horodate?.length === other.horodate?.length
  );
}
