// The settings of enedis-account, read once.
import { companyApis, type CompanyMeters } from '../../lib/enedis/doors/enedis';
import type { DoorDetails } from '../../lib/enedis/doors/row';
import { DOORS } from '../../lib/enedis/doors/rows';
import { Settings } from '../runtime/settings';
import {
  COMPANY_METERS,
  DATES,
  DEFAULTS,
  PROVIDERS,
  SEGMENTS,
  type DatesChoice,
  type EnedisAccountFields,
  type SegmentChoice,
} from './enedis-account.choices';

export interface EnedisAccountConfig {
  readonly row: DoorDetails;
  readonly baseUrl: string;
  /** Empty: the door knows of none. */
  readonly consentPage: string;
  /** Of a company's contracts. */
  readonly segment: SegmentChoice;
  readonly dates: DatesChoice;
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
  const company = row.id === 'enedis-company';
  return {
    row: company ? withMeters(row, settings.choice('meters', COMPANY_METERS)) : row,
    baseUrl: baseUrl || row.baseUrl,
    consentPage: settings.text('consentPage') || (page ?? ''),
    segment: company ? settings.choice('segment', SEGMENTS) : DEFAULTS.segment,
    dates: company ? settings.choice('dates', DATES) : DEFAULTS.dates,
  };
}

function withMeters(row: DoorDetails, meters: CompanyMeters): DoorDetails {
  return { ...row, apis: companyApis(meters) };
}
