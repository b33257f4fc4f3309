// The settings of flex-site, read once.
import { isKeyName } from '../../lib/flex/bacs/access/credential';
import type { BearerKey } from '../../lib/flex/bacs/access/bearer-keys';
import { TOKEN_ALGORITHMS, type TokenAlgorithm } from '../../lib/flex/bacs/access/token-check';
import { ID_FORM } from '../../lib/flex/bacs/wire/words';
import type { SiteRules } from '../../lib/flex/site/site';
import { CivilZone } from '../../lib/grid/paris-time';
import { callableUrl } from '../../lib/http/address';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { readAssets, type AssetWords } from './assets.config';
import {
  ACCEPTANCES,
  BASE_PATH,
  BREACHES,
  DEFAULTS,
  SERVERS,
  SHORTEST_SECRET,
  SIGNS,
  STRICTNESSES,
  TOKEN_KEYS,
  type FlexSiteFields,
  type KeyRow,
} from './flex-site.choices';

export type Place =
  | { readonly server: 'node-red'; readonly path: string }
  | {
      readonly server: 'tls' | 'plain';
      readonly path: string;
      /** Empty: every address of this machine. */
      readonly host: string;
      readonly port: number;
      readonly certFile: string;
      readonly keyFile: string;
    };

export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly TokenAlgorithm[];
  readonly assets: ReadonlySet<string> | undefined;
  readonly keys: { readonly jwksUrl: string } | { readonly publicKey: string };
}

export interface FlexSiteConfig {
  readonly bacs: { readonly id: string; readonly name: string; readonly description: string };
  readonly assets: readonly AssetWords[];
  readonly zone: CivilZone;
  readonly rules: SiteRules;
  readonly place: Place;
  readonly keys: readonly BearerKey[];
  readonly tokens: TokenSettings | undefined;
  readonly emulatorHeader: boolean;
  readonly breachStatus: 422 | 200;
  readonly callsPerMinute: number;
}

type FormSettings = Settings<FlexSiteFields>;

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<FlexSiteFields>, credentials: unknown): FlexSiteConfig {
  const settings = new Settings(raw, DEFAULTS);
  const id = settings.filled('bacsId');
  if (!ID_FORM.test(id)) settings.refuseForm('bacsId', 'id');
  const zone = zoneOf(settings);
  const assets = readAssets(raw, zone);
  const ids = new Set(assets.map((asset) => asset.id));
  const keys = readKeys(raw, ids, (credentials ?? {}) as Readonly<Record<string, unknown>>);
  const tokens = settings.flag('tokens') ? readTokens(settings, ids) : undefined;
  if (keys.length === 0 && tokens === undefined) settings.refuseMissing('keys');
  return {
    bacs: { id, name: settings.text('bacsName') || id, description: settings.text('description') },
    assets,
    zone,
    rules: {
      sign: settings.choice('sign', SIGNS),
      strictness: settings.choice('strictness', STRICTNESSES),
      acceptance: settings.choice('acceptance', ACCEPTANCES),
      timeZone: zone.name,
    },
    place: placeOf(settings),
    keys,
    tokens,
    emulatorHeader: settings.flag('emulatorHeader'),
    breachStatus: settings.choice('breach', BREACHES) === '422' ? 422 : 200,
    callsPerMinute: settings.number('callsPerMinute', { least: 1, most: 100_000, whole: true }),
  };
}

function zoneOf(settings: FormSettings): CivilZone {
  try {
    return new CivilZone(settings.filled('timeZone'));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return settings.refuseForm('timeZone', 'time-zone');
  }
}

function placeOf(settings: FormSettings): Place {
  const [typed] = settings.match('path', BASE_PATH, 'path');
  const trimmed = typed.replace(/^\/+|\/+$/g, '');
  const path = trimmed === '' ? '' : `/${trimmed}`;
  const server = settings.choice('server', SERVERS);
  if (server === 'node-red') return { server, path };
  const port = settings.number('port', { least: 1, most: 65_535, whole: true });
  const tls = server === 'tls';
  return {
    server,
    path,
    host: settings.text('host'),
    port,
    certFile: tls ? settings.filled('certFile') : '',
    keyFile: tls ? settings.filled('keyFile') : '',
  };
}

function readTokens(settings: FormSettings, ids: ReadonlySet<string>): TokenSettings {
  const named = settings.filled('algorithms').split(/[\s,;]+/);
  const algorithms = named.map((name) => TOKEN_ALGORITHMS.find((known) => known === name));
  if (algorithms.includes(undefined)) settings.refuseForm('algorithms', 'algorithms');
  const from = settings.choice('tokenKeys', TOKEN_KEYS);
  if (from === 'jwks' && callableUrl(settings.filled('jwksUrl')) === undefined) settings.refuseForm('jwksUrl', 'url');
  return {
    issuer: settings.filled('issuer'),
    audience: settings.filled('audience'),
    algorithms: algorithms as TokenAlgorithm[],
    assets: assetsOf(settings, 'tokenAssets', ids),
    keys: from === 'jwks' ? { jwksUrl: settings.text('jwksUrl') } : { publicKey: settings.filled('publicKey') },
  };
}

const KEY_DEFAULTS = { slot: '', holder: '', keyAssets: '', secret: '' };

function readKeys(
  raw: RawConfig<FlexSiteFields>,
  ids: ReadonlySet<string>,
  credentials: Readonly<Record<string, unknown>>,
): BearerKey[] {
  const rows: readonly Partial<KeyRow>[] = Array.isArray(raw.keys) ? raw.keys : [];
  const keys: BearerKey[] = [];
  for (const row of rows) {
    const secret = credentials[`secret${String(row.slot)}`] ?? '';
    const settings = new Settings({ ...row, secret, type: raw.type }, KEY_DEFAULTS);
    const name = settings.filled('holder');
    if (!isKeyName(name) || keys.some((key) => key.name === name)) settings.refuseForm('holder', 'holder');
    const text = settings.filled('secret');
    // What was typed is repeated in no error.
    const fits = text.length >= SHORTEST_SECRET && /^[\x21-\x7e]+$/.test(text);
    if (!fits || keys.some((key) => key.secret === text))
      new Settings({ secret: '…', type: raw.type }, KEY_DEFAULTS).refuseForm('secret', 'secret');
    const assets = assetsOf(settings, 'keyAssets', ids);
    keys.push({ name, secret: text, ...(assets && { assets }) });
  }
  return keys;
}

/** undefined: all. */
function assetsOf<Name extends string>(
  settings: Settings<Record<Name, string>>,
  field: Name,
  ids: ReadonlySet<string>,
): ReadonlySet<string> | undefined;
function assetsOf(
  settings: { text(field: string): string; refuseForm(field: string, rule: string): never },
  field: string,
  ids: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const named = settings
    .text(field)
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (named.length === 0) return undefined;
  if (named.some((id) => !ids.has(id))) settings.refuseForm(field, 'assets');
  return new Set(named);
}
