// ha-statistics: points into the book, and from there into the long-term statistics of Home Assistant, once they have all come.
import { LinkyRedError, type ErrorCode } from '../../lib/errors';
import { MESSAGES, messageNamed } from '../../lib/grid/message';
import { readPoints } from '../../lib/grid/read-points';
import type { Clock } from '../../lib/grid/clock';
import type { StatisticsBook } from '../../lib/home-assistant/statistics/book';
import type { RunOptions, StatisticsImporter } from '../../lib/home-assistant/statistics/importer';
import type { StatisticsReport } from '../../lib/home-assistant/statistics/report';
import type { Series } from '../../lib/home-assistant/statistics/series';
import type { Connection } from '../../lib/home-assistant/websocket/connection';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand, type Command } from '../runtime/command';
import type { NodeMessage, Send } from '../runtime/types';
import type { HaStatisticsConfig } from './ha-statistics.config';
import { Quiet } from './quiet';
import { Retry } from './retry';
import { round, type Outcome } from './rounds';
import { statisticsMessage } from './statistics-message';

export interface Collaborators {
  readonly config: Pick<HaStatisticsConfig, 'dryRun'>;
  readonly book: Pick<StatisticsBook, 'accept' | 'series' | 'unsent'>;
  readonly importer: Pick<StatisticsImporter, 'run' | 'clear' | 'statisticOf'>;
  readonly open: () => Promise<Connection>;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  /** For the status. */
  readonly shown: (how: Shown) => void;
  /** Told of the version of each link. */
  readonly version: (version: string) => void;
}

export type Shown =
  | { readonly is: 'working' }
  /** `quiet`: the sender of a message hears of the problem. */
  | {
      readonly is: 'done';
      readonly reports: readonly StatisticsReport[];
      readonly problem: LinkyRedError | undefined;
      readonly quiet: boolean;
    };

type Act = (connection: Connection, one: Series) => Promise<StatisticsReport>;

/** Each further try would be counted against this address. */
const REFUSED: readonly ErrorCode[] = ['ERR_HA_TOKEN', 'ERR_HA_ADMIN', 'ERR_HA_BANNED'];

const COMMANDS = ['refresh', 'dry-run', 'clear'] as const;

export class HaStatistics {
  /** What has come and is not written, by its statistic. */
  private readonly due = new Map<string, Series>();
  private readonly quiet: Quiet;
  private readonly retry: Retry;
  /** A token that was refused, or is no administrator's: it is not shown again by itself. */
  private isRefused = false;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly around: Collaborators) {
    const { clock, guard } = around;
    const begin = (): void => {
      void this.write();
    };
    this.quiet = new Quiet(clock, guard, begin);
    this.retry = new Retry(clock, guard, begin);
  }

  /** What an earlier run has left undone. Begins once all nodes are there: messages would not reach those that are created later. */
  async start(): Promise<void> {
    const { book, guard, config, clock } = this.around;
    const unsent = config.dryRun ? [] : await book.unsent(clock.now());
    if (guard.closed || unsent.length === 0) return;
    this.note(unsent);
    await this.write();
  }

  /**
   * Resolves when the points are in the book.
   * @throws LinkyRedError ERR_INPUT, ERR_COMMAND, ERR_STATISTICS_DISK; of a command what Home Assistant refuses
   */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    const { schema, parts } = msg as Partial<Record<'schema' | 'parts', unknown>>;
    if (this.around.guard.closed) return;
    const name = messageNamed(schema);
    if (name === 'points') await this.take(msg.payload, parts);
    // Other messages of this package may leave by the same output as points.
    if (name !== undefined) return;
    const command = schema === undefined ? readCommand(msg.payload, COMMANDS, true) : undefined;
    if (command === undefined)
      throw new LinkyRedError('ERR_INPUT', {
        detail: typeof schema === 'string' ? schema : `${typeof msg.payload}, ${MESSAGES.points.schema}`,
      });
    await this.obey(command, msg, send);
  }

  private async take(payload: unknown, parts: unknown): Promise<void> {
    const { series, kept } = await this.around.book.accept(readPoints(payload));
    if (!kept) throw new LinkyRedError('ERR_STATISTICS_DISK');
    if (series.length === 0 || this.around.guard.closed) return;
    this.note(series);
    this.quiet.came(parts);
  }

  private async obey(
    { name, fields }: Command<(typeof COMMANDS)[number]>,
    msg: NodeMessage,
    send: Send,
  ): Promise<void> {
    const { book, importer } = this.around;
    const all = await book.series();
    const answer = (report: StatisticsReport): void => {
      send(statisticsMessage(report, msg));
    };
    if (name === 'refresh') {
      this.isRefused = false;
      this.retry.reset();
      this.note(all);
      await this.run(all, this.writing({ adopt: true }), answer, true);
    } else if (name === 'dry-run')
      await this.run(all, (connection, one) => importer.run(connection, one, { dry: true }), answer, true);
    else {
      const meant = this.meant(all, fields['statistic']);
      await this.run(meant, (connection, one) => importer.clear(connection, one), answer, true);
    }
  }

  /** @throws LinkyRedError ERR_COMMAND for a statistic that is not this node's */
  private meant(all: readonly Series[], statistic: unknown): readonly Series[] {
    if (statistic === undefined) return all;
    const meant = all.filter((one) => this.idOf(one) === statistic);
    if (meant.length > 0) return meant;
    throw new LinkyRedError('ERR_COMMAND', {
      detail: `clear, statistic: ${all.map((one) => this.idOf(one)).join(' | ')}`,
    });
  }

  /** What is due, unless a try is to come anyway, or the user has to do something first. */
  private async write(): Promise<void> {
    if (this.isRefused || this.retry.waits || this.around.guard.closed) return;
    const tell = (report: StatisticsReport): void => {
      this.around.send(statisticsMessage(report));
    };
    // What goes wrong has been told.
    await this.run(undefined, this.writing({}), tell, false).catch(() => undefined);
  }

  private writing(how: RunOptions): Act {
    const { importer, config } = this.around;
    return async (connection, one) => {
      const id = this.idOf(one);
      // What comes while this one is written is a further run.
      this.due.delete(id);
      try {
        return await importer.run(connection, one, { ...how, dry: config.dryRun });
      } catch (error) {
        this.due.set(id, one);
        throw error;
      }
    };
  }

  /**
   * One round at a time.
   * @param series undefined: what is due when its turn has come
   * @throws LinkyRedError the first thing that went wrong
   */
  private run(
    series: readonly Series[] | undefined,
    act: Act,
    reported: (report: StatisticsReport) => void,
    isAsked: boolean,
  ): Promise<void> {
    const turn = this.queue.then(() => this.turn(series ?? [...this.due.values()], act, reported, isAsked));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async turn(
    series: readonly Series[],
    act: Act,
    reported: (report: StatisticsReport) => void,
    isAsked: boolean,
  ): Promise<void> {
    const { open, guard, shown, version } = this.around;
    if (guard.closed || series.length === 0) return;
    shown({ is: 'working' });
    const outcome = await round(series, act, {
      open,
      opened: (connection) => {
        version(connection.version);
      },
      reported: (report) => {
        if (!guard.closed) reported(report);
      },
    });
    if (this.around.guard.closed) return;
    this.settle(outcome);
    const { reports, problem } = outcome;
    shown({ is: 'done', reports, problem, quiet: isAsked });
    if (problem !== undefined) throw problem;
  }

  private settle({ problem, again, givenUp }: Outcome): void {
    this.isRefused = problem !== undefined && REFUSED.includes(problem.code);
    // Whoever has to act first sends `refresh`, or the next points bring it up again.
    for (const one of givenUp) this.due.delete(this.idOf(one));
    if (again.some((one) => this.due.has(this.idOf(one)))) this.retry.later();
    else if (problem === undefined) this.retry.reset();
  }

  private note(series: readonly Series[]): void {
    for (const one of series) this.due.set(this.idOf(one), one);
  }

  private idOf(one: Series): string {
    return this.around.importer.statisticOf(one);
  }
}
