// Every meter of a business: what a user has to see of it in Home Assistant, written by hand from the frames of
// test/support/tic/business-meters.ts.
import {
  cje,
  concentrateur,
  ice2q,
  ice4q,
  iceV24,
  pmePmi,
  pmePmi2010,
  pmePmiHta,
  pmePmiProducer,
  saphirLong,
  standby,
} from '../../support/tic/business-meters';
import { amperes, type Family, va, wh } from './families';

const kwh = (state: string) => [state, 'kWh', 'energy', 'total_increasing'] as const;
const watts = (state: string) => [state, 'W', 'power', 'measurement'] as const;
const text = (state: string) => [state] as const;
/** Powers of the contract: no statistics. */
const subscribedVa = (state: string) => [state, 'VA', 'apparent_power'] as const;
const subscribedW = (state: string) => [state, 'W', 'power'] as const;
const no = ['off', undefined, 'problem'] as const;
const warned = ['on', undefined, 'problem'] as const;

/** What both paliers say, both of BT > 36 kVA. */
const PME_PMI: Family['expected'] = {
  'sensor.ptcour1': text('HPH'),
  'sensor.ptcour2': text('HP'),
  'sensor.eap_s_hph': kwh('1234'),
  'sensor.eap_s2_hp': kwh('4321'),
  'sensor.pa1mn': watts('87000'),
  'sensor.contract_power': subscribedVa('108000'),
  'binary_sensor.off_peak': ['off'],
  'binary_sensor.flex_ready_missing': no,
  'binary_sensor.test_mode': no,
};

const SAPHIR: Family['expected'] = {
  'sensor.meter_number': text('062066000888'),
  'sensor.grille_d': text('HTA5____'),
  'sensor.grille_f': text('HTA3____'),
  'sensor.ptcourd': text('HPH'),
  'sensor.ptcourf': text('HP'),
  'sensor.eap1sd': kwh('1000'),
  'sensor.eap8sd': kwh('8000'),
  'sensor.eap8sf': kwh('12000'),
  // HPH is the second period of its calendar.
  'sensor.contract_power_w': subscribedW('800000'),
  'binary_sensor.flex_ready_missing': no,
  // 1,000 + 2,000 + … + 8,000 kWh
  'sensor.energy_total': wh('36000000'),
  'binary_sensor.preavis': no,
};

const ICE: Family['expected'] = {
  'sensor.contrat': text('BASE_A5'),
  'sensor.ptcour': text('HPH'),
  'sensor.eapp': kwh('1234'),
  'sensor.eaphce': kwh('234567'),
  'sensor.eaphph': kwh('567890'),
  'sensor.energy_total': wh('803691000'),
  'sensor.pa1mn': watts('452000'),
  'sensor.headroom_w': watts('28000'),
  'binary_sensor.off_peak': ['off'],
};

export const BUSINESS_FAMILIES: readonly Family[] = [
  {
    name: 'a PME-PMI of 2010, which does not say who it is',
    frame: pmePmi2010().build(),
    expected: { ...PME_PMI, 'sensor.mesures1': text('TJ LU'), 'binary_sensor.preavis': no },
  },
  {
    name: 'a PME-PMI of 2013 in a notice',
    frame: pmePmi().after('PS', 'PREAVIS', 'DEP').build(),
    expected: {
      ...PME_PMI,
      'sensor.mesures1': text('BT 4 SUP36'),
      'sensor.meter_number': text('041436000777'),
      'binary_sensor.preavis': warned,
    },
  },
  {
    name: 'a PME-PMI that meters HTA in low voltage',
    frame: pmePmiHta().set('ADS', '041436000778').build(),
    expected: {
      'sensor.mesures1': text('HTA 5'),
      'sensor.contract_power_w': subscribedW('250000'),
      'sensor.headroom_w': watts('163000'),
      'sensor.eap_s_hph': kwh('1234'),
      'sensor.pa1mn': watts('87000'),
      'binary_sensor.preavis': no,
    },
  },
  {
    name: 'a PME-PMI of a producer',
    frame: pmePmiProducer().set('ADS', '041436000779').build(),
    expected: { 'sensor.eap_s_hph': kwh('1234'), 'sensor.eap_i_hph': kwh('77'), 'binary_sensor.preavis': no },
  },
  { name: 'a SAPHIR in HISTO', frame: saphirLong().build(), expected: SAPHIR },
  {
    name: 'a SAPHIR in STD of a producer, in a notice',
    frame: saphirLong({ format: 'STD', producer: true })
      .set('ADS', '062066000889')
      .after('PTCOURD', 'PREAVIS', 'DEP')
      .build(),
    expected: {
      ...SAPHIR,
      'sensor.meter_number': text('062066000889'),
      'sensor.pa1mn': watts('730000'),
      'sensor.headroom_w': watts('70000'),
      'sensor.ipa1mn': watts('0'),
      'sensor.eap1id': kwh('9'),
      'sensor.i1i': amperes('1.25'),
      'binary_sensor.preavis': warned,
    },
  },
  { name: 'an ICE-2Q', frame: ice2q().build(), expected: { ...ICE, 'binary_sensor.preavis': no } },
  {
    name: 'an ICE-2Q of V2.4 in a notice',
    frame: iceV24().after('PTCOUR', 'PREAVIS', 'DEP').build(),
    expected: { 'sensor.ptcour': text('HPH'), 'binary_sensor.off_peak': ['off'], 'binary_sensor.preavis': warned },
  },
  {
    name: 'an ICE-4Q, whose second part says the same labels of the injection',
    frame: ice4q().build(),
    expected: {
      ...ICE,
      'sensor.injection_ptcour': text('2'),
      'sensor.injection_eapcour_2': kwh('123'),
      'sensor.injection_ipa1mn': watts('3000'),
      'sensor.injection_i1': amperes('1.25'),
    },
  },
  {
    name: 'a CJE in a notice',
    frame: cje('DP').build(),
    expected: {
      'sensor.jaune_period': text('HPH'),
      'sensor.jaune_power': va('31000'),
      'sensor.psousc': subscribedVa('42000'),
      'sensor.headroom': va('11000'),
      'sensor.energ_1': kwh('123456'),
      'sensor.energ_4': kwh('456789'),
      'sensor.energy_total': wh('1160490000'),
      'binary_sensor.off_peak': ['off'],
      'binary_sensor.preavis': warned,
    },
  },
  {
    name: 'a concentrateur, which counts gas and another meter too',
    frame: concentrateur().build(),
    expected: {
      'sensor.meter_number': text('021503000123'),
      'sensor.hchc': wh('1234567'),
      'sensor.hchp': wh('2345678'),
      'sensor.energy_total': wh('3580245'),
      'sensor.gaz': ['123.45', 'm³', 'gas', 'total_increasing'],
      'sensor.autre': ['67.89', 'm³', undefined, 'total_increasing'],
      'sensor.ptec': ['hp', undefined, 'enum'],
      'binary_sensor.off_peak': ['off'],
    },
  },
  {
    name: 'a blue meter on stand-by, of which nothing but its number is known',
    frame: standby().set('ADCO', '021528100790').build(),
    expected: { 'sensor.meter_number': text('021528100790'), 'binary_sensor.link': ['on', undefined, 'connectivity'] },
  },
];
