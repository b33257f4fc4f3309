// Annex 2: prices (the emulator plays the supplier), the check of a supplier's server (it plays the CEMS), and signals put in place.
import type { Reply, Request, Route } from '../../web-server';
import { problem } from '../faults';
import type { FlexCall } from '../names';
import { call as callServer, forwarded } from '../operator/call';
import { inSession, readable, type FlexDoor, type Noted } from '../sessions/admission';
import { instantOf, jsonOf, localText, Malformed, objectAt, offsetText } from '../wire';
import type { SignalRegister } from './register';
import { rowsOf, signalText, STEP_MS, type SignalRow } from './signal';
import { filePart } from './multipart';

/** Annex 2 does not print its base address: both that are likely. */
export const ANNEX_2_BASE = '(?:/api/v1)?';
const LONGEST = 31 * 86_400_000;
/** A point of delivery in France: 14 digits. */
const DELIVERY_POINT = /^\d{14}$/;

export function supplierRoutes(door: FlexDoor, register: SignalRegister): Route<FlexCall>[] {
  return [
    {
      name: 'prices',
      method: 'GET',
      // The reference writes both.
      path: new RegExp(`^${ANNEX_2_BASE}/sessions/([^/]+)/suppliers?/commodity/prices$`),
      answer: (request) =>
        inSession(door, { call: 'prices', module: 'supplier' }, request, () => {
          const { deliveryPoint, from, to } = spanOf((name) => request.url.searchParams.get(name));
          return { body: signalText(register.between(deliveryPoint, from, to)) };
        }),
    },
    {
      name: 'cems',
      method: 'POST',
      path: new RegExp(`^${ANNEX_2_BASE}/sessions/([^/]+)/cems/commodity/prices$`),
      answer: (request) =>
        inSession(door, { call: 'cems', module: 'cems' }, request, async ({ session }) => {
          const asked = objectAt(jsonOf(request.body), 'body');
          spanOf((name) => asked[name] ?? null);
          return await checkSupplier(session.url ?? '', asked as Record<string, string>, request);
        }),
    },
    {
      name: 'put-signal',
      method: 'POST',
      path: new RegExp(`^${ANNEX_2_BASE}/admin/signals$`),
      answer: (request) =>
        asAdmin(door, request, () => {
          const deliveryPoint = request.url.searchParams.get('delivery_point');
          if (deliveryPoint !== null && !DELIVERY_POINT.test(deliveryPoint))
            throw new Malformed('delivery_point', 'has to be 14 digits');
          const rows = rowsOf(uploaded(request));
          register.put(deliveryPoint, rows, request.now);
          return { body: rows.map(rowText) };
        }),
    },
    {
      name: 'archive',
      method: 'GET',
      path: new RegExp(`^${ANNEX_2_BASE}/admin/signals/archive$`),
      answer: (request) =>
        asAdmin(door, request, () => ({
          body: register.archive.map(({ deliveryPoint, rows, since, until }) => ({
            delivery_point: deliveryPoint,
            since: offsetText(since),
            until: offsetText(until),
            signal: signalText(rows),
          })),
        })),
    },
  ];
}

async function asAdmin({ issuer }: FlexDoor, request: Request, answer: () => Reply): Promise<Reply> {
  const admission = issuer.admit(request);
  if ('refused' in admission) return admission.refused;
  if (!admission.claims.roles.includes('admin'))
    return problem(403, 'forbidden', 'signals are put in place by an admin');
  return await readable(answer);
}

/** The file of a form, or JSON: the signal itself, or under the name of the file. */
function uploaded({ headers, body }: Request): unknown {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return jsonOf(filePart(type, body, 'signal_file'));
  const given = objectAt(jsonOf(body), 'body');
  return given['signal_file'] ?? given;
}

interface Span {
  readonly deliveryPoint: string;
  readonly from: number;
  readonly to: number;
}

function spanOf(named: (name: string) => unknown): Span {
  const deliveryPoint = named('delivery_point');
  if (typeof deliveryPoint !== 'string' || !DELIVERY_POINT.test(deliveryPoint))
    throw new Malformed('delivery_point', 'has to be 14 digits');
  const [from, to] = [instantOf(named('start_date'), 'start_date'), instantOf(named('end_date'), 'end_date')];
  if (from >= to) throw new Malformed('end_date', 'has to be after start_date');
  if (to - from > LONGEST) throw new Malformed('end_date', 'lies more than 31 days after start_date');
  return { deliveryPoint, from, to };
}

function rowText({ at, watts, eurPerKWh, gCO2PerKWh }: SignalRow, n: number): object {
  return {
    step: n + 1,
    start: localText(at),
    end: localText(at + STEP_MS),
    power: watts,
    cost: eurPerKWh,
    co2: gCO2PerKWh,
  };
}

/** Where below the session's `url` a supplier is asked is not in the reference: the path of the emulator's own. */
async function checkSupplier(
  base: string,
  asked: Readonly<Record<string, string>>,
  { headers }: Request,
): Promise<Noted> {
  const query = new URLSearchParams(
    ['delivery_point', 'start_date', 'end_date'].map((name) => [name, asked[name] ?? '']),
  );
  const url = `${base}/suppliers/commodity/prices?${query.toString()}`;
  const answer = await callServer(url, { method: 'GET', headers: forwarded(headers), body: '' });
  const status = 'status' in answer ? answer.status : null;
  const errors = 'why' in answer ? [`no answer: ${answer.why}`] : faultsOf(answer.status, answer.text);
  const validation_status = errors.length === 0 ? 'valid' : 'invalid';
  return {
    body: { validation_status, errors, url, http_status: status },
    where: url,
    verdict: errors.length === 0 ? 'passed' : 'failed',
    findings: errors,
  };
}

function faultsOf(status: number, text: string): string[] {
  if (status !== 200) return [`status ${String(status)}`];
  try {
    rowsOf(jsonOf(text));
    return [];
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return [error.message];
  }
}
