// The button "Try" of an account: does the provider know it, and to which APIs does it let it? Where a call would break the
// quota, what came of the last one is told instead.
import * as v from 'valibot';
import { LinkyRedError, type ErrorCode } from '../../../lib/errors';
import type { Clock } from '../../../lib/grid/clock';
import { isoParis } from '../../../lib/grid/paris-time';
import type { ProviderAccount } from '../../../lib/provider/account';
import { accountOf, type AccountType, type Collaborators, type OpenAccount } from './account';
import { getNode } from '../get-node';
import { reportable } from '../status/error-report';
import { borrowLedger } from '../store/open-ledger';
import { type Field, settingFacts } from '../setting-words';
import { typed } from '../settings';
import type { NodeAPI } from '../types';

/** One line of the report; the editor finds the words. */
export interface TrialLine {
  /** `secret` or another word of the account's catalogue, else a name: of an API, of a meter. */
  readonly what: string;
  /** ok, or the key of the error's sentence with what fills it. */
  readonly ok: boolean;
  readonly error?: TrialError;
  /** No call was made: it would break the quota until then. What stands here is of the last call, at `at`; null: none is known. */
  readonly quotaUntil?: string;
  readonly at?: string | null;
}

export interface TrialError {
  readonly code: ErrorCode;
  /** Of its sentence, in the catalogue of each node. */
  readonly key: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What Node-RED's editor sends for a password that it was never given. */
export const KEPT_SECRET = '__PWRD__';

const Body = v.record(v.string(), v.string());

type Api = Pick<NodeAPI, 'nodes' | 'settings' | 'log' | '_'>;

/** @throws LinkyRedError ERR_INPUT */
export async function tryAccount<Opened extends OpenAccount>(
  RED: Api,
  clock: Clock,
  row: AccountType<Opened>,
  body: unknown,
): Promise<TrialLine[]> {
  formOf(row, body);
  let lines: TrialLine[] = [];
  // What the user has to fill in is an outcome too: the editor says it in its own language.
  const filled = await trialLine(RED, 'secret', async () => {
    lines = await withAccount(RED, clock, row, body, (opened, around) => row.report(RED, opened, around));
  });
  return filled.ok ? lines : [filled];
}

/**
 * Opens the account of a form for a moment. Variables are put in their place when a flow starts: the form has their names, not
 * what they hold.
 * @param body what the editor sends, unchecked
 * @throws LinkyRedError ERR_INPUT, ERR_CONFIG, ERR_CONFIG_NODE, ERR_CONFIG_VARIABLE, ERR_URL; what `use` throws
 */
export async function withAccount<Opened extends OpenAccount, T>(
  RED: Api,
  clock: Clock,
  row: AccountType<Opened>,
  body: unknown,
  use: (opened: Opened, around: Collaborators, form: Readonly<Record<string, string>>) => Promise<T>,
): Promise<T> {
  const form = formOf(row, body);
  const abort = new AbortController();
  const shared = borrowLedger(RED, clock);
  const around = { shared, clock, signal: abort.signal };
  const field = (name: string): Field => ({ node: row.type, field: name });
  try {
    // The secret is not typed again: only the account as it is deployed may use it, or it could be sent anywhere.
    const isDeployed =
      form[row.secret] === KEPT_SECRET ||
      (row.isTriedAsDeployed?.(form) === true && getNode(RED, form['id'], row.type) !== undefined);
    const opened = isDeployed
      ? accountOf<Opened>(RED, row.type, form['id'], field(row.secret)).opened
      : row.open((name) => typed(field(name), form[name] ?? ''), around);
    if (opened === undefined)
      throw new LinkyRedError('ERR_CONFIG', settingFacts(field(row.secret), { fault: 'missing' }));
    return await use(opened, around, form);
  } finally {
    abort.abort();
    await shared.release();
  }
}

function formOf(row: { readonly type: string }, body: unknown): Readonly<Record<string, string>> {
  const form = v.safeParse(Body, body);
  if (!form.success) throw new LinkyRedError('ERR_INPUT', { detail: row.type });
  return form.output;
}

/** One API, if the quota lets a call out. @param call keeps what it brings: nodes that are deployed next need not wait */
export async function tryApi<Name extends string>(
  RED: Pick<NodeAPI, '_'>,
  account: ProviderAccount<Name>,
  clock: Clock,
  { api, name }: { readonly api: NoInfer<Name>; readonly name: string },
  call: () => Promise<unknown>,
): Promise<TrialLine> {
  const earliest = await account.earliest(api);
  if (earliest <= clock.now()) {
    const tried = await trialLine(RED, name, call);
    if (tried.error?.key !== 'quota') return tried;
  }
  const outcome = await account.outcome(api);
  const error = outcome?.error && reportable(RED._, outcome.error);
  return {
    what: name,
    ok: outcome !== undefined && error === undefined,
    quotaUntil: isoParis(await account.earliest(api)),
    at: outcome === undefined ? null : isoParis(outcome.at),
    ...(error && { error: trialError(error) }),
  };
}

/** What became of one step of a trial, for the dialog; an error is a line, too. */
export async function trialLine(
  RED: Pick<NodeAPI, '_'>,
  what: string,
  run: () => Promise<unknown>,
): Promise<TrialLine> {
  try {
    await run();
    return { what, ok: true };
  } catch (thrown) {
    return { what, ok: false, error: trialError(reportable(RED._, thrown)) };
  }
}

function trialError({ code, row, facts }: LinkyRedError): TrialError {
  return { code, key: row.key, facts };
}
