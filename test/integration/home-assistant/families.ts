// Every meter that a home or a business may have, each on a line of its own behind the same linky-decode and ha-entities: what
// a user has to see of it, written by hand from the frames of test/support/tic-meters.ts and business-meters.ts.
import { pmePmi, saphirLong } from '../../support/business-meters';
import type { HomeAssistant } from '../../support/home-assistant';
import type { NodeRed } from '../../support/node-red';
import { cbemm, cbemmIcc, cbetm, linkyEjp, linkyStandardTriProducer, linkyTri } from '../../support/tic-meters';
import { type Expected, sees } from './expected';

const va = (state: string) => [state, 'VA', 'apparent_power', 'measurement'] as const;
const wh = (state: string) => [state, 'Wh', 'energy', 'total_increasing'] as const;
const amperes = (state: string) => [state, 'A', 'current', 'measurement'] as const;

interface Family {
  readonly name: string;
  frame: Buffer;
  /** Entities without the key of the device. */
  expected: Record<string, Expected[string]>;
}

const FAMILIES: readonly Family[] = [
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
    expected: { 'sensor.base': wh('34567890'), 'sensor.energy_total': wh('34567890') },
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
      'sensor.eait': wh('4567890'),
      'sensor.energy_returned': wh('4567890'),
      'sensor.sinsts2': va('2830'),
      'sensor.apparent_power': va('4710'),
      'sensor.sinsti': va('0'),
      'sensor.irms2': amperes('12'),
      'sensor.urms3': ['235', 'V', 'voltage', 'measurement'],
      'sensor.pref': ['12000', 'VA', 'apparent_power'],
    },
  },
  {
    name: 'a PME-PMI that warns of an overrun',
    frame: pmePmi().after('PS', 'PREAVIS', 'DEP').build(),
    expected: {
      'binary_sensor.preavis': ['on', undefined, 'problem'],
      'binary_sensor.overrun': ['off', undefined, 'problem'],
      'sensor.contract_power': ['108000', 'VA', 'apparent_power'],
      'sensor.eap_s_hph': ['1234', 'kWh', 'energy', 'total_increasing'],
      'binary_sensor.flex_ready_missing': ['off', undefined, 'problem'],
    },
  },
  {
    name: 'a SAPHIR',
    frame: saphirLong().build(),
    expected: {
      'binary_sensor.preavis': ['off', undefined, 'problem'],
      'sensor.contract_power_w': ['800000', 'W', 'power'],
      'sensor.energy_total': wh('36000000'),
      'binary_sensor.flex_ready_missing': ['off', undefined, 'problem'],
    },
  },
];

/** Plays each of them (two frames: one alone does not say that no phase is exceeded); the first further meter gets the key `linky_2`, and so on. */
export async function playFamilies(home: HomeAssistant, red: NodeRed): Promise<void> {
  for (const [i, { name, frame, expected }] of FAMILIES.entries()) {
    red.send('meter', { topic: `line-${i + 2}`, payload: Buffer.concat([frame, frame]) });
    const key = `linky_${i + 2}`;
    const rows = Object.entries(expected).map(([entity, row]) => [entity.replace('.', `.${key}_`), row] as const);
    await sees(home, Object.fromEntries(rows)).catch((cause: unknown) => {
      throw new Error(`${name} (${key})`, { cause });
    });
  }
}
