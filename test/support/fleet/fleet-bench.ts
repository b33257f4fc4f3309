// A whole fleet on one machine: meters, broker, two workers and the database, each a process of its own, with the recipes and the
// settings that users are given.
import { setTimeout as pause } from 'node:timers/promises';
import { FleetBroker } from './fleet-broker';
import { Meters } from './meters';
import { Postgres } from './postgres';
import { watchWorkers } from './stock';
import { until } from './until';
import { fleetRecipe, Worker } from './worker';

export const WORKERS = 2;

export interface FleetOptions {
  readonly meters: number;
  /** For `linky-red sandbox fleet`, `name=value`. */
  readonly settings?: readonly string[];
  /** Another broker than Mosquitto, by its command. */
  readonly broker?: string;
  /** Of postgresql.conf. */
  readonly database?: readonly string[];
  /** Environment variables of the workers. */
  readonly env?: Readonly<Record<string, string>>;
}

export class FleetBench {
  private constructor(
    readonly broker: FleetBroker,
    readonly postgres: Postgres,
    readonly workers: readonly Worker[],
    readonly meters: Meters,
  ) {}

  /** Resolves when all run. What could not be started leaves nothing behind. */
  static async start(options: FleetOptions): Promise<FleetBench> {
    const running: { stop(): Promise<void> }[] = [];
    const started = async <T extends { stop(): Promise<void> }>(one: Promise<T>): Promise<T> => {
      running.push(await one);
      return await one;
    };
    try {
      const broker = await started(
        options.broker === undefined ? FleetBroker.mosquitto() : FleetBroker.byCommand(options.broker),
      );
      const postgres = await started(Postgres.start(options.database));
      const env = { ...postgres.env, FLEET_BROKER: broker.url, ...options.env };
      // The database has its tables before the first frame comes: by the recipe's own button.
      const keeper = await started(Worker.start(fleetRecipe('database'), env));
      await makeTables(keeper, postgres);
      await keeper.stop();
      const workers: Worker[] = [];
      for (let rank = 0; rank < WORKERS; rank++) {
        const part = { FLEET_WORKER: String(rank), FLEET_WORKERS: String(WORKERS) };
        workers.push(await started(Worker.start(fleetRecipe('worker'), { ...env, ...part })));
      }
      const meters = new Meters(options.meters, [`broker=${broker.url}`, ...(options.settings ?? [])]);
      return new FleetBench(broker, postgres, workers, meters);
    } catch (error) {
      for (const one of running.reverse()) await one.stop();
      throw error;
    }
  }

  /** Rows of frames so far. */
  async rows(): Promise<number> {
    const [row] = await this.postgres.query<{ count: string }>('SELECT count(*) FROM fleet_frame');
    return Number(row?.count);
  }

  /** Resolves when so many more rows have come. */
  async progress(rows: number): Promise<void> {
    const goal = (await this.rows()) + rows;
    await until(
      async () => (await this.rows()) >= goal,
      () => `the database does not come to ${String(goal)} rows\n${this.log}`,
    );
  }

  /** Kills a worker and starts it again within its session. */
  async killWorker(rank: number, absentMs: number): Promise<void> {
    const worker = this.workers[rank];
    await worker?.kill();
    await pause(absentMs);
    await worker?.up();
  }

  /** For whoever looks for the cause of a failure. */
  get log(): string {
    return [this.meters.log, ...this.workers.map(({ log }) => log)].join('\n');
  }

  async stop(): Promise<void> {
    await this.meters.stop();
    await Promise.all(this.workers.map((worker) => worker.stop()));
    await this.postgres.stop();
    await this.broker.stop();
  }
}

async function makeTables(keeper: Worker, postgres: Postgres): Promise<void> {
  const button = fleetRecipe('database').find(({ type, once }) => type === 'inject' && once === false);
  await keeper.press(button?.id ?? '');
  // The last thing that it makes: partitions for the days to come.
  const made = "SELECT 1 FROM pg_class WHERE relname ~ '^fleet_frame_[0-9]{8}$'";
  await until(
    async () => (await postgres.query(made)).length >= 4,
    () => `the recipe makes no tables:\n${keeper.log}`,
  );
  await watchWorkers(postgres);
}
