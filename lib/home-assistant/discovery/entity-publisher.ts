// One device in Home Assistant: announces an entity with its first fact, publishes states at their pace, says whether anybody
// speaks for the device, and keeps what was published, so that all of it can be published again or taken back.
import type { GridSignal } from '../../grid/signal';
import { type Announced, takeBack } from './announced';
import { type Announcement, configMessage, type DeviceFacts, shapeOf, unknownDevice } from './config';
import { eventPayload } from './event-payload';
import { withKeptPrice } from './kept-price';
import { retained } from './outlet';
import { type PublishedMemory, type Publishing, type Subject, nameOfDevice } from './publishing';
import { type EntityRow, isPrice, isTotal, type LabelEntityRow } from './row';
import { type Fact, statePayload, UNKNOWN } from './state';
import { type Content, contentOf, isDue } from './throttle';
import { attributesTopic, configTopic, deviceStatusTopic, type Place, stateTopic } from './topics';

interface Entity {
  readonly row: EntityRow;
  /** The configuration that was sent since the start. */
  config: string | null;
  published: Content | null;
  publishedAt: number;
  wanted: Content | null;
}

export class EntityPublisher {
  private readonly entities = new Map<string, Entity>();
  private device: DeviceFacts;
  /** Taken back on command: silent until it is asked for again. */
  private removed = false;
  private online: boolean | null = null;
  private lastEvent = '';

  constructor(
    private readonly memory: PublishedMemory,
    private readonly around: Publishing,
    private readonly subject: Subject,
  ) {
    this.device = unknownDevice(this.name);
  }

  get name(): string {
    return nameOfDevice(this.memory, this.around.settings.name);
  }

  /** How many entities are announced. */
  get count(): number {
    return Object.keys(this.memory.announced).length;
  }

  get isRemoved(): boolean {
    return this.removed;
  }

  /** Whether anybody speaks for it; null: it is not known yet. */
  get speaks(): boolean | null {
    return this.online;
  }

  knows(row: EntityRow): boolean {
    return this.entities.has(row.id) || configTopic(this.place, row.platform, row.id) in this.memory.announced;
  }

  /** Facts whose value is nothing that their row can hold are passed over. */
  publish(facts: readonly Fact[], now: number): void {
    for (const fact of facts) this.publishFact(fact, now);
  }

  /** An event that comes late would act late: without a connection it is not published at all. */
  publishEvent(signal: GridSignal): void {
    const { event } = this.subject;
    if (event === undefined) return;
    const payload = eventPayload(signal, event.types);
    const what = `${signal.id} ${signal.change} ${String(signal.level)}`;
    if (this.removed || payload === null || what === this.lastEvent || !this.around.outlet.connected) return;
    this.lastEvent = what;
    this.announce(event);
    this.around.outlet.send({ topic: stateTopic(this.place, event.id), payload, qos: 1, retain: false });
  }

  /** The second availability topic. */
  publishOnline(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    this.sendStatus();
  }

  /** What is known of the device itself; null: nothing any more. What is empty in it is known no better than before. */
  describe(device: DeviceFacts | null): void {
    if (device === null) {
      this.device = unknownDevice(this.name);
      return;
    }
    const known = Object.entries(device).filter(([, text]) => text !== '');
    const facts = { ...this.device, ...Object.fromEntries(known) };
    if (JSON.stringify(facts) === JSON.stringify(this.device)) return;
    this.device = facts;
    this.announceChanged();
  }

  announce(row: EntityRow): void {
    const { outlet } = this.around;
    const entity = this.entityOf(row);
    if (!outlet.connected) return;
    const { place } = this;
    const message = configMessage(row, this.announcement);
    if (entity.config === message.payload) return;
    const state = stateTopic(place, row.id);
    const before = this.memory.announced[message.topic];
    const shape = shapeOf(row);
    if (before !== undefined && before.shape !== shape) {
      // The state that is there would not fit into the new configuration: Home Assistant would log an error for each.
      outlet.send(retained(before.state, UNKNOWN));
      entity.published = null;
    }
    outlet.send(message);
    entity.config = message.payload;
    const attributes = row.attributes === undefined ? null : attributesTopic(place, row.id);
    this.remember(message.topic, { state, attributes, shape });
  }

  /** Sends the configurations that are not what was sent: the device has another name or model. */
  announceChanged(): void {
    for (const { row } of this.entities.values()) this.announce(row);
  }

  /** What had to wait for its pace. */
  tick(now: number): void {
    for (const entity of this.entities.values()) this.publishIfDue(entity, now);
  }

  /** The totals that wait for their pace. */
  settle(now: number): void {
    for (const entity of this.entities.values()) if (isTotal(entity.row)) this.publishIfDue(entity, now, 'none');
  }

  /** Everything again, configurations first: Home Assistant has started, the broker is back, the user asks for it. */
  repeat(now: number): void {
    if (this.removed) return;
    if (this.online !== null) this.sendStatus();
    for (const entity of this.entities.values()) entity.config = null;
    this.announceChanged();
    for (const entity of this.entities.values()) {
      entity.published = null;
      this.publishIfDue(entity, now);
    }
  }

  /** Takes back what settings, tables and key no longer want. */
  tidy(): void {
    const { place } = this;
    const personal = (row: EntityRow): boolean => (row as Partial<LabelEntityRow>).personal === true;
    const rows = this.subject.rows.filter((row) => !this.around.settings.hidePersonal || !personal(row));
    this.keepOnly(new Map(rows.map((row) => [configTopic(place, row.platform, row.id), stateTopic(place, row.id)])));
    this.dropTopics((topic) => topic !== deviceStatusTopic(place));
  }

  /** Takes these back. */
  forget(rows: readonly EntityRow[]): void {
    const gone = new Set(rows.map((row) => configTopic(this.place, row.platform, row.id)));
    for (const row of rows) this.entities.delete(row.id);
    const stays = Object.entries(this.memory.announced).filter(([topic]) => !gone.has(topic));
    this.keepOnly(new Map(stays.map(([topic, { state }]) => [topic, state])));
  }

  /** Takes everything back, until `restore`. */
  remove(): void {
    this.removed = true;
    this.online = null;
    this.entities.clear();
    this.keepOnly(new Map());
    this.dropTopics(() => true);
  }

  restore(): void {
    this.removed = false;
  }

  /** The node is gone for good: the device is there, but nobody speaks for it. */
  leave(): void {
    if (!this.removed && this.online !== null)
      this.around.outlet.send(retained(deviceStatusTopic(this.place), 'offline'));
  }

  private publishFact(fact: Fact, now: number): void {
    const { row, value, attributes = {}, onlyIfAnnounced } = withKeptPrice(fact, this.memory, this.around.changed);
    const state = statePayload(row, value);
    if (state === undefined || (onlyIfAnnounced === true && !this.knows(row))) return;
    const entity = this.entityOf(row);
    entity.wanted = contentOf(row, state, attributes, entity.wanted);
    // What changes in a configuration later is the device: `announceChanged`.
    if (entity.config === null) this.announce(row);
    this.publishIfDue(entity, now);
  }

  private entityOf(row: EntityRow): Entity {
    let entity = this.entities.get(row.id);
    if (entity === undefined) {
      entity = { row, config: null, published: null, publishedAt: -Infinity, wanted: null };
      this.entities.set(row.id, entity);
    }
    return entity;
  }

  private publishIfDue(entity: Entity, now: number, throttle = this.around.settings.throttle): void {
    const { row, published, wanted, publishedAt } = entity;
    const { outlet } = this.around;
    if (wanted === null) return;
    if (published !== null && !isDue(row, published, wanted, now - publishedAt, throttle)) return;
    if (isPrice(row) && wanted.state !== published?.state) this.around.beforePrice?.(now);
    // Attributes first: whoever acts on the state alone finds the ones that belong to it.
    if (wanted.attributes !== null && wanted.attributes !== published?.attributes)
      outlet.send(retained(attributesTopic(this.place, row.id), wanted.attributes));
    if (wanted.state !== published?.state) outlet.send(retained(stateTopic(this.place, row.id), wanted.state));
    entity.published = wanted;
    entity.publishedAt = now;
  }

  private remember(topic: string, announced: Announced): void {
    if (JSON.stringify(this.memory.announced[topic]) === JSON.stringify(announced)) return;
    this.memory.announced[topic] = announced;
    this.around.changed();
  }

  private keepOnly(wanted: ReadonlyMap<string, string>): void {
    const { left, messages } = takeBack(this.memory.announced, wanted);
    const before = JSON.stringify(this.memory.announced);
    this.memory.announced = left;
    for (const message of messages) this.around.outlet.send(message);
    if (JSON.stringify(left) !== before) this.around.changed();
  }

  private dropTopics(goes: (topic: string) => boolean): void {
    const { memory } = this;
    for (const topic of memory.topics.filter(goes)) this.around.outlet.send(retained(topic, ''));
    memory.topics = memory.topics.filter((topic) => !goes(topic));
  }

  private sendStatus(): void {
    const topic = deviceStatusTopic(this.place);
    if (!this.memory.topics.includes(topic)) this.memory.topics.push(topic);
    this.around.outlet.send(retained(topic, this.online === true ? 'online' : 'offline'));
  }

  private get place(): Place {
    const { prefix, base } = this.around.settings;
    return { prefix, base, key: this.memory.key };
  }

  private get announcement(): Announcement {
    const { language, process, origin } = this.around.settings;
    const { nameOf } = this.subject;
    return { place: this.place, language, process, origin, device: this.device, ...(nameOf && { nameOf }) };
  }
}
