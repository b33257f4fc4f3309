// One meter as a device of Home Assistant: readings and grid signals in, announcements and states out.
import type { GridSignal } from '../../grid/signal';
import { BudgetFacts } from '../facts/budget-facts';
import { Device, type DeviceSettings } from './device';
import { deviceFacts, unknownDevice } from '../facts/device-facts';
import { meterHash, type StoredDevice } from './device-keys';
import type { DeviceFacts } from '../discovery/config';
import type { KnownTotal } from '../energy/energy-total';
import { METER_ROWS } from '../entities';
import { CANONICAL_ROWS } from '../entities/canonical';
import { LINK_ROWS } from '../entities/link';
import { METER_EVENT } from '../entities/signals';
import { EventBook } from './open-events';
import { figureFacts } from '../facts/figure-facts';
import { IndexNames } from '../energy/index-names';
import { LinkWatch } from './link-watch';
import { MeterEnergy, type TotalDirection } from '../energy/meter-energy';
import { METER_FAMILIES } from '../facts/meter-families';
import type { Reading } from '../facts/reading';
import { labelFacts, packedFacts } from '../facts/reading-facts';
import type { EntityRow } from '../discovery/row';
import { signalFacts } from '../facts/signal-facts';
import type { Fact } from '../discovery/state';
import type { Outlet } from '../discovery/entity-publisher';

/** A label that did not come in so many whole readings, over so long, after a change of meter, mode or tariff, is gone. */
const SWEEP_READINGS = 5;
const SWEEP_MS = 60_000;
/** A SAPHIR sends most of its labels every five minutes only. */
const BUSINESS_SWEEP_MS = 600_000;
/** These stay whatever the meter is. */
const LASTING: ReadonlySet<string> = new Set(
  [...Object.values(CANONICAL_ROWS), ...Object.values(LINK_ROWS), METER_EVENT].map(({ id }) => id),
);

export class MeterDevice extends Device {
  readonly link: LinkWatch;
  readonly energy: MeterEnergy;
  private readonly budget = new BudgetFacts();
  private readonly names: IndexNames;
  private book = new EventBook();
  private family: Reading['family'] = 'unknown';
  /** Since a change of meter, mode or tariff: what has been told since, and how many whole readings came. */
  private sweep: { readonly since: number; readonly told: Set<string>; readings: number } | null = null;

  constructor(
    memory: StoredDevice,
    settings: DeviceSettings,
    outlet: Outlet,
    private readonly changed: () => void,
    now: number,
  ) {
    super(memory, settings, outlet, METER_ROWS, METER_EVENT, changed);
    this.link = new LinkWatch(now);
    this.names = new IndexNames(memory);
    this.energy = new MeterEnergy(memory, changed);
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
    if (this.names.reading(reading, now)) {
      this.changed();
      this.teller.announceChanged();
    }
    this.tell(this.energy.facts(reading, now), now);
    this.tell(figureFacts(reading), now);
    this.tell(this.budget.facts(reading, now), now);
    this.tellEnergies(labelFacts(reading, language, hidePersonal), reading, now);
    this.tellEnergies(packedFacts(reading, language), reading, now);
    this.tell(this.signalFacts(now), now);
    this.tell(this.link.facts(reading, now), now);
    this.sweepGone(reading, now);
  }

  signal(signal: GridSignal, now: number): void {
    this.take(signal, now);
    if (this.removed) return;
    this.tellLink(now);
    this.tell(this.signalFacts(now), now);
    this.tellEvent(signal);
  }

  /** Once a second: what waits for its pace, colours whose hour has come, a meter that has fallen silent. */
  tick(now: number): void {
    if (this.removed) return;
    if (this.link.isKnown(now)) this.tellLink(now);
    this.tell(this.signalFacts(now), now);
    this.teller.tick(now);
  }

  /**
   * The last total that a broker has: nothing lower may be told, nor told again.
   * @param refused told if the meter cannot have counted it
   */
  raiseFloor(direction: TotalDirection, known: KnownTotal, now: number, refused: () => void): void {
    const facts = this.energy.raiseFloor(direction, known, now, refused);
    if (!this.removed) this.tell(facts, now);
  }

  private signalFacts(now: number): Fact[] {
    return signalFacts(this.book, METER_FAMILIES[this.family].isBusiness, this.settings.language, now);
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

  protected override nameOf(row: EntityRow): string | undefined {
    return this.names.nameOf(row, this.settings.language);
  }

  protected override tell(facts: readonly Fact[], now: number): void {
    super.tell(facts, now);
    for (const { row } of facts) this.sweep?.told.add(row.id);
  }

  /** Without those that are held back; an entity whose value is held is there all the same. */
  private tellEnergies(facts: readonly Fact[], reading: Reading, now: number): void {
    this.tell(this.energy.floored(facts, reading), now);
    for (const { row } of facts) this.sweep?.told.add(row.id);
  }

  private tellLink(now: number): void {
    const speaks = this.link.speaks(this.book, now);
    this.tell([{ row: LINK_ROWS.up, value: speaks }], now);
    this.tellOnline(speaks);
  }

  /** Another meter, mode or tariff: its events are others, and labels that do not come any more are gone. */
  private noteSituation(reading: Reading, now: number): void {
    const situation = situationOf(reading);
    const before = this.memory.situation;
    if (situation === null || situation === before) return;
    this.memory.situation = situation;
    if (before === '') return;
    this.book = new EventBook();
    this.names.forget();
    this.facts = unknownDevice(this.name);
    this.sweep = { since: now, told: new Set(), readings: 0 };
  }

  private sweepGone(reading: Reading, now: number): void {
    const { sweep } = this;
    if (sweep === null) return;
    if (reading.quality.complete) sweep.readings += 1;
    const least = METER_FAMILIES[reading.family].isBusiness ? BUSINESS_SWEEP_MS : SWEEP_MS;
    if (sweep.readings < SWEEP_READINGS || now - sweep.since < least) return;
    this.sweep = null;
    const gone: EntityRow[] = METER_ROWS.filter(({ id }) => !LASTING.has(id) && !sweep.told.has(id));
    this.teller.forget(gone.filter((row) => this.teller.knows(row)));
  }
}

/** Null: it cannot be told. Meters above 36 kVA name their identity late or never: family and mode say which labels come. */
function situationOf({ family, meterId, mode, values, stream }: Reading): string | null {
  if (METER_FAMILIES[family].isBusiness) return `${family} ${mode ?? ''}`;
  const option = mode === 'historique' ? values['OPTARIF'] : '';
  return mode === null || typeof option !== 'string' ? null : `${meterHash(meterId ?? stream)} ${mode} ${option}`;
}
