// What the assets can do now: what the form says, or what a flow has said since. That outlives a restart, and ends when the form says
// something else of that asset.
import * as v from 'valibot';
import { LinkyRedError } from '../../lib/errors';
import {
  POTENTIAL_FIELDS,
  readPotential,
  type PotentialField,
  type PotentialWords,
} from '../../lib/flex/site/potential-words';
import type { Asset, Potential } from '../../lib/flex/site/site';
import type { CivilZone } from '../../lib/grid/paris-time';
import { checkedBy, type Store } from '../../lib/store/store';
import type { AssetWords } from './assets.config';

const Field = v.union([v.string(), v.number()]);
const Words = v.object({
  product: v.string(),
  power: Field,
  delay: Field,
  duration: Field,
  perDay: Field,
  periods: v.string(),
} satisfies Record<PotentialField, unknown>);
/** By asset: what is in force, and what the form said then. */
const Kept = v.record(v.string(), v.object({ words: v.array(Words), form: v.string() }));
type Kept = v.InferOutput<typeof Kept>;

export class KeptPotentials {
  private kept: Kept = {};
  private readonly document;

  constructor(
    private readonly form: readonly AssetWords[],
    private readonly zone: CivilZone,
    store: Store,
    name: string,
  ) {
    this.document = store.document<Kept>(`${name}-potentials`, { version: 1, check: checkedBy(Kept) });
  }

  /** Takes up what is kept. */
  async load(): Promise<void> {
    const { value = {} } = await this.document.read();
    const stands = ([asset, { form }]: [string, Kept[string]]): boolean =>
      this.form.some((words) => words.id === asset && formOf(words) === form);
    this.kept = Object.fromEntries(Object.entries(value).filter(stands));
  }

  get assets(): readonly Asset[] {
    return this.form.map(({ id, name, potentials }) => ({
      id,
      name,
      potentials: (this.keptOf(id)?.words ?? potentials).map((words) => this.read(words)),
    }));
  }

  /** What a flow says from now on of an asset. @throws LinkyRedError ERR_INPUT; ERR_FLEX_DISK: it is not kept, and does not hold */
  async set(asset: string, potentials: readonly PotentialWords[]): Promise<void> {
    const form = this.form.find(({ id }) => id === asset);
    if (form === undefined) throw new LinkyRedError('ERR_INPUT', { detail: `asset: ${asset.slice(0, 128)}` });
    const read = v.safeParse(v.array(Words), potentials);
    if (!read.success) throw new LinkyRedError('ERR_INPUT', { detail: v.getDotPath(read.issues[0]) ?? 'potentials' });
    const words = read.output;
    for (const one of words) this.read(one);
    if (new Set(words.map(({ product }) => product)).size < words.length)
      throw new LinkyRedError('ERR_INPUT', { detail: 'product' });
    const kept = { ...this.kept, [asset]: { words, form: formOf(form) } };
    if (!(await this.document.write(kept))) {
      await this.document.write(this.kept);
      throw new LinkyRedError('ERR_FLEX_DISK');
    }
    this.kept = kept;
  }

  private keptOf(asset: string): Kept[string] | undefined {
    return Object.hasOwn(this.kept, asset) ? this.kept[asset] : undefined;
  }

  /** @throws LinkyRedError ERR_INPUT */
  private read(words: PotentialWords): Potential {
    const potential = readPotential(words, this.zone);
    if ('misfit' in potential) throw new LinkyRedError('ERR_INPUT', { detail: potential.misfit });
    return potential;
  }
}

function formOf({ potentials }: AssetWords): string {
  return JSON.stringify(potentials.map((words) => POTENTIAL_FIELDS.map((field) => words[field])));
}
