// What all bodies are read into: rows of what was measured, as they were written, and what is said of them together.
import type { Direction, Point } from '../../grid/point';

/** Values of one kind, in the order of the answer. */
export interface Block {
  /** 14 digits, as far as the answer says it. */
  readonly prm?: unknown;
  /** Undefined: it does not say. */
  readonly direction?: Direction | undefined;
  /** Code of the physical quantity; undefined: it does not say. */
  readonly quantity?: unknown;
  readonly unit: unknown;
  readonly stage?: Point['stage'] | undefined;
  /** Which register of the meter. */
  readonly facts?: Pick<Point, 'grid' | 'calendar' | 'tariffClass' | 'register'>;
  /** The first day, where rows are numbered instead of dated (2019). */
  readonly firstDay?: unknown;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly value: unknown;
  readonly date: unknown;
  readonly step?: unknown;
  /** From 1. */
  readonly rank?: unknown;
  /** Enedis' letter: how the value came about. */
  readonly nature?: unknown;
  /** Undefined, 0: nobody doubts it. */
  readonly doubt?: unknown;
}

export type Fields = Readonly<Record<string, unknown>>;

export function about2026(body: Fields, group: Fields): Pick<Block, 'prm' | 'direction' | 'quantity' | 'unit'> {
  const trade = group['grandeurMetier'];
  return {
    prm: body['idPrm'],
    direction: trade === 'CONS' ? 'consumption' : trade === 'PROD' ? 'production' : undefined,
    quantity: group['grandeurPhysique'],
    unit: group['unite'],
  };
}

export function stageOf(text: unknown): 'raw' | 'corrected' | undefined {
  return text === 'BRUT' ? 'raw' : text === 'BEST' ? 'corrected' : undefined;
}

export function fieldsOf(json: unknown): Fields | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : undefined;
}

/** One where a list was meant is a list of one; what is no object has no field. */
export function listOf(json: unknown): Fields[] {
  if (Array.isArray(json)) return json.map((one) => fieldsOf(one) ?? {});
  const one = fieldsOf(json);
  return one === undefined ? [] : [one];
}
