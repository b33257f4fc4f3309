// What dataconnect-oauth says of its consent (schema consent@1).
import type { LinkyRedError } from '../../lib/errors';
import { daysLeft, standingOf, type Standing } from '../../lib/enedis/consent/life';
import type { DoorId, DoorRow } from '../../lib/enedis/door';
import { maskedPrm } from '../../lib/enedis/prm';
import type { Measure } from '../../lib/enedis/series';
import { MESSAGES } from '../../lib/grid/message';
import { isoParis, type DayKey } from '../../lib/grid/paris-time';
import type { Direction } from '../../lib/grid/point';
import type { NodeMessage } from '../runtime/types';
import type { KeptConsent } from './kept-consent';

/** `linking`: the page is open, the holder's answer has not come. */
export type ConsentState = Standing | 'unlinked' | 'linking' | 'refused';

export interface ConsentPayload {
  readonly state: ConsentState;
  readonly provider: DoorId;
  readonly meters: readonly {
    /** First 2 and last 4 of its digits. */
    readonly prm: string;
    readonly state: Standing;
  }[];
  /** Null: not said. */
  readonly covers: { readonly directions: readonly Direction[] | null; readonly measures: readonly Measure[] };
  readonly since: DayKey | null;
  /** ISO 8601 with the Paris offset; null: not known, or without end. */
  readonly until: string | null;
  readonly daysLeft: number | null;
  /** While `linking`: the page to open in a browser. */
  readonly page: string | null;
  /** What went wrong last; null: nothing. */
  readonly problem: { readonly code: string; readonly text: string } | null;
}

export interface Consented {
  readonly row: DoorRow;
  readonly state: ConsentState;
  readonly kept: KeptConsent | undefined;
  readonly page: string | undefined;
  readonly problem: LinkyRedError | undefined;
}

export function consentPayload({ row, state, kept, page, problem }: Consented, now: number): ConsentPayload {
  const meters = kept?.prms ?? [];
  return {
    state,
    provider: row.id,
    meters: meters.map((prm) => ({ prm: maskedPrm(prm), state: standingOf({ ...kept, prms: [prm] }, now) })),
    covers: { directions: kept?.directions ?? null, measures: kept?.measures ?? row.measures },
    since: kept?.since ?? null,
    until: kept?.until === undefined ? null : isoParis(kept.until),
    daysLeft: kept === undefined ? null : daysLeft(kept, now),
    page: page ?? null,
    problem: problem === undefined ? null : { code: problem.code, text: problem.message },
  };
}

/** @param name of the account; empty where it has none */
export function consentMessage(
  name: string,
  payload: ConsentPayload | ForgottenPayload,
): NodeMessage & { schema: string } {
  const { topic, schema } = MESSAGES.consent;
  return { topic: name === '' ? topic : `${topic}/${name}`, schema, payload };
}

/** For whoever keeps something of this meter: here its number is whole. */
export interface ForgottenPayload {
  readonly state: 'forgotten';
  readonly prm: string;
}
