// Exports into the statistics of Home Assistant: what enedis-file sends is what ha-statistics takes. October, with its doubled hour.
import assert from 'node:assert/strict';
import { startHomeAssistant, type RunningHomeAssistant } from '../../../sandbox/home-assistant/server';
import { receiveFile } from '../../../nodes/enedis-file/enedis-file.controller';
import { METER, truths, WRITERS } from '../../support/enedis/export-writer';
import { StatisticsBench } from '../../support/home-assistant/ha-statistics-bench';
import { translateOf } from '../../support/node-red/catalogues';
import { helper } from '../../support/node-red/helper';

const CONSO = `linkyred:conso_${METER}`;
const HOUR = 3_600_000;

describe('exports in the statistics of Home Assistant', () => {
  let bench: StatisticsBench;
  let home: RunningHomeAssistant;

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await StatisticsBench.open();
    home = await startHomeAssistant();
    await bench.load({ access: 'token', url: home.url });
  });
  afterEach(async () => {
    await bench.close();
    await home.stop();
  });

  const read = (lines: readonly string[]): void => {
    void receiveFile(
      { payload: Buffer.from(lines.join('\r\n')) },
      (message) => {
        bench.receive(message as unknown as Readonly<Record<string, unknown>>);
      },
      {
        config: { prm: METER, direction: 'consumption', stamps: 'auto' },
        translate: translateOf('enedis-file', 'fr'),
        shown: () => undefined,
        isClosed: () => false,
      },
    );
  };
  const october = truths('2026-10-01', '2026-11-01', 30, (n) => (n * 37) % 3000);
  const wh = (list: typeof october) =>
    list.reduce((sum, { start, end, watts }) => sum + watts * (end - start), 0) / HOUR;
  /** Of each hour of UTC, its Wh. */
  const hours = new Map<number, number>();
  for (const { start, end, watts } of october) {
    const hour = Math.floor(start / HOUR) * HOUR;
    hours.set(hour, (hours.get(hour) ?? 0) + (watts * (end - start)) / HOUR);
  }
  const rows = () => home.recorder.rows(CONSO).map(({ start, state }) => [start, state]);

  it('are the same hours, whichever way they were exported, however often they are read', async () => {
    read(WRITERS.account(october));
    const { rows: written, sum } = await bench.report();
    assert.deepEqual([written, sum], [745, wh(october)]);
    assert.deepEqual(rows(), [...hours]);
    for (const form of ['edf', 'sge', 'downloader'] as const) {
      read(WRITERS[form](october));
      assert.equal((await bench.report()).rows, 0, form);
    }
    assert.deepEqual(rows(), [...hours]);
  });

  it('days do not count beside a curve, and are there where it is not', async () => {
    read(WRITERS.sge(october.filter(({ start }) => start >= Date.parse('2026-10-25T00:00+02:00'))));
    await bench.report();
    const days = Array.from({ length: 31 }, (_, i) => `${String(i + 1).padStart(2, '0')}/10/2026;24,5`);
    read(['Date;Valeur (en kWh)', ...days]);
    const { dailyOnly, sum } = await bench.report();
    assert.equal(dailyOnly.length, 24);
    assert.equal(sum, 24 * 24_500 + wh(october.slice(24 * 48)));
  });
});
