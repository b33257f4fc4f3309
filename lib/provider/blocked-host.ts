// A host that has shut out the address of this machine: nothing goes there for a day, whoever asks, then one call tries again.
// Kept over restarts, with what the host has said.
import { LinkyRedError } from '../errors';
import type { Clock } from '../grid/clock';
import { isoParis } from '../grid/paris-time';
import type { Store } from '../store/store';
import { Outcomes } from './outcomes';
import type { QuotaLedger, QuotaRow } from './quota/ledger';

export const BLOCKED_MS = 24 * 3_600_000;

export class BlockedHost {
  /** Nothing is booked under it: it is only closed. The window is for how long it counts as closed where the books were lost. */
  private readonly row: QuotaRow;

  constructor(
    private readonly host: string,
    private readonly ledger: QuotaLedger,
    private readonly store: Store,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.row = { key: `blocked ${host}`, limits: [{ kind: 'window', max: 1000, windowMs: BLOCKED_MS }] };
  }

  /** Until when nothing goes out; now or earlier where it is open. Epoch ms. */
  until(): Promise<number> {
    return this.ledger.earliest(this.row);
  }

  /** @throws LinkyRedError what the host has said, while it is closed */
  async check(): Promise<void> {
    const until = await this.until();
    if (until <= this.clock.now()) return;
    const said = await this.saidByHosts().of(this.host);
    throw said?.error ?? new LinkyRedError('ERR_QUOTA', { until: isoParis(until) });
  }

  /** @param said is told to all who ask meanwhile */
  async close(said: LinkyRedError): Promise<void> {
    const now = this.clock.now();
    await this.ledger.closeUntil(this.row, now + BLOCKED_MS);
    await this.saidByHosts().set(this.host, { at: now, error: said });
  }

  /** Read anew each time: other accounts write to it, too. */
  private saidByHosts(): Outcomes<string> {
    return new Outcomes(this.store, 'blocked-hosts');
  }
}
