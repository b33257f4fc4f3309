// Ecowatt, Tempo or a meter at Enedis as a device of Home Assistant: states in, announcements and states out; signals are its events.
import type { GridKind } from '../../grid/message';
import type { GridSignal } from '../../grid/signal';
import { unknownDevice } from '../discovery/config';
import { EntityPublisher } from '../discovery/entity-publisher';
import type { Publishing } from '../discovery/publishing';
import { isPrice } from '../discovery/row';
import { isOfNow, type GridState } from '../facts/message/grid-state';
import { GRID_SUBJECTS } from '../facts/grid-subjects';
import type { StoredDevice } from './stored-device';

/** After a start the nodes that send states have so long to do it; until then what is retained holds. */
const FIRST_STATE_MS = 60_000;
/** Of a text that describes a device. */
const LONGEST = 255;

export class GridDevice {
  readonly publisher: EntityPublisher;
  private state: GridState | null = null;

  /** @param since when it came to be here, epoch milliseconds */
  constructor(
    readonly memory: StoredDevice,
    private readonly kind: GridKind,
    private readonly around: Publishing,
    private readonly since: number,
  ) {
    const subject = GRID_SUBJECTS[kind];
    const { name, manufacturer } = subject;
    this.publisher = new EntityPublisher(memory, { ...around, settings: { ...around.settings, name } }, subject);
    this.publisher.describe({ ...unknownDevice(this.publisher.name), manufacturer });
  }

  /** A state of another instant than now is not shown. */
  hear(state: GridState, now: number): void {
    if (!isOfNow(state, now)) return;
    this.state = state;
    const { of } = state;
    if (of !== undefined) this.describe(of);
    this.show(now);
  }

  signal(signal: GridSignal): void {
    this.publisher.publishEvent(signal);
  }

  /** What somebody says who has pressed an entity; undefined: it means nothing now. */
  pressed(entity: string): object | undefined {
    return this.publisher.isRemoved ? undefined : this.state?.commandOf?.(entity);
  }

  /** Once a second. */
  tick(now: number): void {
    if (this.publisher.isRemoved) return;
    this.show(now);
    this.publisher.tick(now);
  }

  private describe(of: string): void {
    const device = unknownDevice(this.publisher.name);
    if (GRID_SUBJECTS[this.kind].isNamed === true) this.publisher.describe({ ...device, model: of.slice(0, LONGEST) });
    else if (!this.around.settings.hidePersonal) this.publisher.describe({ ...device, serialNumber: of });
  }

  private show(now: number): void {
    const { state, publisher } = this;
    if (publisher.isRemoved) return;
    const { event, buttons = [], rows } = GRID_SUBJECTS[this.kind];
    if (state === null) {
      if (now - this.since < FIRST_STATE_MS) return;
      // Retained states of before would pass for news. A price stays, and says that it is kept.
      publisher.publishOnline(false);
      publisher.publish(
        rows.filter(isPrice).map((row) => ({ row, value: null, onlyIfAnnounced: true })),
        now,
      );
      return;
    }
    if (event !== undefined) publisher.announce(event);
    for (const button of buttons) publisher.announce(button);
    publisher.publish(state.facts(this.around.settings.language, now), now);
    publisher.publishOnline(state.isUsable(now));
  }
}
