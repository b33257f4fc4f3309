import assert from 'node:assert/strict';
import { PARIS } from '../../../../lib/grid/paris-time';
import {
  billingPoint,
  COST,
  costPoint,
  curveOfDay,
  curvePoint,
  dailyPoint,
  ENERGY,
  iso,
  PRM,
  StatisticsBench,
  type BenchOptions,
} from '../../../support/home-assistant/statistics-bench';

const OURS = `linkyred:conso_${PRM}`;
const THEIRS = `linky:${PRM}`;
const HOUR = 3_600_000;

const sumOf = (changes: ReadonlyMap<string, number>): number => [...changes.values()].reduce((a, b) => a + b, 0);

describe('statistics of Home Assistant, written', () => {
  let bench: StatisticsBench;
  const begin = async (options: BenchOptions = {}): Promise<void> => {
    bench = await StatisticsBench.start(options);
  };

  afterEach(async () => {
    await bench.stop();
  });

  for (const [version, warnings] of [
    ['2025.10.4', 0],
    ['2026.2.3', 0],
    ['2026.11.0', 0],
  ] as const)
    it(`has the form that ${version} wants, without a warning in its log`, async () => {
      await begin({ version });
      await bench.take(curveOfDay('2026-10-25', 30, () => 600));
      const { rows, statistic, unit } = await bench.run();
      assert.deepEqual({ rows, statistic, unit }, { rows: 25, statistic: OURS, unit: 'Wh' });
      assert.equal(bench.home.warnings.length, warnings);
      assert.equal(bench.home.calls.filter(({ type }) => type === 'recorder/import_statistics').length, 1);
      assert.equal(bench.home.recorder.metadata(OURS)?.name, 'Linky energy');
    });

  for (const [day, hours] of [
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ] as const)
    it(`has ${String(hours)} hours of UTC on ${day}`, async () => {
      await begin();
      await bench.take(curveOfDay(day, 30, (i) => 100 + i));
      const report = await bench.run();
      const first = PARIS.startOfDay(day);
      assert.deepEqual([report.from, report.to], [iso(first), iso(first + (hours - 1) * HOUR)]);
      // The i-th hour has the half-hours 2i and 2i + 1 of 100 + index W.
      const wanted = Array.from({ length: hours }, (_, i) => (100 + 2 * i) / 2 + (101 + 2 * i) / 2);
      assert.deepEqual(
        bench.rows().map(({ state }) => state),
        wanted,
      );
      assert.equal(report.sum, sumOf(bench.changes()));
    });

  it('rewrites later sums when an old hour changes, and nothing when nothing does', async () => {
    await begin();
    for (const day of ['2026-06-01', '2026-06-02', '2026-06-03']) await bench.take(curveOfDay(day, 60, () => 500));
    assert.equal((await bench.run()).rows, 72);
    assert.equal((await bench.run()).rows, 0);
    const corrected = PARIS.startOfDay('2026-06-02') + 5 * HOUR;
    await bench.take([curvePoint(corrected, 60, 700)]);
    const report = await bench.run();
    assert.deepEqual([report.rows, report.from, report.sum], [72 - 29, iso(corrected), 72 * 500 + 200]);
    assert.equal(bench.changes().get(iso(corrected)), 700);
    assert.equal(bench.changes().get(iso(corrected + HOUR)), 500);
  });

  it('keeps the curve of a day that has a part of one, and says what is missing', async () => {
    await begin();
    await bench.take([
      ...curveOfDay('2026-05-04', 30, (i) => (i < 20 ? 1000 : undefined)),
      dailyPoint('2026-05-04', 15_000),
    ]);
    await bench.take([
      dailyPoint('2026-05-05', 9000),
      ...curveOfDay('2026-05-06', 30, (i) => (i > 0 ? 200 : undefined)),
    ]);
    const report = await bench.run();
    assert.deepEqual(report.dailyOnly, ['2026-05-05']);
    assert.deepEqual(report.partial, [
      { day: '2026-05-04', missing: 5000 },
      { day: '2026-05-06', missing: null },
    ]);
    assert.equal(bench.changes().get(iso(PARIS.startOfDay('2026-05-05'))), 9000);
    assert.equal(sumOf(bench.changes()), 10_000 + 9000 + 23.5 * 200);
  });

  it('does not count a day twice whose curve comes after its daily value', async () => {
    await begin();
    await bench.take([dailyPoint('2026-05-05', 9000)]);
    await bench.run();
    // Its first hour is not known.
    await bench.take(curveOfDay('2026-05-05', 60, (i) => (i > 0 ? 400 : undefined)));
    await bench.run();
    assert.equal(sumOf(bench.changes()), 23 * 400);
  });

  it('sends no hour that is not over, and sends it when it is', async () => {
    await begin({ now: '2026-05-05T10:30:00Z' });
    await bench.take(curveOfDay('2026-05-05', 30, () => 300));
    const { to } = await bench.run();
    assert.equal(to, '2026-05-05T09:00:00Z');
    bench.restart({ now: '2026-05-06T00:00:00Z' });
    assert.deepEqual(await bench.book.unsent(Date.parse('2026-05-06T00:00:00Z')), [ENERGY]);
    assert.equal((await bench.run()).to, '2026-05-05T21:00:00Z');
    assert.equal(sumOf(bench.changes()), 24 * 300);
    assert.deepEqual(await bench.book.unsent(), []);
  });

  it('goes on with a series of ha-linky: its unit, its name, its sums', async () => {
    await begin({ ids: 'ha-linky' });
    // Its days without a curve stand at midnight.
    bench.foreign(THEIRS, 'kWh', [
      ['2026-05-03T22:00:00Z', 9.5],
      ['2026-05-04T22:00:00Z', 0.5],
      ['2026-05-05T00:00:00Z', 0.25],
    ]);
    await bench.take(curveOfDay('2026-05-04', 60, (i) => (i > 2 ? 1000 : undefined)));
    await bench.take([dailyPoint('2026-05-05', 700)]);
    const report = await bench.run();
    assert.equal(report.unit, 'kWh');
    assert.equal(bench.home.recorder.metadata(THEIRS)?.name, 'Theirs');
    const changes = bench.changes();
    assert.equal(changes.get('2026-05-03T22:00:00Z'), undefined);
    assert.equal(changes.get('2026-05-04T01:00:00Z'), 1);
    // It has hours of that day: better than one value for all of them.
    assert.equal(changes.get('2026-05-04T22:00:00Z'), 0.5);
    assert.deepEqual(report.dailyOnly, []);
    assert.equal(report.sum, 21.75);
  });

  it('refuses a series in another unit', async () => {
    await begin({ ids: 'ha-linky' });
    bench.foreign(THEIRS, 'm³', [['2026-05-03T22:00:00Z', 9.5]]);
    await bench.take([dailyPoint('2026-05-05', 700)]);
    await assert.rejects(bench.run(), { code: 'ERR_STATISTIC_UNIT' });
    assert.equal(bench.rows().length, 1);
  });

  it('refuses to go on where somebody else wrote, until it is told to take that as it is', async () => {
    await begin({ ids: 'ha-linky' });
    await bench.take(curveOfDay('2026-05-04', 60, () => 1000));
    await bench.run();
    bench.foreign(THEIRS, 'Wh', [['2026-05-05T08:00:00Z', 77]], 24_000);
    await bench.take(curveOfDay('2026-05-06', 60, () => 10));
    await assert.rejects(bench.run(), { code: 'ERR_STATISTIC_FOREIGN' });
    assert.equal(bench.rows().length, 25);
    assert.equal((await bench.run({ adopt: true })).sum, 24_000 + 77 + 240);
    assert.equal(bench.changes().get('2026-05-05T08:00:00Z'), 77);
    assert.equal((await bench.run()).rows, 0);
    // The last sum is another one.
    bench.foreign(THEIRS, 'Wh', [[iso(PARIS.startOfDay('2026-05-06') + 23 * HOUR), 1]]);
    await assert.rejects(bench.run({ dry: true }), { code: 'ERR_STATISTIC_FOREIGN' });
  });

  it('writes anew what a restored backup does not have, and what is gone', async () => {
    await begin();
    for (const day of ['2026-06-01', '2026-06-02', '2026-06-03']) await bench.take(curveOfDay(day, 60, () => 500));
    await bench.run();
    bench.home.recorder.rewind(OURS, Date.parse('2026-06-02T03:00:00Z'));
    assert.equal((await bench.run()).rows, 43);
    await bench.home.recorder.clear([OURS]);
    assert.equal((await bench.run()).rows, 72);
    assert.equal(sumOf(bench.changes()), 72 * 500);
  });

  it('clears its statistic on command, and writes it again afterwards', async () => {
    await begin();
    await bench.take(curveOfDay('2026-06-01', 60, () => 500));
    await bench.run();
    const report = await bench.connected((connection) => bench.importer.clear(connection, ENERGY));
    assert.deepEqual([report.cleared, report.rows, bench.rows().length], [true, 0, 0]);
    assert.deepEqual(await bench.book.unsent(), []);
    assert.equal((await bench.run()).rows, 24);
  });

  it('says in a dry run what it would do, and does nothing', async () => {
    await begin();
    await bench.take(curveOfDay('2026-06-01', 60, () => 500));
    const { dry, rows, sum } = await bench.run({ dry: true });
    assert.deepEqual([dry, rows, sum, bench.rows().length], [true, 24, 12_000, 0]);
    assert.equal((await bench.run()).rows, 24);
  });

  for (const fault of ['drop-before', 'drop-after', 'refuse'] as const)
    it(`finishes after a restart what was broken off in the middle (${fault})`, async () => {
      await begin({ ids: 'ha-linky' });
      // Rows of somebody else between ours: where a batch ends, their change must not be taken from two sums of different age.
      const first = PARIS.startOfDay('2026-01-01');
      const theirs = Array.from({ length: 2400 }, (_, i) => [iso(first + i * HOUR), 3] as const);
      bench.foreign(THEIRS, 'Wh', theirs);
      await bench.take([curvePoint(first, 60, 1003)]);
      let batches = 0;
      await assert.rejects(
        bench.connected((connection) => {
          const ask = connection.ask.bind(connection);
          connection.ask = (command, fields) => {
            if (command === 'recorder/import_statistics' && ++batches === 2) bench.home.fail(command, fault);
            return ask(command, fields);
          };
          return bench.importer.run(connection, ENERGY);
        }),
      );
      bench.restart();
      assert.deepEqual(await bench.book.unsent(), [ENERGY]);
      const { rows, sum } = await bench.run();
      assert.deepEqual([rows, sum], [2400, 2399 * 3 + 1003]);
      assert.deepEqual(new Set([...bench.changes().values()]), new Set([1003, 3]));
      assert.equal((await bench.run()).rows, 0);
    });

  it('says when what it reads back is not what it wrote, and writes it again', async () => {
    await begin();
    await bench.take(curveOfDay('2026-06-01', 60, () => 500));
    bench.home.fail('recorder/import_statistics', 'lose');
    await assert.rejects(bench.run(), { code: 'ERR_STATISTIC_DIFFERS' });
    assert.equal((await bench.run()).rows, 24);
    assert.equal(sumOf(bench.changes()), 12_000);
  });

  it('waits for an import that is queued', async () => {
    await begin({ queueMs: 15 });
    await bench.take(curveOfDay('2026-06-01', 60, () => 500));
    assert.equal((await bench.run()).rows, 24);
  });

  it('writes costs by their minutes, and the subscription only where it is wanted', async () => {
    await begin();
    const midnight = PARIS.startOfDay('2026-06-01');
    await bench.take([
      costPoint(midnight, 30, 0.1),
      costPoint(midnight + 0.5 * HOUR, 60, 0.3),
      billingPoint('2026-06-01', 0.4),
    ]);
    await bench.run({}, COST);
    const hours = [iso(midnight), iso(midnight + HOUR)] as const;
    assert.deepEqual(
      [...bench.changes(COST)],
      [
        [hours[0], 0.25],
        [hours[1], 0.15],
      ],
    );
    assert.equal(bench.home.recorder.metadata(`linkyred:cost_${PRM}`)?.unit_of_measurement, 'EUR');
    bench.restart({ billing: true });
    await bench.run({}, COST);
    assert.deepEqual(
      [...bench.changes(COST)],
      [
        [hours[0], 0.65],
        [hours[1], 0.15],
      ],
    );
    bench.restart({ billing: false });
    await bench.run({}, COST);
    assert.deepEqual(
      [...bench.changes(COST)],
      [
        [hours[0], 0.25],
        [hours[1], 0.15],
      ],
    );
  });

  it('takes no PRM of which no id can be made', async () => {
    await begin();
    for (const prm of ['12-34', '12__34', 'ABC', '_1'])
      await assert.rejects(bench.book.accept([{ ...dailyPoint('2026-06-01', 1), prm }]), { code: 'ERR_INPUT' });
    assert.deepEqual(await bench.book.series(), []);
  });
});
