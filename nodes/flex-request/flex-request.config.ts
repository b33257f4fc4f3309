// The settings of flex-request, read once.
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, type FlexRequestFields } from './flex-request.choices';

export interface FlexRequestConfig {
  readonly site: string;
  /** Empty: the only asset, or the first. */
  readonly asset: string;
}

/** @throws LinkyRedError ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<FlexRequestFields>): FlexRequestConfig {
  const settings = new Settings(raw, DEFAULTS);
  return { site: settings.text('site'), asset: settings.text('asset') };
}
