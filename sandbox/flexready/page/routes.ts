// The operator's page and what stands behind its buttons. It is for whoever sits at this machine, and asks for no token; a page of
// another site cannot press its buttons, because it may not send JSON here.
import type { Reply, Request, Route } from '../../web-server';
import { problem } from '../faults';
import { languageOf } from '../language';
import { BACS_CALLS, type BacsCall, type FlexCall } from '../names';
import { BACS_PATHS } from '../bacs/paths';
import { callBuilding } from '../operator/routes';
import { readable } from '../sessions/admission';
import { jsonOf, localText, Malformed, objectAt } from '../wire';
import { operatorPage, type PageSettings } from './page';

export function pageRoutes(settings: PageSettings): Route<FlexCall>[] {
  return [
    {
      name: 'page',
      method: 'GET',
      path: /^\/(?:operator)?$/,
      answer: (request) => ({
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
        body: operatorPage(settings, languageOf(request)),
      }),
    },
    {
      name: 'page',
      method: 'GET',
      path: /^\/page\/clock$/,
      answer: ({ now }) => ({ body: { now, local: localText(now) } }),
    },
    { name: 'page-call', method: 'POST', path: /^\/page\/call$/, answer: (request) => passOn(settings, request) },
  ];
}

async function passOn(settings: PageSettings, { headers, body, now }: Request): Promise<Reply> {
  if (headers['content-type'] !== 'application/json') return problem(415, 'not-json', 'the page sends JSON');
  return await readable(async () => {
    const asked = objectAt(jsonOf(body), 'body');
    const call = BACS_CALLS.find((name) => name === asked['call']);
    if (call === undefined) throw new Malformed('call', 'is none of annex 1');
    const [building, path, typed] = ['building', 'path', 'key'].map((name) => textIn(asked, name)) as [
      string,
      string,
      string,
    ];
    if (!URL.canParse(building)) throw new Malformed('building', 'has to be an address');
    // The key of the start is for the building of the start alone.
    const key = typed === '' && building === settings.building ? settings.key : typed;
    const sent = asked['body'] === undefined ? '' : JSON.stringify(asked['body']);
    const answer = await callBuilding(`${building.replace(/\/+$/, '')}${path}`, {
      call,
      method: methodOf(call),
      headers: key === '' ? {} : { authorization: `Bearer ${key}` },
      body: sent,
      parts: path.split('/').filter((_, n) => n > 0 && n % 2 === 0),
    });
    const { status = 200, where: url, verdict, findings, body: said } = answer;
    return { body: { url, status, verdict, findings, local: localText(now), body: jsonOrText(said) } };
  });
}

function methodOf(call: BacsCall): 'GET' | 'POST' {
  return BACS_PATHS.find((row) => row.call === call)?.method ?? 'GET';
}

function textIn(given: Readonly<Record<string, unknown>>, name: string): string {
  const value = given[name] ?? '';
  if (typeof value !== 'string') throw new Malformed(name, 'has to be a text');
  return value;
}

function jsonOrText(said: unknown): unknown {
  if (typeof said !== 'string') return said;
  try {
    return JSON.parse(said);
  } catch {
    return said;
  }
}
