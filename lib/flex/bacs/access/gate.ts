// Who comes in. Whoever is known has a bucket of calls of their own, wherever they call from; whoever is not shares that of the
// address: so nobody is shut out by what another one does behind the same proxy, and guessing is slow.
import type { Clock } from '../../../grid/clock';
import { problem, type BacsAnswer } from '../problems';
import { BearerKeys, type BearerKey } from './bearer-keys';
import type { Credential } from './credential';
import { RateLimit, type Rate } from './rate-limit';
import { TokenCheck, type TokenRules } from './token-check';

/** As Node has them: names in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface GateRules {
  readonly keys: readonly BearerKey[];
  readonly tokens?: TokenRules;
  /** The emulator forwards what begins with EMULATOR_ without that; where it does not, or Authorization is taken by a proxy. */
  readonly emulatorHeader: boolean;
  readonly rate: Rate;
  /** Told when the issuer's keys cannot be had, and when they can again (undefined). */
  readonly onIssuer?: (cause: unknown) => void;
  /** Told of each who is let in. */
  readonly onCall?: () => void;
}

/** Longer than any token of an identity provider; what is longer is not looked at. */
const LONGEST_TOKEN = 8192;

/** Underscores are dropped by some proxies (nginx: underscores_in_headers), so a hyphen does as well. */
const EMULATOR_HEADERS = ['emulator_authorization', 'emulator-authorization'];

export class Gate {
  private readonly keys: BearerKeys;
  private readonly tokens: TokenCheck | undefined;
  private readonly limit: RateLimit;

  constructor(
    private readonly rules: GateRules,
    clock: Clock,
  ) {
    this.keys = new BearerKeys(rules.keys);
    this.tokens = rules.tokens && new TokenCheck(rules.tokens, clock);
    this.limit = new RateLimit(rules.rate, clock);
  }

  /** @param address of whoever calls */
  async admit(headers: Headers, address: string): Promise<Credential | BacsAnswer> {
    const token = this.tokenOf(headers);
    const known = token === undefined ? undefined : (this.keys.find(token) ?? this.tokens?.recall(token));
    if (known !== undefined) return this.counted(known);
    const wait = this.limit.take(`address ${address}`);
    if (wait > 0) return tooOften(wait);
    if (token === undefined || this.tokens === undefined) return problem('unauthorised');
    const verdict = await this.tokens.check(token);
    if (verdict.kind === 'unknown') {
      this.rules.onIssuer?.(verdict.cause);
      return problem('unavailable');
    }
    if (verdict.kind !== 'good') return problem(verdict.kind === 'expired' ? 'expired' : 'unauthorised');
    this.rules.onIssuer?.(undefined);
    return this.counted(verdict.credential);
  }

  private counted(credential: Credential): Credential | BacsAnswer {
    const wait = this.limit.take(`credential ${credential.name}`);
    if (wait > 0) return tooOften(wait);
    this.rules.onCall?.();
    return credential;
  }

  private tokenOf(headers: Headers): string | undefined {
    const names = this.rules.emulatorHeader ? [...EMULATOR_HEADERS, 'authorization'] : ['authorization'];
    const header = names.map((name) => headers[name]).find((value) => value !== undefined);
    const [, token] = /^Bearer +([^\s]+) *$/i.exec(typeof header === 'string' ? header : '') ?? [];
    return token !== undefined && token.length <= LONGEST_TOKEN ? token : undefined;
  }
}

export function isAnswer(admitted: Credential | BacsAnswer): admitted is BacsAnswer {
  return 'status' in admitted;
}

function tooOften(seconds: number): BacsAnswer {
  return problem('too-often', { headers: { 'Retry-After': String(seconds) } });
}
