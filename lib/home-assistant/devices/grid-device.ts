// Ecowatt or Tempo as a device of Home Assistant: their states in, announcements and states out; their signals are its events.
import type { GridKind } from '../../grid/message';
import type { GridSignal } from '../../grid/signal';
import { Device, type DeviceSettings } from './device';
import type { StoredDevice } from './device-keys';
import { ecowattFacts, ecowattUsable } from '../facts/ecowatt-facts';
import { GRID_ROWS } from '../entities';
import { ECOWATT_EVENT } from '../entities/ecowatt';
import { TEMPO_EVENT } from '../entities/tempo';
import { isOfNow, type GridState } from '../facts/grid-state';
import type { EventRow, Language } from '../discovery/row';
import type { Fact } from '../discovery/state';
import type { Outlet } from '../discovery/entity-publisher';
import { tempoFacts, tempoUsable } from '../facts/tempo-facts';

interface Subject {
  /** The same in both languages. */
  readonly name: string;
  readonly event: EventRow;
  readonly usable: (state: GridState, now: number) => boolean;
  readonly facts: (state: GridState, language: Language, now: number) => Fact[];
}

const SUBJECTS: Readonly<Record<GridKind, Subject>> = {
  ecowatt: { name: 'Écowatt', event: ECOWATT_EVENT, usable: ecowattUsable, facts: ecowattFacts },
  tempo: { name: 'Tempo', event: TEMPO_EVENT, usable: tempoUsable, facts: tempoFacts },
};

/** After a start the nodes that send states have so long to do it; until then what is retained holds. */
const FIRST_STATE_MS = 60_000;

export class GridDevice extends Device {
  private readonly subject: Subject;
  private state: GridState | null = null;

  constructor(
    memory: StoredDevice,
    kind: GridKind,
    settings: DeviceSettings,
    outlet: Outlet,
    changed: () => void,
    private readonly since: number,
  ) {
    const { name, event } = SUBJECTS[kind];
    super(memory, { ...settings, name }, outlet, GRID_ROWS[kind], event, changed);
    this.subject = SUBJECTS[kind];
    this.facts = { ...this.facts, manufacturer: 'RTE' };
  }

  hear(state: GridState, now: number): void {
    if (!isOfNow(state, now)) return;
    this.state = state;
    this.show(now);
  }

  signal(signal: GridSignal): void {
    if (!this.removed) this.tellEvent(signal);
  }

  override tick(now: number): void {
    this.show(now);
    if (!this.removed) this.teller.tick(now);
  }

  private show(now: number): void {
    if (this.removed) return;
    const { state, subject } = this;
    if (state === null) {
      // Retained states of before would pass for news.
      if (now - this.since >= FIRST_STATE_MS) this.tellOnline(false);
      return;
    }
    this.teller.announce(subject.event);
    this.tell(subject.facts(state, this.settings.language, now), now);
    this.tellOnline(subject.usable(state, now));
  }
}
