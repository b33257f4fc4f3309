// Each family of meters, through its own frames: what it has counted is what the asset has consumed.
import assert from 'node:assert/strict';
import { Metering } from '../../../../lib/flex/metering/building-metering';
import { COUNT_ROWS, OPTIONS } from '../../../../lib/flex/metering/meter-counts';
import { Store } from '../../../../lib/store/store';
import { DICTIONARIES } from '../../../../lib/tic/families';
import { FakeClock } from '../../../support/machine/fake-clock';
import { readings } from '../../../support/flex/requests';
import { INDEX_FAMILIES, METER_NOON } from '../../../support/tic/index-families';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Labels whose index is the energy that was withdrawn, or a member of it. */
const COUNTED = ['BASE', 'HCHP', 'EJPHN', 'BBRHPJR', 'HCHC', 'EAST', 'ENERG'];

describe('labels that count energy', () => {
  const known = new Map(DICTIONARIES.flatMap(({ entries }) => entries.map(({ row }) => [row.label, row])));

  it('are labels of the families, in the unit that they are taken for', () => {
    const rows = COUNT_ROWS.flatMap(({ withdrawn, injected, unitWh }) =>
      [...(typeof withdrawn === 'function' ? OPTIONS.flatMap(([, labels]) => labels) : withdrawn), ...injected].map(
        (label) => [label, unitWh] as const,
      ),
    );
    assert.ok(rows.length > 15);
    for (const [label, unitWh] of rows) {
      const row = known.get(label);
      assert.ok(row !== undefined, `${label} is a label of no family`);
      if (label !== 'ENERG') assert.deepEqual([row.unit ?? row.glued?.[0]], [unitWh === 1000 ? 'kWh' : 'Wh'], label);
    }
  });
});

describe('an index that grows', () => {
  for (const family of INDEX_FAMILIES.filter(({ label }) => COUNTED.includes(label)))
    it(`is what was consumed: ${family.name}`, async () => {
      const clock = new FakeClock(METER_NOON);
      const metering = new Metering({ store: new Store(undefined), name: 'flex', clock });
      const line = readings('line', (msg) => void metering.reading('all', msg));
      // 12 steps of the index an hour for two hours, five minutes apart, each told by ten readings.
      for (let i = 0; i <= 240; i += 1) {
        const frame = family.frame(family.start + Math.floor(i / 10) * 10, clock.now());
        line.push(frame.build(), clock.now());
        clock.advance(MINUTE / 2);
      }
      const from = Math.ceil(METER_NOON / HOUR) * HOUR;
      const [hour] = await metering.of({ asset: 'all' }, from, from + HOUR, HOUR);
      // 120 steps in an hour, give or take the one at each end.
      const watts = 120 * family.stepWh;
      assert.ok(hour !== undefined && hour.powerW !== null, 'it is measured');
      assert.ok(
        Math.abs(Math.abs(hour.powerW) - watts) <= 10.5 * family.stepWh,
        `${String(hour.powerW)} W, not ${String(watts)}`,
      );
    });
});
