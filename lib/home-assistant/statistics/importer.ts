// From the book into Home Assistant: reads what is there, sends the rows that differ, and reads back.
import { SYSTEM_CLOCK, type Clock } from '../../grid/clock';
import type { Connection } from '../websocket/connection';
import type { StatisticsBook } from './book';
import type { IdStyle } from './ids';
import type { StatisticsReport } from './report';
import type { Series } from './series';

export interface ImporterOptions {
  readonly book: StatisticsBook;
  readonly ids: IdStyle;
  /** What a new series is called; one that exists keeps its name. */
  readonly nameOf: (series: Series) => string;
  /** The subscription's share of a day is in the cost, at its midnight. */
  readonly billing: boolean;
  readonly clock?: Clock;
}

export interface RunOptions {
  /** Nothing is sent, nothing is remembered: the report says what would be. */
  readonly dry?: boolean;
  /** Takes what somebody else wrote as it is, instead of refusing to go on (the command `refresh`). All is compared anew. */
  readonly adopt?: boolean;
}

export class StatisticsImporter {
  private readonly clock: Clock;

  constructor(private readonly options: ImporterOptions) {
    this.clock = options.clock ?? SYSTEM_CLOCK;
  }

  /**
   * Brings one statistic up to date. Runs of one series stand in a queue. One that was broken off is finished by the next.
   * @throws LinkyRedError what Connection.ask throws; ERR_STATISTIC_FOREIGN, ERR_STATISTIC_UNIT (nothing was written),
   * ERR_STATISTIC_DIFFERS (the next run writes it again), ERR_ANSWER
   */
  run(connection: Connection, series: Series, how: RunOptions = {}): Promise<StatisticsReport> {
    return Promise.reject(
      new Error(`to come: ${connection.host} ${series.prm} ${typeof how} ${this.options.ids} ${this.clock.now()}`),
    );
  }

  /** Deletes the statistic in Home Assistant. The book keeps what it knows: the next run writes it anew. */
  clear(connection: Connection, series: Series): Promise<StatisticsReport> {
    return Promise.reject(new Error(`to come: ${connection.host} ${series.prm}`));
  }
}
