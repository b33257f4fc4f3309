// Tells Home Assistant about one device: announces an entity with its first fact, tells states at their pace, and keeps
// what was told, so that all of it can be told again or taken back.
import { attributesJson, steadyJson } from './attributes';
import { type Announcement, configMessage, isOneMessage, type Message, shapeOf } from './config';
import type { Announced, StoredDevice } from '../devices/device-keys';
import { paceRule, STALE_MS, type Throttle } from './throttle';
import type { EntityRow } from './row';
import { type Fact, statePayload, UNKNOWN } from './state';
import { attributesTopic, configTopic, stateTopic } from './topics';

/** Where messages go: a broker, or the output of a node. */
export interface Outlet {
  /** False: what is sent now waits, the latest per topic. Nothing is announced meanwhile: all of it will be once it is true. */
  readonly connected: boolean;
  send(message: Message): void;
}

interface Told {
  readonly state: string;
  /** As they leave: with the state in them, where both are one message. */
  readonly attributes: string | null;
  /** All of it but figures that move. */
  readonly news: string;
}

interface Telling {
  readonly row: EntityRow;
  /** The configuration that was sent since the start. */
  config: string | null;
  told: Told | null;
  toldAt: number;
  wanted: Told | null;
}

export class Teller {
  private readonly tellings = new Map<string, Telling>();

  constructor(
    private readonly memory: StoredDevice,
    private readonly about: () => Announcement,
    private readonly outlet: Outlet,
    private readonly throttle: Throttle,
    /** Called after a change of what has to outlive a restart. */
    private readonly changed: () => void,
  ) {}

  /** How many entities are announced. */
  get count(): number {
    return Object.keys(this.memory.announced).length;
  }

  knows(row: EntityRow): boolean {
    return this.tellings.has(row.id) || configTopic(this.about().place, row.platform, row.id) in this.memory.announced;
  }

  /** @returns false where the value is nothing that this row can hold */
  tell(fact: Fact, now: number): boolean {
    const { row } = fact;
    const state = statePayload(row, fact.value);
    if (state === undefined) return false;
    if (fact.onlyIfAnnounced === true && !this.knows(row)) return true;
    const telling = this.tellingOf(row);
    telling.wanted = toldOf(row, state, fact.attributes ?? {}, telling.wanted);
    // What changes in a configuration later is the device: `announceChanged`.
    if (telling.config === null) this.announce(row);
    this.tellIfDue(telling, now);
    return true;
  }

  announce(row: EntityRow): void {
    const telling = this.tellingOf(row);
    if (!this.outlet.connected) return;
    const about = this.about();
    const message = configMessage(row, about);
    if (telling.config === message.payload) return;
    const state = stateTopic(about.place, row.id);
    const before = this.memory.announced[message.topic];
    const shape = shapeOf(row);
    if (before !== undefined && before.shape !== shape) {
      // The state that is there would not fit into the new configuration: Home Assistant would log an error for each.
      this.outlet.send(retained(before.state, UNKNOWN));
      telling.told = null;
    }
    this.outlet.send(message);
    telling.config = message.payload;
    const attributes = row.attributes === undefined ? null : attributesTopic(about.place, row.id);
    this.remember(message.topic, { state, attributes, shape });
  }

  /** What had to wait for its pace. */
  tick(now: number): void {
    for (const telling of this.tellings.values()) this.tellIfDue(telling, now);
  }

  /** Everything again: configurations first, then states. */
  repeat(now: number): void {
    for (const telling of this.tellings.values()) telling.config = null;
    this.announceChanged();
    for (const telling of this.tellings.values()) {
      telling.told = null;
      this.tellIfDue(telling, now);
    }
  }

  /** Sends the configurations that are not what was sent: the device has another name or model. */
  announceChanged(): void {
    for (const { row } of this.tellings.values()) this.announce(row);
  }

  /**
   * Takes back what was announced and is not wanted (an old prefix or key, a row or label that is gone), and empties the
   * topics of states that have moved (another base).
   * @param wanted state topic by config topic
   */
  tidy(wanted: ReadonlyMap<string, string>): void {
    const { announced } = this.memory;
    const states = new Set(wanted.values());
    for (const [topic, { state, attributes, shape }] of Object.entries(announced)) {
      const expected = wanted.get(topic);
      if (expected === state) continue;
      if (expected === undefined) {
        this.outlet.send(retained(topic, ''));
        this.memory.announced = without(this.memory.announced, topic);
      } else {
        this.memory.announced[topic] = { state: expected, attributes: null, shape };
      }
      // Where only the prefix changed the states are those of the new configurations.
      if (!states.has(state))
        for (const old of [state, attributes]) if (old !== null) this.outlet.send(retained(old, ''));
      this.changed();
    }
  }

  /** Takes these back; all without an argument. */
  forget(rows?: readonly EntityRow[]): void {
    const { place } = this.about();
    const gone = rows === undefined ? null : new Set(rows.map((row) => configTopic(place, row.platform, row.id)));
    if (rows === undefined) this.tellings.clear();
    else for (const row of rows) this.tellings.delete(row.id);
    const stays = Object.entries(this.memory.announced).filter(([topic]) => gone?.has(topic) === false);
    this.tidy(new Map(stays.map(([topic, { state }]) => [topic, state])));
  }

  private tellingOf(row: EntityRow): Telling {
    let telling = this.tellings.get(row.id);
    if (telling === undefined) {
      telling = { row, config: null, told: null, toldAt: -Infinity, wanted: null };
      this.tellings.set(row.id, telling);
    }
    return telling;
  }

  private tellIfDue(telling: Telling, now: number): void {
    const { row, told, wanted } = telling;
    if (wanted === null || !this.isDue(telling, now)) return;
    const { place } = this.about();
    // Attributes first: whoever acts on the state alone finds the ones that belong to it.
    if (wanted.attributes !== null && wanted.attributes !== told?.attributes)
      this.outlet.send(retained(attributesTopic(place, row.id), wanted.attributes));
    if (wanted.state !== told?.state) this.outlet.send(retained(stateTopic(place, row.id), wanted.state));
    telling.told = wanted;
    telling.toldAt = now;
  }

  private isDue({ row, told, wanted, toldAt }: Telling, now: number): boolean {
    if (told === null || wanted === null) return true;
    if (told.state === wanted.state && told.attributes === wanted.attributes) return false;
    const pace = row.pace === 'at-once' && told.news === wanted.news ? 'episode' : row.pace;
    const rule = paceRule(pace, this.throttle);
    const age = now - toldAt;
    // Told later than now: the clock was turned back.
    if (age < 0) return true;
    if (age < rule.everyMs) return false;
    return rule.deadBand === 0 || age >= STALE_MS || moved(told.state, wanted.state, rule.deadBand);
  }

  private remember(topic: string, announced: Announced): void {
    const before = this.memory.announced[topic];
    if (JSON.stringify(before) === JSON.stringify(announced)) return;
    this.memory.announced[topic] = announced;
    this.changed();
  }
}

/** @param before what was wanted last: signals are asked for every second, and mostly say the same */
function toldOf(
  row: EntityRow,
  state: string,
  attributes: Readonly<Record<string, unknown>>,
  before: Told | null,
): Told {
  if (row.attributes === undefined) return { state, attributes: null, news: state };
  const text = attributesJson(isOneMessage(row) ? { state, ...attributes } : attributes);
  if (before !== null && before.state === state && before.attributes === text) return before;
  return { state, attributes: text, news: steadyJson({ state, ...attributes }) };
}

export function retained(topic: string, payload: string): Message {
  return { topic, payload, qos: 1, retain: true };
}

/** Figures that became unknown or known have moved. */
function moved(before: string, after: string, deadBand: number): boolean {
  const [old, fresh] = [Number(before), Number(after)];
  if (Number.isNaN(old) || Number.isNaN(fresh)) return before !== after;
  return Math.sign(old) !== Math.sign(fresh) || Math.abs(fresh - old) >= deadBand;
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
