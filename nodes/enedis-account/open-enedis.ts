// One account at a provider of Enedis' measures, and what its nodes have in common of it: the consents, the doors that they open,
// and whoever collects of a meter.
import { Collector } from '../../lib/enedis/collect/collector';
import { KeptPoints } from '../../lib/enedis/kept/kept-points';
import { Consents, type MeterConsent } from '../../lib/enedis/consent/consents';
import type { Door, DoorRow } from '../../lib/enedis/door';
import type { Credentials } from '../../lib/provider/provider';
import type { Collaborators, OpenAccount } from '../runtime/account/account';

export interface OpenEnedisOptions extends Collaborators {
  readonly row: DoorRow;
  /** Whom to ask: what the row says, or a stand-in. */
  readonly baseUrl: string;
  /** The page on which the holder consents: of Enedis, or of the gateway. */
  readonly consentPage: string;
  /** Where the account has id and secret of its own; the token of a gateway is that of the consent. */
  readonly client: EnedisClient | undefined;
  /** @throws LinkyRedError ERR_URL */
  readonly openDoor: (credentials: Credentials) => Door;
  /** Names the account in files and quota keys without showing whose it is. */
  readonly fingerprint: string;
}

export interface EnedisClient {
  readonly clientId: string;
  readonly credentials: Credentials;
}

/** Gateways are for households: more meters than these are a company's. */
const MOST_METERS_OF_A_HOUSEHOLD = 5;

export class OpenEnedis implements OpenAccount {
  readonly account: { readonly fingerprint: string };
  /** Those that the nodes of this account have; each says its own. */
  readonly consents = new Consents();
  private readonly doors = new Map<string, Door>();
  private readonly collectors = new Map<string, Collector>();

  constructor(readonly options: OpenEnedisOptions) {
    this.account = { fingerprint: options.fingerprint };
  }

  get row(): DoorRow {
    return this.options.row;
  }

  /** What is open for a meter; undefined: there is no consent, or the holder has taken it back. */
  doorOf(prm: string): Door | undefined {
    const credentials = this.credentialsOf(this.consents.of(prm));
    return credentials && this.doorWith(credentials);
  }

  /** The same for all who have these. @throws LinkyRedError ERR_URL */
  doorWith(credentials: Credentials): Door {
    const door = this.doors.get(credentials.fingerprint) ?? this.options.openDoor(credentials);
    this.doors.set(credentials.fingerprint, door);
    return door;
  }

  /** Who collects of a meter, for all nodes that want something of it. */
  collector(prm: string): Collector {
    const { shared, clock } = this.options;
    const collector =
      this.collectors.get(prm) ??
      new Collector({
        prm,
        account: this.account,
        consents: this.consents,
        door: () => this.doorOf(prm),
        store: shared.store,
        kept: shared.common('enedis-kept', () => new KeptPoints(shared.store)),
        clock,
        tells: {
          consentGone: () => {
            this.consents.revoke(prm);
          },
        },
      });
    this.collectors.set(prm, collector);
    return collector;
  }

  /** More meters than a household has, at a gateway for households. */
  get isForACompany(): boolean {
    const linked = this.consents.all().flatMap(({ prms }) => prms);
    return this.row.isGateway && new Set([...linked, ...this.collectors.keys()]).size > MOST_METERS_OF_A_HOUSEHOLD;
  }

  async idle(): Promise<void> {
    await Promise.all([...this.collectors.values()].map((collector) => collector.close()));
  }

  /** A company's own meters need no consent of a node. */
  private credentialsOf(consent: MeterConsent | undefined): Credentials | undefined {
    if (consent?.isRevoked === true) return undefined;
    return consent?.credentials ?? (this.row.id === 'enedis-company' ? this.options.client?.credentials : undefined);
  }
}
