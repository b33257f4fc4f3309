// What goes wrong at the portals, one row each: what they answer instead, and what becomes of an answer on its way.
import type { Reply, Request, Route } from '../web-server';
import type { OpenDataCall } from './names';
import { tooMany } from './ods/budget';

const plain = (status: number, body: string): Reply => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body,
});
const html = (status: number, title: string): Reply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** What stands in the place of an answer. */
export const OPENDATA_FAULTS = {
  'empty-500': plain(500, ''),
  'bad-gateway': html(502, 'Bad Gateway'),
  unavailable: html(503, 'Service Unavailable'),
  slow: plain(504, ''),
  'too-many-requests': plain(429, 'Trop de traffic dans un interval restreint sur cette API.'),
  'too-costly': plain(
    429,
    'Le temps de traitement cumulé de vos requêtes dépasse le budget alloué sur cette API. Veuillez patienter avant d’essayer de nouveau, ou réduire le coût de vos requêtes.',
  ),
  gone: plain(410, "Cette couche de compatibilité pour la version d'API précédente ne supporte pas cette requête."),
  'unknown-api': plain(404, 'unknown API'),
  'html-404': html(404, 'Page introuvable'),
  'html-200': html(200, 'Maintenance'),
  'not-json': { status: 200, body: '{"total_count": 3, "results": [' },
  unauthorized: plain(401, 'Unauthorized'),
  stall: { stalls: true },
  refuse: { cuts: true },
} as const satisfies Readonly<Record<string, Reply>>;

/** What becomes of an answer, one sentence each. */
export const OPENDATA_DISTORTIONS = {
  cut: 'the connection ends in the middle of the answer',
  short: 'the last rows are missing, and the answer ends as if it were whole',
  'stall-midway': 'the middle of the answer is the last that comes',
  'bad-utf8': 'a byte in the middle that no text has',
  'domain-429': 'Opendatasoft: the calls of the domain are used up',
  'anonymous-429': 'Opendatasoft: those without a key have used up theirs',
} as const;

export type OpenDataFault = keyof typeof OPENDATA_FAULTS | keyof typeof OPENDATA_DISTORTIONS;

export const OPENDATA_FAULT_NAMES: readonly string[] = [
  ...Object.keys(OPENDATA_FAULTS),
  ...Object.keys(OPENDATA_DISTORTIONS),
];

export function isOpenDataFault(name: string): name is OpenDataFault {
  return OPENDATA_FAULT_NAMES.includes(name);
}

export async function failing(
  fault: OpenDataFault,
  request: Request,
  route: Route<OpenDataCall> | undefined,
  now: number,
): Promise<Reply> {
  if (fault === 'domain-429') return tooMany(10_002, 10_000, now);
  if (fault === 'anonymous-429') return tooMany(10_005, 1000, now);
  if (fault in OPENDATA_FAULTS) return OPENDATA_FAULTS[fault as keyof typeof OPENDATA_FAULTS];
  const reply = await route?.answer(request);
  if (reply === undefined) return OPENDATA_FAULTS['empty-500'];
  const { body, chunks: made, ...rest } = reply;
  const chunks = made ?? [typeof body === 'string' ? body : JSON.stringify(body ?? '')];
  switch (fault) {
    case 'short':
      return { ...rest, chunks: withoutEnd(chunks) };
    case 'bad-utf8':
      return { ...rest, chunks: halved(chunks, Buffer.from([0xc3, 0x28])) };
    case 'stall-midway':
      return { ...rest, chunks: halved(chunks), stalls: true };
    default:
      return { ...rest, chunks: halved(chunks), cuts: true };
  }
}

/** Three chunks and a half of them, or half of what there is. */
function* halved(chunks: Iterable<string | Buffer>, tail?: Buffer): Generator<string | Buffer> {
  const first: (string | Buffer)[] = [];
  for (const chunk of chunks) {
    first.push(chunk);
    if (first.length === 4) break;
  }
  yield* first.slice(0, -1);
  const last = first.at(-1) ?? '';
  yield last.slice(0, Math.floor(last.length / 2));
  if (tail) yield tail;
}

/** All but the last lines: the last chunk that has lines loses the later half of them. */
function* withoutEnd(chunks: Iterable<string | Buffer>): Generator<string | Buffer> {
  let held: string | undefined;
  for (const chunk of chunks) {
    const text = chunk.toString();
    if (text === '') continue;
    if (held !== undefined) yield held;
    held = text;
  }
  const lines = (held ?? '').split('\n').slice(0, -1);
  yield lines
    .slice(0, Math.floor(lines.length / 2))
    .map((line) => `${line}\n`)
    .join('');
}
