// The settings of flex-operator, read once.
import { SIDES, type Side } from '../../lib/flex/operator/calls';
import { TIME_FORMS, type Writing } from '../../lib/flex/operator/request-body';
import { FLEX_PRODUCTS } from '../../lib/flex/site/site';
import { CivilZone } from '../../lib/grid/paris-time';
import type { RetryRow } from '../../lib/http/retry';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import {
  DEFAULTS,
  LONGEST_WAIT_SECONDS,
  MOST_AT_ONCE,
  MOST_ATTEMPTS,
  type FlexOperatorFields,
} from './flex-operator.choices';

export interface FlexOperatorConfig {
  readonly account: string;
  readonly side: Side;
  readonly bacs: string;
  readonly asset: string;
  readonly writing: Writing;
  readonly atOnce: number;
  readonly retry: RetryRow;
}

/** Before the second try; then twice as long each time. */
const FIRST_WAIT_MS = 1000;

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<FlexOperatorFields>): FlexOperatorConfig {
  const settings = new Settings(raw, DEFAULTS);
  return {
    account: settings.text('account'),
    side: settings.choice('side', SIDES),
    bacs: settings.text('bacs'),
    asset: settings.text('asset'),
    writing: {
      product: settings.choice('product', FLEX_PRODUCTS),
      times: settings.choice('times', TIME_FORMS),
      zone: zoneOf(settings),
    },
    atOnce: settings.number('atOnce', { least: 1, most: MOST_AT_ONCE, whole: true }),
    retry: {
      attempts: settings.number('attempts', { least: 1, most: MOST_ATTEMPTS, whole: true }),
      firstMs: FIRST_WAIT_MS,
      longestMs: settings.number('longestWait', { least: 0, most: LONGEST_WAIT_SECONDS }) * 1000,
    },
  };
}

function zoneOf(settings: Settings<FlexOperatorFields>): CivilZone {
  try {
    return new CivilZone(settings.text('timeZone'));
  } catch (error) {
    if (error instanceof RangeError) settings.refuseForm('timeZone', 'zone');
    throw error;
  }
}
