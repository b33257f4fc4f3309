// npm run bench -- load [meters=2000] [minutes=10] [faults=yes] [broker=COMMAND] [repeat=SECONDS]: a fleet at the pace of the wire on this
// machine, with all that users are given: what it costs for each meter, how long a frame takes into the database, and whether one is
// missing after a worker was killed and the broker restarted. Each part is a process of its own.
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { FleetBench } from '../test/support/fleet/fleet-bench';
import type { MetersEnd } from '../test/support/fleet/meters';
import { type Stock, takeStock } from '../test/support/fleet/stock';
import { Meter, type Usage } from '../test/support/fleet/usage';

const LOOK_MS = 2000;
const words = new Map(process.argv.slice(2).map((word) => word.split(/=(.*)/s) as [string, string]));
const METERS = Number(words.get('meters') ?? 2000);
const MINUTES = Number(words.get('minutes') ?? 10);
/** A worker is away so long; its session lasts an hour. */
const ABSENT_MS = 20_000;

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  say(
    `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} cores, ${process.version}; load before: ${load()}`,
  );
  const broker = words.get('broker');
  const bench = await FleetBench.start({
    meters: METERS,
    settings: [`repeat=${words.get('repeat') ?? '120'}`, 'drain=300'],
    ...(broker === undefined ? {} : { broker }),
  });
  try {
    await run(bench);
  } finally {
    await bench.stop();
  }
}

async function run(bench: FleetBench): Promise<void> {
  const books = openBooks(bench);
  const looking = setInterval(() => {
    for (const meter of books) meter.look();
  }, LOOK_MS);
  const [begun, before] = [Date.now(), books.map((meter) => meter.look())];
  const over = new AbortController();
  try {
    const faults = words.get('faults') === 'no' ? Promise.resolve() : playFaults(bench, over.signal);
    await Promise.all([faults, sayMinutes(bench, books, begun, over.signal)]);
  } finally {
    over.abort();
  }
  const seconds = (Date.now() - begun) / 1000;
  const costs = books.map((meter) => meter.look());
  const end = await bench.meters.end();
  clearInterval(looking);
  say(`the last frame was written ${((Date.now() - begun) / 1000 - seconds).toFixed(0)} s after the last was sent`);
  sayCosts(books, before, costs, seconds);
  sayStock(await takeStock(bench.postgres, bench.meters.sent()), end);
  await sayDatabase(bench);
}

/** In the order of the way of a frame. */
function openBooks({ meters, broker, workers, postgres }: FleetBench): Meter[] {
  return [
    new Meter('meters', () => meters.pid),
    new Meter('broker', () => broker.pid),
    ...workers.map((worker, rank) => new Meter(`worker ${rank}`, () => worker.pid)),
    new Meter('database', () => postgres.pid),
  ];
}

/** At a third of the time a worker is killed, at half of it the broker is restarted, at three quarters it is killed. */
async function playFaults(bench: FleetBench, over: AbortSignal): Promise<void> {
  const minute = 60_000;
  await pause((MINUTES / 3) * minute, undefined, { signal: over });
  say(`worker 0 is killed and comes back after ${ABSENT_MS / 1000} s`);
  await bench.killWorker(0, ABSENT_MS);
  await pause((MINUTES / 2 - MINUTES / 3) * minute - ABSENT_MS, undefined, { signal: over });
  say('the broker is stopped and started again');
  await bench.broker.down('SIGTERM');
  await bench.broker.up();
  await pause((MINUTES / 4) * minute, undefined, { signal: over });
  say('the broker is killed and started again');
  await bench.broker.down('SIGKILL');
  await bench.broker.up();
}

async function sayMinutes(bench: FleetBench, books: readonly Meter[], begun: number, over: AbortSignal): Promise<void> {
  for (let minute = 1; minute <= MINUTES; minute++) {
    await pause(begun + minute * 60_000 - Date.now(), undefined, { signal: over });
    await sayMinute(bench, books, minute);
  }
}

async function sayMinute(bench: FleetBench, books: readonly Meter[], minute: number): Promise<void> {
  const [row] = await bench.postgres.query<{
    p50: number | null;
    p95: number | null;
    worst: number | null;
    rows: string;
  }>(`
    SELECT count(*) AS rows, percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY took) AS p95, max(took) AS worst
    FROM (SELECT extract(epoch FROM written_at - received_at) - took_ms / 1000 AS took FROM fleet_frame
      WHERE written_at > now() - interval '1 minute') AS last`);
  const lag = row === undefined ? '' : [row.p50, row.p95, row.worst].map((s) => s?.toFixed(1) ?? '-').join(' / ');
  const memory = books.map((meter) => `${meter.name} ${meter.look().memoryMb.toFixed(0)}`).join(', ');
  say(
    `minute ${minute}: ${row?.rows ?? '0'} rows, written after (p50 / p95 / worst) ${lag} s; load ${load()}; MB: ${memory}`,
  );
}

function sayCosts(books: readonly Meter[], before: readonly Usage[], after: readonly Usage[], seconds: number): void {
  books.forEach(({ name, peakMb }, at) => {
    const cores = ((after[at]?.cpuS ?? 0) - (before[at]?.cpuS ?? 0)) / seconds;
    const [atEnd, atStart] = [after[at]?.memoryMb ?? 0, before[at]?.memoryMb ?? 0];
    // A worker has its half of the meters.
    const share = METERS / (name.startsWith('worker') ? 2 : 1);
    say(
      `${name}: ${(cores * 100).toFixed(1)} % of a core (${((cores / share) * 1e6).toFixed(0)} µs per second and meter); ` +
        `memory ${atStart.toFixed(0)} MB at the start, ${atEnd.toFixed(0)} at the end, ${peakMb.toFixed(0)} at most ` +
        `(${((atEnd / share) * 1024).toFixed(0)} kB per meter)`,
    );
  });
}

function sayStock(stock: Stock, end: MetersEnd): void {
  say(
    `${stock.sent} frames sent, ${(end.bytes / end.frames).toFixed(0)} bytes each; in the database ${stock.rows}: ` +
      `missing ${stock.missing.length}, not sent or twice ${stock.strange.length}, with a reading ${stock.read}, late ${stock.late}`,
  );
  say(
    `sent again ${end.repeated}, taken by the broker for nobody ${end.unheard}, dropped at the edges ${end.dropped}, ` +
      `open ${end.open}, left out ${end.skipped}`,
  );
  say(`streams by worker ${JSON.stringify(stock.workers)}, at more than one: ${stock.shared.length}`);
  for (const key of stock.missing.slice(0, 10)) say(`missing: ${key}`);
  if (stock.missing.length + stock.strange.length + stock.shared.length > 0) process.exitCode = 1;
}

async function sayDatabase({ postgres }: FleetBench): Promise<void> {
  const [row] = await postgres.query<Record<'rows' | 'heap' | 'indexes' | 'wal', string>>(`
    SELECT (SELECT count(*) FROM fleet_frame) AS rows, sum(pg_table_size(relid)) AS heap, sum(pg_indexes_size(relid)) AS indexes,
      pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS wal
    FROM pg_partition_tree('fleet_frame')`);
  if (row === undefined) return;
  const each = (bytes: string): string => (Number(bytes) / Number(row.rows)).toFixed(0);
  say(`database: ${each(row.heap)} bytes a frame, ${each(row.indexes)} of index, ${each(row.wal)} of write-ahead log`);
}

function load(): string {
  return (os.loadavg()[0] ?? 0).toFixed(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
