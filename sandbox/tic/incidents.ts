// What goes wrong in or around a meter, for a while.

export type IncidentKind = 'breaker' | 'cover' | 'overvoltage' | 'clock';

export const INCIDENT_KINDS: readonly IncidentKind[] = ['breaker', 'cover', 'overvoltage', 'clock'];

export interface Incident {
  readonly kind: IncidentKind;
  /** Epoch milliseconds, `to` excluded. */
  readonly from: number;
  readonly to: number;
}

export class Incidents {
  private readonly list: Incident[];

  constructor(list: readonly Incident[] = []) {
    this.list = [...list];
  }

  add(incident: Incident): void {
    this.list.push(incident);
  }

  has(kind: IncidentKind, at: number): boolean {
    return this.list.some((incident) => incident.kind === kind && at >= incident.from && at < incident.to);
  }
}
