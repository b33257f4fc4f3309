// A recording of what a node receives: begun and ended by command or by the button in its form, for so many minutes, in files of
// bounded size. One at a time; another command changes how long it goes on.
import { LinkyRedError } from '../../../lib/errors';
import type { Clock, Stop } from '../../../lib/grid/clock';
import { isoParis } from '../../../lib/grid/paris-time';
import type { CaptureHead, CaptureNote } from '../../../lib/tic/capture/format';
import { Recorder } from '../../../lib/tic/capture/recorder';
import { namesFor, recordingsOf } from './recorded-files';
import type { RecordingWish } from './wish';

const MEGABYTE = 1_000_000;
const MINUTE_MS = 60_000;

export type EndReason = 'command' | 'time' | 'disk' | 'closed';

/** What a message, the form and a report say of it. */
export interface RecordingState {
  readonly state: 'recording' | 'ended';
  /** The files that lie there, whole paths, the oldest first. */
  readonly files: readonly string[];
  /** Bytes of the line that were recorded; bytes that the files have; bytes that this node's files have at most. */
  readonly bytes: number;
  readonly size: number;
  readonly limit: number;
  readonly since: string;
  /** When it ends, or has ended. */
  readonly until: string;
  readonly reason?: EndReason;
}

export interface RecordingOptions {
  readonly clock: Clock;
  /** Of the node; files are told apart by it. */
  readonly id: string;
  /** undefined: Node-RED has no user directory. */
  readonly folder: string | undefined;
  readonly about: () => Omit<CaptureHead, 'startedAt' | 'part' | 'masked'>;
  readonly onChange: (state: RecordingState) => void;
  readonly onFault: (error: LinkyRedError) => void;
}

interface Running {
  readonly recorder: Recorder;
  readonly limit: number;
  readonly sinceMs: number;
  /** On the clock that nobody sets. */
  untilMs: number;
  stopTimer: Stop;
}

export class Recording {
  private running: Running | undefined;
  private last: RecordingState | undefined;
  private changes: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RecordingOptions) {}

  get isOn(): boolean {
    return this.running !== undefined;
  }

  /** undefined: there was none since the node started. */
  get state(): RecordingState | undefined {
    return this.running === undefined ? this.last : this.stateOf(this.running);
  }

  /** What is left of it, for the next instance of the node; undefined where nothing is recorded. */
  get rest(): RecordingWish | undefined {
    const { running } = this;
    if (running === undefined) return undefined;
    const minutes = (running.untilMs - this.options.clock.elapsed()) / MINUTE_MS;
    return { minutes, megabytes: running.limit / MEGABYTE };
  }

  /**
   * Begins, goes on for longer or shorter, or ends (0 minutes). Resolves when the file is there.
   * @throws LinkyRedError ERR_CAPTURE_FOLDER, ERR_CAPTURE_DISK
   */
  async follow(wish: RecordingWish): Promise<void> {
    await this.change(async () => {
      if (wish.minutes === 0) await this.finish('command');
      else if (this.running === undefined) await this.begin(wish);
      else this.endIn(this.running, wish.minutes * MINUTE_MS);
      const { state } = this;
      if (state !== undefined) this.options.onChange(state);
    });
  }

  /** What has just arrived. */
  bytes(bytes: Uint8Array): void {
    this.running?.recorder.bytes(bytes);
  }

  note(note: CaptureNote): void {
    this.running?.recorder.note(note);
  }

  /** The node closes: nothing is told any more. */
  async close(): Promise<void> {
    await this.change(() => this.finish('closed'));
  }

  private change(run: () => Promise<void>): Promise<void> {
    const done = this.changes.then(run);
    this.changes = done.catch(() => undefined);
    return done;
  }

  private async begin({ minutes, megabytes }: RecordingWish): Promise<void> {
    const { clock, folder, id, about } = this.options;
    if (folder === undefined) throw new LinkyRedError('ERR_CAPTURE_FOLDER', { folder: 'userDir', detail: 'none' });
    const limit = megabytes * MEGABYTE;
    const now = clock.now();
    const before = await recordingsOf(folder, id);
    const recorder = new Recorder({
      clock,
      folder,
      limit,
      before,
      nameOf: namesFor({ stream: about().stream ?? '', id, now, before }),
      about: () => ({ ...about(), masked: false }),
      onFault: (error) => {
        void this.fail(recorder, failure(folder, error));
      },
    });
    try {
      await recorder.start();
    } catch (error) {
      throw failure(folder, error);
    }
    this.running = { recorder, limit, sinceMs: now, untilMs: 0, stopTimer: () => undefined };
    this.endIn(this.running, minutes * MINUTE_MS);
  }

  private endIn(running: Running, ms: number): void {
    const { clock } = this.options;
    running.stopTimer();
    running.untilMs = clock.elapsed() + ms;
    running.stopTimer = clock.after(ms, () => {
      void this.change(async () => {
        if (this.running !== running) return;
        await this.finish('time');
        if (this.last !== undefined) this.options.onChange(this.last);
      });
    });
  }

  private async fail(recorder: Recorder, error: LinkyRedError): Promise<void> {
    await this.change(async () => {
      if (this.running?.recorder !== recorder) return;
      await this.finish('disk');
      this.options.onFault(error);
      if (this.last !== undefined) this.options.onChange(this.last);
    });
  }

  private async finish(reason: EndReason): Promise<void> {
    const { running } = this;
    if (running === undefined) return;
    this.running = undefined;
    running.stopTimer();
    await running.recorder.end(reason);
    const until = isoParis(this.options.clock.now());
    this.last = { ...this.stateOf(running), state: 'ended', until, reason };
  }

  private stateOf({ recorder, limit, sinceMs, untilMs }: Running): RecordingState {
    const { clock } = this.options;
    return {
      state: 'recording',
      files: recorder.paths,
      bytes: recorder.received,
      size: recorder.size,
      limit,
      since: isoParis(sinceMs),
      until: isoParis(clock.now() + untilMs - clock.elapsed()),
    };
  }
}

/** A disk without room, as the system calls it. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function failure(folder: string, error: unknown): LinkyRedError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && FULL.has(code)) return new LinkyRedError('ERR_CAPTURE_DISK', { folder }, error);
  return new LinkyRedError('ERR_CAPTURE_FOLDER', { folder, detail: message }, error);
}
