// The settings of dataconnect-oauth, read once.
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { PRM_FIELD } from './dataconnect-oauth.choices';

/** What stands in the flow and, as credentials, beside it. */
interface Fields {
  account: string;
  token: string;
  prm: string;
}

export interface DataconnectOauthConfig {
  readonly account: string;
  /** As it was pasted; empty: none. */
  readonly token: string;
  readonly prms: readonly string[];
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<{ account: string }>, credentials: unknown): DataconnectOauthConfig {
  const { token, prm } = (credentials ?? {}) as Partial<Fields>;
  const settings = new Settings<Fields>({ ...raw, token, prm }, { account: '', token: '', prm: '' });
  const typed = settings.text('prm') === '' ? '' : settings.match('prm', PRM_FIELD, 'prm')[0];
  const prms = new Set(typed.split(/[\s,;]+/).filter((text) => text !== ''));
  return { account: settings.text('account'), token: settings.text('token'), prms: [...prms] };
}
