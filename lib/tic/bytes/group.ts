// One group of a TIC frame, `label SEP [horodate SEP] data SEP checksum`: what is right about its bytes before anything
// knows what the label means. The separator decides how the sum is made, never "either way" (spec/tic.md §1.2, §1.3).

export const STX = 0x02;
export const ETX = 0x03;
export const EOT = 0x04;
export const HT = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;

/** No documented group is longer (PJOURF+1 has 109 characters, MESSAGE of SAPHIR about 90). */
export const MAX_GROUP = 128;
/** The documents say 8 and list labels of 9; 16 leaves room for meters to come. */
export const MAX_LABEL = 16;

export type GroupFault = 'length' | 'checksum' | 'format';

/**
 * Characters that a label may have: letters, digits, `+`, `-`, `_`. It begins with none of the two signs: no meter has such a
 * one, and a property path of Node-RED could not reach it.
 */
const LABEL_CHARACTER = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_') {
  LABEL_CHARACTER[character.charCodeAt(0)] = 1;
}

/**
 * The bytes of one group between two control characters, and where its fields lie in them.
 * One instance is filled again and again: what is wanted beyond the moment is copied out by `label`, `horodate`, `data`.
 */
export class GroupBytes {
  length = 0;
  /** Characters that found no room: the group is longer than any can be. */
  overflow = false;
  /** Sum of all `length` bytes. */
  sum = 0;
  /** Where the first SP or HT stands, -1 before one came; a label never has one in it. */
  labelEnd = -1;
  /** Hash of the bytes before `labelEnd`, for look-ups without a string. */
  labelHash = 0;
  /** How many HT came, and where the second stands. */
  tabs = 0;
  secondTab = -1;

  /** 9 (HT) or 32 (SP); set by `check`, like the four that follow. */
  separator = SP;
  horodateStart = -1;
  horodateEnd = -1;
  dataStart = 0;
  dataEnd = 0;

  constructor(
    /** Seven-bit characters; only the first `length` are of this group. */
    readonly bytes: Buffer = Buffer.alloc(MAX_GROUP),
  ) {}

  clear(): void {
    this.length = 0;
    this.overflow = false;
    this.sum = 0;
    this.labelEnd = -1;
    this.labelHash = 0;
    this.tabs = 0;
  }

  /** Says what is wrong with the group, or null and sets where its fields lie. Nothing is trimmed: the sum may be a blank. */
  check(): GroupFault | null {
    const { bytes, length } = this;
    if (this.overflow) return 'length';
    if (length < 4 || this.labelEnd < 1) return 'format';
    const separator = bytes[length - 2];
    if (separator !== SP && separator !== HT) return 'format';
    const checksum = bytes[length - 1] ?? 0;
    const summed = this.sum - checksum - (separator === SP ? SP : 0);
    if ((summed & 0x3f) + 0x20 !== checksum) return 'checksum';
    this.separator = separator;
    return this.findFields(separator) ? null : 'format';
  }

  get label(): string {
    return this.slice(0, this.labelEnd);
  }

  /** As sent; null in a group of three fields. */
  get horodate(): string | null {
    return this.horodateStart < 0 ? null : this.slice(this.horodateStart, this.horodateEnd);
  }

  /** As sent, outer blanks included. */
  get data(): string {
    return this.slice(this.dataStart, this.dataEnd);
  }

  /** The whole group as sent, for lists of what was refused. */
  get text(): string {
    return this.slice(0, this.length);
  }

  slice(start: number, end: number): string {
    return this.bytes.toString('latin1', start, end);
  }

  /** Whether the bytes from `start` to `end` are this text: cheaper than a string of them. */
  spells(text: string, start: number, end: number): boolean {
    if (end - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  private findFields(separator: number): boolean {
    const { bytes, labelEnd } = this;
    const last = this.length - 2;
    if (labelEnd > MAX_LABEL || labelEnd >= last || bytes[labelEnd] !== separator) return false;
    if (bytes[0] === PLUS || bytes[0] === MINUS) return false;
    for (let i = 0; i < labelEnd; i++) if (LABEL_CHARACTER[bytes[i] ?? 0] !== 1) return false;
    this.dataEnd = last;
    // With SP the data may hold blanks; a HT in it was never sent. With HT a third one closes a horodate, a fourth is damage.
    if (this.tabs === 3) {
      this.horodateStart = labelEnd + 1;
      this.horodateEnd = this.secondTab;
      this.dataStart = this.secondTab + 1;
      return separator === HT;
    }
    this.horodateStart = -1;
    this.dataStart = labelEnd + 1;
    return this.tabs === (separator === HT ? 2 : 0);
  }
}

export interface Group {
  readonly ok: true;
  readonly label: string;
  readonly horodate: string | null;
  readonly data: string;
  readonly separator: 'SP' | 'HT';
}

export interface BadGroup {
  readonly ok: false;
  readonly reason: GroupFault;
}

/** Reads one group given without its LF and CR; bit 7 of each byte is ignored. Never throws. */
export function readGroup(bytes: Uint8Array, length = bytes.length): Group | BadGroup {
  const group = new GroupBytes();
  for (let i = 0; i < length; i++) append(group, (bytes[i] ?? 0) & 0x7f);
  const reason = group.check();
  if (reason !== null) return { ok: false, reason };
  const separator = group.separator === SP ? 'SP' : 'HT';
  return { ok: true, label: group.label, horodate: group.horodate, data: group.data, separator };
}

function append(group: GroupBytes, byte: number): void {
  if (group.length === MAX_GROUP) {
    group.overflow = true;
    return;
  }
  if (group.labelEnd < 0) {
    if (byte === SP || byte === HT) group.labelEnd = group.length;
    else group.labelHash = hashStep(group.labelHash, byte);
  }
  if (byte === HT && ++group.tabs === 2) group.secondTab = group.length;
  group.bytes[group.length++] = byte;
  group.sum += byte;
}

/** One step of the hash of a label; `hashLabel` is the whole walk over a string. */
export function hashStep(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

/** The hash of a label, as `hashStep` makes it byte by byte. */
export function hashLabel(label: string): number {
  let hash = 0;
  for (let i = 0; i < label.length; i++) hash = hashStep(hash, label.charCodeAt(i));
  return hash;
}
