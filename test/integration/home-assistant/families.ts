// Every meter that a home may have, each on a line of its own behind the same linky-decode and ha-entities: what a user has to
// see of it, written by hand from the frames of test/support/tic/tic-meters.ts. Those of a business: business-families.ts.
import type { HomeAssistant } from '../../support/home-assistant/process';
import type { NodeRed } from '../../support/node-red/process';
import { cbemm, cbemmIcc, cbetm, linkyEjp, linkyStandardTriProducer, linkyTri } from '../../support/tic/tic-meters';
import { type Expected, sees } from './expected';

export const va = (state: string) => [state, 'VA', 'apparent_power', 'measurement'] as const;
export const wh = (state: string) => [state, 'Wh', 'energy', 'total_increasing'] as const;
export const amperes = (state: string) => [state, 'A', 'current', 'measurement'] as const;

export interface Family {
  readonly name: string;
  readonly frame: Buffer;
  /** Entities without the key of the device. */
  readonly expected: Expected;
}

/** They follow the meter of the story, which has the key `linky`. */
export const HOME_FAMILIES: readonly Family[] = [
  {
    name: 'a single-phase Linky on EJP',
    frame: linkyEjp().build(),
    expected: {
      'sensor.ejphn': wh('12345678'),
      'sensor.ejphpm': wh('456789'),
      'sensor.energy_total': wh('12802467'),
      'sensor.ptec': ['hn', undefined, 'enum'],
      'binary_sensor.peak': ['off'],
    },
  },
  {
    name: 'a three-phase Linky in historique',
    frame: linkyTri().set('PAPP', '04370').build(),
    expected: {
      'sensor.apparent_power': va('4370'),
      'sensor.iinst1': amperes('5'),
      'binary_sensor.overrun': ['off', undefined, 'problem'],
    },
  },
  {
    name: 'a blue meter, which measures no apparent power',
    frame: cbemm().build(),
    expected: { 'sensor.hchc': wh('34567890'), 'sensor.hchp': wh('45678901'), 'sensor.energy_total': wh('80246791') },
  },
  {
    name: 'its successor CBEMM-ICC',
    frame: cbemmIcc().build(),
    expected: { 'sensor.energy_total': wh('34567890') },
  },
  {
    name: 'a three-phase blue meter',
    frame: cbetm().build(),
    expected: {
      'sensor.energy_total': wh('56789012'),
      'sensor.iinst1': amperes('5'),
      'binary_sensor.overrun': ['off', undefined, 'problem'],
    },
  },
  {
    name: 'a three-phase Linky of a producer',
    frame: linkyStandardTriProducer().set('ADSC', '042371800457').build(),
    expected: {
      'sensor.energy_returned': wh('4567890'),
      'sensor.sinsts2': va('2830'),
      'sensor.apparent_power': va('4710'),
      'sensor.sinsti': va('0'),
      'sensor.irms2': amperes('12'),
      'sensor.urms3': ['235', 'V', 'voltage', 'measurement'],
      'sensor.contract_power': ['12000', 'VA', 'apparent_power'],
    },
  },
];

/** Plays each of them (two frames: one alone does not say that no phase is exceeded), whatever meters were there before. */
export async function playFamilies(home: HomeAssistant, red: NodeRed, families: readonly Family[]): Promise<void> {
  const before = home.api.all((entity) => /^binary_sensor\.linky(_\d+)?_link$/.test(entity)).length;
  const meters = families.map((family, i) => ({ ...family, key: keyOf(before + 1 + i) }));
  // One after the other as keys are given; Home Assistant makes its entities in its own time.
  for (const { key, frame } of meters)
    red.send('meter', { topic: `line of ${key}`, payload: Buffer.concat([frame, frame]) });
  for (const { name, key, expected } of meters) {
    const rows = Object.entries(expected).map(([entity, row]) => [entity.replace('.', `.${key}_`), row] as const);
    await sees(home, Object.fromEntries(rows)).catch((cause: unknown) => {
      throw new Error(`${name} (${key})`, { cause });
    });
  }
}

/** As keys are given: `linky`, `linky_2` … */
function keyOf(number: number): string {
  return number === 1 ? 'linky' : `linky_${number}`;
}
