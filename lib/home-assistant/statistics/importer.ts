// From the book into Home Assistant: reads what is there, sends the rows that differ, and reads back.
import { SYSTEM_CLOCK, type Clock } from '../../grid/clock';
import { KeyedTurns } from '../../store/keyed-turns';
import type { Connection } from '../websocket/connection';
import type { StatisticsBook } from './book';
import { statisticOf, type IdStyle } from './ids';
import { Recorder } from './recorder';
import type { StatisticsReport } from './report';
import { SeriesRun, untilWritten } from './series-run';
import type { Series } from './series';
import { newUnit } from './units';

interface ImporterOptions {
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
  private readonly turns = new KeyedTurns();
  private readonly clock: Clock;

  constructor(private readonly options: ImporterOptions) {
    this.clock = options.clock ?? SYSTEM_CLOCK;
  }

  /** The id of its statistic. @throws LinkyRedError ERR_INPUT: a PRM of which none can be made */
  statisticOf(series: Series): string {
    return statisticOf(series, this.options.ids);
  }

  /**
   * Brings one statistic up to date. Runs of one series stand in a queue. One that was broken off is finished by the next.
   * @throws LinkyRedError what Connection.ask throws; ERR_STATISTIC_FOREIGN, ERR_STATISTIC_UNIT (nothing was written),
   * ERR_STATISTIC_DIFFERS (the next run writes it again), ERR_ANSWER, ERR_FILE_WRITE (nothing was written)
   */
  async run(connection: Connection, series: Series, how: RunOptions = {}): Promise<StatisticsReport> {
    const statistic = this.statisticOf(series);
    return this.turns.take(statistic, async () => {
      const { ids, nameOf, billing, book } = this.options;
      const recorder = new Recorder(connection);
      const known = await recorder.find(statistic);
      const run = new SeriesRun({
        ...{ book, recorder, series, billing, clock: this.clock, dry: how.dry === true, adopt: how.adopt === true },
        host: connection.host,
        exists: known !== undefined,
        described: {
          statistic,
          name: known === undefined ? nameOf(series) : known.name,
          unit: known?.unit ?? newUnit(series, ids),
          of: series.of,
        },
      });
      return run.report();
    });
  }

  /** Deletes the statistic in Home Assistant. The book keeps what it knows: the next run writes it anew. */
  async clear(connection: Connection, series: Series): Promise<StatisticsReport> {
    const { ids, book } = this.options;
    const statistic = this.statisticOf(series);
    return this.turns.take(statistic, async () => {
      const recorder = new Recorder(connection);
      const unit = (await recorder.find(statistic))?.unit ?? newUnit(series, ids);
      await recorder.clear(statistic);
      await untilWritten(this.clock, statistic, async () => {
        return (await recorder.find(statistic)) === undefined ? undefined : 'clear';
      });
      await book.settle(series, Infinity, (_, progress) => ({
        progress: { ...progress, dirty: null, written: null, pending: null, billed: false },
        result: undefined,
      }));
      return {
        ...{ statistic, unit, dry: false, cleared: true },
        ...{ rows: 0, from: null, to: null, sum: null, dailyOnly: [], partial: [] },
      };
    });
  }
}
