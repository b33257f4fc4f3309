// What the buttons of npm start do to every meter that it knows, at the pace of the demo: the car is plugged in, the line is cut
// and comes back. Nothing is held back that the meter has counted, and the overrun that was promised is told.
// Not in the fast lane: minutes of every family of meters.
import assert from 'node:assert/strict';
import { meterSettings } from '../../../scripts/start/meter.mjs';
import { PlayedMeter } from '../../support/home-assistant/played-meter';

const METERS: Readonly<Record<string, readonly string[]>> = {
  'a Linky': [],
  'a Linky, three phases': ['phases=3'],
  'a Linky that injects': ['producer=yes'],
  'a Linky in historique': ['mode=historique'],
  'a Linky in historique, three phases, HP/HC': ['mode=historique', 'phases=3', 'contract=hc'],
  'a PME-PMI': ['family=pme-pmi'],
  'a SAPHIR': ['family=saphir'],
  'a SAPHIR that injects': ['family=saphir', 'producer=yes'],
};
/** Off-peak, the middle of the day, and the evening. */
const HOURS = ['03:10', '12:50', '18:40'];
/** Of the host: the line is cut at once, or while the car charges. */
const BEFORE_THE_CUT = [0, 10];

/** Of the host: the cut, and two minutes of a business meter, which warns by the mean of one. A house shows its overrun at once. */
const LONG_ENOUGH = { linky: 50, 'pme-pmi': 60, saphir: 90 } as const;

describe('at the pace of the demo', function () {
  for (const [name, words] of Object.entries(METERS))
    it(`${name}: a car, then a cut line, is an overrun, and no energy is held back`, async () => {
      for (const [n, hour] of HOURS.entries()) {
        const settings = meterSettings([...words, `start=2027-01-12T${hour}:00+01:00`]);
        const family = (settings['family'] ?? 'linky') as keyof typeof LONG_ENOUGH;
        const played = await PlayedMeter.open(settings);
        played.run(12);
        played.order(family === 'linky' ? 'car 30' : 'car 15');
        played.run(BEFORE_THE_CUT[n % BEFORE_THE_CUT.length] ?? 0);
        played.order('silence 20');
        played.run(LONG_ENOUGH[family]);

        assert.deepEqual(played.heldAt, [], `${hour}: held back`);
        const overruns = played.states('power-overrun');
        assert.ok(overruns.includes(family === 'linky' ? 'active' : 'announced'), `${hour}: ${overruns.join(' ')}`);
        const told = played.bench.told('energy_total').map(Number);
        assert.deepEqual(
          told,
          [...told].sort((a, b) => a - b),
        );
        assert.equal(told.at(-1), played.total(), hour);
        await played.bench.close();
      }
    });
});
