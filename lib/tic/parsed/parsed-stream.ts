// One stream of readings that others have parsed → groups in the meter's own form for a decoder. Each message is a frame; where
// each value has a message of its own a frame lasts until one comes again, or nothing comes for a while. Alerts do not wait.
import { ETX, STX } from '../bytes/group';
import { DICTIONARIES } from '../families';
import type { Dictionary } from '../families/dictionary';
import type { Arrival } from '../frame/stream-clock';
import { KeptAlerts } from './kept-alerts';
import { groupBytes, groupText } from './group-text';
import { numberIn, plainValue } from './label-values';
import { OverrunProof } from './overrun-proof';
import { Repetition } from './repetition';
import type { LabelValue, LinkyMode, Mapped, ParsedSource, SourceSettings, SourceValues, Telling } from './source';

/** What is done with the groups. */
export interface ParsedSink {
  push(bytes: Uint8Array, arrival: Arrival): void;
  /** See Decoder.deny. */
  deny(label: string): void;
}

/** After so long without another value what came makes a frame. */
const QUIET_MS = 1000;
/** Names of a source that are kept: more than any meter has labels. */
const MOST_VALUES = 200;
/** What no single-phase Linky sends. */
const OTHER_PHASES = ['IRMS2', 'IRMS3', 'URMS2', 'URMS3', 'SINSTS1', 'SINSTS2', 'SINSTS3'];

export class ParsedStream {
  private dictionary: Dictionary | null = null;
  /** All that came, by the source's own names. */
  private known: Record<string, unknown> = {};
  /** What was said last of labels that count when they change. */
  private readonly said = new Map<string, string>();
  /** Labels of the frame that is open; null: none is. */
  private open: Set<string> | null = null;
  private lastAt = 0;
  /** Values that come one by one are told together at first: which label one is may depend on the others. */
  private waits = false;
  private readonly overrun: OverrunProof;
  private readonly kept: KeptAlerts;
  private readonly repetition: Repetition;

  constructor(
    private readonly source: ParsedSource,
    private readonly settings: SourceSettings,
    private readonly sink: ParsedSink,
  ) {
    this.overrun = new OverrunProof(source.parsedBy.checked);
    this.kept = new KeptAlerts(source.keeps ?? []);
    this.repetition = new Repetition(source.silenceSeconds);
  }

  /** The way of speaking of this stream is known: what comes can be told. */
  get speaks(): boolean {
    return this.dictionary !== null;
  }

  /** The values of a message. */
  take(telling: Extract<Telling, { kind: 'values' }>, arrival: Arrival): void {
    if (this.repetition.isOld(telling, arrival.last)) return;
    const { values, single } = telling;
    this.remember(values);
    this.lastAt = arrival.last;
    this.waits = single && this.dictionary === null;
    if (!this.waits) this.tellAll(values, single, arrival);
  }

  private tellAll(values: SourceValues, single: boolean, arrival: Arrival): void {
    const mapped = this.source.map(values, this.known, this.settings);
    const dictionary = this.dictionaryOf(mapped);
    if (dictionary === null) return;
    if (this.dictionary !== dictionary) this.forget();
    this.dictionary = dictionary;
    if (!single || mapped.labels.some(({ label }) => this.open?.has(label) === true)) this.close(arrival);
    if (this.open === null) {
      this.open = new Set();
      this.sink.push(Uint8Array.of(STX), arrival);
    }
    this.heardAlerts(mapped, single, arrival.last);
    const absent = this.absent(mapped);
    for (const label of mapped.labels) if (this.kept.counts(label.label)) this.tell(label, dictionary, arrival);
    for (const label of absent) this.sink.deny(label);
    if (!single) this.close(arrival);
  }

  /** Call it about once a second, with epoch milliseconds of the host. */
  tick(now: number): void {
    if (Math.abs(now - this.lastAt) < QUIET_MS) return;
    const arrival = { first: now, last: now };
    if (this.waits) this.tellAll(this.known, false, arrival);
    this.waits = false;
    this.close(arrival);
  }

  /** After a silence, or where another meter may speak: everything is said anew. */
  forget(): void {
    this.said.clear();
    this.overrun.forget();
  }

  private remember(values: SourceValues): void {
    // What is known of the meter before says nothing of another one: phases, mode, contract.
    const { identity = '' } = this.source;
    const [before, now] = [plainValue(this.known[identity]), plainValue(values[identity])];
    if (before !== undefined && now !== undefined && before !== now) this.known = {};
    for (const [key, value] of Object.entries(values))
      if (key in this.known || Object.keys(this.known).length < MOST_VALUES) this.known[key] = value;
  }

  private close(arrival: Arrival): void {
    const { open } = this;
    if (open === null) return;
    this.open = null;
    // A power and a current, and nothing of another phase: nobody leaves these out alone.
    if (open.has('SINSTS') && open.has('IRMS1') && !OTHER_PHASES.some((label) => open.has(label)))
      this.sink.deny('IRMS2');
    this.sink.push(Uint8Array.of(ETX), arrival);
  }

  private tell(value: LabelValue, dictionary: Dictionary, arrival: Arrival): void {
    const entry = dictionary.byName(value.label);
    const text = groupText(value, entry);
    if (text === undefined || this.isRepeated(text.label, `${text.horodate ?? ''} ${text.data}`, dictionary)) return;
    const bytes = groupBytes(text, dictionary);
    if (bytes === undefined) return;
    this.open?.add(value.label);
    this.sink.push(bytes, arrival);
  }

  /** An index that stands in every message says nothing of now until it changes, and a clock is right when it moves. */
  private isRepeated(label: string, text: string, dictionary: Dictionary): boolean {
    const row = dictionary.byName(label)?.row;
    if (!this.source.repeats || (row?.index === undefined && row?.clock !== true)) return false;
    const before = this.said.get(label);
    this.said.set(label, text);
    return before === text || (before === undefined && row.clock === true);
  }

  private heardAlerts({ labels, absent }: Mapped, single: boolean, now: number): void {
    const period = labels.find(({ label }) => label === 'PTEC')?.value;
    const peak = period === undefined ? undefined : String(period).startsWith('PM');
    this.kept.heard(numbersIn(labels), absent, !single);
    this.kept.heardNotice(
      labels.some(({ label }) => label === 'PEJP'),
      absent.includes('PEJP'),
      peak,
      now,
    );
  }

  private absent({ labels, absent }: Mapped): readonly string[] {
    const proved = this.overrun.absent(numbersIn(labels)).filter((label) => !this.kept.isFresh(label));
    return [...absent, ...proved, ...this.kept.over];
  }

  private dictionaryOf({ mode, labels }: Mapped): Dictionary | null {
    if (mode === null) return null;
    if (mode !== undefined) return dictionaryOfMode(mode);
    const tells = DICTIONARIES.find(({ dialect }) => labels.some(({ label }) => dialect.tell.includes(label)));
    return tells ?? this.dictionary ?? dictionaryOfLabels(labels);
  }
}

function numbersIn(labels: readonly LabelValue[]): ReadonlyMap<string, number | null> {
  return new Map(labels.map(({ label, value }) => [label, numberIn(value) ?? null]));
}

function dictionaryOfMode(mode: LinkyMode): Dictionary | null {
  return DICTIONARIES.find(({ dialect }) => dialect.name === mode) ?? null;
}

/** The way of speaking that has the most of the labels; null: none has any. */
function dictionaryOfLabels(labels: readonly LabelValue[]): Dictionary | null {
  let [found, most] = [null as Dictionary | null, 0];
  for (const dictionary of DICTIONARIES) {
    const count = labels.filter(({ label }) => dictionary.byName(label) !== undefined).length;
    if (count > most) [found, most] = [dictionary, count];
  }
  return found;
}
