// What is known of the meter from groups that may be trusted. A label that says something at once is believed if nothing
// near it was damaged; else when the next group of that label agrees (CONTRACTS: when a meter's signal begins and ends).
import type { CivilZone } from '../../grid/paris-time';
import type { Moment } from '../../grid/event/condition';
import type { AcceptedGroup } from '../belief/accepted-group';
import { Agreements } from '../belief/agreement';
import { Memo } from '../value/memo';
import type { Value } from '../value/plain';
import { isStatusRegister, sharedStatusRegister, type StatusRegister } from '../value/status-register';
import type { Frame } from '../frame/frame';
import { LabelPresence } from '../frame/label-presence';
import { CURRENTS_AND_VOLTAGES, SETTLED_PLACES } from './watched-labels';
import type { TempoDays } from './tempo/tempo-days';

/** STGE bits that some signal is made of: breaker, cover, overvoltage, overrun, clock, colours, peaks. */
const STATUS_BITS = 0xff0100de;
/** Null: no status register. */
const STATUS_TOKENS = new Memo<string | null>((hex) =>
  isStatusRegister(hex) ? ((Number.parseInt(hex, 16) & STATUS_BITS) >>> 0).toString(16) : null,
);

/** On a bad line a label is believed when its next group agrees. */
const AGREEING_GROUPS = 2;

/** What names the contract, on whichever meter. */
const CONTRACTS = ['OPTARIF', 'NGTF', 'MESURES1', 'CONTRAT'];

const PEAK_STARTS = ['DPM1', 'DPM2', 'DPM3'];

const QUARTER_MS = 900_000;

/** Most labels have no place. */
const NOTHING_SETTLED: (AcceptedGroup | undefined)[] = [];

export class Knowledge {
  status: Readonly<StatusRegister> | null = null;
  private readonly believed = new Map<string, string>();
  private readonly proposed = new Agreements<string>(AGREEING_GROUPS);
  /** Labels that are believed, and were not said since the day in force began; null: there are none. */
  private unsaidToday: Set<string> | null = null;
  private readonly latest = new Map<string, number | null>();
  /** The frame in hand has brought currents or voltages. */
  private hasFlows = false;
  /** DPM1..3: announcements of mobile peaks, until they are proved to be gone. */
  readonly peakStarts = PEAK_STARTS.map((label) => new LabelPresence(label));
  readonly calendar = new LabelPresence('NGTF');
  readonly tariffName = new LabelPresence('LTARF');
  private colourSeen = false;
  /** Groups that said again what is believed already, by the place of their label: said once more they tell nothing. */
  private settled: (AcceptedGroup | undefined)[] = NOTHING_SETTLED;
  /** Counts what was newly believed. */
  private news = 0;
  /** What `hasNews` compares with; -1: nothing yet. */
  private comparedNews = -1;
  private comparedPresent = 0;
  private comparedQuarter: number | null = null;

  /**
   * What the label says: the same as before, something new that is believed, or something to wait for agreement with.
   * An empty token: it came without data, and is believed to say nothing.
   */
  believe(label: string, token: string, trusted: boolean): 'same' | 'new' | 'doubtful' {
    if (this.believed.get(label) === token) {
      this.proposed.forget(label);
      this.unsaidToday?.delete(label);
      return 'same';
    }
    if (!trusted && !this.proposed.says(label, token)) return 'doubtful';
    // Another calendar is another contract: whether it has colours is seen anew.
    if (label === 'NGTF' && token !== '') this.colourSeen = false;
    this.believed.set(label, token);
    this.proposed.forget(label);
    this.unsaidToday?.delete(label);
    this.news++;
    // What was nothing to one contract may be something to another.
    this.settled = NOTHING_SETTLED;
    return 'new';
  }

  /** @param place of its label, see `settledPlaces` */
  settle(place: number, group: AcceptedGroup): void {
    if (this.settled === NOTHING_SETTLED) this.settled = new Array<AcceptedGroup | undefined>(SETTLED_PLACES);
    this.settled[place] = group;
  }

  /** A group of this label is listened to. */
  unsettle(place: number): void {
    if (place < this.settled.length) this.settled[place] = undefined;
  }

  isSettled(place: number, group: AcceptedGroup): boolean {
    return this.settled[place] === group;
  }

  /** It says what is believed already. */
  isBelieved(label: string, token: string): boolean {
    return this.believed.get(label) === token;
  }

  /** The last group of this label said something new that is not believed yet. */
  isDoubtful(label: string): boolean {
    return this.proposed.isPending(label);
  }

  believeStatus(hex: string, trusted: boolean): 'same' | 'new' | 'doubtful' {
    const token = STATUS_TOKENS.of(hex);
    if (token === null) return 'doubtful';
    const belief = this.believe('STGE', token, trusted);
    if (belief === 'new') {
      this.status = sharedStatusRegister(hex);
      this.colourSeen ||= this.showsColour;
    }
    return belief;
  }

  /**
   * A new day has begun: what was said about tomorrow was said about today, and about today of the day before. It counts
   * again once the meter says it again, and the groups that do so come behind the one that made the day turn.
   */
  turnDay(): void {
    this.news++;
    this.settled = NOTHING_SETTLED;
    for (const label of ['DEMAIN', 'STGE']) this.believed.delete(label);
    this.unsaidToday = new Set(this.believed.keys());
    if (this.status !== null) this.status = { ...this.status, colourTomorrow: null };
  }

  /** The meter has said whether it knows tomorrow's colour. */
  get speaksOfTomorrow(): boolean {
    return this.text('DEMAIN') !== undefined || this.believed.has('STGE');
  }

  frameEnded(frame: Frame): void {
    if (this.hasFlows)
      for (const label of CURRENTS_AND_VOLTAGES) if (this.latest.has(label)) this.latest.set(label, null);
    this.hasFlows = false;
    if (frame.steady) return;
    this.calendar.frameEnded(frame);
    this.tariffName.frameEnded(frame);
    for (const presence of this.peakStarts) presence.frameEnded(frame);
  }

  /**
   * False as long as nothing new is known and the clock has not passed a quarter of an hour since this was asked: tariffs
   * and colours change with neither, so they need not be looked at again.
   */
  hasNews(at: number | null): boolean {
    const quarter = at === null ? null : Math.floor(at / QUARTER_MS);
    let present = ternary(this.calendar) * 3 + ternary(this.tariffName);
    for (const one of this.peakStarts) present = present * 3 + ternary(one);
    const { news, comparedNews, comparedPresent, comparedQuarter } = this;
    if (comparedNews === news && comparedPresent === present && comparedQuarter === quarter) return false;
    this.comparedNews = news;
    this.comparedPresent = present;
    this.comparedQuarter = quarter;
    return true;
  }

  /** The text of the tariff period in force; the number of its index where the meter has no name for it. */
  get period(): string | undefined {
    return this.text('PTEC') ?? this.text('LTARF') ?? (this.lacks(this.tariffName) ? this.text('NTARF') : undefined);
  }

  /** Text that is believed, without outer blanks; undefined: not known. */
  text(label: string): string | undefined {
    const token = this.believed.get(label);
    return token === '' ? undefined : token;
  }

  /** It is proved to be absent, or comes without data. */
  private lacks({ label, present }: LabelPresence): boolean {
    return present === false || this.believed.get(label) === '';
  }

  /** The same of a label that the meter has said since the day in force began. */
  textOfToday(label: string): string | undefined {
    return this.unsaidToday?.has(label) === true ? undefined : this.text(label);
  }

  /** STGE, where the meter has said it since the day in force began. */
  get statusOfToday(): StatusRegister | null {
    return this.believed.has('STGE') ? this.status : null;
  }

  /** The contract as the meter names it; undefined while it has not. */
  get contract(): string | undefined {
    const named = CONTRACTS.map((label) => this.text(label)).find((text) => text !== undefined);
    // The last character of a Tempo option is the programme of its contacts.
    return named?.startsWith('BBR') === true ? 'BBR' : named;
  }

  /** Figures need no belief: they only colour a detail. Null: what came cannot be. */
  note(label: string, value: number | null): void {
    this.latest.set(label, value);
  }

  /** The same of a current or a voltage, which is forgotten with its frame. */
  noteFlow(label: string, value: number): void {
    this.latest.set(label, value);
    this.hasFlows = true;
  }

  figure(label: string): number | null {
    return this.latest.get(label) ?? null;
  }

  private get showsColour(): boolean {
    return this.status?.colourToday != null || this.status?.colourTomorrow != null;
  }

  /** Undefined while not known. Only Tempo has colours, and on Tempo a mobile peak is a colour (spec/tic.md §2.2). */
  get tempo(): boolean | undefined {
    const option = this.text('OPTARIF');
    if (option !== undefined) return option.startsWith('BBR');
    if (this.colourSeen || this.showsColour) return true;
    const calendar = this.text('NGTF');
    if (calendar !== undefined) return /tempo/i.test(calendar);
    return this.lacks(this.calendar) ? false : undefined;
  }
}

function ternary({ present }: LabelPresence): number {
  return present === undefined ? 2 : Number(present);
}

/** What a group says, as text; empty where it carries no data. */
export function textOf(value: Value | null): string {
  return value === null ? '' : String(value);
}

/** What every file that makes a signal of it needs at the moment of a group or of the end of a frame. */
export interface Situation {
  readonly knowledge: Knowledge;
  readonly moment: Moment;
  readonly zone: CivilZone;
  readonly days: TempoDays;
}
