// Annex 1, `/api/v1/{session}/operator/bacs/…`: the emulator plays the operator and calls the building at the session's `url`.
// The answer is the building's own, as it came.
import type { Route } from '../../web-server';
import { BACS_PATHS, pathPattern } from '../bacs/paths';
import { SESSION_BASE } from '../bacs/routes';
import { problem } from '../faults';
import type { BacsCall, FlexCall } from '../names';
import { inSession, type FlexDoor, type Noted } from '../sessions/admission';
import { call as callServer, forwarded } from './call';
import { judge } from './judge';

export function operatorRoutes(door: FlexDoor): Route<FlexCall>[] {
  return BACS_PATHS.map(({ call, method, path }) => {
    const name = `operator-${call}` as const;
    return {
      name,
      method,
      path: pathPattern(`${SESSION_BASE}/operator`, path),
      answer: (request) =>
        inSession(door, { call: name, module: 'operator' }, request, async ({ session, parts }) => {
          const { pathname, search } = request.url;
          // As it came, percent signs and all: the building is to see what its operator has typed.
          const below = pathname.slice(pathname.indexOf('/operator/') + '/operator'.length) + search;
          const headers = forwarded(request.headers);
          return await callBuilding(`${session.url ?? ''}${below}`, {
            call,
            method,
            headers,
            body: request.body,
            parts,
          });
        }),
    };
  });
}

export interface BuildingCall {
  readonly call: BacsCall;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** BACS, asset and request of the path. */
  readonly parts: readonly string[];
}

export async function callBuilding(url: string, { call, method, headers, body, parts }: BuildingCall): Promise<Noted> {
  const answer = await callServer(url, { method, headers, body });
  if ('why' in answer) {
    const message = `${answer.url} did not answer: ${answer.why}`;
    return {
      ...problem(502, 'building-unreachable', message),
      where: answer.url,
      verdict: 'failed',
      findings: [message],
    };
  }
  const { verdict, findings } = judge(call, answer, call === 'create' ? idIn(body) : (parts[2] ?? null));
  return {
    status: answer.status,
    headers: { 'Content-Type': answer.contentType === '' ? 'application/octet-stream' : answer.contentType },
    body: answer.text,
    where: answer.url,
    verdict,
    findings,
  };
}

function idIn(body: string): string | null {
  try {
    const { requestID } = JSON.parse(body) as { requestID?: unknown };
    return typeof requestID === 'string' ? requestID : null;
  } catch {
    return null;
  }
}
