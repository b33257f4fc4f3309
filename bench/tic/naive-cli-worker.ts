// A command line that decodes, as it is written in an hour: standard input to one line of JSON per frame, with the fields of ours
// that a naive decoder can have. It knows no signals, no budget, no Flex Ready, and of what is packed in values the status register
// alone. `values`: the values alone.
import { NaiveDecoder } from './naive-decoder';

const onlyValues = process.argv[2] === 'values';

type Values = Record<string, string | number>;

/** By the beginnings of labels; a business meter glues its units to the numbers. */
const UNITS: readonly (readonly [string, RegExp])[] = [
  ['Wh', /^(EA|EJP|BBR|HC|BASE)/],
  ['VA', /^(SINST|SMAX|PAPP)/],
  ['W', /^(CCA|PMAX)/],
  ['A', /^(I|IRMS|ISOUSC|ADPS)/],
  ['V', /^(URMS|UMOY)/],
  ['kVA', /^(PREF|PCOUP)/],
];
const GLUED = /^(-?\d+(?:,\d+)?)(k?Wh|k?varh|VAh|k?VA|k?W|kvar|V|min|%)$/;
const HORODATE = /^[HEhe ](\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;
const DATE = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d)[:/](\d\d)[:/](\d\d)$/;

/** The last long frame, whose values short ones do not repeat. */
let long: { readonly values: Values; readonly time: string | null } = { values: {}, time: null };

function print(came: Values, horodates: Record<string, string>, rejected: number): string {
  if (onlyValues) return JSON.stringify(came);
  const times = Object.fromEntries(Object.entries(horodates).map(([label, horodate]) => [label, iso(horodate)]));
  const isShort = came['LG_TRM'] === 'TRM_COURTE' || 'ADIR1' in came;
  const sent = isShort ? { ...long.values, ...came } : came;
  const values: Values = {};
  const units: Record<string, string> = {};
  for (const [label, value] of Object.entries(sent)) {
    values[label] = value;
    if (typeof value === 'number') {
      const unit = UNITS.find(([, pattern]) => pattern.test(label))?.[0];
      if (unit !== undefined) units[label] = unit;
      continue;
    }
    const glued = GLUED.exec(value);
    if (glued !== null) {
      values[label] = Number(glued[1]?.replace(',', '.'));
      units[label] = glued[2] ?? '';
    }
    const date = DATE.exec(value);
    if (date !== null) times[label] = isoOfDate(date);
  }
  const time = times['DATE'] ?? null;
  const carried = isShort ? agesOf(came, time) : {};
  if (!isShort) long = { values: came, time };
  const quality = { groups: Object.keys(came).length, rejected, complete: true };
  return JSON.stringify({
    ...{ meter: meterOf(values), time, values, units, horodates: times },
    ...{ decoded: decodedOf(values), carried, headroom: headroomOf(values), quality },
  });
}

function meterOf(values: Values): Record<string, unknown> {
  const id = values['ADSC'] ?? values['ADCO'] ?? values['ADS'];
  const type = String(id).padStart(12, '0').slice(4, 6);
  const family = 'LG_TRM' in values ? 'saphir' : 'MESURES1' in values ? 'pme-pmi' : 'linky';
  const mode = 'ADSC' in values ? 'standard' : 'ADCO' in values ? 'historique' : null;
  const phases = mode === null ? null : 'IRMS2' in values || 'IINST2' in values ? 3 : 1;
  return { id, family, mode, phases, producer: 'EAIT' in values, type };
}

/** Seconds since the last long frame, of what it brought. */
function agesOf(came: Values, time: string | null): Record<string, number | null> {
  const seconds = time === null || long.time === null ? null : (Date.parse(time) - Date.parse(long.time)) / 1000;
  const missing = Object.keys(long.values).filter((label) => !(label in came));
  return Object.fromEntries(missing.map((label) => [label, seconds]));
}

function headroomOf(values: Values): Record<string, number> | null {
  const { PREF, SINSTS, IRMS1, ISOUSC, PAPP, IINST } = values;
  if (typeof PREF === 'number' && typeof SINSTS === 'number' && typeof IRMS1 === 'number')
    return { va: PREF * 1000 - SINSTS, a: PREF * 5 - IRMS1 };
  if (typeof ISOUSC === 'number' && typeof PAPP === 'number' && typeof IINST === 'number')
    return { va: ISOUSC * 200 - PAPP, a: ISOUSC - IINST };
  return null;
}

function decodedOf({ STGE }: Values): Record<string, unknown> {
  if (STGE === undefined) return {};
  const word = parseInt(String(STGE), 16);
  const bits = (from: number, count: number): number => (word >>> from) & ((1 << count) - 1);
  const register = {
    dryContact: bits(0, 1) ? 'open' : 'closed',
    breaker: bits(1, 3),
    coverOpen: bits(4, 1) === 1,
    overvoltage: bits(6, 1) === 1,
    powerOverrun: bits(7, 1) === 1,
    producer: bits(8, 1) === 1,
    injecting: bits(9, 1) === 1,
    supplierIndex: bits(10, 4) + 1,
    distributorIndex: bits(14, 2) + 1,
    clockDegraded: bits(16, 1) === 1,
    mode: bits(17, 1) ? 'standard' : 'historique',
    euridis: bits(19, 2),
    plc: bits(21, 2),
    plcSynchronised: bits(23, 1) === 1,
    colourToday: [null, 'blue', 'white', 'red'][bits(24, 2)],
    colourTomorrow: [null, 'blue', 'white', 'red'][bits(26, 2)],
    peakNotice: bits(28, 2),
    peakInProgress: bits(30, 2),
  };
  return { STGE: register };
}

function iso(horodate: string): string {
  const parts = HORODATE.exec(horodate);
  if (parts === null) return horodate;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = parts;
  const offset = horodate.startsWith('E') ? '+02:00' : '+01:00';
  return `20${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
}

/** Without a season letter: taken for winter time. */
function isoOfDate([, day = '', month = '', year = '', hour = '', minute = '', second = '']: RegExpExecArray): string {
  return `20${year}-${month}-${day}T${hour}:${minute}:${second}+01:00`;
}

const decoder = new NaiveDecoder((values, horodates, rejected) => {
  process.stdout.write(`${print(values, horodates, rejected)}\n`);
});
process.stdin.on('data', (chunk: Buffer) => {
  decoder.push(chunk);
});
