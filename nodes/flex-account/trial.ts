// What the button "Try" reports: the token, and what each of the two addresses answers to it.
import type { FlexCallName } from '../../lib/flex/operator/calls';
import type { FlexAccount } from '../../lib/flex/operator/flex-account';
import { LinkyRedError } from '../../lib/errors';
import { isoParis } from '../../lib/grid/paris-time';
import { NO_RETRY } from '../../lib/http/retry';
import { trialLine, type TrialLine } from '../runtime/account/account-trial';
import type { NodeAPI } from '../runtime/types';

export async function trial(RED: Pick<NodeAPI, '_'>, account: FlexAccount, signal: AbortSignal): Promise<TrialLine[]> {
  const { tokens, tokenUntil, clock, annex1 } = account.options;
  const token = await trialLine(RED, 'secret', async () => {
    await tokens.token();
    if (tokenUntil !== null && tokenUntil <= clock.now())
      throw new LinkyRedError('ERR_FLEX_TOKEN_EXPIRED', { host: new URL(annex1).host, until: isoParis(tokenUntil) });
  });
  if (!token.ok) return [token];
  const session = await account.session();
  const line = (what: string, call: FlexCallName): Promise<TrialLine> =>
    trialLine(RED, what, async () => {
      const side = session === '' ? 'building' : 'emulator';
      const { problem } = await account.ask(call, { side, parts: {} }, { retry: NO_RETRY, signal });
      if (problem !== undefined) throw problem;
    });
  return [token, await line('annex1', 'list'), await line('annex2', 'login')];
}
