// ha-statistics in Node-RED: points in, hourly rows of the stand-in of Home Assistant out, and what is said of them.
import assert from 'node:assert/strict';
import {
  startHomeAssistant,
  type HomeAssistantOptions,
  type RunningHomeAssistant,
} from '../../../sandbox/home-assistant/server';
import { costHours, days, halfHours, PRM } from '../../support/home-assistant/curve';
import { StatisticsBench } from '../../support/home-assistant/ha-statistics-bench';
import { helper } from '../../support/node-red/helper';

const CONSO = `linkyred:conso_${PRM}`;
const COST = `linkyred:cost_${PRM}`;
/** 00:00 in Paris. */
const DAY = '2026-11-27T23:00:00Z';

describe('ha-statistics', () => {
  let bench: StatisticsBench;
  let home: RunningHomeAssistant;

  const start = async (settings: object = {}, options: HomeAssistantOptions = {}): Promise<void> => {
    home = await startHomeAssistant(options);
    await bench.load({ access: 'token', url: home.url, ...settings });
  };
  const sums = (statistic: string) => home.recorder.rows(statistic).map(({ sum }) => sum);

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await StatisticsBench.open();
  });
  afterEach(async () => {
    await bench.close();
    await home.stop();
  });

  it('writes a curve as hourly sums, and says how many and until when', async () => {
    await start();
    bench.points(halfHours(DAY, [100, 200, 300, 300, 0, 400]));
    const { payload, topic, schema } = await bench.reports.next();
    assert.deepEqual([topic, schema], [`statistics/${CONSO}`, 'linky-red/statistics@1']);
    assert.deepEqual(payload, {
      statistic: CONSO,
      unit: 'Wh',
      dry: false,
      rows: 3,
      from: '2026-11-27T23:00:00Z',
      to: '2026-11-28T01:00:00Z',
      sum: 650,
      dailyOnly: [],
      partial: [{ day: '2026-11-28', missing: null }],
    });
    assert.deepEqual(home.recorder.rows(CONSO), [
      { start: Date.parse(DAY), state: 150, sum: 150 },
      { start: Date.parse(DAY) + 3_600_000, state: 300, sum: 450 },
      { start: Date.parse(DAY) + 7_200_000, state: 200, sum: 650 },
    ]);
    assert.deepEqual(home.recorder.metadata(CONSO), {
      statistic_id: CONSO,
      source: 'linkyred',
      name: 'Linky 12…1234 consommation',
      unit_of_measurement: 'Wh',
      unit_class: 'energy',
      mean_type: 0,
      has_sum: true,
    });
    assert.deepEqual(home.warnings, []);
    // The helper has no catalogue: the key stands for its sentence.
    const { text } = await bench.statuses.next(({ fill }) => fill === 'green');
    assert.equal(text, 'ha-statistics.status.written');
  });

  it('writes the same points once: a second time nothing is sent', async () => {
    await start();
    const points = halfHours(
      DAY,
      Array.from({ length: 48 }, (_, i) => 10 * i),
    );
    bench.points(points);
    assert.equal((await bench.report()).rows, 24);
    const imports = (): number => home.calls.filter(({ type }) => type === 'recorder/import_statistics').length;
    const before = imports();
    bench.points(points);
    assert.deepEqual([(await bench.report()).rows, imports()], [0, before]);
  });

  it('rewrites the sums behind an old hour that has changed', async () => {
    await start();
    bench.points(halfHours(DAY, [100, 100, 200, 200, 300, 300]));
    await bench.report();
    bench.points(halfHours(DAY, [150, 150]));
    const { rows, from, sum } = await bench.report();
    assert.deepEqual([rows, from, sum], [3, '2026-11-27T23:00:00Z', 650]);
    assert.deepEqual(sums(CONSO), [150, 350, 650]);
  });

  it('waits until a group is whole, and writes energy and cost as two statistics', async () => {
    await start();
    const curve = halfHours(
      DAY,
      Array.from({ length: 48 }, () => 500),
    );
    const half = (index: number) => ({ id: 'curve', type: 'array', index, count: 2, len: 24 });
    bench.points(curve.slice(0, 24), half(0));
    bench.points(curve.slice(24), half(1));
    bench.points(
      costHours(
        DAY,
        Array.from({ length: 24 }, () => 0.1),
      ),
    );
    const all = [await bench.report(), await bench.report()].sort((a, b) => a.statistic.localeCompare(b.statistic));
    assert.deepEqual(
      all.map(({ statistic, unit, rows, sum }) => [statistic, unit, rows, sum]),
      [
        [CONSO, 'Wh', 24, 12_000],
        [COST, 'EUR', 24, 2.4],
      ],
    );
    assert.equal(home.recorder.metadata(COST)?.unit_class, null);
    assert.equal(bench.reports.all.length, 2, 'one run for each');
  });

  it('takes the daily energy only where a day has no curve, and says so', async () => {
    await start();
    bench.points(days('2026-11-26T23:00:00Z', [7000, 8000]));
    bench.points(
      halfHours(
        DAY,
        Array.from({ length: 48 }, () => 200),
      ),
    );
    const { dailyOnly, sum } = await bench.report(({ rows }) => rows > 2);
    assert.deepEqual([dailyOnly, sum], [['2026-11-27'], 7000 + 4800]);
    assert.equal(sums(CONSO)[0], 7000);
  });

  it('writes production and what it brings, under names of ha-linky where that is chosen', async () => {
    await start({ ids: 'ha-linky', names: 'en' });
    bench.points([
      ...halfHours(DAY, [1000, 1000], { direction: 'production' }),
      ...costHours(DAY, [0.1], { direction: 'production' }),
      ...costHours(DAY, [0.2]),
    ]);
    const ids = new Set([
      (await bench.report()).statistic,
      (await bench.report()).statistic,
      (await bench.report()).statistic,
    ]);
    assert.deepEqual(ids, new Set([`linky_prod:${PRM}`, `linky_prod:${PRM}_cost`, `linky:${PRM}_cost`]));
    assert.equal(home.recorder.metadata(`linky_prod:${PRM}`)?.name, 'Linky 12…1234 production');
    assert.equal(home.recorder.metadata(`linky:${PRM}_cost`)?.unit_of_measurement, '€');
  });

  it('adds the subscription where it is asked to, not by itself', async () => {
    const share = costHours(DAY, [0.5], { kind: 'billing', tariffClass: 'subscription', step: 'P1D' }).map((point) => ({
      ...point,
      end: point.start + 86_400_000,
    }));
    await start({ billing: true });
    bench.points([...costHours(DAY, [0.1, 0.1]), ...share]);
    assert.equal((await bench.report()).sum, 0.7);
    await bench.stop();
    await home.stop();
    home = await startHomeAssistant();
    await bench.load({ access: 'token', url: home.url });
    bench.command('refresh');
    assert.equal((await bench.report()).sum, 0.2);
  });

  it('says in a dry run what it would write, by its box and by the command', async () => {
    await start({ dryRun: true });
    bench.points(halfHours(DAY, [100, 100]));
    const { dry, rows, sum } = await bench.report();
    assert.deepEqual([dry, rows, sum], [true, 1, 100]);
    assert.deepEqual(home.recorder.all(), []);
    await bench.stop();
    await bench.load({ access: 'token', url: home.url });
    await bench.report(({ dry: isDry }) => !isDry);
    bench.points(halfHours(DAY, [200, 200]));
    await bench.report();
    bench.receive({ payload: { command: 'dry-run' }, mark: 7 });
    const { payload, ...rest } = await bench.reports.next();
    assert.deepEqual([payload.dry, payload.rows, (rest as { mark?: number }).mark], [true, 0, 7]);
  });

  it('clears one statistic or all of its own, and writes them anew with what comes', async () => {
    await start();
    bench.points([...halfHours(DAY, [100, 100]), ...costHours(DAY, [0.1])]);
    await bench.report();
    await bench.report();
    bench.command({ command: 'clear', statistic: COST });
    const { statistic, cleared } = await bench.report();
    assert.deepEqual([statistic, cleared], [COST, true]);
    assert.deepEqual(
      home.recorder.all().map(({ statistic_id: id }) => id),
      [CONSO],
    );
    bench.command({ command: 'clear', statistic: 'linkyred:conso_1' });
    assert.equal((await bench.caught.next()).error.code, 'ERR_COMMAND');
    bench.command('clear');
    await bench.report();
    await bench.report();
    assert.deepEqual(home.recorder.all(), []);
    bench.points(halfHours('2026-11-28T00:00:00Z', [300, 300]));
    assert.equal((await bench.report()).rows, 2);
    assert.deepEqual(sums(CONSO), [100, 400]);
  });

  it('passes over what is no energy and no cost, and other messages of this package; refuses the rest', async () => {
    await start();
    bench.points(halfHours(DAY, [5], { kind: 'max-power', unit: 'VA' }));
    bench.receive({ schema: 'linky-red/price@1', topic: 'price/x', payload: {} });
    await bench.done.next();
    await bench.done.next();
    for (const message of [
      { payload: 12 },
      { schema: 'linky-red/nothing@1', payload: [] },
      { schema: 'linky-red/points@1', payload: [{ prm: PRM }] },
    ]) {
      bench.receive(message);
      assert.equal((await bench.caught.next()).error.code, 'ERR_INPUT');
    }
    bench.command('write');
    assert.equal((await bench.caught.next()).error.code, 'ERR_COMMAND');
    assert.equal(home.links, 0);
  });

  it('speaks to 2025.10 as it wants it, and warns of an older one', async () => {
    await start({}, { version: '2025.10.4' });
    bench.points(halfHours(DAY, [100, 100]));
    assert.equal((await bench.report()).rows, 1);
    await bench.stop();
    await home.stop();
    home = await startHomeAssistant({ version: '2025.9.1' });
    await bench.load({ access: 'token', url: home.url });
    bench.command('refresh');
    await bench.report();
    assert.match(JSON.stringify(helper.log().args), /ha-statistics\.warning\.old/);
  });
});
