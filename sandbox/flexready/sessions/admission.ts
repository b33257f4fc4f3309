// The way into a session: the token, whose session it is, which part it plays; what cannot be read is answered with 400; and what
// came stands in its journal.
import type { Reply, Request } from '../../web-server';
import { problem } from '../faults';
import type { FlexIssuer } from '../issuer/issuer';
import type { FlexCall } from '../names';
import { Malformed } from '../wire';
import type { FlexModule, FlexSession, SessionRegister, Verdict } from './sessions';

export interface FlexDoor {
  readonly issuer: FlexIssuer;
  readonly sessions: SessionRegister;
}

export interface Visit {
  readonly session: FlexSession;
  readonly request: Request;
  /** What the path holds after the session. */
  readonly parts: readonly string[];
}

/** With what is written into the journal of it; the verdict is by itself what the status says. */
export interface Noted extends Reply {
  readonly verdict?: Verdict;
  readonly findings?: readonly string[];
  /** What the emulator has called itself. */
  readonly where?: string;
}

/** @param module null: of every session */
export async function inSession(
  { issuer, sessions }: FlexDoor,
  { call, module }: { readonly call: FlexCall; readonly module: FlexModule | null },
  request: Request,
  answer: (visit: Visit) => Noted | Promise<Noted>,
): Promise<Reply> {
  const admission = issuer.admit(request);
  if ('refused' in admission) return admission.refused;
  const [id = '', ...parts] = request.groups.map(decoded);
  const session = sessions.find(id, admission.claims.sub);
  if (session === undefined) return problem(404, 'unknown-session', 'there is no such session of yours');
  if (module !== null && session.module !== module) {
    const message = `in this session the emulator plays ${session.module}; open one with emulator_module=${module}`;
    return problem(409, 'another-module', message);
  }
  const { verdict, findings, where, ...reply } = await readable(async () => await answer({ session, request, parts }));
  const status = reply.status ?? 200;
  session.journal.push({
    at: request.now,
    call,
    by: where === undefined ? 'client' : 'emulator',
    where: where ?? request.url.pathname + request.url.search,
    status,
    verdict: verdict ?? (status < 400 ? 'passed' : status < 500 ? 'refused' : 'failed'),
    findings: findings ?? [],
  });
  return reply;
}

/** What cannot be read is a 400 that names the place. */
export async function readable(answer: () => Noted | Promise<Noted>): Promise<Noted> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { status: 400, body: { error: 'malformed', field: error.field, message: error.message } };
  }
}

function decoded(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return part ?? '';
  }
}
