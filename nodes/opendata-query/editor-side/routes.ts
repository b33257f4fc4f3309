// What the form asks of a portal while somebody fills it in: its catalogue, the columns of a dataset, values of one of them, ten rows.
import * as v from 'valibot';
import { LinkyRedError } from '../../../lib/errors';
import { SYSTEM_CLOCK, type Clock } from '../../../lib/grid/clock';
import { ask } from '../../../lib/opendata/answer/ask';
import type { Dataset, FoundDataset } from '../../../lib/opendata/dataset/dataset';
import { resolveDataset } from '../../../lib/opendata/dataset/resolve';
import { OpenPortal } from '../../../lib/opendata/portal/open-portal';
import { isGrouped, type OpenDataQuery } from '../../../lib/opendata/query/query';
import type { Row } from '../../../lib/opendata/read/row';
import { reportable } from '../../runtime/status/error-report';
import { borrowLedger } from '../../runtime/store/open-ledger';
import type { NodeAPI, RawConfig } from '../../runtime/types';
import type { OpendataQueryFields } from '../opendata-query.choices';
import { readApiKey, readConfig, type OpendataQueryConfig } from '../opendata-query.config';
import { KEPT_KEY, type EditorAnswers, type EditorQuestion, type Preview, type Told } from './answers';

type Api = Pick<NodeAPI, 'nodes' | 'settings' | 'log' | '_'>;

const Body = v.looseObject({
  id: v.string(),
  apiKey: v.string(),
  /** What is looked for. */
  text: v.optional(v.string(), ''),
  /** Of `values`. */
  field: v.optional(v.string(), ''),
});
type Form = v.InferOutput<typeof Body>;

const PREVIEW_ROWS = 10;
const MOST_VALUES = 200;
/** Somebody sits before the form and waits. */
const PATIENCE_SECONDS = 45;

/**
 * Whatever goes wrong is an answer, too: the editor has the words in its own language.
 * @param body what the editor sends, unchecked
 * @throws LinkyRedError ERR_INPUT: it comes from no form
 */
export async function answerEditor<Q extends EditorQuestion>(
  RED: Api,
  clock: Clock = SYSTEM_CLOCK,
  question: Q,
  body: unknown,
): Promise<Told<EditorAnswers[Q]>> {
  const parsed = v.safeParse(Body, body);
  if (!parsed.success) throw new LinkyRedError('ERR_INPUT', { detail: 'opendata-query' });
  const form = parsed.output;
  const found: FoundDataset[] = [];
  let keyKept = false;
  try {
    // How its answers are sent matters to nobody here; what is not finished there must not stand in the way.
    const config = configOf(form);
    const key = keyFor(RED, form, config.portal.baseUrl);
    keyKept = key.isKept;
    const value = await withPortal(RED, clock, { ...config.portal, ...key.sent }, (portal, signal) =>
      answerOf(question, { portal, config, form, found, signal }),
    );
    return { value: value as EditorAnswers[Q], ...(keyKept && { keyKept }) };
  } catch (thrown) {
    const { code, row, facts } = reportable(RED._, thrown);
    const candidates = code === 'ERR_DATASET_SEVERAL' ? namedIn(String(facts['candidates']), found) : [];
    return {
      error: { code, key: row.key, facts },
      ...(candidates.length > 0 && { candidates }),
      ...(keyKept && { keyKept }),
    };
  }
}

interface Asking {
  readonly portal: OpenPortal;
  readonly config: OpendataQueryConfig;
  readonly form: Form;
  /** What the catalogue has named on the way. */
  readonly found: FoundDataset[];
  readonly signal: AbortSignal;
}

async function answerOf(question: EditorQuestion, asking: Asking): Promise<EditorAnswers[EditorQuestion]> {
  const { portal, form } = asking;
  if (question === 'search') return await portal.search(form.text);
  const dataset = await datasetOf(asking);
  if (question === 'dataset') return dataset;
  return question === 'values'
    ? await portal.values(dataset, form.field, MOST_VALUES)
    : await previewOf(asking, dataset);
}

async function datasetOf({ portal, config, found }: Asking): Promise<Dataset> {
  const id = await resolveDataset(config.dataset ?? '', {
    host: portal.host,
    search: async (text) => {
      const datasets = await portal.search(text);
      found.push(...datasets);
      return datasets;
    },
  });
  return await portal.dataset(id);
}

async function previewOf({ portal, config, signal }: Asking, dataset: Dataset): Promise<Preview> {
  const { query, reading } = config;
  const few = { ...query, limit: Math.min(query.limit ?? PREVIEW_ROWS, PREVIEW_ROWS) };
  const { rows: pieces, notices } = await ask(portal, { dataset: dataset.id, query: few, reading }, signal);
  const rows: Row[] = [];
  for await (const piece of pieces) {
    rows.push(...piece);
    if (rows.length >= PREVIEW_ROWS) break;
  }
  const shown = rows.slice(0, PREVIEW_ROWS);
  const columns = new Set(shown.flatMap((row) => Object.keys(row)));
  columns.delete('_flags');
  return { columns: [...columns], rows: shown, count: await countOf(portal, dataset, query), notices };
}

/** Nice to know, and no reason to show no rows. */
async function countOf(portal: OpenPortal, dataset: Dataset, query: OpenDataQuery): Promise<number | null> {
  if (isGrouped(query) || query.odsql !== undefined) return null;
  try {
    const count = await portal.count(dataset, query);
    return Math.min(count, query.limit ?? count);
  } catch {
    return null;
  }
}

async function withPortal<T>(
  RED: Api,
  clock: Clock,
  address: OpendataQueryConfig['portal'] & { readonly apiKey?: string },
  use: (portal: OpenPortal, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { release, ledger, store, once } = borrowLedger(RED, clock);
  const abort = new AbortController();
  const late = AbortSignal.timeout(PATIENCE_SECONDS * 1000);
  const signal = AbortSignal.any([abort.signal, late]);
  const portal = new OpenPortal(address, { ledger, store, once, clock, signal });
  try {
    return await use(portal, signal);
  } catch (thrown) {
    if (!late.aborted) throw thrown;
    throw new LinkyRedError('ERR_TIMEOUT', { host: portal.host, seconds: PATIENCE_SECONDS }, thrown);
  } finally {
    abort.abort();
    await release();
  }
}

/** Of the form only what the question is made of: what is sent where, and when, is not asked for here. */
function configOf(form: Readonly<Record<string, unknown>>): OpendataQueryConfig {
  const { portal, url, dataset, query, watts, unpivot, timeIs } = form;
  const raw = { type: 'opendata-query', portal, url, dataset, query, watts, unpivot, timeIs, everyHours: '0' };
  return readConfig(raw as unknown as RawConfig<OpendataQueryFields>);
}

/** A stored key is not typed again: it goes to the address that was deployed with it alone, or it could be sent anywhere. */
function keyFor(RED: Api, { id, apiKey }: Form, baseUrl: string): { sent: { apiKey?: string }; isKept: boolean } {
  if (apiKey !== KEPT_KEY) {
    const typedKey = readApiKey({ apiKey });
    return { sent: typedKey === undefined ? {} : { apiKey: typedKey }, isKept: false };
  }
  const deployed = deployedAddress(RED, id);
  if (deployed !== baseUrl) return { sent: {}, isKept: true };
  const stored = readApiKey(RED.nodes.getCredentials(id));
  return { sent: stored === undefined ? {} : { apiKey: stored }, isKept: false };
}

function deployedAddress(RED: Api, id: string): string | undefined {
  let address: string | undefined;
  RED.nodes.eachNode((node) => {
    if (node.id !== id || node.type !== 'opendata-query') return;
    const { portal, url } = node as unknown as Readonly<Record<string, unknown>>;
    try {
      address = configOf({ portal, url }).portal.baseUrl;
    } catch {
      // What was deployed leads nowhere: the key goes there.
    }
  });
  return address;
}

function namedIn(text: string, found: readonly FoundDataset[]): readonly FoundDataset[] {
  return found.filter(({ id }, at) => text.includes(id) && found.findIndex((one) => one.id === id) === at);
}
