// A run of statistics that was broken off, and what is asked for next.
import assert from 'node:assert/strict';
import { PARIS } from '../../../../lib/grid/paris-time';
import { curvePoint, ENERGY, iso, PRM, StatisticsBench } from '../../../support/home-assistant/statistics-bench';

const THEIRS = `linky:${PRM}`;
const HOUR = 3_600_000;

describe('statistics that were broken off', () => {
  let bench: StatisticsBench;

  afterEach(async () => {
    await bench.stop();
  });

  for (const [then, adopt, address] of [
    ['it is told to compare all anew', true, 'same'],
    ['Home Assistant has moved to another address', false, 'other'],
  ] as const)
    it(`keeps what others wrote behind a run that was broken off, when ${then}`, async () => {
      bench = await StatisticsBench.start({ ids: 'ha-linky' });
      const first = PARIS.startOfDay('2026-01-01');
      const theirs = Array.from({ length: 2400 }, (_, i) => [iso(first + i * HOUR), 3] as const);
      bench.foreign(THEIRS, 'Wh', theirs);
      await bench.take([curvePoint(first, 60, 1003)]);
      let batches = 0;
      await assert.rejects(
        bench.connected((connection) => {
          const ask = connection.ask.bind(connection);
          connection.ask = (command, fields) => {
            if (command === 'recorder/import_statistics' && ++batches === 2) bench.home.fail(command, 'drop-before');
            return ask(command, fields);
          };
          return bench.importer.run(connection, ENERGY);
        }),
      );
      const { sum } = await bench.connected((connection) => {
        if (address === 'other') Object.defineProperty(connection, 'host', { value: 'homeassistant.example:8123' });
        return bench.importer.run(connection, ENERGY, { adopt });
      });
      assert.equal(sum, 2399 * 3 + 1003);
      assert.deepEqual(new Set([...bench.changes().values()]), new Set([1003, 3]));
      assert.equal((await bench.run()).rows, 0);
    });
});
