// Masks what is being recorded. Of a recording that begins in the middle of a number, or with damage, nobody knows the number
// yet: the beginning waits until two frames have shown what there is to replace.
import { ETX } from '../bytes/group';
import type { CaptureEntry } from './format';
import { Mask } from './mask';
import { EntryMask } from './masked-files';

/** Both numbers of a meter stand in each whole frame; the first that ends may not have been whole. */
const FRAMES = 3;
/** So many bytes wait at most: a line without a frame has no number that could be known. */
const MOST_WAITING = 16 * 1024;

export class LiveMask {
  private readonly mask = new Mask();
  private readonly masking = new EntryMask(this.mask);
  private waiting: CaptureEntry[] | null = [];
  private bytes = 0;
  private frames = 0;

  /** @returns what can be written, with the times at which it came */
  push(entry: CaptureEntry): CaptureEntry[] {
    if (this.waiting === null) return this.masking.push(entry);
    this.waiting.push(entry);
    if (entry.kind !== 'bytes') return [];
    this.mask.push(entry.bytes);
    this.bytes += entry.bytes.length;
    for (const byte of entry.bytes) if ((byte & 0x7f) === ETX) this.frames++;
    return (this.frames >= FRAMES && this.mask.count > 0) || this.bytes > MOST_WAITING ? this.release() : [];
  }

  end(): CaptureEntry[] {
    return [...this.release(), ...this.masking.end()];
  }

  private release(): CaptureEntry[] {
    const waiting = this.waiting ?? [];
    this.waiting = null;
    if (waiting.length > 0) this.mask.flush();
    return waiting.flatMap((entry) => this.masking.push(entry));
  }
}
