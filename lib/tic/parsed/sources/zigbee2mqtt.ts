// zigbee2mqtt with a LiXee ZLinky_TIC: one JSON of all values that it knows with each that is new, or a topic for each value.
// It repeats what came long ago, shows 0 for what the device has not read, energies in kWh with the digits of an option (two by
// default, formerly none), texts without their blanks.
import { isJson } from '../../bytes/foreign';
import { readAddress } from '../../families/address';
import { TARIFF_PERIODS } from '../../families/historique';
import { decodeStatusRegister } from '../../value/status-register';
import { availability, deviceOf, partsOf } from '../content';
import { hexIn, numberIn, plainValue } from '../label-values';
import type {
  LabelValue,
  LinkyMode,
  Mapped,
  ParsedMessage,
  ParsedSource,
  SourceSettings,
  SourceValues,
} from '../source';
import {
  HISTORIQUE_ROWS,
  NO_NUMBERS,
  ONLY_STANDARD,
  ONLY_THREE_PHASES,
  type Phases,
  STANDARD_ROWS,
  type ZlinkyRow,
} from './zlinky-rows';

const KEYS: ReadonlySet<string> = new Set([...HISTORIQUE_ROWS, ...STANDARD_ROWS].map(({ key }) => key));

export const ZIGBEE2MQTT: ParsedSource = {
  // An index is rounded to whole kWh by older releases, and told up to its own interval after it rose.
  parsedBy: { by: 'zigbee2mqtt', checked: true, mixed: true, slackWh: 2000 },
  // It asks the device every 600 s, and the device reports at least every 900 s.
  silenceSeconds: 1500,
  repeats: true,
  keeps: ['overrun', 'notice'],
  identity: 'meter_serial_number',
  read,
  map,
};

function read({ topic, content }: ParsedMessage): ReturnType<ParsedSource['read']> {
  const parts = partsOf(topic);
  const last = parts.at(-1) ?? '';
  const before = deviceOf(parts.slice(0, -1));
  if (last === 'availability') return availability(content, before);
  if (parts.at(-2) === 'bridge' && last === 'state') return availability(content, deviceOf(parts.slice(0, -2)), true);
  if (parts.includes('bridge') || last === 'set' || last === 'get') return { kind: 'aside' };
  if (!isJson(content)) {
    if (KEYS.has(last))
      return { kind: 'values', device: before, values: { [last]: typed(last, content) }, single: true };
    // With a topic for each value, those that are no label of the meter come too.
    return parts.length > 2 ? { kind: 'aside' } : null;
  }
  if (!Object.keys(content).some((key) => KEYS.has(key))) return parts.length > 2 ? { kind: 'aside' } : null;
  const { last_seen: saidAt } = content;
  const isDated = typeof saidAt === 'string' || typeof saidAt === 'number';
  return { kind: 'values', device: deviceOf(parts), values: content, single: false, ...(isDated ? { saidAt } : {}) };
}

/** Digits that are text all the same. */
const TEXTS: ReadonlySet<string> = new Set(['meter_serial_number', 'site_id']);
const REGISTERS: ReadonlySet<string> = new Set(['status_register', 'mot_d_etat']);

/** A value that has a topic of its own comes as text. */
function typed(key: string, content: unknown): unknown {
  if (REGISTERS.has(key)) return hexIn(content);
  return TEXTS.has(key) ? content : (numberIn(content) ?? content);
}

function map(values: SourceValues, known: SourceValues, settings: SourceSettings): Mapped {
  const mode = settings.mode === 'auto' ? modeOf(known) : settings.mode;
  if (mode === null || !hasRead(known)) return { mode: null, labels: [], absent: [] };
  const phases = phasesOf(known, mode);
  const labels: LabelValue[] = [];
  const absent: string[] = [];
  for (const row of mode === 'standard' ? STANDARD_ROWS : HISTORIQUE_ROWS) {
    if (!Object.hasOwn(values, row.key) || !counts(row, phases, known)) continue;
    const value = valueOf(row, values[row.key]);
    if (value === undefined) continue;
    const isZero = Number(value) === 0 && typeof value === 'number';
    if (!isZero || row.zero === undefined || (row.zero === 'producer' && isProducer(known)))
      labels.push(
        row.form === 'date' ? { label: row.label, value: '', horodate: String(value) } : { label: row.label, value },
      );
    else if (row.zero === 'absent') absent.push(row.label);
  }
  return { mode, labels, absent: [...absent, ...peaksDenied(labels)] };
}

/** Which of the two modes speaks; null: nobody can tell yet. What is known may be left of another mode. */
function modeOf(known: SourceValues): LinkyMode | null {
  const contract = String(plainValue(known['current_tarif']) ?? '');
  if (/^(HC\.\.|EJP\.|BBR.?)$/.test(contract)) return 'historique';
  if (contract !== '' && contract !== 'BASE') return 'standard';
  const text = (key: string): string => String(plainValue(known[key]) ?? '');
  if (ONLY_STANDARD.some((key) => text(key) !== '')) return 'standard';
  const voltage = numberIn(known['rms_voltage']) ?? 0;
  if (voltage > 0 && !NO_NUMBERS.has(voltage)) return 'standard';
  // From firmware 16 on the same period stands in both: what it says tells.
  const period = PERIODS_OF.map(text).find((found) => /[A-Z]/.test(found));
  if (period !== undefined) return isOfHistorique(period) ? 'historique' : 'standard';
  return text('tomorrow_color') === '' ? null : 'historique';
}

const PERIODS_OF = ['active_register_tier_delivered', 'current_price'];

function isOfHistorique(period: string): boolean {
  return TARIFF_PERIODS.includes(period.trim().padEnd(4, '.'));
}

/** The device has read its meter: one index at least has counted. */
function hasRead(known: SourceValues): boolean {
  const indexes = Object.keys(known).filter((key) => /_summ_delivered$|_summ_received$/.test(key));
  return indexes.length === 0 || indexes.some((key) => (numberIn(known[key]) ?? 0) > 0);
}

function phasesOf(known: SourceValues, mode: LinkyMode): Phases {
  const least = mode === 'standard' ? 1 : 0;
  const has = (key: string): boolean => {
    const number = numberIn(known[key]);
    return number !== undefined && number >= least && !NO_NUMBERS.has(number);
  };
  return ONLY_THREE_PHASES.some(has) || (has('total_apparent_power') && !isSinglePhase(known)) ? 3 : 1;
}

/** Types of single-phase Linkys (Association Euridis, list of codes V3.04A). */
const SINGLE_PHASE: ReadonlySet<string> = new Set(['60', '61', '62', '64', '70', '75']);

/** The firmware puts the power of a single-phase meter where the sum of three phases stands, too. */
function isSinglePhase(known: SourceValues): boolean {
  return SINGLE_PHASE.has(readAddress(String(plainValue(known['meter_serial_number']) ?? ''))?.type ?? '');
}

function counts(row: ZlinkyRow, phases: Phases, known: SourceValues): boolean {
  if (row.phases !== undefined && row.phases !== phases) return false;
  return row.contract === undefined || String(plainValue(known['current_tarif']) ?? '').startsWith(row.contract);
}

function valueOf(row: ZlinkyRow, raw: unknown): string | number | undefined {
  const value = plainValue(raw);
  if (value === undefined || row.form === 'date') return value;
  const number = typeof value === 'number' ? value : undefined;
  if (row.form === 'kWh') {
    const kilowatts = numberIn(value) ?? -1;
    return kilowatts < 0 ? undefined : Math.round(kilowatts * 1000);
  }
  if (number !== undefined && (number < 0 || NO_NUMBERS.has(number))) return undefined;
  if (row.form === 'letter' && number !== undefined) return number === 0 ? 0 : String.fromCharCode(number);
  return value;
}

/** An index of what is injected has counted, or the status register says so. */
function isProducer(known: SourceValues): boolean {
  if ((numberIn(known['current_summ_received']) ?? 0) > 0) return true;
  return decodeStatusRegister(String(plainValue(known['status_register']) ?? ''))?.producer === true;
}

/** The dates of mobile peaks do not come through: that there is none is what the status register says. */
function peaksDenied(labels: readonly LabelValue[]): string[] {
  const status = labels.find(({ label }) => label === 'STGE')?.value;
  const register = status === undefined ? null : decodeStatusRegister(String(status));
  const isQuiet = register !== null && register.peakNotice === null && register.peakInProgress === null;
  return isQuiet ? ['DPM1', 'DPM2', 'DPM3'] : [];
}
