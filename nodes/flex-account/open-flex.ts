// One account of Flex Ready, and what its nodes have in common of it.
import type { FlexAccount } from '../../lib/flex/operator/flex-account';
import { SupplierFeed, type PricesWish } from '../../lib/flex/supplier/feed';
import { supplierProvider } from '../../lib/flex/supplier/provider';
import { ProviderAccount } from '../../lib/provider/account';
import { fingerprintOf } from '../../lib/provider/credentials';
import type { Collaborators, OpenAccount } from '../runtime/account/account';

export class OpenFlex implements OpenAccount {
  private readonly feeds = new Map<string, SupplierFeed>();

  constructor(
    readonly account: FlexAccount,
    private readonly around: Collaborators,
  ) {}

  /** The prices of one delivery point, for all nodes that ask for the same. @param path below the address of annex 2 */
  supplier(wish: PricesWish, path: string): SupplierFeed {
    const key = JSON.stringify([wish, path]);
    const feed = this.feeds.get(key) ?? this.openSupplier(wish, path);
    this.feeds.set(key, feed);
    return feed;
  }

  async idle(): Promise<void> {
    await Promise.all([...this.feeds.values()].map((feed) => feed.idle()));
  }

  private openSupplier(wish: PricesWish, path: string): SupplierFeed {
    const { shared, clock, signal } = this.around;
    const { annex2, tokens, tokenUntil, fingerprint } = this.account.options;
    const point = fingerprintOf(wish.deliveryPoint);
    const asked = fingerprintOf(JSON.stringify([annex2, path, wish.deliveryPoint, wish.aheadMs]));
    return new SupplierFeed(wish, {
      account: new ProviderAccount({
        provider: supplierProvider(path, point, tokenUntil),
        // The secret lies with the source of tokens.
        credentials: { secret: '', fingerprint },
        tokens,
        baseUrl: annex2,
        ledger: shared.ledger,
        store: shared.store,
        clock,
        signal,
      }),
      session: () => this.account.session(),
      needsSession: path.includes('{session}'),
      store: shared.store,
      clock,
      name: `flex-prices-${asked}-${fingerprint}`,
    });
  }
}
