// The consent that a node has: kept over a restart, and lent to its account for as long as it holds.
import type { Consents } from '../../lib/enedis/consent/consents';
import { standingOf } from '../../lib/enedis/consent/life';
import type { Clock, Stop } from '../../lib/grid/clock';
import type { Credentials } from '../../lib/provider/provider';
import type { FoundSecret, SecretDocument } from '../../lib/store/secrets';
import type { KeptConsent } from './kept-consent';

export interface HeldOptions {
  /** Of the node. */
  readonly id: string;
  readonly consents: Consents;
  /** What opens the door, and what the consent was given with. */
  readonly source: { readonly credentials: Credentials | undefined; readonly fingerprint: string };
  readonly document: SecretDocument<KeptConsent>;
  readonly clock: Pick<Clock, 'now'>;
  /** Told when the holder has taken it back. */
  readonly revoked: () => void;
}

export class HeldConsent {
  private value: KeptConsent | undefined;
  private stopLending: Stop | undefined;
  private readonly stopListening: Stop;

  constructor(private readonly options: HeldOptions) {
    this.stopListening = options.consents.listen(() => {
      this.noteRevoked();
    });
  }

  get kept(): KeptConsent | undefined {
    return this.value;
  }

  /** What was kept is lent again, unless it was given with something else. */
  async read(): Promise<FoundSecret<KeptConsent>['state']> {
    const { document, source } = this.options;
    const { value, state } = await document.read();
    if (value?.of === source.fingerprint) this.value = value;
    this.lend();
    return state;
  }

  /** Resolves when it lies on the disk; by then the account has it. */
  async keep(kept: Omit<KeptConsent, 'of'>): Promise<void> {
    const { document, source } = this.options;
    this.value = { of: source.fingerprint, ...kept };
    this.lend();
    await document.write(this.value);
  }

  /** The account has it no more. */
  takeBack(): void {
    this.stopLending?.();
  }

  close(): void {
    this.stopListening();
    this.takeBack();
  }

  private lend(): void {
    const { id, consents, source, clock } = this.options;
    const { credentials } = source;
    this.takeBack();
    if (this.value === undefined || this.value.prms.length === 0 || credentials === undefined) return;
    if (standingOf(this.value, clock.now()) === 'expired') return;
    const { prms, until, revoked } = this.value;
    this.stopLending = consents.set({
      id,
      prms,
      credentials,
      ...(until !== undefined && { until }),
      ...(revoked !== undefined && { revoked }),
    });
  }

  /** An answer has told the account that the consent for a meter is gone. */
  private noteRevoked(): void {
    const { id, consents, document, revoked: told } = this.options;
    const revoked = consents.all().find((consent) => consent.id === id)?.revoked ?? [];
    if (this.value === undefined || revoked.length <= (this.value.revoked?.length ?? 0)) return;
    this.value = { ...this.value, revoked };
    void document.write(this.value);
    told();
  }
}
