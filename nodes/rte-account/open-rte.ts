// One application at RTE's portal, and what its nodes have in common of it.
import type { ProviderAccountOptions } from '../../lib/provider/account';
import { EcowattFeed } from '../../lib/rte/ecowatt/feed';
import type { RteApiName } from '../../lib/rte/portal/apis';
import { rteAccount, type RteAccount } from '../../lib/rte/portal/portal';
import type { OpenAccount } from '../runtime/account/account';

export class OpenRte implements OpenAccount {
  readonly account: RteAccount;
  private readonly feeds = new Map<boolean, EcowattFeed>();

  /** @throws LinkyRedError ERR_URL */
  constructor(private readonly options: Omit<ProviderAccountOptions<RteApiName>, 'provider'>) {
    this.account = rteAccount(options);
  }

  /** The Ecowatt answers of this account, real or of RTE's sandbox. */
  ecowatt(sandbox: boolean): EcowattFeed {
    const { store, clock } = this.options;
    const feed =
      this.feeds.get(sandbox) ?? new EcowattFeed(this.account, store, clock, sandbox, minuteOf(this.account));
    this.feeds.set(sandbox, feed);
    return feed;
  }

  async idle(): Promise<void> {
    await Promise.all([...this.feeds.values()].map((feed) => feed.idle()));
  }
}

/** The minute at which this application asks: the same after each start, another one elsewhere. */
function minuteOf({ fingerprint }: RteAccount): number {
  return parseInt(fingerprint.slice(0, 8), 16) % 60;
}
