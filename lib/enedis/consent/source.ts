// Where a node has its consent from: what was pasted or typed into it, what its account is, what the door says of both.
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { wait } from '../../http/wait';
import { fingerprintOf, tokenCredentials } from '../../provider/credentials';
import type { Credentials } from '../../provider/provider';
import type { Door } from '../door';
import { askAccess, askMeters, askServices, grantOfToken } from './ask';
import type { Grant } from './grant';
import { readToken } from './token';
import type { ConsentWay } from './ways';

/** Enedis has a new consent seconds after the holder gave it: so long until it is asked again, then the user is told. */
const LATE_SERVICES_MS = [3_000, 10_000, 30_000];

export interface SourceOptions {
  readonly way: ConsentWay;
  /** As it was pasted; empty: none. */
  readonly token: string;
  /** The meters that were typed. */
  readonly prms: readonly string[];
  /** Id and secret of the account, where it has some. */
  readonly client: Credentials | undefined;
  /** @throws LinkyRedError ERR_URL */
  readonly openDoor: (credentials: Credentials) => Door;
  readonly clock: Clock;
  /** Aborts when the node closes. */
  readonly signal: AbortSignal;
}

export class GrantSource {
  /** What opens the door; undefined: nothing was pasted, or the account is not complete. */
  readonly credentials: Credentials | undefined;
  /** Names the consent by what it was given with, without showing it: another token or meter, another consent. */
  readonly fingerprint: string;
  private readonly ofToken: Grant;

  constructor(private readonly options: SourceOptions) {
    const { way, token: pasted, prms, client } = options;
    const { token, grant } = readToken(pasted);
    this.ofToken = grant;
    if (way.opensWith === 'account') this.credentials = client;
    else if (token !== '') this.credentials = tokenCredentials(token);
    this.fingerprint = fingerprintOf([this.credentials?.fingerprint ?? '', ...prms].join(' '));
  }

  /** What was typed: holds until the door has said something better. */
  get typed(): Grant {
    return { prms: this.options.prms };
  }

  /** Whether it can be had without the holder: with what was pasted and typed. */
  get isReady(): boolean {
    const { way, prms } = this.options;
    const isComplete = way.meters !== 'typed' || way.opensWith === 'token' || prms.length > 0;
    return this.credentials !== undefined && way.asks !== 'services' && isComplete;
  }

  /** The holder gives it once, and nobody tells it again. */
  get isOnlyKept(): boolean {
    return this.options.way.asks === 'services';
  }

  /** @throws LinkyRedError ERR_CONSENT_NO_METER; what ask.ts says of the answers; what the door throws */
  async grant(): Promise<Grant> {
    const { way, prms, clock } = this.options;
    switch (way.asks) {
      case 'access':
        return await askAccess(this.door(), grantOfToken(this.ofToken, prms).prms, clock.now());
      case 'meters': {
        const grant = await askMeters(this.door());
        return this.withMeters(prms.length === 0 ? grant : grantOfToken(grant, prms));
      }
      default:
        return grantOfToken(this.ofToken, prms);
    }
  }

  /** What a consent of Enedis covers; asked again where it is not there yet. @throws LinkyRedError ERR_CONSENT_NO_METER; what the door throws */
  async services(autorisationId: number): Promise<Grant> {
    const { clock, signal } = this.options;
    const door = this.door();
    for (const late of LATE_SERVICES_MS) {
      const grant = await askServices(door, autorisationId);
      if (grant.prms.length > 0) return grant;
      await wait(clock, late, signal);
    }
    return this.withMeters(await askServices(door, autorisationId));
  }

  private withMeters(grant: Grant): Grant {
    if (grant.prms.length > 0) return grant;
    throw new LinkyRedError('ERR_CONSENT_NO_METER', { host: this.door().row.name });
  }

  private door(): Door {
    const { credentials, options } = this;
    if (credentials === undefined) throw new LinkyRedError('ERR_CONSENT_NO_PRM');
    return options.openDoor(credentials);
  }
}
