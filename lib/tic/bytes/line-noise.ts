// How much of what came lately was damaged. A sum lets one damaged group in six through, and two turned bits can make a
// right group of another: on a line where most frames are hit nothing is believed at once.

const FRAMES = 8;
/** More damaged frames than this among the last eight are no accident. */
const TOLERATED = 3;

export class LineNoise {
  private readonly damaged: boolean[] = [];
  /** How many of them were damaged. */
  private count = 0;

  /** A frame ended in which a group was refused, or none. A frame that the meter broke off is not damaged. */
  frameEnded(damaged: boolean): void {
    this.damaged.push(damaged);
    if (damaged) this.count++;
    if (this.damaged.length > FRAMES && this.damaged.shift() === true) this.count--;
  }

  get isLoud(): boolean {
    return this.count > TOLERATED;
  }
}
