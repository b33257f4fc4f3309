// From what a user writes to the identifier of today: a family, an identifier, one of before, an address, a title.
import { LinkyRedError } from '../../errors';
import { ALIASES } from './aliases';
import type { FoundDataset } from './dataset';
import { FAMILIES, familyOf } from './families';
import type { Found } from './family';

/** The catalogue that is asked where a name alone does not tell. */
export interface Catalogue {
  /** For the sentences of errors. */
  readonly host: string;
  readonly search: (text: string) => Promise<readonly FoundDataset[]>;
}

/** What may be an identifier: Opendatasoft's, and Data Fair's slugs, which keep dots and quotes of titles now and then. */
const IDENTIFIER = /^[A-Za-z0-9][\w.()'-]*$/;

/** `/explore/dataset/<id>/…`, `/catalog/datasets/<id>`, `/data-fair/api/v1/datasets/<id>/…`, `/datasets/<id>`. */
const ADDRESS = /^https?:\/\/[^/]+\/(?:.*\/)?datasets?\/([^/?#]+)/;

/** More are no help to anybody. */
const MOST_CANDIDATES = 12;

/**
 * The identifier to ask for. It asks the catalogue for patterns and titles alone; an identifier comes back as it is, and whether the
 * portal has it the portal tells.
 * @throws LinkyRedError ERR_DATASET: nothing fits; ERR_DATASET_SEVERAL: more than one, named; ERR_DATASET_RETIRED: it is no more, and
 * what goes on from it; and what `search` throws
 */
export async function resolveDataset(name: string, catalogue: Catalogue): Promise<string> {
  const wanted = idOfAddress(name.trim());
  if (wanted === '') throw new LinkyRedError('ERR_DATASET', { host: catalogue.host, dataset: name });
  const found = familyOf(wanted)?.found ?? datedPattern(wanted);
  if (found !== undefined) return found.by === 'pattern' ? byPattern(wanted, found, catalogue) : found.id;
  const alias = ALIASES[wanted.toLowerCase()];
  if (alias === undefined) return IDENTIFIER.test(wanted) ? wanted : byTitle(wanted, catalogue);
  if ('gone' in alias) throw new LinkyRedError('ERR_DATASET_RETIRED', { dataset: wanted, detail: alias.gone });
  return alias.is;
}

/** Text of a title to compare: no accents, no capitals, one blank. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’`]/g, "'").replace(/\s+/g, ' ').trim();
}

function idOfAddress(text: string): string {
  const id = ADDRESS.exec(text)?.[1];
  if (id === undefined) return text;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** An issue of a set whose address has a date in it: today's may be another one. */
function datedPattern(id: string): Found | undefined {
  return FAMILIES.map((family) => family.found).find((found) => issueOf(found, id) !== undefined);
}

/** The date in an address, sortable; undefined where it has none. */
function issueOf(found: Found, id: string): string | undefined {
  const date = found.by === 'pattern' ? found.id?.exec(id)?.groups : undefined;
  return date?.['year'] === undefined ? undefined : `${date['year']}${date['month']}${date['day']}`;
}

async function byPattern(
  name: string,
  found: Extract<Found, { by: 'pattern' }>,
  catalogue: Catalogue,
): Promise<string> {
  const candidates = (await catalogue.search(found.search)).filter(
    ({ id, title }) => found.id?.test(id) === true || found.title?.test(plain(title)) === true,
  );
  const same = candidates.find(({ id }) => id === name);
  if (same !== undefined) return same.id;
  // Issues of one set: the last one is the set of today.
  const issues = candidates.map(({ id }) => ({ id, issue: issueOf(found, id) }));
  if (issues.length > 0 && issues.every(({ issue }) => issue !== undefined))
    return issues.reduce((last, one) => ((one.issue ?? '') > (last.issue ?? '') ? one : last)).id;
  return only(name, catalogue.host, candidates);
}

async function byTitle(title: string, catalogue: Catalogue): Promise<string> {
  const { host } = catalogue;
  const found = await catalogue.search(title);
  const exact = found.filter((one) => plain(one.title) === plain(title));
  if (exact.length > 0) return only(title, host, exact);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0 && plain(first.title).includes(plain(title))) return first.id;
  if (first === undefined) throw new LinkyRedError('ERR_DATASET', { host, dataset: title });
  throw several(title, host, found);
}

function only(name: string, host: string, candidates: readonly FoundDataset[]): string {
  const [first, ...others] = candidates;
  if (first === undefined) throw new LinkyRedError('ERR_DATASET', { host, dataset: name });
  if (others.length > 0) throw several(name, host, candidates);
  return first.id;
}

function several(name: string, host: string, candidates: readonly FoundDataset[]): LinkyRedError {
  const shown = candidates.slice(0, MOST_CANDIDATES).map(({ id, title }) => `${id} (${title})`);
  return new LinkyRedError('ERR_DATASET_SEVERAL', { host, dataset: name, candidates: shown.join(', ') });
}
