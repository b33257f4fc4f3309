// What flex-request needs of its building (the config node flex-site carries it).
import type { BuildingDesk } from '../../lib/flex/desk/desk';
import type { Metering } from '../../lib/flex/metering/building-metering';
import type { Bacs, SiteRules } from '../../lib/flex/site/site';
import { LinkyRedError } from '../../lib/errors';

export interface SiteSide {
  /** With the present potentials. */
  readonly bacs: Bacs;
  readonly rules: SiteRules;
  readonly desk: BuildingDesk;
  readonly metering: Pick<Metering, 'reading' | 'points' | 'tell' | 'report' | 'clockOffsetMs'>;
  readonly server: { readonly problem: LinkyRedError | null; readonly listening: boolean };
  /** Kept over a restart. @param potentials words as in the form of the site */
  setPotentials(asset: string, potentials: readonly unknown[]): Promise<void>;
  /** Told when the server or a potential has changed. */
  onChange(told: () => void): () => void;
}

/**
 * @param wanted its id; empty: the only one, or the first
 * @throws LinkyRedError ERR_FLEX_ASSET
 */
export function assetOf({ assets }: Bacs, wanted: string): string {
  const found = wanted === '' ? assets[0] : assets.find(({ id }) => id === wanted);
  if (found !== undefined) return found.id;
  throw new LinkyRedError('ERR_FLEX_ASSET', { asset: wanted, assets: assets.map(({ id }) => id).join(', ') });
}

/** As `origin` of signals has them: `bacs/asset`. */
export function assetNames({ id, assets }: Bacs): string[] {
  return assets.map((asset) => `${id}/${asset.id}`);
}
