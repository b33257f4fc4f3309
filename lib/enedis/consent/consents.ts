// The consents of one account, by meter: nodes that have one add it, whoever asks for a meter finds it.
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
  /** The holder has taken it back: nothing is asked of these meters. */
  readonly isRevoked?: true;
}

export class Consents {
  private readonly consents = new Map<string, Consent>();
  private readonly listeners = new Set<() => void>();

  /** Takes the place of what the same node has said before. @returns takes it out again */
  set(consent: Consent): Stop {
    this.consents.set(consent.id, consent);
    this.tell();
    return () => {
      if (this.consents.get(consent.id) !== consent) return;
      this.consents.delete(consent.id);
      this.tell();
    };
  }

  of(prm: string): Consent | undefined {
    return this.all().find(({ prms }) => prms.includes(prm));
  }

  all(): readonly Consent[] {
    return [...this.consents.values()];
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
