// The bodies of all doors, known by their keys and read into one form: rows of what was measured, as they were written.
import type { Measure } from '../series';
import { about2026, fieldsOf, listOf, stageOf, type Block, type Fields, type Row } from './block';
import { indexBlocks, indexBlocks2026 } from './indexes';

/** What a body has, and nothing around it. */
const BODY_KEYS = {
  index: ['contexte', 'calendar', 'temporal_class_totalizer'],
  others: ['grandeur', 'interval_reading'],
} as const;

/** Undefined: it has none of the forms. */
export function blocksOf(json: unknown, measure: Measure): Block[] | undefined {
  const isIndex = measure === 'index';
  return bodiesOf(json, isIndex ? BODY_KEYS.index : BODY_KEYS.others)?.flatMap((body) => {
    if (isIndex) return 'contexte' in body ? indexBlocks2026(body) : indexBlocks(body);
    return 'grandeur' in body ? blocks2026(body) : meterReadingBlocks(body);
  });
}

/** Takes off what gateways and versions wrap around: `meter_reading`, `{ success, data }`, a list. */
function bodiesOf(json: unknown, keys: readonly string[], depth = 0): Fields[] | undefined {
  if (depth > 4) return undefined;
  if (Array.isArray(json)) {
    const bodies = json.map((one) => bodiesOf(one, keys, depth + 1));
    return bodies.includes(undefined) || bodies.length === 0 ? undefined : bodies.flatMap((found) => found ?? []);
  }
  const fields = fieldsOf(json);
  if (fields === undefined) return undefined;
  if (keys.some((key) => key in fields)) return [fields];
  if (fields['meter_reading'] !== undefined) return bodiesOf(fields['meter_reading'], keys, depth + 1);
  return fields['success'] === false ? undefined : bodiesOf(fields['data'], keys, depth + 1);
}

/** Data Connect 2026: curves, days and maxima. */
function blocks2026(body: Fields): Block[] {
  return listOf(body['grandeur']).map((group) => ({
    ...about2026(body, group),
    stage: stageOf(body['etapeMetier']),
    ...phaseOf(group['grandeurPhysique']),
    rows: listOf(group['points']).map((point) => ({
      value: point['v'],
      date: point['d'],
      step: point['p'],
      nature: point['n'],
      doubt: point['iv'],
    })),
  }));
}

/** v3, v5 and the company account. The maxima of three phases are lists: of each phase one. */
function meterReadingBlocks(body: Fields): Block[] {
  const type = fieldsOf(body['reading_type']) ?? {};
  const about = {
    prm: body['usage_point_id'],
    unit: type['unit'],
    stage: stageOf(body['quality']),
    firstDay: body['start'],
  };
  const single: Row[] = [];
  const phases: Row[][] = [];
  for (const reading of listOf(body['interval_reading'])) {
    const { value, date } = reading;
    const row = (at: number | undefined): Row => ({
      value: at === undefined || !Array.isArray(value) ? value : (value as unknown[])[at],
      date: at === undefined || !Array.isArray(date) ? date : (date as unknown[])[at],
      step: reading['interval_length'] ?? type['interval_length'],
      rank: reading['rank'],
      nature: reading['measure_type'],
    });
    if (Array.isArray(value)) value.forEach((_, at) => (phases[at] ??= []).push(row(at)));
    else single.push(row(undefined));
  }
  return [
    ...(single.length > 0 ? [{ ...about, rows: single }] : []),
    ...phases.map((rows, at) => ({ ...about, facts: { register: `PMA${at + 1}` }, rows })),
  ];
}

/** PMA alone is the maximum of the whole meter. */
function phaseOf(quantity: unknown): Pick<Block, 'facts'> {
  return typeof quantity === 'string' && /^PMA[1-3]$/.test(quantity) ? { facts: { register: quantity } } : {};
}
