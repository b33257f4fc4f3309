// What is known of the energy and the cost of each series, on the disk by the month, and what of it Home Assistant has.
import type { Point } from '../../grid/point';
import type { Store } from '../../store/store';
import type { Series } from './series';

export interface Accepted {
  /** Whether all of it will be there after a restart. */
  readonly kept: boolean;
  /** Those of which points came, whether they were new or not. */
  readonly series: readonly Series[];
}

export class StatisticsBook {
  /** @param owner whose book it is: two of one store know nothing of one another (the id of the node) */
  constructor(
    private readonly store: Store,
    private readonly owner: string,
  ) {}

  /**
   * Takes points in whatever order: what comes later takes the place of what was, minute by minute. Resolves when the disk has
   * it. What is no energy and no cost is passed over.
   * @throws LinkyRedError ERR_INPUT: a PRM of which no id can be made; nothing is taken then
   */
  accept(points: Iterable<Point>): Promise<Accepted> {
    return Promise.reject(new Error(`to come: ${typeof points} ${typeof this.store} ${this.owner}`));
  }

  /** All series of which something is known, after a restart too. */
  series(): Promise<readonly Series[]> {
    return Promise.reject(new Error('to come'));
  }

  /** Those of which Home Assistant lacks something that is known here. */
  unsent(): Promise<readonly Series[]> {
    return Promise.reject(new Error('to come'));
  }

  /** Deletes the whole book: the node is gone for good. */
  forget(): Promise<void> {
    return Promise.reject(new Error('to come'));
  }
}
