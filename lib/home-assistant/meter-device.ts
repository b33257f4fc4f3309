// One meter as a device of Home Assistant: readings and grid signals in, announcements and states out.
import type { GridSignal } from '../grid/signal';
import { deviceFacts, unknownDevice } from './device-facts';
import { meterHash, type StoredDevice } from './device-keys';
import type { Announcement, DeviceFacts, Origin, ProcessStatus } from './discovery';
import { METER_ROWS } from './entities';
import { CANONICAL_ROWS } from './entities/canonical';
import { LINK_ROWS } from './entities/link';
import { METER_EVENT } from './entities/signals';
import { EventBook } from './event-book';
import { eventPayload } from './event-payload';
import { figureFacts } from './figure-facts';
import { LinkWatch } from './link-watch';
import { MeterEnergy } from './meter-energy';
import type { Throttle } from './pace';
import type { Reading } from './reading';
import { labelFacts, packedFacts } from './reading-facts';
import type { EntityRow, LabelRow, Language } from './row';
import { signalFacts } from './signal-facts';
import type { Fact } from './state';
import { type Outlet, retained, Teller } from './teller';
import { configTopic, deviceStatusTopic, stateTopic } from './topics';

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

/** A label that did not come in so many whole readings, over so long, after a change of meter, mode or tariff, is gone. */
const SWEEP_READINGS = 5;
const SWEEP_MS = 60_000;
/** These stay whatever the meter is. */
const LASTING: ReadonlySet<string> = new Set(
  [...Object.values(CANONICAL_ROWS), ...Object.values(LINK_ROWS), METER_EVENT].map(({ id }) => id),
);

export class MeterDevice {
  readonly link: LinkWatch;
  readonly energy: MeterEnergy;
  private readonly teller: Teller;
  private book = new EventBook();
  private facts: DeviceFacts;
  private family = 'unknown';
  private online: boolean | null = null;
  private lastEvent = '';
  /** Since a change of meter, mode or tariff: what has been told since, and how many whole readings came. */
  private sweep: { readonly since: number; readonly told: Set<string>; readings: number } | null = null;
  /** Taken back on command: silent until it is asked for again. */
  private removed = false;

  constructor(
    readonly memory: StoredDevice,
    private readonly settings: DeviceSettings,
    private readonly outlet: Outlet,
    changed: () => void,
    now: number,
  ) {
    this.facts = unknownDevice(this.name);
    this.link = new LinkWatch(now);
    this.energy = new MeterEnergy(memory, changed);
    this.teller = new Teller(memory, () => this.announcement, outlet, settings.throttle, changed);
  }

  /** How many entities are announced. */
  get entities(): number {
    return this.teller.count;
  }

  get speaks(): boolean {
    return this.online === true;
  }

  reading(reading: Reading, now: number): void {
    this.noteSituation(reading, now);
    this.family = reading.family;
    this.link.reading(reading, now);
    for (const signal of reading.signals) this.take(signal, now);
    if (this.removed) return;
    const { language, hidePersonal } = this.settings;
    this.show(deviceFacts(reading, this.name, language, hidePersonal));
    this.teller.announce(METER_EVENT);
    this.tellLink(now);
    if (reading.test !== null) this.tell([{ row: LINK_ROWS.test, value: reading.test }], now);
    // What a meter plays in a test is not what its house does.
    if (reading.test === true) return;
    this.tell(this.energy.facts(reading, now), now);
    this.tell(figureFacts(reading), now);
    this.tell(labelFacts(reading, language, hidePersonal), now);
    this.tell(packedFacts(reading, language), now);
    this.tell(signalFacts(this.book, this.family, language, now), now);
    this.tell(this.link.facts(reading, now), now);
    this.sweepGone(reading, now);
  }

  signal(signal: GridSignal, now: number): void {
    this.take(signal, now);
    if (this.removed) return;
    this.tellLink(now);
    this.tell(signalFacts(this.book, this.family, this.settings.language, now), now);
    this.tellEvent(signal);
  }

  /** Once a second: what waits for its pace, colours whose hour has come, a meter that has fallen silent. */
  tick(now: number): void {
    if (this.removed) return;
    this.tellLink(now);
    this.tell(signalFacts(this.book, this.family, this.settings.language, now), now);
    this.teller.tick(now);
  }

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
    const rows = METER_ROWS.filter((row) => !this.settings.hidePersonal || !personal(row));
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

  private get place(): Announcement['place'] {
    return { prefix: this.settings.prefix, base: this.settings.base, key: this.memory.key };
  }

  private get name(): string {
    const { key, wanted } = this.memory;
    const number = key.startsWith(`${wanted}_`) ? key.slice(wanted.length + 1) : '';
    return number === '' ? this.settings.name : `${this.settings.name} ${number}`;
  }

  private get announcement(): Announcement {
    const { language, process, origin } = this.settings;
    return { place: this.place, language, process, origin, device: this.facts };
  }

  private take(signal: GridSignal, now: number): void {
    const isNews = this.book.take(signal);
    const { detail, state } = signal;
    if (isNews && signal.signal === 'meter-fault' && detail['fault'] === 'silence' && state === 'active')
      this.link.silence(now);
  }

  /** A damaged frame knows less of the meter than the one before it. */
  private show(found: DeviceFacts): void {
    const known = Object.entries(found).filter(([, text]) => text !== '');
    const facts = { ...this.facts, ...Object.fromEntries(known) };
    if (JSON.stringify(facts) === JSON.stringify(this.facts)) return;
    this.facts = facts;
    this.teller.announceChanged();
  }

  private tell(facts: readonly Fact[], now: number): void {
    for (const fact of facts) {
      this.teller.tell(fact, now);
      this.sweep?.told.add(fact.row.id);
    }
  }

  private tellLink(now: number): void {
    const speaks = this.link.speaks(this.book, now);
    this.tell([{ row: LINK_ROWS.up, value: speaks }], now);
    if (speaks === this.online) return;
    this.online = speaks;
    this.sendStatus();
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

  private tellEvent(signal: GridSignal): void {
    const payload = eventPayload(signal);
    const what = `${signal.id} ${signal.change} ${String(signal.level)}`;
    // An event that comes late would act late: without a connection it is not told at all.
    if (payload === null || what === this.lastEvent || !this.outlet.connected) return;
    this.lastEvent = what;
    this.teller.announce(METER_EVENT);
    this.outlet.send({ topic: stateTopic(this.place, METER_EVENT.id), payload, qos: 1, retain: false });
  }

  /** Another meter, mode or tariff: its events are others, and labels that do not come any more are gone. */
  private noteSituation(reading: Reading, now: number): void {
    const { meterId, mode, values, stream } = reading;
    const option = mode === 'historique' ? values['OPTARIF'] : '';
    if (mode === null || typeof option !== 'string') return;
    const situation = `${meterHash(meterId ?? stream)} ${mode} ${option}`;
    const before = this.memory.situation;
    if (situation === before) return;
    this.memory.situation = situation;
    if (before === '') return;
    this.book = new EventBook();
    this.facts = unknownDevice(this.name);
    this.sweep = { since: now, told: new Set(), readings: 0 };
  }

  private sweepGone(reading: Reading, now: number): void {
    const { sweep } = this;
    if (sweep === null) return;
    if (reading.quality.complete) sweep.readings += 1;
    if (sweep.readings < SWEEP_READINGS || now - sweep.since < SWEEP_MS) return;
    this.sweep = null;
    const gone: EntityRow[] = METER_ROWS.filter(({ id }) => !LASTING.has(id) && !sweep.told.has(id));
    this.teller.forget(gone.filter((row) => this.teller.knows(row)));
  }
}
