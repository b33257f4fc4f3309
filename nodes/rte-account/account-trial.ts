// The button "Try": does RTE know this id and secret, and to which APIs does it let the application? Where a call would break
// the quota, what came of the last one is told instead.
import * as v from 'valibot';
import { LinkyRedError } from '../../lib/errors';
import { shareLedger, type SharedLedger } from '../../lib/provider/quota/shared-ledger';
import { isoParis } from '../../lib/grid/paris-time';
import { RTE_APIS } from '../../lib/rte/portal/apis';
import { rteCredentials } from '../../lib/rte/portal/credentials';
import { rteAccount, type RteAccount } from '../../lib/rte/portal/portal';
import { EcowattFeed } from '../../lib/rte/ecowatt/feed';
import { KeptReader } from '../../lib/rte/tempo/kept-reader';
import { rteReader } from '../../lib/rte/tempo/sources';
import type { Clock } from '../../lib/grid/clock';
import { reportable } from '../runtime/error-report';
import { getNode } from '../runtime/get-node';
import { folderOf } from '../runtime/open-store';
import type { RteAccountNode } from '../runtime/rte-account';
import { typed } from '../runtime/settings';
import type { NodeAPI } from '../runtime/types';
import { DEFAULTS, KEPT_SECRET } from './rte-account.choices';

/** One line of the report; the editor finds the words. */
export interface TrialLine {
  /** `secret`, or the name of an API. */
  readonly what: string;
  /** ok, or the key of the error's sentence with what fills it. */
  readonly ok: boolean;
  readonly error?: { readonly key: string; readonly facts: Readonly<Record<string, string | number>> };
  /** No call was made: it would break the quota until then. What stands here is of the last call, at `at`; null: none is known. */
  readonly quotaUntil?: string;
  readonly at?: string | null;
}

const Body = v.object({
  id: v.optional(v.string(), ''),
  clientId: v.optional(v.string(), ''),
  clientSecret: v.optional(v.string(), ''),
  baseUrl: v.optional(v.string(), ''),
});

type Api = Pick<NodeAPI, 'nodes' | 'settings' | '_'>;

/** @throws LinkyRedError ERR_INPUT */
export async function tryAccount(RED: Api, clock: Clock, body: unknown): Promise<TrialLine[]> {
  const form = v.safeParse(Body, body);
  if (!form.success) throw new LinkyRedError('ERR_INPUT', { detail: 'rte-account' });
  let lines: TrialLine[] = [];
  // What the user has to fill in is an outcome too: the editor says it in its own language.
  const filled = await line(RED, 'secret', async () => {
    lines = await trial(RED, clock, form.output);
  });
  return filled.ok ? lines : [filled];
}

/**
 * Variables are put in their place when a flow starts: the form has their names, not what they hold.
 * @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_NODE, ERR_CONFIG_VARIABLE, ERR_URL
 */
async function trial(
  RED: Api,
  clock: Clock,
  { id, clientId, clientSecret, baseUrl }: v.InferOutput<typeof Body>,
): Promise<TrialLine[]> {
  const abort = new AbortController();
  const shared = shareLedger(folderOf(RED), clock, () => undefined);
  try {
    if (clientSecret === KEPT_SECRET) {
      // The secret is not typed again: only the account as it is deployed may use it, or it could be sent anywhere.
      const rte = getNode<{ rte: RteAccountNode }>(RED, id, 'rte-account')?.rte;
      const feed = rte?.ecowatt(false);
      if (rte?.account === undefined || feed === undefined)
        throw new LinkyRedError('ERR_CONFIG_NODE', { type: 'rte-account' });
      return await report(RED, rte.account, feed, shared, clock);
    }
    const credentials = rteCredentials(typed('clientId', clientId), typed('clientSecret', clientSecret));
    if (credentials === undefined) throw new LinkyRedError('ERR_CONFIG', { field: 'clientSecret', detail: '' });
    const url = typed('baseUrl', baseUrl) || DEFAULTS.baseUrl;
    const account = rteAccount({ ...shared, credentials, baseUrl: url, clock, signal: abort.signal });
    return await report(RED, account, new EcowattFeed(account, shared.store, clock, false, 0), shared, clock);
  } finally {
    abort.abort();
    await shared.release();
  }
}

/** What the calls bring is kept: the nodes that are deployed next must not wait for a quarter of an hour because of a trial. */
async function report(
  RED: Api,
  account: RteAccount,
  feed: EcowattFeed,
  shared: SharedLedger,
  clock: Clock,
): Promise<TrialLine[]> {
  const secret = await line(RED, 'secret', () => account.checkSecret());
  if (!secret.ok) return [secret];
  const tempo = new KeptReader(rteReader(account), shared, clock);
  return [
    secret,
    await tryApi(RED, account, clock, 'ecowatt', () => feed.refresh()),
    await tryApi(RED, account, clock, 'tempo', () => tempo.recent()),
  ];
}

async function tryApi(
  RED: Api,
  account: RteAccount,
  clock: Clock,
  api: 'ecowatt' | 'tempo',
  call: () => Promise<unknown>,
): Promise<TrialLine> {
  const { name } = RTE_APIS[api];
  const earliest = await account.earliest(api);
  if (earliest <= clock.now()) {
    const tried = await line(RED, name, call);
    if (tried.error?.key !== 'quota') return tried;
  }
  const outcome = await account.outcome(api);
  const error = outcome?.error && reportable(RED._, outcome.error);
  return {
    what: name,
    ok: outcome !== undefined && error === undefined,
    quotaUntil: isoParis(await account.earliest(api)),
    at: outcome === undefined ? null : isoParis(outcome.at),
    ...(error && { error: { key: error.row.key, facts: error.facts } }),
  };
}

async function line(RED: Api, what: string, run: () => Promise<unknown>): Promise<TrialLine> {
  try {
    await run();
    return { what, ok: true };
  } catch (thrown) {
    const { row, facts } = reportable(RED._, thrown);
    return { what, ok: false, error: { key: row.key, facts } };
  }
}
