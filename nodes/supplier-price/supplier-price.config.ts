// The settings of supplier-price, read once.
import type { PricesWish } from '../../lib/flex/supplier/feed';
import type { Watch, Watched } from '../../lib/flex/supplier/thresholds';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import {
  DEFAULTS,
  DELIVERY_POINT,
  HIGHEST_THRESHOLD,
  LEAST_AHEAD_HOURS,
  LEAST_EVERY_MINUTES,
  LEAST_WINDOW_HOURS,
  MOST_AHEAD_HOURS,
  MOST_EVERY_MINUTES,
  MOST_WINDOW_HOURS,
  PATH,
  UPLOADS,
  type SupplierPriceFields,
  type Upload,
} from './supplier-price.choices';

export interface SupplierPriceConfig {
  readonly account: string;
  readonly wish: PricesWish;
  readonly path: string;
  readonly windowHours: number;
  /** What is over a threshold: none, one or both. */
  readonly watches: readonly Watch[];
  readonly uploadAs: Upload;
}

const [MINUTE, HOUR] = [60_000, 3_600_000];

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<SupplierPriceFields>): SupplierPriceConfig {
  const settings = new Settings(raw, DEFAULTS);
  const rest = {
    account: settings.text('account'),
    path: settings.match('path', PATH, 'path')[0],
    windowHours: settings.number('windowHours', { least: LEAST_WINDOW_HOURS, most: MOST_WINDOW_HOURS }),
    uploadAs: settings.choice('uploadAs', UPLOADS),
  };
  const aheadMs =
    settings.number('aheadHours', { least: LEAST_AHEAD_HOURS, most: MOST_AHEAD_HOURS, whole: true }) * HOUR;
  const everyMs = settings.number('everyMinutes', { least: LEAST_EVERY_MINUTES, most: MOST_EVERY_MINUTES }) * MINUTE;
  const thresholds = [
    ...thresholdOf(settings, 'price', 'priceThreshold'),
    ...thresholdOf(settings, 'co2', 'co2Threshold'),
  ];
  settings.filled('deliveryPoint');
  const deliveryPoint = settings.match('deliveryPoint', DELIVERY_POINT, 'deliveryPoint')[0].replace(/\s/g, '');
  return {
    ...rest,
    wish: { deliveryPoint, aheadMs, everyMs },
    watches: thresholds.map((threshold) => ({ ...threshold, deliveryPoint })),
  };
}

/** Prices may be below 0, and so may the threshold. */
function thresholdOf(
  settings: Settings<SupplierPriceFields>,
  kind: Watched,
  field: 'priceThreshold' | 'co2Threshold',
): Omit<Watch, 'deliveryPoint'>[] {
  if (settings.text(field) === '') return [];
  return [{ kind, threshold: settings.number(field, { least: -HIGHEST_THRESHOLD, most: HIGHEST_THRESHOLD }) }];
}
