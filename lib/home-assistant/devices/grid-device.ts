// Ecowatt or Tempo as a device of Home Assistant: their states in, announcements and states out; their signals are its events.
import type { GridKind } from '../../grid/message';
import type { GridSignal } from '../../grid/signal';
import { Device, type DeviceSettings } from './device';
import type { StoredDevice } from './device-keys';
import { isOfNow, type GridState } from '../facts/grid-state';
import { GRID_SUBJECTS, type GridSubject } from '../facts/grid-subjects';
import type { Outlet } from '../discovery/entity-publisher';

/** After a start the nodes that send states have so long to do it; until then what is retained holds. */
const FIRST_STATE_MS = 60_000;

export class GridDevice extends Device {
  private readonly subject: GridSubject;
  private state: GridState | null = null;

  constructor(
    memory: StoredDevice,
    kind: GridKind,
    settings: DeviceSettings,
    outlet: Outlet,
    changed: () => void,
    private readonly since: number,
  ) {
    const { name, rows, event } = GRID_SUBJECTS[kind];
    super(memory, { ...settings, name }, outlet, rows, event, changed);
    this.subject = GRID_SUBJECTS[kind];
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
    this.tell(state.facts(this.settings.language, now), now);
    this.tellOnline(state.isUsable(now));
  }
}
