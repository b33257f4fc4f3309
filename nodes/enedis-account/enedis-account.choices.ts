// What the form of enedis-account offers, and what a new account begins with. Shared with the editor.
import type { DoorId } from '../../lib/enedis/door';

export const PROVIDERS = [
  'conso-api',
  'myelectricaldata-v1',
  'myelectricaldata-v2',
  'enedis-direct',
  'enedis-company',
] as const satisfies readonly DoorId[];

/** Those that want id and secret of an application; at the others the token of each consent opens the door. */
export const WITH_CLIENT: readonly DoorId[] = ['myelectricaldata-v2', 'enedis-direct', 'enedis-company'];

/** Whose meters a company asks for: its own, or those of holders who have agreed to it at Enedis. */
export const COMPANY_METERS = ['own', 'authorised'] as const;
export type CompanyMetersChoice = (typeof COMPANY_METERS)[number];

/** Of a company's contract; auto: what `contract_summary` says. */
export const SEGMENT_CHOICES = ['auto', 'C1', 'C2', 'C3', 'C4', 'C5'] as const;
export type SegmentChoice = (typeof SEGMENT_CHOICES)[number];

/** How the company's door writes times: by the clocks of France, or in UTC whatever stands behind them. */
export const DATES = ['local', 'utc'] as const;
export type DatesChoice = (typeof DATES)[number];

export interface EnedisAccountFields {
  provider: (typeof PROVIDERS)[number];
  /** Empty: that of the provider. A setting so that a stand-in can take its place. */
  baseUrl: string;
  /** Empty: that of the provider. */
  consentPage: string;
  meters: CompanyMetersChoice;
  segment: SegmentChoice;
  dates: DatesChoice;
  version: number;
}

export const DEFAULTS: EnedisAccountFields = {
  provider: 'conso-api',
  baseUrl: '',
  consentPage: '',
  meters: 'own',
  segment: 'auto',
  dates: 'local',
  version: 1,
};
