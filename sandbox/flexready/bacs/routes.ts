// Annex 1, `/api/v1/{session}/bacs/…`: the emulator plays the building.
import type { Reply, Request, Route } from '../../web-server';
import { problem } from '../faults';
import type { BacsCall, FlexCall } from '../names';
import { inSession, type FlexDoor, type Visit } from '../sessions/admission';
import {
  instantOf,
  jsonOf,
  kilowatts,
  localText,
  Malformed,
  objectAt,
  periodsOf,
  periodsText,
  quantityIn,
} from '../wire';
import { measured } from './load';
import type { BacsOutcome, KeptRequest, Terms } from './module';
import { endOf, startOf } from './checks';
import type { SeededAsset, SeededPotential } from './dataset';
import { BACS_PATHS, pathPattern } from './paths';

export const SESSION_BASE = '/api/v1/([^/]+)';
const PRODUCTS = ['WID', 'WDA'];
const HOUR = 3_600_000;
const LONGEST = 48 * HOUR;

export function bacsRoutes(door: FlexDoor): Route<FlexCall>[] {
  return BACS_PATHS.map(({ call, method, path }) => ({
    name: call,
    method,
    path: pathPattern(SESSION_BASE, path),
    answer: (request) => inSession(door, { call, module: 'bacs' }, request, ANSWERS[call]),
  }));
}

const ANSWERS: Readonly<Record<BacsCall, (visit: Visit) => Reply>> = {
  'list-bacs': ({ session, request }) => ({
    body: session.bacs.buildings(request.now).map(({ id, name, description }) => ({ id, name, description })),
  }),
  'list-assets': ({ session, request, parts: [bacs] }) => {
    const building = session.bacs.buildings(request.now).find(({ id }) => id === bacs);
    if (building === undefined) return problem(404, 'unknown-bacs', 'there is no such BACS');
    return { body: building.assets.map((asset) => assetText(building.id, asset)) };
  },
  flexibilities: (visit) => ofAsset(visit, (_, asset) => ({ body: [potentialText(asset)] })),
  create: (visit) =>
    ofAsset(visit, (bacs, asset) => {
      const { now, body } = visit.request;
      const asked = objectAt(jsonOf(body), 'body');
      const requestId = asked['requestID'];
      if (typeof requestId !== 'string' || requestId === '') throw new Malformed('requestID', 'has to be a text');
      return outcomeReply(visit, visit.session.bacs.create(bacs, asset, requestId, termsOf(asked), now));
    }),
  confirm: (visit) =>
    ofAsset(visit, (bacs, asset) => {
      const { now, body } = visit.request;
      const terms = termsOf(objectAt(jsonOf(body), 'body'));
      return outcomeReply(visit, visit.session.bacs.confirm(bacs, asset, visit.parts[2] ?? '', terms, now));
    }),
  realise: (visit) =>
    ofAsset(visit, (bacs, asset) => {
      const found = visit.session.bacs.request(bacs, asset.id, visit.parts[2] ?? '');
      if (found === undefined) return problem(404, 'unknown-request', 'there is no such request');
      const profile = (found.confirmed ?? found.asked).profile;
      return { body: { power: consumed(visit, bacs, asset, startOf(profile), endOf(profile)) } };
    }),
  consumptions: (visit) =>
    ofAsset(visit, (bacs, asset) => ({ body: { power: consumed(visit, bacs, asset, ...spanOf(visit.request)) } })),
  aggregate: (visit) =>
    ofAsset(visit, (bacs, asset) => {
      const [from, to] = spanOf(visit.request);
      const values = steps(visit, bacs, asset, from, to).flatMap(({ watts }) => watts ?? []);
      const mean = values.length === 0 ? null : values.reduce((sum, watts) => sum + watts, 0) / values.length;
      return { body: { power: [{ power: wattsText(mean), start: localText(from), end: localText(to) }] } };
    }),
};

function ofAsset(visit: Visit, answer: (bacs: string, asset: SeededAsset) => Reply): Reply {
  const [bacs = '', name = ''] = visit.parts;
  const asset = visit.session.bacs.asset(bacs, name, visit.request.now);
  return asset === undefined ? problem(404, 'unknown-asset', 'there is no such asset') : answer(bacs, asset);
}

function termsOf(body: Readonly<Record<string, unknown>>): Terms {
  const { flexProduct, power, ackPrice } = body;
  if (typeof flexProduct !== 'string' || !PRODUCTS.includes(flexProduct))
    throw new Malformed('flexProduct', `has to be one of ${PRODUCTS.join(', ')}`);
  const terms = { product: flexProduct, profile: periodsOf(power, 'power') };
  return ackPrice === undefined ? terms : { ...terms, ackPrice: quantityIn('€/kWh', ackPrice, 'ackPrice') };
}

function outcomeReply({ session, request: { now } }: Visit, outcome: BacsOutcome): Reply {
  if (outcome.kind === 'unknown') return problem(404, 'unknown-request', 'there is no such request');
  const { request } = outcome;
  const text = requestText(request, session.bacs.state(request, now));
  if (outcome.kind === 'done') return { body: text };
  if (outcome.kind === 'refused') return { status: 422, body: text };
  const message = 'another body stands under this id, or its state does not allow it';
  return { status: 409, body: { error: 'conflict', message, ...text } };
}

function requestText(request: KeptRequest, status: string): object {
  const { requestId, asked, confirmed, deviations, isRejected } = request;
  const { product, profile } = confirmed ?? asked;
  const [rule] = deviations;
  return {
    requestID: requestId,
    status,
    flexProduct: product,
    power: periodsText(profile),
    ...(isRejected &&
      rule !== undefined && { rule, reason: `the potential does not allow it: ${deviations.join(', ')}` }),
    ...(!isRejected && deviations.length > 0 && { deviations }),
  };
}

function assetText(bacs: string, asset: SeededAsset): object {
  const { id, product, potential, invented } = asset;
  return {
    assetId: id,
    bacsId: bacs,
    flexProduct: product,
    potential: potentialOf(potential),
    ...(invented.length > 0 && { 'x-invented': invented }),
  };
}

function potentialText({ product, potential, invented }: SeededAsset): object {
  return {
    flexProduct: product,
    ...potentialOf(potential),
    ...(invented.length > 0 && { 'x-invented': invented }),
  };
}

function potentialOf({ watts, mobilizationDelay, maxDuration, activationPerDay, periods }: SeededPotential): object {
  const timePeriod = periods.map(({ start, end }) => ({ start: localText(start), end: localText(end) }));
  return { power: kilowatts(watts), mobilizationDelay, maxDuration, activationPerDay, timePeriod };
}

function wattsText(watts: number | null): object {
  return { unit: 'W', multiplier: '', value: watts };
}

function steps(
  { session, request: { now } }: Visit,
  bacs: string,
  asset: SeededAsset,
  from: number,
  to: number,
): ReturnType<typeof measured> {
  return measured(asset, { from, to, now }, session.bacs.confirmedOf(bacs, asset.id).flat());
}

function consumed(visit: Visit, bacs: string, asset: SeededAsset, from: number, to: number): object[] {
  if (to - from > LONGEST) throw new Malformed('end', 'lies more than two days after start');
  return steps(visit, bacs, asset, from, to).map(({ start, end, watts }) => ({
    power: wattsText(watts),
    start: localText(start),
    end: localText(end),
  }));
}

/** The hour before now where nothing is asked: the reference does not say how a time is named. */
function spanOf({ url, now }: Request): [from: number, to: number] {
  const [start, end] = ['start', 'end'].map((name) => url.searchParams.get(name));
  const to = end === null || end === undefined ? now : instantOf(end, 'end');
  const from = start === null || start === undefined ? to - HOUR : instantOf(start, 'start');
  if (from >= to) throw new Malformed('end', 'has to be after start');
  return [from, to];
}
