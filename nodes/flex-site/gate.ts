// Who is let in, by the settings of a site.
import { Gate } from '../../lib/flex/bacs/access/gate';
import { IssuerKeys } from '../../lib/flex/bacs/access/issuer-keys';
import { pastedKey, type FindKey, type TokenRules } from '../../lib/flex/bacs/access/token-check';
import { LinkyRedError } from '../../lib/errors';
import type { Clock } from '../../lib/grid/clock';
import { HttpClient } from '../../lib/http/client';
import { settingFacts } from '../runtime/setting-words';
import { messageOf } from '../runtime/status/error-report';
import type { FlexSiteConfig, TokenSettings } from './flex-site.config';

export interface GateAround {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The issuer's keys cannot be had; undefined: they can again. */
  readonly onProblem: (problem: LinkyRedError | undefined) => void;
  /** Somebody was let in. */
  readonly onCall: () => void;
}

/** @throws LinkyRedError ERR_CONFIG */
export function gateOf(config: FlexSiteConfig, around: GateAround): { readonly gate: Gate } {
  const { keys, tokens, emulatorHeader, callsPerMinute } = config;
  let failing = false;
  const onIssuer = (cause: unknown): void => {
    if (cause === undefined && !failing) return;
    failing = cause !== undefined;
    around.onProblem(failing ? new LinkyRedError('ERR_FLEX_ISSUER', { detail: messageOf(cause) }, cause) : undefined);
  };
  // Ten seconds of it may come at once.
  const rate = { perMinute: callsPerMinute, burst: Math.max(10, Math.ceil(callsPerMinute / 6)) };
  return {
    gate: new Gate(
      {
        keys,
        emulatorHeader,
        rate,
        onIssuer,
        onCall: around.onCall,
        ...(tokens && { tokens: tokenRules(tokens, around) }),
      },
      around.clock,
    ),
  };
}

function tokenRules(tokens: TokenSettings, around: GateAround): TokenRules {
  const { issuer, audience, algorithms, assets } = tokens;
  return { issuer, audience, algorithms, key: keyOf(tokens, around), ...(assets && { assets }) };
}

function keyOf({ keys }: TokenSettings, { clock, signal }: GateAround): FindKey {
  if ('jwksUrl' in keys) {
    const { origin, pathname, search } = new URL(keys.jwksUrl);
    const client = new HttpClient({ baseUrl: origin, clock, timeoutMs: 5000 });
    return new IssuerKeys(client, `${pathname}${search}`, clock, signal).find;
  }
  try {
    const key = pastedKey(keys.publicKey);
    return () => key;
  } catch (error) {
    const fault = { fault: 'form', value: '…', rule: 'public-key' } as const;
    throw new LinkyRedError('ERR_CONFIG', settingFacts({ node: 'flex-site', field: 'publicKey' }, fault), error);
  }
}
