// What the form of flex-operator offers, and what a new node begins with. Shared with the editor.
import type { Side } from '../../lib/flex/operator/calls';
import type { TimeForm } from '../../lib/flex/operator/request-body';
import type { FlexProduct } from '../../lib/flex/site/site';

export const MOST_AT_ONCE = 50;
export const MOST_ATTEMPTS = 10;
/** Who is told to wait for longer gives up, and says so. */
export const LONGEST_WAIT_SECONDS = 3600;

export interface FlexOperatorFields {
  account: string;
  side: Side;
  /** Where a message names none. */
  bacs: string;
  asset: string;
  product: FlexProduct;
  times: TimeForm;
  timeZone: string;
  atOnce: string;
  attempts: string;
  /** Seconds. */
  longestWait: string;
  version: number;
}

export const DEFAULTS: FlexOperatorFields = {
  account: '',
  side: 'building',
  bacs: '',
  asset: '',
  product: 'WID',
  times: 'local',
  timeZone: 'Europe/Paris',
  atOnce: '4',
  attempts: '4',
  longestWait: '60',
  version: 1,
};
