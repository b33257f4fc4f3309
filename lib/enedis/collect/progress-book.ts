// The progress of one meter on the disk, on a clock that may be put right.
import { ClockWatch, type Clock } from '../../grid/clock';
import type { StoredDocument } from '../../store/document';
import type { Store } from '../../store/store';
import { keepingPace, NO_PROGRESS, PROGRESS, type Progress } from './progress';

export class ProgressBook {
  private readonly document: StoredDocument<Progress>;
  private readonly watch: ClockWatch;
  private known: Progress | undefined;
  /** When this book was opened, on the clock as it is now. */
  private openedAt: number;

  constructor(
    store: Store,
    name: string,
    private readonly clock: Clock,
  ) {
    this.document = store.document(name, PROGRESS);
    this.watch = new ClockWatch(clock);
    this.openedAt = clock.now();
  }

  async read(): Promise<Progress> {
    this.known ??= (await this.document.read()).value ?? NO_PROGRESS;
    const by = this.watch.turnedBy();
    this.known = keepingPace(this.known, this.openedAt, by, this.clock.now());
    this.openedAt += by;
    return this.known;
  }

  async write(progress: Progress): Promise<void> {
    this.known = progress;
    await this.document.write(progress);
  }

  /** The file is deleted by whoever forgets all of the meter. */
  forget(): void {
    this.known = NO_PROGRESS;
  }
}
