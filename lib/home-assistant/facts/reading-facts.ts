// From one reading to facts about entities: labels by their rows, then what is packed inside values, then the line.
import { PERIODS } from '../entities/historique';
import { LABEL_ROWS } from '../entities';
import { JAUNE_ROWS as JAUNE } from '../entities/jaune';
import { RELAY_ROWS } from '../entities/relays';
import { BREAKER_CODES, EURIDIS_CODES, PLC_CODES, STATUS_ROWS as STATUS } from '../entities/status-register';
import type { EnumRow, LabelEntityRow, Language } from '../discovery/row';
import type { Reading } from './message/reading';
import { labelled } from './labelled';
import type { Fact } from '../discovery/state';

/** A label that was announced although its index is unused stays; else an index that no tariff uses stays hidden. */
export function labelFacts(reading: Reading, language: Language, hidePersonal: boolean): Fact[] {
  return LABEL_ROWS.flatMap((row) => {
    if (hidePersonal && row.personal === true) return [];
    const label = row.labels.find((candidate) => isThere(candidate, reading));
    if (label === undefined) return [];
    if (row.onlyUnit !== undefined && reading.units[label] !== row.onlyUnit) return [];
    if (row.onlyFamily !== undefined && reading.family !== row.onlyFamily) return [];
    if (row.onlyWhen !== undefined && reading.values[row.onlyWhen.label] !== row.onlyWhen.is) return [];
    const value = valueOf(row, label, reading);
    if (value === undefined) return [];
    const attributes = attributesOf(row, label, value, reading, language);
    return [{ row, value, ...(attributes === undefined ? {} : { attributes }), ...unused(row, value, reading) }];
  });
}

/** The group of the clock has no data, only a horodate. */
function isThere(label: string, { values, time }: Reading): boolean {
  return label === 'DATE' ? time !== null : values[label] !== undefined;
}

function unused(row: LabelEntityRow, value: Fact['value'], reading: Reading): { onlyIfAnnounced?: boolean } {
  if (row.whenUsed === undefined || value !== 0) return {};
  const inForce = reading.values['NTARF'];
  return typeof inForce === 'string' && Number(inForce) === row.whenUsed ? {} : { onlyIfAnnounced: true };
}

/** Undefined: nothing that a row of this kind can tell. */
function valueOf(row: LabelEntityRow, label: string, reading: Reading): Fact['value'] | undefined {
  const value = reading.values[label];
  switch (row.kind) {
    case 'number':
      // 0.1 kVA are 100 VA, without the dust of binary fractions.
      return typeof value === 'number' ? Math.round(value * (row.scale ?? 1) * 1000) / 1000 : undefined;
    case 'timestamp':
      return label === 'DATE' ? (reading.time ?? undefined) : undefined;
    case 'enum':
      return typeof value === 'string' ? periodCode(value) : undefined;
    case 'text':
      return textOf(label, value);
  }
}

/** `HC..` → `hc`; a period that no list has is unknown. */
function periodCode(period: string): string {
  const code = period.toLowerCase().replace(/\.+$/, '');
  return PERIODS.some((option) => option.code === code) ? code : 'unknown';
}

/** What Enedis sends when there is no message. */
const NO_MESSAGE = /^PAS DE\s+MESSAGE$/i;

function textOf(label: string, value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(' ') : value;
  if (typeof text !== 'string') return undefined;
  if (label === 'PJOURF+1' || label === 'PPOINTE') return text.replace(/\s*NONUTILE/g, '').trim() || '-';
  return NO_MESSAGE.test(text) || text === '' ? '-' : text;
}

function attributesOf(
  row: LabelEntityRow,
  label: string,
  value: Fact['value'],
  reading: Reading,
  language: Language,
): Readonly<Record<string, unknown>> | undefined {
  const found: Record<string, unknown> = {};
  for (const name of row.attributes ?? []) {
    const known = attribute(name, row, label, value, reading, language);
    if (known != null) found[name] = known;
  }
  return row.attributes === undefined ? undefined : found;
}

function attribute(
  name: string,
  row: LabelEntityRow,
  label: string,
  value: Fact['value'],
  reading: Reading,
  language: Language,
): unknown {
  switch (name) {
    case 'at':
      return reading.horodates[label];
    case 'slots':
      return reading.decoded[label];
    case 'period':
      return reading.values[label];
    case 'label':
      return row.kind === 'enum' ? labelled(row.options, String(value), language).label : undefined;
    case 'maker':
      return reading.maker;
    case 'year':
      return reading.year;
    case 'meter_type':
      return reading.type;
    default:
      return undefined;
  }
}

/** What STGE, RELAIS and the groups of a CJE say; their faults, peaks and colours come as signals. */
export function packedFacts(reading: Reading, language: Language): Fact[] {
  return [
    ...statusFacts(reading.decoded['STGE'], reading, language),
    ...relayFacts(reading.decoded['RELAIS']),
    ...jauneFacts(reading.decoded),
  ];
}

function statusFacts(register: unknown, reading: Reading, language: Language): Fact[] {
  if (typeof register !== 'object' || register === null) return [];
  const bits = register as Readonly<Record<string, unknown>>;
  const choice = (row: EnumRow, codes: Readonly<Record<string, string>>, code: unknown): Fact => {
    const value = (typeof code === 'string' && Object.hasOwn(codes, code) ? codes[code] : undefined) ?? 'unknown';
    return { row, value, attributes: labelled(row.options, value, language) };
  };
  const flag = (row: Fact['row'], value: unknown): Fact[] => (typeof value === 'boolean' ? [{ row, value }] : []);
  return [
    choice(STATUS.breaker, BREAKER_CODES, bits['breaker']),
    ...flag(STATUS.dryContact, bits['dryContact'] === 'closed'),
    ...flag(STATUS.producer, bits['producer']),
    ...(reading.producer === true ? flag(STATUS.injecting, bits['injecting']) : []),
    ...(typeof bits['distributorIndex'] === 'number'
      ? [{ row: STATUS.distributorIndex, value: String(bits['distributorIndex']) }]
      : []),
    choice(STATUS.euridis, EURIDIS_CODES, bits['euridis']),
    choice(STATUS.plc, PLC_CODES, bits['plc']),
    ...flag(STATUS.plcSynchronised, bits['plcSynchronised']),
  ];
}

function relayFacts(closed: unknown): Fact[] {
  if (!Array.isArray(closed)) return [];
  return RELAY_ROWS.map((row, i) => ({ row, value: closed.includes(i + 1) }));
}

function jauneFacts(decoded: Reading['decoded']): Fact[] {
  const { period, apparentPowerVa } = (decoded['JAUNE'] ?? {}) as { period?: unknown; apparentPowerVa?: unknown };
  const figure = (row: Fact['row'], value: unknown): Fact[] => (typeof value === 'number' ? [{ row, value }] : []);
  const first = (label: string): unknown =>
    Array.isArray(decoded[label]) ? (decoded[label] as unknown[])[0] : undefined;
  const indexes = Array.isArray(decoded['ENERG']) ? (decoded['ENERG'] as unknown[]) : [];
  return [
    ...(typeof period === 'string' ? [{ row: JAUNE.period, value: period }] : []),
    ...figure(JAUNE.power, apparentPowerVa),
    ...[JAUNE.index1, JAUNE.index2, JAUNE.index3, JAUNE.index4].flatMap((row, i) => figure(row, indexes[i])),
    ...figure(JAUNE.highest, first('PMAXC')),
    ...figure(JAUNE.subscribed, first('PSOUSC')),
  ];
}
