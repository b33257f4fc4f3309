// The streams of one linky-decode node: opened with what was kept of them, and left once nothing comes any more.
import { setImmediate as breathe } from 'node:timers/promises';
import type { KeptStream, MeterStream } from './meter-stream';

/** What outlives a decoder, stream by stream; where nothing keeps it, the process does. Nothing here ever rejects. */
export interface StreamMemory {
  read(stream: string): Promise<KeptStream | undefined>;
  /**
   * Resolves when it outlives this process, or cannot (and that has been said).
   * @param take asked when its turn to be written comes
   */
  write(stream: string, take: () => KeptStream | undefined): Promise<void>;
  /** Forgets streams that were written last long ago, but for those in use. */
  prune(isUsed: (stream: string) => boolean): Promise<void>;
}

/** So many first frames are read at once: some milliseconds, then the event loop has its turn. */
const SLICE = 10;
/** Streams that bring nothing any more leave the memory after a while, once there are more than a house has. */
const MANY_STREAMS = 100;
const UNUSED_MS = 600_000;

/** By name. */
export class MeterStreams extends Map<string, MeterStream> {
  /** Streams whose memory is being read. */
  private readonly opening = new Map<string, Promise<MeterStream>>();
  private queue: Promise<void> = Promise.resolve();
  private begun = 0;

  constructor(
    private readonly memory: StreamMemory,
    private readonly create: (name: string, kept: KeptStream | undefined) => MeterStream,
  ) {
    super();
  }

  /** All who ask for a stream while it is being opened wait for the same promise: its messages keep their order. */
  open(name: string): Promise<MeterStream> {
    let opening = this.opening.get(name);
    if (opening === undefined) {
      const reading = this.memory.read(name);
      // At a start all wait for the same file: they do not begin in the same moment.
      this.queue = this.queue.then(async () => {
        await reading;
        if (++this.begun % SLICE === 0) await breathe();
      });
      opening = this.queue.then(async () => {
        const stream = this.create(name, await reading);
        this.set(name, stream);
        this.opening.delete(name);
        return stream;
      });
      this.opening.set(name, opening);
    }
    return opening;
  }

  /** What came before a command has been read. */
  async opened(): Promise<void> {
    if (this.opening.size > 0) await Promise.all(this.opening.values());
  }

  /** Of a stream that has nothing new it costs nothing. */
  async keep(stream: MeterStream): Promise<void> {
    if (!stream.unkept) return;
    stream.unkept = false;
    await this.memory.write(stream.name, () => stream.kept());
  }

  /** @returns whether the stream has left: what it has open is kept, and comes back with the topic */
  leaveUnused(stream: MeterStream, now: number): boolean {
    if (this.size <= MANY_STREAMS || stream.state === 'heard' || now - stream.usedAt < UNUSED_MS) return false;
    return this.delete(stream.name);
  }

  /** The stream of the meter from which an event is, or is said to be. */
  ofOrigin(origin: string): MeterStream | undefined {
    return [...this.values()].find((stream) => stream.origin === origin);
  }
}
