// The settings of enedis-account, read once.
import type { CompanySettings } from '../../lib/enedis/doors/company-stamps';
import type { DoorDetails } from '../../lib/enedis/doors/row';
import { DOORS } from '../../lib/enedis/doors/rows';
import { Settings } from '../runtime/settings';
import {
  COMPANY_METERS,
  DATES,
  DEFAULTS,
  PROVIDERS,
  SEGMENT_CHOICES,
  type EnedisAccountFields,
} from './enedis-account.choices';

export interface EnedisAccountConfig {
  readonly row: DoorDetails;
  readonly baseUrl: string;
  /** Empty: the door knows of none. */
  readonly consentPage: string;
  /** Absent: it is none. */
  readonly company: CompanySettings | undefined;
}

/** @param field what stands in a field @throws LinkyRedError ERR_CONFIG with the field that makes no sense */
export function readConfig(field: (name: string) => string): EnedisAccountConfig {
  const names = Object.keys(DEFAULTS);
  const raw = Object.fromEntries(['type', ...names].map((name) => [name, field(name)]));
  const settings = new Settings<EnedisAccountFields>(raw, DEFAULTS, 'counts-as-missing');
  const row = DOORS[settings.choice('provider', PROVIDERS)];
  const baseUrl = settings.text('baseUrl');
  // The page of a gateway lies where the gateway lies, and that of a stand-in with the stand-in.
  const page = row.isGateway && baseUrl !== '' ? baseUrl : row.consentPage;
  return {
    row,
    baseUrl: baseUrl || row.baseUrl,
    consentPage: settings.text('consentPage') || (page ?? ''),
    company: row.id === 'enedis-company' ? companyOf(settings) : undefined,
  };
}

function companyOf(settings: Settings<EnedisAccountFields>): CompanySettings {
  const segment = settings.choice('segment', SEGMENT_CHOICES);
  return {
    meters: settings.choice('meters', COMPANY_METERS),
    dates: settings.choice('dates', DATES),
    ...(segment !== 'auto' && { segment }),
  };
}
