// The consents of one account, by meter: nodes that have one add it, whoever asks for a meter finds it, and says here when an
// answer tells that it is gone.
import type { DayKey } from '../../grid/paris-time';
import type { Stop } from '../../grid/clock';
import type { Credentials } from '../../provider/provider';

/** One consent: one or more meters of one holder. */
export interface Consent {
  /** Of the node that has it. */
  readonly id: string;
  /** 14 digits each. */
  readonly prms: readonly string[];
  /** What opens the door with it: the token that was pasted, or id and secret of the account. */
  readonly credentials: Credentials;
  readonly since?: DayKey;
  /** Epoch ms; absent: not known. */
  readonly until?: number;
  /** Those of `prms` for which the holder has taken it back. */
  readonly revoked?: readonly string[];
}

/** A consent as it holds for one of its meters. */
export interface MeterConsent extends Consent {
  /** The holder has taken it back for this meter: nothing is asked of it. */
  readonly isRevoked: boolean;
}

interface Held {
  /** What the node has set: only whoever set it takes it out. */
  readonly given: Consent;
  /** What has become of it since. */
  readonly consent: Consent;
}

export class Consents {
  private readonly held = new Map<string, Held>();
  private readonly listeners = new Set<() => void>();

  /** Takes the place of what the same node has said before. @returns takes it out again */
  set(consent: Consent): Stop {
    this.held.set(consent.id, { given: consent, consent });
    this.tell();
    return () => {
      if (this.held.get(consent.id)?.given !== consent) return;
      this.held.delete(consent.id);
      this.tell();
    };
  }

  /** Where several cover a meter, one that was not taken back. */
  of(prm: string): MeterConsent | undefined {
    const found = this.all()
      .filter(({ prms }) => prms.includes(prm))
      .map((consent) => ({ ...consent, isRevoked: consent.revoked?.includes(prm) === true }));
    return found.find(({ isRevoked }) => !isRevoked) ?? found[0];
  }

  all(): readonly Consent[] {
    return [...this.held.values()].map(({ consent }) => consent);
  }

  /** An answer has said that the holder has taken it back: it stands until its node sets a new one. */
  revoke(prm: string): void {
    for (const [id, { given, consent }] of this.held) {
      const { prms, revoked = [] } = consent;
      if (prms.includes(prm) && !revoked.includes(prm))
        this.held.set(id, { given, consent: { ...consent, revoked: [...revoked, prm] } });
    }
    this.tell();
  }

  /** Told when a consent comes, changes or goes. */
  listen(listener: () => void): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
