// Annex 2: the way to a token, sessions, their reports.
import type { Reply, Request, Route } from '../../web-server';
import { problem } from '../faults';
import { languageOf } from '../language';
import type { FlexCall } from '../names';
import { ANNEX_2_BASE } from '../supplier/routes';
import { Malformed, offsetText } from '../wire';
import { inSession, readable, type FlexDoor } from './admission';
import { NoPdf, reportOf, type LoadPdf } from './report';
import { CALLING_MODULES, FLEX_MODULES, type FlexSession } from './sessions';

export function sessionRoutes(door: FlexDoor, loadPdf: LoadPdf): Route<FlexCall>[] {
  return [
    {
      name: 'login',
      method: 'GET',
      path: new RegExp(`^${ANNEX_2_BASE}/auth/login$`),
      answer: () => ({
        body: { login_url: `${door.issuer.address}/login`, token_url: `${door.issuer.address}/token` },
      }),
    },
    {
      name: 'open-session',
      method: 'POST',
      path: new RegExp(`^${ANNEX_2_BASE}/sessions$`),
      answer: (request) => openSession(door, request),
    },
    {
      name: 'session',
      method: 'GET',
      path: new RegExp(`^${ANNEX_2_BASE}/sessions/([^/]+)$`),
      answer: (request) => {
        const admission = door.issuer.admit(request);
        if ('refused' in admission) return admission.refused;
        const session = door.sessions.find(request.groups[0] ?? '', admission.claims.sub);
        if (session === undefined) return problem(404, 'unknown-session', 'there is no such session of yours');
        return { body: { ...sessionText(session), journal: journalText(session) } };
      },
    },
    {
      name: 'report',
      method: 'POST',
      path: new RegExp(`^${ANNEX_2_BASE}/sessions/([^/]+)/reports$`),
      answer: (request) =>
        inSession(door, { call: 'report', module: null }, request, async ({ session }) => {
          try {
            const body = await reportOf(session, request.now, languageOf(request), loadPdf);
            const name = `flexready-${session.id}.pdf`;
            const headers = {
              'Content-Type': 'application/pdf',
              'Content-Disposition': `attachment; filename="${name}"`,
            };
            return { body, headers };
          } catch (error) {
            if (!(error instanceof NoPdf)) throw error;
            return problem(501, 'no-pdf', error.message);
          }
        }),
    },
  ];
}

async function openSession({ issuer, sessions }: FlexDoor, request: Request): Promise<Reply> {
  const admission = issuer.admit(request);
  if ('refused' in admission) return admission.refused;
  const { claims } = admission;
  return await readable(() => {
    const query = request.url.searchParams;
    const module = FLEX_MODULES.find((name) => name === query.get('emulator_module'));
    if (module === undefined) throw new Malformed('emulator_module', `has to be one of ${FLEX_MODULES.join(', ')}`);
    const url = addressOf(query.get('url'));
    if (url === null && CALLING_MODULES.includes(module))
      throw new Malformed('url', 'has to name the server that is to be called');
    return { body: sessionText(sessions.open(claims.sub, module, url, request.now)) };
  });
}

/** Without the slash at its end: paths begin with theirs. */
function addressOf(text: string | null): string | null {
  if (text === null || text === '') return null;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new Malformed('url', 'has to be an address that begins with http:// or https://');
  return text.replace(/\/+$/, '');
}

function sessionText({ id, module, url, createdAt }: FlexSession): object {
  return { id, emulator_module: module, url, created_at: offsetText(createdAt) };
}

export function journalText({ journal }: FlexSession): object[] {
  return journal.map(({ at, ...entry }) => ({ at: offsetText(at), ...entry }));
}
