// flex-account: wiring.
import { FlexAccount } from '../../lib/flex/operator/flex-account';
import { IssuerToken } from '../../lib/flex/operator/issuer';
import { linkIn, sessionIn } from '../../lib/flex/operator/flex-answer';
import { tokenLife } from '../../lib/flex/operator/token-life';
import { LinkyRedError } from '../../lib/errors';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import { isoParis } from '../../lib/grid/paris-time';
import { NO_RETRY } from '../../lib/http/retry';
import { clientCredentials, fingerprintOf } from '../../lib/provider/credentials';
import { pastedToken } from '../../lib/provider/oauth';
import type { AccountNode, AccountType, Collaborators } from '../runtime/account/account';
import { accountNode } from '../runtime/account/account-node';
import { KEPT_SECRET, tryAccount, withAccount, type TrialLine } from '../runtime/account/account-trial';
import { getNode } from '../runtime/get-node';
import type { Wire } from '../runtime/lazy-node';
import type { Node, NodeAPI } from '../runtime/types';
import { readConfig, type FlexAccountConfig } from './flex-account.config';
import { OpenFlex } from './open-flex';
import { trial } from './trial';

const TYPE = 'flex-account';
type Field = (name: string) => string;

const FLEX_ACCOUNT: AccountType<OpenFlex> = {
  type: TYPE,
  secret: 'token',
  open: (field, around) => {
    const config = readConfig((name) => (name === 'type' ? TYPE : field(name)));
    const access = accessOf(config, field, around);
    if (access === undefined) return undefined;
    const { shared, clock } = around;
    const { annex1, annex2, session } = config;
    const emulatorHeaders = forwarded(config, field('emulatorToken'));
    return new OpenFlex(
      new FlexAccount({ annex1, annex2, session, ...access, emulatorHeaders, store: shared.store, clock }),
      around,
    );
  },
  isTriedAsDeployed: ({ access, clientSecret }) => access === 'client' && clientSecret === KEPT_SECRET,
  report: (RED, { account }, { signal }) => trial(RED, account, signal),
};

/** @returns undefined while something is missing */
function accessOf({ access, issuer, scope, audience }: FlexAccountConfig, field: Field, around: Collaborators) {
  const { shared, clock, signal } = around;
  if (access === 'token') {
    // People copy it with the word before it.
    const token = field('token').replace(/^Bearer\s+/i, '');
    if (token === '') return undefined;
    const life = tokenLife(token);
    const { holder = '' } = life ?? {};
    const fingerprint = fingerprintOf(holder === '' ? token : holder);
    return { tokens: pastedToken(token), tokenUntil: life?.until ?? null, fingerprint };
  }
  const [clientId, secret] = [field('clientId'), field('clientSecret')];
  if (clientId === '' || secret === '') return undefined;
  const credentials = clientCredentials(clientId, secret);
  const { ledger } = shared;
  const tokens = new IssuerToken({ address: issuer, credentials, scope, audience, ledger, clock, signal });
  return { tokens, tokenUntil: null, fingerprint: credentials.fingerprint };
}

/** What the emulator hands on to the system under test. */
function forwarded({ emulatorHeaders }: FlexAccountConfig, token: string): Readonly<Record<string, string>> {
  return { ...emulatorHeaders, ...(token !== '' && { EMULATOR_Authorization: `Bearer ${token}` }) };
}

export function flexAccount(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK): Wire<object, Node<Record<string, unknown>>> {
  return accountNode(RED, clock, FLEX_ACCOUNT);
}

/** What the button "Try" of the form reports. @throws LinkyRedError ERR_INPUT */
export function tryFlexAccount(RED: NodeAPI, clock: Clock = SYSTEM_CLOCK, body: unknown): Promise<TrialLine[]> {
  return tryAccount(RED, clock, FLEX_ACCOUNT, fitting(body));
}

/** The editor sends the fields, too, that the chosen access does not use. */
function fitting(body: unknown): unknown {
  const form = body as Readonly<Record<string, unknown>> | null | undefined;
  return form?.['access'] === 'client' ? { ...form, token: '' } : body;
}

/** What the button makes that asks for a session. @throws LinkyRedError what the form lacks, what the emulator answers */
export function makeSession(
  RED: NodeAPI,
  clock: Clock = SYSTEM_CLOCK,
  body: unknown,
): Promise<{ readonly session: string }> {
  return withAccount(RED, clock, FLEX_ACCOUNT, fitting(body), async ({ account }, { signal }, form) => {
    const parts = { module: form['module'] ?? '', url: form['sessionUrl'] ?? '' };
    const { json, problem } = await account.ask('session', { side: 'emulator', parts }, { retry: NO_RETRY, signal });
    if (problem !== undefined) throw problem;
    const session = sessionIn(json);
    if (session !== undefined) return { session };
    throw new LinkyRedError('ERR_ANSWER', { host: new URL(account.options.annex2).host, detail: 'no session' });
  });
}

/** The page on which a token can be had: no token is wanted for it. @throws LinkyRedError as makeSession */
export async function findLogin(
  RED: NodeAPI,
  clock: Clock = SYSTEM_CLOCK,
  body: unknown,
): Promise<{ readonly url: string }> {
  // Whoever has no token yet asks where to get one.
  const tokenless = { ...(body as Record<string, unknown>), access: 'token', token: 'none' };
  return await withAccount(RED, clock, FLEX_ACCOUNT, tokenless, async ({ account }, { signal }) => {
    const { json, problem } = await account.ask('login', { side: 'emulator', parts: {} }, { retry: NO_RETRY, signal });
    if (problem !== undefined) throw problem;
    const url = linkIn(json);
    if (url !== undefined) return { url };
    throw new LinkyRedError('ERR_ANSWER', { host: new URL(account.options.annex2).host, detail: 'no link' });
  });
}

/** For the form: until when the tokens of the running accounts hold, by their ids; null: they do not say. */
export function tokensUntil(RED: Pick<NodeAPI, 'nodes'>): Promise<Record<string, string | null>> {
  const until: Record<string, string | null> = {};
  RED.nodes.eachNode(({ id, type }) => {
    const opened = type === TYPE ? getNode<AccountNode<OpenFlex>>(RED, id, TYPE)?.opened : undefined;
    if (opened === undefined) return;
    const { tokenUntil } = opened.account.options;
    until[id] = tokenUntil === null ? null : isoParis(tokenUntil);
  });
  return Promise.resolve(until);
}
