// The assets of a form: rows of one product each, put together by the id of their asset.
import { ID_FORM } from '../../lib/flex/bacs/wire/words';
import { POTENTIAL_FIELDS, readPotential, type PotentialWords } from '../../lib/flex/site/potential-words';
import type { CivilZone } from '../../lib/grid/paris-time';
import { Settings } from '../runtime/settings';
import type { RawConfig } from '../runtime/types';
import { NEW_ASSET, type AssetRow, type FlexSiteFields } from './flex-site.choices';

export interface AssetWords {
  readonly id: string;
  readonly name: string;
  readonly potentials: readonly PotentialWords[];
}

const ROW_DEFAULTS: AssetRow = { ...NEW_ASSET, power: '' };

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE */
export function readAssets(raw: RawConfig<FlexSiteFields>, zone: CivilZone): AssetWords[] {
  const rows: readonly Partial<AssetRow>[] = Array.isArray(raw.assets) ? raw.assets : [];
  const assets = new Map<string, { id: string; name: string; potentials: PotentialWords[] }>();
  for (const row of rows) {
    const settings = new Settings({ ...row, type: raw.type }, ROW_DEFAULTS);
    const id = settings.filled('asset');
    if (!ID_FORM.test(id)) settings.refuseForm('asset', 'id');
    const words = wordsOf(settings);
    const read = readPotential(words, zone);
    if ('misfit' in read) settings.refuseForm(read.misfit, read.misfit);
    const asset = assets.get(id) ?? { id, name: '', potentials: [] };
    if (asset.potentials.some(({ product }) => product === words.product)) settings.refuseForm('product', 'product');
    asset.name ||= settings.text('assetName');
    asset.potentials.push(words);
    assets.set(id, asset);
  }
  if (assets.size === 0) new Settings({ type: raw.type }, { assets: '' }).refuseMissing('assets');
  return [...assets.values()].map((asset) => ({ ...asset, name: asset.name || asset.id }));
}

function wordsOf(settings: Settings<AssetRow>): PotentialWords {
  return Object.fromEntries(
    POTENTIAL_FIELDS.map((field) => [field, settings.text(field)]),
  ) as unknown as PotentialWords;
}
