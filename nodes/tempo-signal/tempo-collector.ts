// The collector of one node, opened from its settings.
import { HttpClient } from '../../lib/http/client';
import type { SharedLedger } from '../../lib/provider/quota/shared-ledger';
import { TempoCollector } from '../../lib/rte/tempo/collector';
import { TempoHistory } from '../../lib/rte/tempo/history';
import { KeptReader } from '../../lib/rte/tempo/kept-reader';
import { keylessReader, rteReader, type TempoReader } from '../../lib/rte/tempo/sources';
import type { Clock } from '../../lib/grid/clock';
import type { OpenRte } from '../rte-account/open-rte';
import { accountOf } from '../runtime/account/account';
import type { CloseGuard } from '../runtime/close-guard';
import type { NodeAPI } from '../runtime/types';
import type { TempoSignalConfig } from './tempo-signal.config';

const ACCOUNT = { node: 'tempo-signal', field: 'account' };

/** @throws LinkyRedError ERR_CONFIG_NODE when RTE is wanted without an account, ERR_URL for an address that is none */
export function openCollector(
  RED: Pick<NodeAPI, 'nodes'>,
  config: TempoSignalConfig,
  shared: SharedLedger,
  clock: Clock,
  guard: CloseGuard,
  changed: () => void,
): TempoCollector {
  const now = (): number => clock.now();
  const open = (source: 'rte' | 'services-rte' | 'api-couleur-tempo'): TempoReader => {
    if (source === 'rte')
      return rteReader(accountOf<OpenRte>(RED, 'rte-account', config.account, ACCOUNT).opened.account);
    const client = new HttpClient({ baseUrl: config.urls[source], ledger: shared.ledger, clock });
    return keylessReader(source, client, now, guard.signal);
  };
  const asked = config.order.filter((source) => source !== 'meter');
  return new TempoCollector({
    readers: asked.map((source) => new KeptReader(open(source), shared, clock)),
    order: config.order,
    totals: config.totals,
    history: TempoHistory.of(shared),
    clock,
    minute: shared.common('tempo-minute', () => Math.floor(Math.random() * 60)),
    changed,
  });
}
