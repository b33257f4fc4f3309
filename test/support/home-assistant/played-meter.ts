// A sandbox meter on its line, through tic-in's splitter and linky-decode's stream into ha-entities: all that npm start runs, at
// its pace, on a clock whose hands the test turns.
import type { DecodedFrame } from '../../../lib/tic/decoded-frame';
import { FrameSplitter, type Piece } from '../../../lib/tic/bytes/frame-splitter';
import type { SentSignal } from '../../../lib/grid/event/act';
import { withdrawnSum } from '../../../lib/home-assistant/energy/energy-sum';
import { readConfig } from '../../../nodes/linky-decode/linky-decode.config';
import type { LinkyDecodeFields } from '../../../nodes/linky-decode/linky-decode.choices';
import { MeterStream } from '../../../nodes/linky-decode/meter-stream';
import { readingMessage } from '../../../nodes/linky-decode/reading-message';
import type { RawConfig } from '../../../nodes/runtime/types';
import { BusinessMeter } from '../../../sandbox/tic/business-meter';
import { type Controllable, obey } from '../../../sandbox/tic/control';
import { Meter } from '../../../sandbox/tic/meter';
import { meterSettings } from '../../../sandbox/tic/settings';
import { Transmission } from '../../../sandbox/tic/transmission';
import type { LineMeter } from '../../../sandbox/tic/line-meter';
import { HaBench } from './ha-bench';

const STREAM = 'demo';
const LINE_MS = 20;
const TICK_MS = 1000;
/** As the flow of the demo has it. */
const DECODE = { silence: '5' } as RawConfig<LinkyDecodeFields>;

export class PlayedMeter {
  readonly signals: SentSignal[] = [];
  readonly frames: DecodedFrame[] = [];
  /** Seconds since the start at which the status began to say that energy is held back. */
  readonly heldAt: number[] = [];
  readonly meter: LineMeter;
  private readonly transmission: Transmission;
  private readonly splitter = new FrameSplitter('frame');
  private readonly stream: MeterStream;
  private readonly began: number;
  private ticked: number;
  private wasHeld = false;

  private constructor(
    readonly bench: HaBench,
    words: Readonly<Record<string, string>>,
  ) {
    const { clock } = bench;
    const { meter, factor } = meterSettings(words, clock.now());
    this.meter = 'family' in meter ? new BusinessMeter(meter) : new Meter(meter);
    this.began = this.ticked = clock.now();
    this.transmission = new Transmission(this.meter, { now: clock.now(), meterTime: meter.start, factor });
    this.stream = new MeterStream(
      STREAM,
      readConfig(DECODE),
      {
        heard: (frame) => this.frames.push(frame),
        seen: () => undefined,
        reading: (frame) => {
          bench.controller.receive(readingMessage(frame, STREAM, {}, false));
        },
        signal: (payload) => {
          this.signals.push(payload);
          bench.controller.receive({ topic: 'signal', schema: 'linky-red/signal@1', payload });
        },
      },
      () => clock.now(),
      undefined,
    );
  }

  /** @param words settings of the sandbox meter */
  static async open(words: Readonly<Record<string, string>>): Promise<PlayedMeter> {
    return new PlayedMeter(await HaBench.open({ settings: { throttle: 'none' } }), words);
  }

  /** An order as a button of the demo sends it. */
  order(line: string): void {
    const { clock } = this.bench;
    const at = this.transmission.meterTime(clock.now());
    const until = (minutes: number): number => at + minutes * 60_000;
    const meter: Controllable = {
      plugCar: (minutes) => {
        this.meter.plugCar(at, until(minutes));
      },
      switchLoads: (on) => {
        this.meter.switchLoads(on, at);
      },
      incident: (kind, minutes) => {
        this.meter.addIncident(kind, at, until(minutes));
      },
      setFaults: (rates) => {
        this.meter.setFaults(rates);
      },
      silence: (seconds) => {
        this.transmission.silence(clock.now(), seconds);
      },
      setFactor: (factor) => {
        this.transmission.setFactor(clock.now(), factor);
      },
    };
    if (!obey(line, meter)) throw new Error(line);
  }

  /** Lets so many seconds of the host pass. */
  run(seconds: number): void {
    const { clock } = this.bench;
    for (const end = clock.now() + seconds * 1000; clock.now() < end;) {
      clock.advance(LINE_MS);
      const now = clock.now();
      const bytes = this.transmission.due(now);
      if (bytes.length > 0) this.take(this.splitter.push(bytes, now));
      if (now - this.ticked < TICK_MS) continue;
      this.ticked = now;
      this.take(this.splitter.tick(now));
      this.stream.tick(now);
    }
  }

  /** States of a signal, in order. */
  states(signal: string): string[] {
    return this.signals.filter((sent) => sent.signal === signal).map(({ state }) => state);
  }

  /** What the meter counted in its last whole frame, Wh; undefined for a PME-PMI, which sends no total. */
  total(): number | undefined {
    const reading = this.frames.findLast(({ quality }) => quality.complete);
    return withdrawnSum({ values: reading?.values ?? {}, decoded: reading?.decoded ?? {} })?.wh;
  }

  private take(pieces: readonly Piece[]): void {
    for (const { bytes, firstAt, lastAt, complete } of pieces)
      this.stream.push(bytes, { first: firstAt, last: lastAt }, complete === false);
    const isHeld = this.bench.state?.held === true;
    if (isHeld && !this.wasHeld) this.heldAt.push((this.bench.clock.now() - this.began) / 1000);
    this.wasHeld = isHeld;
  }
}
