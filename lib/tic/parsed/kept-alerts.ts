// Alerts that a device goes on telling when the meter has long ceased to send them: it keeps the last value of a label and knows no
// absence. Of a ZLinky (firmware of 2025-11) ADIRn and PEJP stand until it is plugged in anew, of the driver of Tasmota PEJP does.
// So an overrun counts until a current says otherwise, and a notice when it was seen to begin, until its peak or for an hour.
import { CURRENTS } from './overrun-proof';

/** What a source keeps in this way. */
export type KeptAlert = 'overrun' | 'notice';

/** What a message says, by label; null where a value is no number. */
type Numbers = ReadonlyMap<string, number | null>;

export class KeptAlerts {
  private readonly overruns: readonly KeptOverrun[];
  private readonly notice: KeptNotice | null;

  constructor(kept: readonly KeptAlert[]) {
    this.overruns = kept.includes('overrun') ? CURRENTS.map((pair) => new KeptOverrun(...pair)) : [];
    this.notice = kept.includes('notice') ? new KeptNotice() : null;
  }

  /**
   * A message came.
   * @param absent labels that the meter does not send now
   * @param whole it has all that the source knows
   */
  heard(values: Numbers, absent: readonly string[], whole: boolean): void {
    for (const overrun of this.overruns) overrun.heard(values, absent, whole);
  }

  /**
   * What a message says of the notice of a peak.
   * @param peak the period in force is a mobile peak; undefined: the message does not say
   * @param now epoch milliseconds
   */
  heardNotice(isTold: boolean, isAbsent: boolean, peak: boolean | undefined, now: number): void {
    this.notice?.heard(isTold, isAbsent, peak, now);
  }

  /** What is told of this label counts: the meter sends it now. */
  counts(label: string): boolean {
    const overrun = this.overruns.find((each) => each.label === label);
    return overrun?.counts ?? (label !== 'PEJP' || this.notice === null || this.notice.counts);
  }

  /** It is known that the meter does not send this label, whatever is told of it. */
  isOver(label: string): boolean {
    const overrun = this.overruns.find((each) => each.label === label);
    return overrun?.state === 'over' || (label === 'PEJP' && this.notice?.state === 'over');
  }

  /** A current may be older than the alert that it stands beside: it proves nothing against this one. */
  isFresh(label: string): boolean {
    return this.overruns.some((each) => each.label === label && each.state === 'begun');
  }

  /** Labels of alerts that are over. */
  get over(): string[] {
    return ['PEJP', ...this.overruns.map(({ label }) => label)].filter((label) => this.isOver(label));
  }
}

/** `told`: it stood there from the first, and may be of long ago. */
type State = 'quiet' | 'told' | 'begun' | 'over';

class KeptOverrun {
  state: State = 'quiet';
  private value: number | null = null;
  private subscribed: number | null = null;
  /** The last current, and the one that was known when the alert came. */
  private current: number | null = null;
  private before: number | null = null;
  /** It was not there once. */
  private wasQuiet = false;

  constructor(
    readonly label: string,
    private readonly currentLabel: string,
  ) {}

  get counts(): boolean {
    return this.state === 'begun' || this.subscribed === null;
  }

  heard(values: Numbers, absent: readonly string[], whole: boolean): void {
    this.subscribed = values.get('ISOUSC') ?? this.subscribed;
    const current = values.get(this.currentLabel) ?? null;
    if (absent.includes(this.label)) {
      this.state = 'quiet';
      this.value = null;
      this.wasQuiet = true;
    } else if (whole && current !== null && !values.has(this.label)) this.wasQuiet = true;
    if (values.has(this.label)) this.alert(values.get(this.label) ?? null, current ?? this.current);
    if (current !== null) this.flows(current);
  }

  private alert(value: number | null, current: number | null): void {
    if (this.state !== 'quiet' && value === this.value) return;
    const isNews = this.wasQuiet || this.state !== 'quiet';
    this.state = isNews ? 'begun' : 'told';
    this.value = value;
    this.before = current;
  }

  private flows(current: number): void {
    const { subscribed, state } = this;
    this.current = current;
    if (state === 'quiet' || subscribed === null) return;
    if (current > subscribed) this.state = 'begun';
    else if (this.before === null) this.before = current;
    // A current that has moved is younger than the alert.
    else if (current !== this.before) this.state = 'over';
  }
}

/** A notice lasts 30 minutes (Enedis-NOI-CPT_02E §2.3). */
const LONGEST_NOTICE_MS = 3_600_000;

class KeptNotice {
  state: State = 'quiet';
  private wasQuiet = false;
  private since = 0;

  get counts(): boolean {
    return this.state === 'begun';
  }

  heard(isTold: boolean, isAbsent: boolean, peak: boolean | undefined, now: number): void {
    if (isAbsent) {
      this.state = 'quiet';
      this.wasQuiet = true;
    } else if (isTold && this.state === 'quiet') {
      this.state = this.wasQuiet ? 'begun' : 'told';
      this.since = now;
    }
    // What stands there from the first is most often of long ago; whether a peak comes, its period will tell.
    const isOld = this.state === 'begun' && now - this.since > LONGEST_NOTICE_MS;
    if (this.state !== 'quiet' && (peak === true || isOld)) this.state = 'over';
  }
}
