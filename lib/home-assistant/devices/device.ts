// What every device of Home Assistant has, whatever it speaks of: a key, entities that are told and taken back, and a topic
// of its own that says whether anybody speaks for it.
import type { GridSignal } from '../../grid/signal';
import { unknownDevice } from '../facts/device-facts';
import type { StoredDevice } from './device-keys';
import type { Announcement, DeviceFacts, Origin, ProcessStatus } from '../discovery/config';
import { eventPayload } from '../discovery/event-payload';
import type { Throttle } from '../discovery/throttle';
import type { EntityRow, EventRow, LabelRow, Language } from '../discovery/row';
import type { Fact } from '../discovery/state';
import { type Outlet, retained, Teller } from '../discovery/entity-publisher';
import { configTopic, deviceStatusTopic, stateTopic } from '../discovery/topics';

export interface DeviceSettings {
  readonly prefix: string;
  readonly base: string;
  /** Of the first device; a second one is "… 2". */
  readonly name: string;
  readonly language: Language;
  readonly throttle: Throttle;
  readonly hidePersonal: boolean;
  readonly process: ProcessStatus;
  readonly origin: Origin;
}

export abstract class Device {
  protected readonly teller: Teller;
  protected facts: DeviceFacts;
  /** Taken back on command: silent until it is asked for again. */
  protected removed = false;
  private online: boolean | null = null;
  private lastEvent = '';

  constructor(
    readonly memory: StoredDevice,
    protected readonly settings: DeviceSettings,
    private readonly outlet: Outlet,
    /** Every entity that it can have. */
    private readonly rows: readonly EntityRow[],
    private readonly event: EventRow,
    changed: () => void,
  ) {
    this.facts = unknownDevice(this.name);
    this.teller = new Teller(memory, () => this.announcement, outlet, settings.throttle, changed);
  }

  /** How many entities are announced. */
  get entities(): number {
    return this.teller.count;
  }

  /** Whether it is known yet if anybody speaks for it. */
  get isKnown(): boolean {
    return this.online !== null;
  }

  get speaks(): boolean {
    return this.online === true;
  }

  /** Once a second. */
  abstract tick(now: number): void;

  /** Everything again: Home Assistant has started, the broker is back, the user asks for it. */
  repeat(now: number): void {
    if (this.removed) return;
    if (this.online !== null) this.sendStatus();
    this.teller.repeat(now);
  }

  /** Takes back what settings, tables and key no longer want. */
  tidy(): void {
    const { place } = this;
    const personal = (row: EntityRow): boolean => (row as Partial<LabelRow>).personal === true;
    const rows = this.rows.filter((row) => !this.settings.hidePersonal || !personal(row));
    this.teller.tidy(new Map(rows.map((row) => [configTopic(place, row.platform, row.id), stateTopic(place, row.id)])));
    this.dropTopics((topic) => topic !== deviceStatusTopic(place));
  }

  /** Takes everything back, until `restore`. */
  remove(): void {
    this.removed = true;
    this.online = null;
    this.teller.forget();
    this.dropTopics(() => true);
  }

  restore(): void {
    this.removed = false;
  }

  /** The node is gone for good: the device is there, but nobody speaks for it. */
  leave(): void {
    if (!this.removed && this.online !== null) this.outlet.send(retained(deviceStatusTopic(this.place), 'offline'));
  }

  protected get name(): string {
    const { key, wanted } = this.memory;
    const number = key.startsWith(`${wanted}_`) ? key.slice(wanted.length + 1) : '';
    return number === '' ? this.settings.name : `${this.settings.name} ${number}`;
  }

  /** A name that is learnt; undefined: that of the row. */
  protected nameOf(_row: EntityRow): string | undefined {
    return undefined;
  }

  protected tell(facts: readonly Fact[], now: number): void {
    for (const fact of facts) this.teller.tell(fact, now);
  }

  /** The second availability topic. */
  protected tellOnline(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    this.sendStatus();
  }

  protected tellEvent(signal: GridSignal): void {
    const payload = eventPayload(signal, this.event.types);
    const what = `${signal.id} ${signal.change} ${String(signal.level)}`;
    // An event that comes late would act late: without a connection it is not told at all.
    if (payload === null || what === this.lastEvent || !this.outlet.connected) return;
    this.lastEvent = what;
    this.teller.announce(this.event);
    this.outlet.send({ topic: stateTopic(this.place, this.event.id), payload, qos: 1, retain: false });
  }

  private get place(): Announcement['place'] {
    return { prefix: this.settings.prefix, base: this.settings.base, key: this.memory.key };
  }

  private get announcement(): Announcement {
    const { language, process, origin } = this.settings;
    const nameOf = (row: EntityRow): string | undefined => this.nameOf(row);
    return { place: this.place, language, process, origin, device: this.facts, nameOf };
  }

  private sendStatus(): void {
    const topic = deviceStatusTopic(this.place);
    if (!this.memory.topics.includes(topic)) this.memory.topics.push(topic);
    this.outlet.send(retained(topic, this.online === true ? 'online' : 'offline'));
  }

  private dropTopics(goes: (topic: string) => boolean): void {
    const { memory } = this;
    for (const topic of memory.topics.filter(goes)) this.outlet.send(retained(topic, ''));
    memory.topics = memory.topics.filter((topic) => !goes(topic));
  }
}
