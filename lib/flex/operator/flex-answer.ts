// What flex-operator says of an answer (schema flex-answer@1): the answer as it came, and what can be found in it. Names of the
// fields of most answers are not in the reference, so several are looked for.
import { callableUrl } from '../../http/address';
import { REQUEST_STATES, type RequestState } from '../request/request';
import type { FlexReply } from './flex-client';

/** `msg.payload`. */
export interface FlexAnswerPayload {
  /** What was asked. */
  command: string;
  /** Of HTTP. */
  status: number;
  bacs?: string;
  asset?: string;
  /** The operator's id of the request; made up where the message had none. */
  requestId?: string;
  /** Of the request, where the answer says it: requested, accepted, rejected, confirmed … */
  state?: RequestState;
  /** The session that the answer is of, or that was made. */
  session?: string;
  /** Of `login`: the page of the identity provider. */
  url?: string;
  /** Of `report`. */
  pdf?: Buffer;
  /** JSON as it came; null without any. */
  answer: unknown;
}

/** What was asked, as far as the answer repeats it. */
export type Asked = Pick<FlexAnswerPayload, 'command' | 'bacs' | 'asset' | 'requestId' | 'session'>;

export function answerPayload(asked: Asked, { status, json, pdf }: FlexReply): FlexAnswerPayload {
  const state = stateIn(json);
  const session = asked.command === 'session' ? sessionIn(json) : asked.session;
  const url = asked.command === 'login' ? linkIn(json) : undefined;
  const known = Object.entries({ ...asked, session }).filter(([, value]) => value !== undefined && value !== '');
  return {
    ...(Object.fromEntries(known) as unknown as Asked),
    status,
    ...(state !== undefined && { state }),
    ...(url !== undefined && { url }),
    ...(pdf !== undefined && { pdf }),
    answer: json ?? null,
  };
}

const SESSION_NAMES = ['session_id', 'sessionId', 'id', 'session', 'uuid'] as const;

/** The id in what is answered to POST /sessions. */
export function sessionIn(json: unknown): string | undefined {
  if (typeof json === 'string' && json !== '') return json;
  if (!isRecord(json)) return undefined;
  for (const name of SESSION_NAMES) {
    const value = json[name];
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
    const inner = isRecord(value) ? sessionIn(value) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The first text in it that is an address: only that is shown as a link. */
export function linkIn(json: unknown): string | undefined {
  if (typeof json === 'string') return callableUrl(json) === undefined ? undefined : json;
  if (typeof json !== 'object' || json === null) return undefined;
  for (const value of Object.values(json)) {
    const link = linkIn(value);
    if (link !== undefined) return link;
  }
  return undefined;
}

function stateIn(json: unknown): RequestState | undefined {
  const said = isRecord(json) ? (json['status'] ?? json['state']) : undefined;
  return typeof said === 'string' ? REQUEST_STATES.find((state) => state === said.toLowerCase()) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
