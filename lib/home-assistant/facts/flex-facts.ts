// From a message flex-request@1 to the entities of a building, and from what is pressed there to commands for flex-request.
import * as v from 'valibot';
import type { RequestView, SiteView } from '../../flex/view/request-view';
import type { EnumRow, Language } from '../discovery/row';
import type { Fact } from '../discovery/state';
import { FLEX_BUTTONS, FLEX_ROWS as ROWS } from '../entities/flex';
import { labelled } from './labelled';
import { type GridState, instant } from './message/grid-state';
import { type FieldsOf, flag, list, number, orNull, record, text } from './message/tolerant';

const VIEW = v.object({
  request: v.pipe(v.string(), v.minLength(1)),
  asset: text,
  product: text,
  state: text,
  operator: text,
  direction: text,
  powerW: number,
  start: text,
  end: text,
  needsDecision: flag,
  expiresAt: text,
  ackPriceEurPerKWh: number,
  deviations: list(text),
  reason: text,
  rule: text,
  report: record({ deliveredWh: number }),
  simulated: flag,
} satisfies FieldsOf<RequestView>);
const SITE = v.object({
  bacs: v.pipe(v.string(), v.minLength(1)),
  waiting: number,
  active: number,
  current: orNull(VIEW),
} satisfies FieldsOf<SiteView>);
const PAYLOAD = v.object({ at: instant, site: SITE });

type Site = v.InferOutput<typeof SITE>;
type Request = NonNullable<Site['current']>;

/** @returns undefined: no such state, or one without its building or its instant */
export function readFlex(payload: unknown): GridState | undefined {
  const read = v.safeParse(PAYLOAD, payload);
  if (!read.success) return undefined;
  const { at, site } = read.output;
  const { current } = site;
  return {
    at: Date.parse(at),
    of: site.bacs,
    // The disk of the building keeps it: it is true until something else is said.
    isUsable: () => true,
    facts: (language) => flexFacts(site, language),
    ...(current && { commandOf: (entity) => commandOf(entity, current) }),
  };
}

function flexFacts({ waiting, active, current }: Site, language: Language): Fact[] {
  const state = current?.state ?? (current === null ? 'none' : null);
  const { deviations = [] } = current ?? {};
  return [
    {
      ...choiceFact(ROWS.status, state, language),
      attributes: {
        ...labelled(ROWS.status.options, state ?? 'unknown', language),
        request: current?.request,
        asset: current?.asset,
        product: current?.product,
        operator: current?.operator,
        reason: current?.reason,
        rule: current?.rule,
        ...(deviations.length === 0 ? {} : { deviations }),
        simulated: current?.simulated === true,
      },
    },
    choiceFact(ROWS.direction, current?.direction ?? null, language),
    { row: ROWS.power, value: kilo(current?.powerW) },
    { row: ROWS.start, value: current?.start ?? null },
    { row: ROWS.end, value: current?.end ?? null },
    { row: ROWS.expires, value: current?.expiresAt ?? null },
    { row: ROWS.price, value: current?.ackPriceEurPerKWh ?? null },
    { row: ROWS.active, value: active === null ? state === 'active' : active > 0 },
    { row: ROWS.notice, value: state === 'confirmed' },
    { row: ROWS.decision, value: current?.needsDecision === true },
    { row: ROWS.delivered, value: kilo(current?.report.deliveredWh) },
    { row: ROWS.waiting, value: waiting },
  ];
}

/** A word that this version does not know is unknown, and not the state of before. */
function choiceFact(row: EnumRow, code: string | null, language: Language): Fact {
  const known = row.options.some((option) => option.code === code) ? code : 'unknown';
  return { row, value: known, attributes: labelled(row.options, known ?? 'unknown', language) };
}

function kilo(value: number | null | undefined): number | null {
  return value == null ? null : value / 1000;
}

/** States in which a person may still step back. */
const CAN_STOP = ['accepted', 'confirmed', 'active'];

/** @returns undefined: pressed at a moment at which it means nothing */
function commandOf(entity: string, { request, state, needsDecision }: Request): object | undefined {
  const { accept, reject, stop } = FLEX_BUTTONS;
  const waits = needsDecision === true;
  if (entity === accept.id && waits) return { command: 'accept', request };
  if (entity === reject.id && waits) return { command: 'reject', request, reason: REASON };
  if (entity === stop.id && CAN_STOP.includes(state ?? '')) return { command: 'stop', request, reason: REASON };
  return undefined;
}

/** A button has no room for one. */
const REASON = 'Home Assistant';
