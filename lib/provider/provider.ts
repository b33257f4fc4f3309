// Whoever has tokens and quotas, as a row.
import type { LinkyRedError } from '../errors';
import type { HttpAnswer } from '../http/client';
import type { Limit } from './quota/limits';

export interface ProviderApi {
  /** As users know it: says in an error what to subscribe to. */
  readonly name: string;
  /** `{field}` stands for that field of the question, which then is not in the query. */
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly limits: readonly Limit[];
}

export interface Provider<Api extends string = string> {
  /** In the names of files and quota keys. */
  readonly id: string;
  readonly apis: Readonly<Record<Api, ProviderApi>>;
  /** Where client credentials become a token; absent where the user pastes one. */
  readonly token?: {
    readonly path: string;
    readonly limits: readonly Limit[];
    readonly lifeSeconds: number;
    /** How id and secret are sent; `Authorization: Basic` unless told. */
    readonly secretIn?: 'basic' | 'body';
  };
  /** How a request shows the token: `Authorization: Bearer …` unless told; `raw` is the token alone. */
  readonly tokenAs?: 'bearer' | 'raw';
  /** What every request says besides. */
  readonly headers?: Readonly<Record<string, string>>;
  /** One call at a time under one key, and none is made again by itself, not even with a new token. */
  readonly isGateway?: true;
  /** What the provider counts together: RTE and Enedis client id and API, conso-api the host, MyElectricalData the token. */
  readonly counts: (call: {
    readonly host: string;
    readonly fingerprint: string;
    readonly api: Api | 'token';
  }) => string;
  /** What an answer means that is not 200. 429 is ERR_QUOTA for all, unless it is about a token. */
  readonly refusal: (answer: Refused, about: RefusedCall) => LinkyRedError;
  /** An answer of 200 that is a refusal all the same. */
  readonly isRefusal?: (json: unknown) => boolean;
  /** Of another status than 429: whether it means a quota all the same. */
  readonly isQuota?: (answer: Refused) => boolean;
  /** How long an API stays closed after these statuses, in ms; after 429 where no Retry-After says it. */
  readonly closedMs: Readonly<Record<number, number>> & { readonly 429: number };
}

export type Refused = Pick<HttpAnswer, 'status' | 'text' | 'retryAfterMs'> & Partial<Pick<HttpAnswer, 'headers'>>;

/** What was asked when an answer was a refusal. */
export interface RefusedCall {
  readonly host: string;
  /** By its name. */
  readonly api: string;
  readonly now: number;
  /** Absent when it was a token that was asked for. */
  readonly question?: { readonly api: string; readonly fields: Fields };
  /** A 401 may be about the token in hand alone: the next call asks for another. */
  readonly renews?: boolean;
}

/** Names and values of a question, as the provider calls them: in the path or in the query. */
export type Fields = Readonly<Record<string, string>>;

export interface Credentials {
  /** `id:secret` in base64, or the token that was pasted. */
  readonly secret: string;
  /** Names the account in files and quota keys without showing whose it is. */
  readonly fingerprint: string;
}
