// One meter as a device of Home Assistant: readings and grid signals in, announcements and states out.
import type { GridSignal } from '../../grid/signal';
import { BudgetFacts } from '../facts/budget-facts';
import { deviceFacts } from '../facts/device-facts';
import { meterHash } from '../facts/meter-hash';
import type { StoredDevice } from './stored-device';
import type { KnownTotal } from '../energy/energy-total';
import { METER_ROWS } from '../entities';
import { CANONICAL_ROWS } from '../entities/canonical';
import { LINK_ROWS } from '../entities/link';
import { METER_EVENT } from '../entities/signals';
import { OpenEvents } from '../facts/open-events';
import { figureFacts } from '../facts/figure-facts';
import { IndexNames } from '../facts/index-names';
import { LinkWatch } from './link-watch';
import { MeterEnergy, type TotalDirection } from '../energy/meter-energy';
import { METER_FAMILIES } from '../facts/meter-families';
import type { Reading } from '../facts/message/reading';
import { labelFacts, packedFacts } from '../facts/reading-facts';
import type { EntityRow } from '../discovery/row';
import { signalFacts } from '../facts/signal-facts';
import type { Fact } from '../discovery/state';
import { EntityPublisher } from '../discovery/entity-publisher';
import type { Publishing } from '../discovery/publishing';

/** A label that did not come in so many whole readings, over so long, after a change of meter, mode or tariff, is gone. */
const SWEEP_READINGS = 5;
const SWEEP_MS = 60_000;
/** A SAPHIR sends most of its labels every five minutes only. */
const BUSINESS_SWEEP_MS = 600_000;
/** These stay whatever the meter is. */
const LASTING: ReadonlySet<string> = new Set(
  [...Object.values(CANONICAL_ROWS), ...Object.values(LINK_ROWS), METER_EVENT].map(({ id }) => id),
);

export class MeterDevice {
  readonly publisher: EntityPublisher;
  readonly link: LinkWatch;
  readonly energy: MeterEnergy;
  private readonly budget = new BudgetFacts();
  private readonly names: IndexNames;
  private events = new OpenEvents();
  private family: Reading['family'] = 'unknown';
  /** Since a change of meter, mode or tariff: what has been published since, and how many whole readings came. */
  private sweep: { readonly since: number; readonly published: Set<string>; readings: number } | null = null;

  /** @param now when it came to be here, epoch milliseconds */
  constructor(
    readonly memory: StoredDevice,
    private readonly around: Publishing,
    now: number,
  ) {
    const names = (this.names = new IndexNames(memory));
    const nameOf = (row: EntityRow): string | undefined => names.nameOf(row, around.settings.language);
    this.publisher = new EntityPublisher(memory, around, { rows: METER_ROWS, event: METER_EVENT, nameOf });
    this.link = new LinkWatch(now);
    this.energy = new MeterEnergy(memory, around.changed);
  }

  reading(reading: Reading, now: number): void {
    const { publisher } = this;
    const { language, hidePersonal } = this.around.settings;
    this.noteSituation(reading, now);
    this.family = reading.family;
    this.link.reading(reading, now);
    for (const signal of reading.signals) this.take(signal, now);
    if (publisher.isRemoved) return;
    publisher.describe(deviceFacts(reading, publisher.name, language, hidePersonal));
    publisher.announce(METER_EVENT);
    this.publishLink(now);
    if (reading.test !== null) this.publish([{ row: LINK_ROWS.test, value: reading.test }], now);
    // What a meter plays in a test is not what its house does.
    if (reading.test === true) return;
    if (this.names.reading(reading, now)) {
      this.around.changed();
      publisher.announceChanged();
    }
    this.publish(this.energy.facts(reading, now), now);
    this.publish(figureFacts(reading), now);
    this.publish(this.budget.facts(reading, now), now);
    this.publishEnergies(labelFacts(reading, language, hidePersonal), reading, now);
    this.publishEnergies(packedFacts(reading, language), reading, now);
    this.publish(this.signalFacts(now), now);
    this.publish(this.link.facts(reading, now), now);
    this.sweepGone(reading, now);
  }

  signal(signal: GridSignal, now: number): void {
    this.take(signal, now);
    if (this.publisher.isRemoved) return;
    this.publishLink(now);
    this.publish(this.signalFacts(now), now);
    this.publisher.publishEvent(signal);
  }

  /** Once a second: what waits for its pace, colours whose hour has come, a meter that has fallen silent. */
  tick(now: number): void {
    if (this.publisher.isRemoved) return;
    if (this.link.isKnown(now)) this.publishLink(now);
    this.publish(this.energy.overFacts(now), now);
    this.publish(this.signalFacts(now), now);
    this.publisher.tick(now);
  }

  /**
   * The last total that a broker has: nothing lower may be published, nor published again.
   * @param refused called if the meter cannot have counted it
   */
  raiseFloor(direction: TotalDirection, known: KnownTotal, now: number, refused: () => void): void {
    const facts = this.energy.raiseFloor(direction, known, now, refused);
    if (!this.publisher.isRemoved) this.publish(facts, now);
  }

  private signalFacts(now: number): Fact[] {
    return signalFacts(this.events, METER_FAMILIES[this.family].isBusiness, this.around.settings.language, now);
  }

  private take(signal: GridSignal, now: number): void {
    const isNews = this.events.take(signal);
    const { detail, state } = signal;
    if (isNews && signal.signal === 'meter-fault' && detail['fault'] === 'silence' && state === 'active')
      this.link.silence(now);
  }

  private publish(facts: readonly Fact[], now: number): void {
    this.publisher.publish(facts, now);
    for (const { row } of facts) this.sweep?.published.add(row.id);
  }

  /** Without those that are held back; an entity whose value is held is there all the same. */
  private publishEnergies(facts: readonly Fact[], reading: Reading, now: number): void {
    this.publisher.publish(this.energy.floored(facts, reading), now);
    for (const { row } of facts) this.sweep?.published.add(row.id);
  }

  private publishLink(now: number): void {
    const speaks = this.link.speaks(this.events, now);
    this.publish([{ row: LINK_ROWS.up, value: speaks }], now);
    this.publisher.publishOnline(speaks);
  }

  /** Another meter, mode or tariff: its events are others, and labels that do not come any more are gone. */
  private noteSituation(reading: Reading, now: number): void {
    const situation = situationOf(reading);
    const before = this.memory.situation;
    if (situation === null || situation === before) return;
    this.memory.situation = situation;
    if (before === '') return;
    this.events = new OpenEvents();
    this.names.forget();
    this.publisher.describe(null);
    this.sweep = { since: now, published: new Set(), readings: 0 };
  }

  private sweepGone(reading: Reading, now: number): void {
    const { sweep, publisher } = this;
    if (sweep === null) return;
    if (reading.quality.complete) sweep.readings += 1;
    const least = METER_FAMILIES[reading.family].isBusiness ? BUSINESS_SWEEP_MS : SWEEP_MS;
    if (sweep.readings < SWEEP_READINGS || now - sweep.since < least) return;
    this.sweep = null;
    const gone: EntityRow[] = METER_ROWS.filter(({ id }) => !LASTING.has(id) && !sweep.published.has(id));
    publisher.forget(gone.filter((row) => publisher.knows(row)));
  }
}

/** Null: it cannot be told. Meters above 36 kVA name their identity late or never: family and mode say which labels come. */
function situationOf({ family, meterId, mode, values, stream }: Reading): string | null {
  if (METER_FAMILIES[family].isBusiness) return `${family} ${mode ?? ''}`;
  const option = mode === 'historique' ? values['OPTARIF'] : '';
  return mode === null || typeof option !== 'string' ? null : `${meterHash(meterId ?? stream)} ${mode} ${option}`;
}
