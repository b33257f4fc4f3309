// What a new flex-site begins with, and what it offers. Shared with the editor.
import type { PotentialWords } from '../../lib/flex/site/potential-words';

/** One row of the form: what an asset offers for one product. An asset that offers both has two rows. */
export interface AssetRow extends PotentialWords {
  /** Its id on the wire. */
  asset: string;
  assetName: string;
}

/** One row of the form; its secret lies in the credential `secret<slot>`. */
export interface KeyRow {
  slot: string;
  /** Of whom it is given to: requests are theirs. */
  holder: string;
  /** Ids separated by commas; empty: all. */
  keyAssets: string;
}

export interface FlexSiteFields {
  bacsId: string;
  bacsName: string;
  description: string;
  assets: AssetRow[];
  keys: KeyRow[];
  server: string;
  path: string;
  host: string;
  port: string;
  certFile: string;
  keyFile: string;
  emulatorHeader: boolean;
  tokens: boolean;
  issuer: string;
  audience: string;
  algorithms: string;
  tokenKeys: string;
  jwksUrl: string;
  publicKey: string;
  tokenAssets: string;
  strictness: string;
  acceptance: string;
  breach: string;
  sign: string;
  timeZone: string;
  callsPerMinute: string;
  version: number;
}

/** `node-red`: below the path of Node-RED's own server for flows. */
export const SERVERS = ['node-red', 'tls', 'plain'] as const;
export const TOKEN_KEYS = ['jwks', 'pasted'] as const;
export const STRICTNESSES = ['strict', 'lenient'] as const;
export const ACCEPTANCES = ['by-hand', 'by-itself'] as const;
export const BREACHES = ['422', '200'] as const;
export { FLEX_PRODUCTS as PRODUCTS, SIGN_CONVENTIONS as SIGNS } from '../../lib/flex/site/site';

/** Node-RED keeps secrets in fields that are named beforehand. */
export const KEY_SLOTS = Array.from({ length: 16 }, (_, index) => String(index + 1));
export const SHORTEST_SECRET = 16;

/** Segments of letters, digits and some marks; none at all is the root of the server. */
export const BASE_PATH = /^\/?(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*)?\/?$/;

export const NEW_ASSET: AssetRow = {
  asset: 'WholeBuilding',
  assetName: '',
  product: 'WID',
  power: '',
  delay: '15',
  duration: '120',
  perDay: '1',
  periods: 'mon-fri 08:00-20:00',
};

export const DEFAULTS: FlexSiteFields = {
  bacsId: '',
  bacsName: '',
  description: '',
  assets: [],
  keys: [],
  server: 'node-red',
  path: '/flex',
  host: '',
  port: '8443',
  certFile: '',
  keyFile: '',
  emulatorHeader: false,
  tokens: false,
  issuer: '',
  audience: '',
  algorithms: 'RS256, ES256',
  tokenKeys: 'jwks',
  jwksUrl: '',
  publicKey: '',
  tokenAssets: '',
  strictness: 'strict',
  acceptance: 'by-hand',
  breach: '422',
  sign: 'reduction',
  timeZone: 'Europe/Paris',
  callsPerMinute: '600',
  version: 1,
};
