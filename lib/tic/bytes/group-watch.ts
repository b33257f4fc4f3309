// Tells a line that carries TIC groups from noise, without reading what they say: for whoever searches a speed.
import { HT, MAX_GROUP, readGroup } from './group';

export class GroupWatch {
  private readonly bytes = new Uint8Array(MAX_GROUP + 1);
  private length = 0;
  private count = 0;

  /** Right groups since the last wrong one. */
  get inARow(): number {
    return this.count;
  }

  /** True when no character of a group came since the last control character. */
  get atStart(): boolean {
    return this.length === 0;
  }

  reset(): void {
    this.length = 0;
    this.count = 0;
  }

  /**
   * Takes one byte; bit 7 is ignored.
   * @returns 'right' or 'wrong' with the control character that ends a group, else null. Two control characters in a row
   * have no group between them, and what is longer than any group is wrong.
   */
  take(byte: number): 'right' | 'wrong' | null {
    const character = byte & 0x7f;
    if (character >= 0x20 || character === HT) {
      if (this.length <= MAX_GROUP) this.bytes[this.length++] = character;
      return null;
    }
    const length = this.length;
    this.length = 0;
    if (length === 0) return null;
    const right = length <= MAX_GROUP && readGroup(this.bytes, length).ok;
    this.count = right ? this.count + 1 : 0;
    return right ? 'right' : 'wrong';
  }
}
