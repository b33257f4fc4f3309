// How much of what came lately was damaged. A sum lets one damaged group in six through, and two turned bits can make a
// right group of another: on a line where most frames are hit nothing is believed at once.

const FRAMES = 8;
/** More damaged frames than this among the last eight are no accident. */
const TOLERATED = 3;

export class LineNoise {
  /** One bit for each of the last frames, the newest lowest: it was damaged. */
  private damaged = 0;
  /** More of the last frames were damaged than an accident explains. */
  isLoud = false;

  /** A frame ended in which a group was refused, or none. A frame that the meter broke off is not damaged. */
  frameEnded(damaged: boolean): void {
    if (!damaged && this.damaged === 0) return;
    this.damaged = ((this.damaged << 1) | Number(damaged)) & ((1 << FRAMES) - 1);
    let count = 0;
    for (let bits = this.damaged; bits > 0; bits >>= 1) count += bits & 1;
    this.isLoud = count > TOLERATED;
  }
}
