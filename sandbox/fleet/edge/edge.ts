// An edge as the recipe has it: publishes the frames of its meters, keeps each until it is known to be written, sends again what is not.
import { noCounts } from './edge-counts';
import { Link } from '../mqtt/link';
import { messageProperties, text } from '../mqtt/packets';
import type { SentFrame } from '../fleet-meter';
import { partitionOf } from './partition';
import { frameKey, writtenKeys } from './written';

export interface EdgeOptions {
  readonly url: URL;
  readonly clientId: string;
  /** Before `/frames/…` and `/written/…`. */
  readonly root: string;
  readonly partitions: number;
  readonly streams: readonly string[];
  /** written: until a worker says so; puback: until the broker has it. */
  readonly acknowledge: 'written' | 'puback';
  /** Frames that are kept at most; the oldest go first. */
  readonly keep: number;
  /** So long after it was sent a frame goes again that a later one of its meter has overtaken; twice as long after that, and so on. */
  readonly repeatMs: number;
  now(): number;
  log(line: string): void;
}

interface Kept {
  readonly key: string;
  readonly stream: string;
  readonly receivedAt: number;
  readonly topic: Buffer;
  readonly properties: Buffer;
  readonly bytes: Buffer;
  state: 'waiting' | 'sent' | 'acknowledged';
  isRefused: boolean;
  /** How often it was put on the wire. */
  times: number;
  sentAt: number;
}

const NO_SUBSCRIBER = 0x10;
const REFUSED = 0x80;
const MOST_FORGOTTEN = 1_000;
/** A second, for each edge: a fleet that comes back must not flood the broker. */
const MOST_REPEATS = 100;
const AGAIN = messageProperties([['again', 'true']]);

export class Edge {
  readonly counts = noCounts();
  private readonly kept = new Map<string, Kept>();
  private readonly onTheWay = new Map<number, Kept>();
  private waiting: Kept[] = [];
  private firstWaiting = 0;
  private readonly topics: ReadonlyMap<string, Buffer>;
  private readonly link: Link;
  private trouble = '';
  /** Where workers answer; another one after each start, so that they know a new edge from an old one. */
  private readonly answers: string;
  /** By stream, the youngest frame that is written. */
  private readonly writtenUpTo = new Map<string, number>();
  private isEnding = false;
  /** When a worker last spoke of a frame. */
  private lastWord = 0;

  constructor(private readonly options: EdgeOptions) {
    const { url, clientId, root, partitions, streams } = options;
    this.topics = new Map(
      streams.map((stream) => [stream, text(`${root}/frames/${partitionOf(stream, partitions)}/${stream}`)]),
    );
    this.answers = `${root}/written/${clientId}-${options.now().toString(36)}`;
    const filters = [this.answers, ...streams.map((stream) => `${root}/written/${stream}`)];
    this.link = new Link({
      url,
      clientId,
      filters: options.acknowledge === 'written' ? filters : filters.slice(0, 1),
      events: {
        up: () => {
          this.counts.connections += 1;
          this.trouble = '';
          this.flush();
        },
        down: () => {
          this.backToWaiting();
        },
        acknowledged: (id, reason) => {
          this.acknowledged(id, reason);
        },
        message: (topic, payload) => {
          this.written(topic, payload);
        },
        trouble: (why) => {
          if (why !== this.trouble) options.log(`${clientId}: ${why}`);
          this.trouble = why;
        },
      },
    });
  }

  /** Frames that are not known to be where they shall be. */
  get open(): number {
    return this.kept.size;
  }

  /** Takes a frame; it leaves with `flush`. */
  take(stream: string, frame: SentFrame): void {
    const received = new Date(frame.receivedAt).toISOString();
    const kept: Kept = {
      key: frameKey(stream, received),
      stream,
      receivedAt: frame.receivedAt,
      topic: this.topics.get(stream) ?? text(stream),
      properties: messageProperties(
        [
          ['receivedAt', received],
          ['completedAt', new Date(frame.completedAt).toISOString()],
          ['complete', String(frame.complete)],
        ],
        this.answers,
      ),
      bytes: frame.bytes,
      state: 'waiting',
      isRefused: false,
      times: 0,
      sentAt: 0,
    };
    if (this.kept.size >= this.options.keep) this.dropOldest();
    this.kept.set(kept.key, kept);
    this.waiting.push(kept);
  }

  /** Sends what may go. */
  flush(): void {
    if (!this.link.isFree || this.firstWaiting === this.waiting.length) return;
    this.link.cork();
    for (let kept = this.nextWaiting(); kept !== undefined; kept = this.nextWaiting()) {
      this.firstWaiting += 1;
      if (this.kept.get(kept.key) === kept && kept.state === 'waiting') this.send(kept);
    }
    this.link.uncork();
    this.forgetSent();
  }

  private nextWaiting(): Kept | undefined {
    return this.link.isFree ? this.waiting[this.firstWaiting] : undefined;
  }

  /** Sends again what seems to be lost. Called every second. */
  repeat(): void {
    let room = MOST_REPEATS;
    for (const kept of this.kept.values()) {
      if (room === 0) break;
      if (!this.isMissing(kept)) continue;
      room -= 1;
      kept.state = 'waiting';
      this.waiting.push(kept);
    }
    this.flush();
  }

  /** No later frame comes that could overtake one: once the workers fall silent, what is open is missing. */
  end(): void {
    this.isEnding = true;
  }

  close(): void {
    this.link.close();
  }

  /** Keys of what is open: stream, tab, ISO time. */
  openKeys(): string[] {
    return [...this.kept.keys()];
  }

  /** A worker that is away says nothing of any frame: what waits for it at the broker is not missing. */
  private isMissing({ state, stream, receivedAt, sentAt, times, isRefused }: Kept): boolean {
    if (state !== 'acknowledged') return false;
    const { repeatMs } = this.options;
    const now = this.options.now();
    const isSilent = this.isEnding && now - this.lastWord >= repeatMs;
    const isOvertaken = isRefused || isSilent || receivedAt < (this.writtenUpTo.get(stream) ?? 0);
    return isOvertaken && now - sentAt >= repeatMs * 2 ** (times - 1);
  }

  private send(kept: Kept): void {
    const { properties, times } = kept;
    const id = this.link.publish(kept.topic, times === 0 ? [properties] : [properties, AGAIN], kept.bytes);
    if (times === 0) this.counts.published += 1;
    else this.counts.repeated += 1;
    kept.times += 1;
    kept.state = 'sent';
    kept.sentAt = this.options.now();
    this.onTheWay.set(id, kept);
  }

  private acknowledged(id: number, reason: number): void {
    const kept = this.onTheWay.get(id);
    if (kept === undefined) return;
    this.onTheWay.delete(id);
    kept.isRefused = reason >= REFUSED;
    if (kept.isRefused) this.counts.refused += 1;
    else this.counts.acknowledged += 1;
    if (reason === NO_SUBSCRIBER) this.counts.unheard += 1;
    kept.state = 'acknowledged';
    if (this.options.acknowledge === 'puback' && !kept.isRefused) this.kept.delete(kept.key);
    this.flush();
  }

  private written(topic: string, payload: Buffer): void {
    this.lastWord = this.options.now();
    for (const key of writtenKeys(topic, payload)) {
      const kept = this.kept.get(key);
      if (kept === undefined) continue;
      this.kept.delete(key);
      this.counts.written += 1;
      this.writtenUpTo.set(kept.stream, Math.max(this.writtenUpTo.get(kept.stream) ?? 0, kept.receivedAt));
    }
  }

  /** The connection is gone: what was on its way goes again, before all that came later. */
  private backToWaiting(): void {
    const again = [...this.onTheWay.values()];
    this.onTheWay.clear();
    for (const kept of again) kept.state = 'waiting';
    this.waiting = [...again, ...this.waiting.slice(this.firstWaiting)];
    this.firstWaiting = 0;
  }

  private dropOldest(): void {
    for (const key of this.kept.keys()) {
      this.kept.delete(key);
      this.counts.dropped += 1;
      break;
    }
    for (;;) {
      const first = this.waiting[this.firstWaiting];
      if (first === undefined || this.kept.get(first.key) === first) break;
      this.firstWaiting += 1;
    }
    this.forgetSent();
  }

  /** The front of the queue, once it is worth the copy: it holds on to frames. */
  private forgetSent(): void {
    if (this.firstWaiting < this.waiting.length && this.firstWaiting < MOST_FORGOTTEN) return;
    this.waiting = this.waiting.slice(this.firstWaiting);
    this.firstWaiting = 0;
  }
}
