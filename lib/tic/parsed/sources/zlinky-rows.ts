// What zigbee2mqtt calls the labels of a meter behind a LiXee ZLinky_TIC (converter of zigbee-herdsman-converters, 2026-08; the
// attributes: README of the firmware, 2025-11). One name means another label by the mode, the phases and the contract.
// Left out: reactive energies (16 bits hold no such index: users see them negative) and DPMn, FPMn (two digits without the date).
import type { LinkyMode } from '../source';

export type Phases = 1 | 3;

export interface ZlinkyRow {
  readonly key: string;
  readonly label: string;
  readonly mode: LinkyMode;
  readonly phases?: Phases;
  /** Contracts of historique in which it is that label, by the beginning of OPTARIF. */
  readonly contract?: 'BASE' | 'HC' | 'EJP' | 'BBR';
  /** `kWh`: what the meter counts in Wh. `letter`: the code of a character. */
  readonly form?: 'kWh' | 'letter' | 'date';
  /**
   * What a 0 says. `unknown`: the device has not read it, for no meter sends 0 (or nobody can tell); `absent`: the meter does
   * not send the label now; `producer`: a value of a producer, nothing elsewhere. By default a value like any other.
   */
  readonly zero?: 'unknown' | 'absent' | 'producer';
}

type Extras = Partial<Omit<ZlinkyRow, 'key' | 'label' | 'mode'>>;

const historique = (key: string, label: string, extras: Extras = {}): ZlinkyRow => ({
  key,
  label,
  mode: 'historique',
  ...extras,
});
const standard = (key: string, label: string, extras: Extras = {}): ZlinkyRow => ({
  key,
  label,
  mode: 'standard',
  ...extras,
});

const index = { form: 'kWh', zero: 'unknown' } as const;
const read = { zero: 'unknown' } as const;
const alert = { zero: 'absent' } as const;
const produced = { zero: 'producer' } as const;
const one = { phases: 1 } as const;
const three = { phases: 3 } as const;

const tiers = (labels: readonly string[], extras: Extras): ZlinkyRow[] =>
  labels.map((label, i) => historique(tier(i), label, { ...index, ...extras }));

function tier(i: number): string {
  return `current_tier${String(i + 1)}_summ_delivered`;
}

const two = (n: number): string => String(n).padStart(2, '0');

export const HISTORIQUE_ROWS: readonly ZlinkyRow[] = [
  historique('meter_serial_number', 'ADCO'),
  historique('current_tarif', 'OPTARIF'),
  historique('available_power', 'ISOUSC', read),
  historique('current_summ_delivered', 'BASE', { ...index, contract: 'BASE' }),
  ...tiers(['HCHC', 'HCHP'], { contract: 'HC' }),
  ...tiers(['EJPHN', 'EJPHPM'], { contract: 'EJP' }),
  ...tiers(['BBRHCJB', 'BBRHPJB', 'BBRHCJW', 'BBRHPJW', 'BBRHCJR', 'BBRHPJR'], { contract: 'BBR' }),
  historique('start_notice_e_j_p', 'PEJP', alert),
  historique('active_register_tier_delivered', 'PTEC'),
  historique('tomorrow_color', 'DEMAIN'),
  historique('rms_current', 'IINST', one),
  historique('warn_d_p_s', 'ADPS', alert),
  historique('rms_current_max', 'IMAX', { ...read, ...one }),
  historique('warn_d_i_r1', 'ADIR1', alert),
  historique('warn_d_i_r2', 'ADIR2', alert),
  historique('warn_d_i_r3', 'ADIR3', alert),
  historique('rms_current', 'IINST1', three),
  historique('rms_current_ph_b', 'IINST2', three),
  historique('rms_current_ph_c', 'IINST3', three),
  historique('rms_current_max', 'IMAX1', { ...read, ...three }),
  historique('rms_current_max_ph_b', 'IMAX2', { ...read, ...three }),
  historique('rms_current_max_ph_c', 'IMAX3', { ...read, ...three }),
  historique('active_power_max', 'PMAX', { ...read, ...three }),
  historique('apparent_power', 'PAPP'),
  historique('schedule_h_p_h_c', 'HHPHC', { form: 'letter', ...read }),
  historique('mot_d_etat', 'MOTDETAT'),
];

export const STANDARD_ROWS: readonly ZlinkyRow[] = [
  standard('meter_serial_number', 'ADSC'),
  standard('software_revision', 'VTIC', read),
  standard('current_date', 'DATE', { form: 'date' }),
  standard('current_tarif', 'NGTF'),
  standard('current_price', 'LTARF'),
  standard('current_summ_delivered', 'EAST', index),
  ...Array.from({ length: 10 }, (_, i) => standard(tier(i), `EASF${two(i + 1)}`, index)),
  ...Array.from({ length: 4 }, (_, i) => standard(`active_energy_out_d${two(i + 1)}`, `EASD${two(i + 1)}`, index)),
  // As converters before 2024 spelt it.
  ...Array.from({ length: 4 }, (_, i) => standard(`active_enerfy_out_d${two(i + 1)}`, `EASD${two(i + 1)}`, index)),
  standard('current_summ_received', 'EAIT', index),
  standard('rms_current', 'IRMS1'),
  standard('rms_current_ph_b', 'IRMS2', three),
  standard('rms_current_ph_c', 'IRMS3', three),
  standard('rms_voltage', 'URMS1', read),
  standard('rms_voltage_ph_b', 'URMS2', { ...read, ...three }),
  standard('rms_voltage_ph_c', 'URMS3', { ...read, ...three }),
  standard('available_power', 'PREF', read),
  standard('power_threshold', 'PCOUP', read),
  standard('apparent_power', 'SINSTS', one),
  standard('total_apparent_power', 'SINSTS', three),
  standard('apparent_power', 'SINSTS1', three),
  standard('apparent_power_ph_b', 'SINSTS2', three),
  standard('apparent_power_ph_c', 'SINSTS3', three),
  standard('active_power_max', 'SMAXSN', one),
  standard('active_power_max', 'SMAXSN1', three),
  standard('active_power_max_ph_b', 'SMAXSN2', three),
  standard('active_power_max_ph_c', 'SMAXSN3', three),
  standard('drawn_v_a_max_n1', 'SMAXSN-1', one),
  standard('drawn_v_a_max_n1', 'SMAXSN1-1', three),
  standard('drawn_v_a_max_n1_p2', 'SMAXSN2-1', three),
  standard('drawn_v_a_max_n1_p3', 'SMAXSN3-1', three),
  standard('injected_v_a', 'SINSTI', produced),
  standard('injected_v_a_max_n', 'SMAXIN', produced),
  standard('injected_v_a_max_n1', 'SMAXIN-1', produced),
  standard('active_power', 'CCASN'),
  standard('active_power_ph_b', 'CCASN-1'),
  standard('injected_active_load_n', 'CCAIN', produced),
  standard('injected_active_load_n1', 'CCAIN-1', produced),
  standard('average_rms_voltage_meas_period', 'UMOY1', read),
  standard('average_rms_voltage_measure_period_ph_b', 'UMOY2', { ...read, ...three }),
  standard('average_rms_voltage_meas_period_ph_c', 'UMOY3', { ...read, ...three }),
  standard('status_register', 'STGE'),
  standard('message1', 'MSG1'),
  standard('message2', 'MSG2'),
  standard('site_id', 'PRM'),
  standard('relais', 'RELAIS'),
  standard('current_index_tarif', 'NTARF', read),
  standard('days_number_current_calendar', 'NJOURF'),
  standard('days_number_next_calendar', 'NJOURF+1'),
  standard('days_profile_current_calendar', 'PJOURF+1'),
  standard('days_profile_next_calendar', 'PPOINTE'),
];

/** What the device sends for a number that it does not have; below 0 stands 0x8000. No power, current or voltage is so high. */
export const NO_NUMBERS: ReadonlySet<number> = new Set([0xffff, 0xffffff, 0xffffffff]);

/** Only one of the two modes has such a value. A word of the contract tells, too: see `modeOf`. */
export const ONLY_STANDARD: readonly string[] = ['status_register', 'current_date'];

/** Numbers that no single-phase meter has. In standard the device shows 0 for them as well where it has read none. */
export const ONLY_THREE_PHASES: readonly string[] = [
  'rms_current_ph_b',
  'rms_current_ph_c',
  'rms_voltage_ph_b',
  'rms_voltage_ph_c',
  'apparent_power_ph_b',
  'apparent_power_ph_c',
];
