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
  settings.filled('deliveryPoint');
  const deliveryPoint = settings.match('deliveryPoint', DELIVERY_POINT, 'deliveryPoint')[0].replace(/\s/g, '');
  return {
    account: settings.text('account'),
    wish: {
      deliveryPoint,
      aheadMs: settings.number('aheadHours', { least: LEAST_AHEAD_HOURS, most: MOST_AHEAD_HOURS, whole: true }) * HOUR,
      everyMs: settings.number('everyMinutes', { least: LEAST_EVERY_MINUTES, most: MOST_EVERY_MINUTES }) * MINUTE,
    },
    path: settings.match('path', PATH, 'path')[0],
    windowHours: settings.number('windowHours', { least: LEAST_WINDOW_HOURS, most: MOST_WINDOW_HOURS }),
    watches: [
      ...watchOf(settings, 'price', 'priceThreshold', deliveryPoint),
      ...watchOf(settings, 'co2', 'co2Threshold', deliveryPoint),
    ],
    uploadAs: settings.choice('uploadAs', UPLOADS),
  };
}

/** Prices may be below 0, and so may the threshold. */
function watchOf(
  settings: Settings<SupplierPriceFields>,
  kind: Watched,
  field: 'priceThreshold' | 'co2Threshold',
  deliveryPoint: string,
): Watch[] {
  if (settings.text(field) === '') return [];
  const threshold = settings.number(field, { least: -HIGHEST_THRESHOLD, most: HIGHEST_THRESHOLD });
  return [{ kind, deliveryPoint, threshold }];
}
