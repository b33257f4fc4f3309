// What the programs that parse a TIC make of a frame, after their sources and what users have posted: the same frame can come by
// wire and by each of them. Written a second time, apart from the tables of lib/tic/parsed.

interface Part {
  readonly label: string;
  readonly horodate: string | undefined;
  /** Untrimmed. */
  readonly data: string;
}

/** A message of MQTT, or of a WebSocket (no topic). */
export interface ToldMessage {
  readonly topic?: string;
  readonly payload: unknown;
}

/** The groups of a frame. */
function partsOf(frame: Buffer): Part[] {
  const groups = frame.toString('latin1').split('\r').slice(0, -1);
  return groups.map((text): Part => {
    const group = text.slice(text.indexOf('\n') + 1);
    const separator = group.includes('\t') ? '\t' : ' ';
    const [label = '', ...rest] = group.slice(0, -2).split(separator);
    if (separator === ' ') return { label, horodate: undefined, data: rest.join(' ') };
    const [first = '', second] = rest;
    return second === undefined
      ? { label, horodate: undefined, data: first }
      : { label, horodate: first, data: second };
  });
}

/** The driver of Tasmota: digits are numbers but for the address, dates are left out, labels of MSG1 and profiles too. */
export function byTasmota(frame: Buffer, device = 'linky'): ToldMessage {
  const told = partsOf(frame)
    .filter(({ label, data }) => data !== '' && !['PJOURF+1', 'MSG1', 'PPOINTE'].includes(label))
    .map(({ label, data }): [string, string | number] => {
      const isNumber = /^\d+$/.test(data) && label !== 'ADCO' && label !== 'ADSC';
      // `atol` of 32 bits stops at the highest.
      return [label, isNumber ? Math.min(Number(data), 0x7fffffff) : data];
    });
  const payload = { Time: '2027-01-12T10:55:01', ENERGY: { Power: 1240 }, TIC: Object.fromEntries(told) };
  return { topic: `tele/${device}/SENSOR`, payload: JSON.stringify(payload) };
}

/** The firmware of N. Bernaerts: texts without outer blanks, a date before its value. */
export function byTasmotaFork(frame: Buffer, device = 'linky'): ToldMessage {
  const told = partsOf(frame).map(({ label, horodate, data }): [string, string] => [
    label,
    [horodate?.trim(), data.trim()].filter((part) => part !== undefined && part !== '').join(' '),
  ]);
  const payload = { Time: '2027-01-12T10:55:01', TIC: Object.fromEntries(told) };
  return { topic: `${device}/tele/SENSOR`, payload: JSON.stringify(payload) };
}

/** teleinfo2mqtt: the value of a label by its place, a number where a text begins with one, dates called UTC. */
export function byTeleinfo2mqtt(frame: Buffer): ToldMessage {
  const parts = partsOf(frame);
  const told = parts.flatMap(({ label, horodate, data }): [string, object][] => {
    if (label === 'MOTDETAT') return [];
    const raw = label === 'PREF' || label === 'PCOUP' ? `${data}000` : data;
    const number = Number.parseInt(raw.replaceAll('..', ''), 10);
    const value = Number.isNaN(number) ? raw.replaceAll('..', '') : number;
    if (horodate === undefined) return [[label, { raw, value }]];
    const figures = /^([HE ])(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(horodate);
    if (figures === null) return [];
    const [, season, year, month, day, hour, minute, second] = figures;
    const date = `20${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.000Z`;
    return [[label, { raw, value, timestamp: { dst: season === 'H' ? 'winter' : 'summer', date } }]];
  });
  const id = parts.find(({ label }) => label === 'ADCO' || label === 'ADSC')?.data ?? '';
  return { topic: `teleinfo/${id}`, payload: JSON.stringify(Object.fromEntries(told)) };
}

/** TIC2WebSocket: the event as it is sent; by its documents the same lies below `data`. */
export function byTic2websocket(frame: Buffer, shape: 'sent' | 'documented' = 'sent'): ToldMessage {
  const parts = partsOf(frame);
  const content = Object.fromEntries(
    parts.map(({ label, horodate, data }) => [label, horodate === undefined ? data : `${horodate}\t${data}`]),
  );
  const address = parts.find(({ label }) => label === 'ADCO' || label === 'ADSC');
  const identifier = { serialNumber: address?.data, portName: '/dev/ttyUSB0', portId: '1-1' };
  const mode = address?.label === 'ADCO' ? 'HISTORIC' : 'STANDARD';
  const event = { type: 'EVENT', name: 'OnTICData' };
  const captureDateTime = '2027-01-12T10:55:01';
  const payload =
    shape === 'sent'
      ? { ...event, datetime: captureDateTime, identifier, mode, captureDateTime, frame: content }
      : { ...event, data: { mode, captureDateTime: '12/01/2027 10:55:01', ticIdentifier: identifier, content } };
  return { payload: JSON.stringify(payload) };
}

const TEXTS_OF_ESPHOME =
  /^(AD[CS][OC]|OPTARIF|PTEC|DEMAIN|HHPHC|MOTDETAT|NGTF|LTARF|STGE|MSG\d|PRM|[NP]JOURF.*|PPOINTE)$/;

/** ESPHome: a sensor for each label, named by it, numbers of 24 bits; the dates are lost. */
export function byEsphome(frame: Buffer, prefix = 'linky'): ToldMessage[] {
  return partsOf(frame)
    .filter(({ data }) => data !== '')
    .map(({ label, data }) => {
      const object = label.toLowerCase().replaceAll('+', '_');
      return TEXTS_OF_ESPHOME.test(label)
        ? { topic: `${prefix}/text_sensor/${object}/state`, payload: data }
        : { topic: `${prefix}/sensor/${object}/state`, payload: String(Math.fround(Number(data))) };
    });
}

/** By the names of zigbee2mqtt, single-phase: each is what `exposes` of its converter says of the label. */
const EXPOSED: Readonly<Record<string, string>> = {
  ADCO: 'meter_serial_number',
  ADSC: 'meter_serial_number',
  OPTARIF: 'current_tarif',
  NGTF: 'current_tarif',
  ISOUSC: 'available_power',
  PREF: 'available_power',
  PCOUP: 'power_threshold',
  BASE: 'current_summ_delivered',
  EAST: 'current_summ_delivered',
  EAIT: 'current_summ_received',
  HCHC: 'current_tier1_summ_delivered',
  HCHP: 'current_tier2_summ_delivered',
  EJPHN: 'current_tier1_summ_delivered',
  EJPHPM: 'current_tier2_summ_delivered',
  BBRHCJB: 'current_tier1_summ_delivered',
  BBRHPJB: 'current_tier2_summ_delivered',
  BBRHCJW: 'current_tier3_summ_delivered',
  BBRHPJW: 'current_tier4_summ_delivered',
  BBRHCJR: 'current_tier5_summ_delivered',
  BBRHPJR: 'current_tier6_summ_delivered',
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [
      `EASF${String(i + 1).padStart(2, '0')}`,
      `current_tier${String(i + 1)}_summ_delivered`,
    ]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 4 }, (_, i) => [`EASD0${String(i + 1)}`, `active_energy_out_d0${String(i + 1)}`]),
  ),
  PTEC: 'active_register_tier_delivered',
  DEMAIN: 'tomorrow_color',
  IINST: 'rms_current',
  IINST1: 'rms_current',
  IINST2: 'rms_current_ph_b',
  IINST3: 'rms_current_ph_c',
  IRMS1: 'rms_current',
  IRMS2: 'rms_current_ph_b',
  IRMS3: 'rms_current_ph_c',
  URMS1: 'rms_voltage',
  URMS2: 'rms_voltage_ph_b',
  URMS3: 'rms_voltage_ph_c',
  IMAX: 'rms_current_max',
  PAPP: 'apparent_power',
  ADPS: 'warn_d_p_s',
  ADIR1: 'warn_d_i_r1',
  ADIR2: 'warn_d_i_r2',
  ADIR3: 'warn_d_i_r3',
  PEJP: 'start_notice_e_j_p',
  HHPHC: 'schedule_h_p_h_c',
  MOTDETAT: 'mot_d_etat',
  DATE: 'current_date',
  LTARF: 'current_price',
  NTARF: 'current_index_tarif',
  VTIC: 'software_revision',
  SINSTI: 'injected_v_a',
  SMAXIN: 'injected_v_a_max_n',
  CCASN: 'active_power',
  'CCASN-1': 'active_power_ph_b',
  UMOY1: 'average_rms_voltage_meas_period',
  UMOY2: 'average_rms_voltage_measure_period_ph_b',
  UMOY3: 'average_rms_voltage_meas_period_ph_c',
  STGE: 'status_register',
  MSG1: 'message1',
  PRM: 'site_id',
  RELAIS: 'relais',
  NJOURF: 'days_number_current_calendar',
  'NJOURF+1': 'days_number_next_calendar',
  'PJOURF+1': 'days_profile_current_calendar',
  PPOINTE: 'days_profile_next_calendar',
};
const OF_ONE_PHASE: Readonly<Record<string, string>> = {
  SINSTS: 'apparent_power',
  SMAXSN: 'active_power_max',
  'SMAXSN-1': 'drawn_v_a_max_n1',
};
const OF_THREE_PHASES: Readonly<Record<string, string>> = {
  SINSTS: 'total_apparent_power',
  SINSTS1: 'apparent_power',
  SINSTS2: 'apparent_power_ph_b',
  SINSTS3: 'apparent_power_ph_c',
  SMAXSN1: 'active_power_max',
  SMAXSN2: 'active_power_max_ph_b',
  SMAXSN3: 'active_power_max_ph_c',
  'SMAXSN1-1': 'drawn_v_a_max_n1',
  'SMAXSN2-1': 'drawn_v_a_max_n1_p2',
  'SMAXSN3-1': 'drawn_v_a_max_n1_p3',
};
/** What the device shows as a number; other digits stay text. */
const CODES = ['NTARF', 'VTIC', 'RELAIS', 'NJOURF', 'NJOURF+1'];
const TEXTS = ['ADCO', 'ADSC', 'PRM', 'MOTDETAT', 'STGE'];

interface ZlinkyOptions {
  /** Digits after the comma of kWh: the option of zigbee2mqtt, 0 by default. */
  readonly kwhPrecision?: number;
  readonly name?: string;
  readonly lastSeen?: string;
}

/** The state that zigbee2mqtt knows of a ZLinky whose meter has sent this frame. */
export function zlinkyState(
  frame: Buffer,
  { kwhPrecision = 3, lastSeen }: ZlinkyOptions = {},
): Record<string, unknown> {
  const parts = partsOf(frame);
  const isThree = parts.some(({ label }) => label === 'IRMS2' || label === 'IINST2');
  const isHistorique = parts.some(({ label }) => label === 'ADCO');
  const names = { ...EXPOSED, ...(isThree ? OF_THREE_PHASES : OF_ONE_PHASE) };
  const state: Record<string, unknown> = isHistorique
    ? { warn_d_p_s: 0, start_notice_e_j_p: 0 }
    : { start_mobile_point1: 0, stop_mobile_point1: 0 };
  for (const { label, horodate, data } of parts) {
    const key = names[label];
    if (key === undefined) continue;
    const text = data.trim().replace(/\s+/g, ' ');
    if (label === 'DATE') state[key] = horodate;
    else if (/_summ_|_out_d/.test(key)) state[key] = Number((Number(data) / 1000).toFixed(kwhPrecision));
    else if (label === 'HHPHC') state[key] = text.charCodeAt(0);
    else if (/^\d+$/.test(text) && !TEXTS.includes(label) && (text.length <= 5 || CODES.includes(label)))
      state[key] = Number(text);
    else state[key] = text;
  }
  return {
    ...state,
    linkquality: 120,
    update: { state: 'idle' },
    ...(lastSeen === undefined ? {} : { last_seen: lastSeen }),
  };
}

export function byZigbee2mqtt(frame: Buffer, options: ZlinkyOptions = {}): ToldMessage {
  return { topic: `zigbee2mqtt/${options.name ?? 'ZLinky'}`, payload: JSON.stringify(zlinkyState(frame, options)) };
}

/** The same with `output: attribute`: a topic for each value. */
export function byZigbee2mqttAttributes(frame: Buffer, options: ZlinkyOptions = {}): ToldMessage[] {
  const state = zlinkyState(frame, options);
  return Object.entries(state).map(([key, value]) => ({
    topic: `zigbee2mqtt/${options.name ?? 'ZLinky'}/${key}`,
    payload: typeof value === 'string' ? value : JSON.stringify(value),
  }));
}
