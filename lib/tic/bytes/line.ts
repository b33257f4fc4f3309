// A meter's line: which speed to listen at, whether what comes is believed, what is wrong when nothing is.
// A state machine that says what to do and does nothing: no timers, no port, time is handed in (epoch milliseconds).
import { LF, STX } from './group';
import { GroupWatch } from './group-watch';
import { dwellMs } from './line-speeds';

/**
 * waiting: opened, nothing known yet. searching: speeds are tried. receiving: valid groups come.
 * no-signal: no byte for 10 s. no-valid-group: bytes have come for 10 s, and none of them make a valid group, at no speed.
 * A line that is cut is the first and never the second: until its last byte its groups were right.
 */
export type LineState = 'waiting' | 'searching' | 'receiving' | 'no-signal' | 'no-valid-group';

export interface LineAdvice {
  readonly state: LineState;
  /** Set the port to this speed now; null: leave it. */
  readonly setBaud: number | null;
  /** Bytes to send on, untouched; null: none. While a speed is searched nothing goes on. */
  readonly deliver: Uint8Array | null;
}

/** No valid group for this long: something is wrong. The documents' fault LED waits 10 s as well (spec/tic.md §1.5). */
export const LOSS_MS = 10_000;
/** Without a single byte another speed cannot help; it is changed from time to time all the same. */
export const SILENT_DWELL_MS = 10_000;
/** One group in 64 passes by chance; two in a row that also look like groups are believed. */
export const GROUPS_TO_BELIEVE = 2;
/** While groups come, one of them is checked this often: the full parse happens elsewhere. */
const CHECK_EVERY_MS = 1000;

export class Line {
  private readonly watch = new GroupWatch();
  private lineState: LineState = 'waiting';
  /** True once groups were right at this speed, until they are lost. */
  private believed = false;
  /** A speed that was right is put first; where it is not any more, Linky's other one comes next. */
  private speeds: readonly number[];
  private index = 0;
  private firstWasRight = false;
  private lastRightAt = 0;
  private lastByteAt = 0;
  /** First byte after a silence; null while there was none. */
  private bytesSince: number | null = null;
  /** When listening at the present speed began, and its first byte came. */
  private listeningSince = 0;
  private firstByteAt: number | null = null;
  /** Speeds in a row that brought bytes but no belief; that brought nothing at all. */
  private noisySpeeds = 0;
  private silentSpeeds = 0;
  /** What came since the first of the groups that are going to be believed. */
  private held: number[] = [];

  /**
   * @param speeds in the order to try. Several: the speed is searched. One: it is taken as it is.
   * None: the speed is not ours to set (TCP, bytes from elsewhere).
   */
  constructor(speeds: readonly number[]) {
    this.speeds = speeds;
  }

  /** The speed to open the port at; null when it is not ours to set. */
  get baud(): number | null {
    return this.speeds[this.index] ?? null;
  }

  get state(): LineState {
    return this.lineState;
  }

  /** The port or connection is open now, at `baud`. */
  opened(now: number): void {
    this.lineState = 'waiting';
    this.believed = false;
    this.bytesSince = null;
    this.lastByteAt = this.lastRightAt = now;
    this.noisySpeeds = this.silentSpeeds = 0;
    this.listen(now);
  }

  /** It is closed or gone: the next one begins with the speed that was right. */
  closed(): void {
    this.index = 0;
  }

  push(bytes: Uint8Array, now: number): LineAdvice {
    const afterSilence = this.bytesSince === null || now - this.lastByteAt >= LOSS_MS;
    if (afterSilence) this.bytesSince = now;
    this.lastByteAt = now;
    if (!this.searching) return this.advice(this.check(bytes, now), null);
    if (afterSilence && this.returnToRightSpeed(now)) return this.advice(null, this.baud);
    this.firstByteAt ??= now;
    return this.advice(this.prove(bytes, now), null);
  }

  /** Call several times a second while open. */
  tick(now: number): LineAdvice {
    if (!this.searching) this.checkSilence(now);
    return this.advice(null, this.searching ? this.search(now) : null);
  }

  private get searching(): boolean {
    return this.speeds.length > 1 && !this.believed;
  }

  /** Bytes at a speed that is believed or given: all go on; now and then one group is looked at. */
  private check(bytes: Uint8Array, now: number): Uint8Array {
    if (this.lineState === 'receiving' && now - this.lastRightAt < CHECK_EVERY_MS) {
      this.watch.reset();
      return bytes;
    }
    for (const byte of bytes) {
      if (this.watch.take(byte) !== 'right') continue;
      if (this.lineState === 'receiving') this.lastRightAt = now;
      else if (this.watch.inARow >= GROUPS_TO_BELIEVE) this.believe(now);
    }
    return bytes;
  }

  private believe(now: number): void {
    this.lineState = 'receiving';
    this.believed = true;
    this.lastRightAt = now;
    const right = this.baud;
    this.firstWasRight = true;
    if (right !== null) this.speeds = [right, ...this.speeds.filter((speed) => speed !== right)];
    this.index = 0;
    this.noisySpeeds = this.silentSpeeds = 0;
  }

  private checkSilence(now: number): void {
    const isSilent = now - this.lastByteAt >= LOSS_MS;
    // Not every group is looked at: only bytes that came for long behind the last right one are wrong.
    const since = this.bytesSince === null ? null : Math.max(this.bytesSince, this.lastRightAt);
    const isWrong = since !== null && this.lastByteAt - since >= LOSS_MS;
    if (!isSilent && !isWrong) {
      if (!this.believed) this.lineState = 'waiting';
      return;
    }
    if (this.believed) {
      this.believed = false;
      this.listen(now);
    }
    this.lineState = isSilent ? 'no-signal' : this.searching ? 'searching' : 'no-valid-group';
  }

  /** Bytes at a speed that is not sure yet: held back until enough right groups came in a row. */
  private prove(bytes: Uint8Array, now: number): Uint8Array | null {
    for (let i = 0; i < bytes.length; i++) {
      this.hold(bytes[i] ?? 0);
      if (this.watch.inARow < GROUPS_TO_BELIEVE) continue;
      this.believe(now);
      const proved = Uint8Array.from([...this.held, ...bytes.subarray(i + 1)]);
      this.held = [];
      return proved;
    }
    return null;
  }

  /** Keeps what may turn out right: from the STX or LF before the first right group on. */
  private hold(byte: number): void {
    this.watch.take(byte);
    const character = byte & 0x7f;
    if (this.watch.inARow > 0 || !this.watch.atStart) this.held.push(byte);
    else if (character === LF && onlyStx(this.held)) this.held.push(byte);
    else this.held = character === STX || character === LF ? [byte] : [];
  }

  /** Goes on to the next speed when this one had its time. Returns the speed to set, or null. */
  private search(now: number): number | null {
    if (this.lineState === 'waiting') this.lineState = 'searching';
    if (now - this.lastByteAt >= LOSS_MS) this.lineState = 'no-signal';
    const silent = this.firstByteAt === null;
    const patience = silent && this.silentSpeeds >= this.speeds.length ? SILENT_DWELL_MS : dwellMs(this.baud ?? 0);
    if (now - (this.firstByteAt ?? this.listeningSince) < patience) return null;
    if (silent) this.silentSpeeds++;
    else if (++this.noisySpeeds >= this.speeds.length) this.lineState = 'no-valid-group';
    this.index = (this.index + 1) % this.speeds.length;
    this.listen(now);
    return this.baud;
  }

  /** The first byte after a silence: most likely the meter is back as it was. Says whether that is another speed. */
  private returnToRightSpeed(now: number): boolean {
    this.lineState = 'searching';
    this.noisySpeeds = this.silentSpeeds = 0;
    if (!this.firstWasRight || this.index === 0) return false;
    this.index = 0;
    this.listen(now);
    return true;
  }

  private listen(now: number): void {
    this.listeningSince = now;
    this.firstByteAt = null;
    this.held = [];
    this.watch.reset();
  }

  private advice(deliver: Uint8Array | null, setBaud: number | null): LineAdvice {
    return { state: this.lineState, setBaud, deliver };
  }
}

function onlyStx(bytes: readonly number[]): boolean {
  return bytes.length === 1 && ((bytes[0] ?? 0) & 0x7f) === STX;
}
