// A whole meter: a house, a contract, a mode and a line. An endless row of frames, each with the truth about itself.
import { dayInstant, parisDay } from '../paris-clock';
import { nextTale } from '../tempo-season';
import { DayCalendar, type Colour } from './calendar';
import { contract, type Contract, type ContractName } from './contract';
import { EOT, ETX, type Group } from './frame';
import { FrameImage } from './frame-image';
import { House } from './house';
import { type Incident, type IncidentKind, Incidents } from './incidents';
import { FRAME_GAP_MS, lineMs } from './line';
import type { LineFrame, LineMeter } from './line-meter';
import { LineFaults, type LineFaultRates } from './line-faults';
import type { FrameSource, LinkyInside, SentSignals } from './linky';
import { LinkyHistorique } from './linky-historique';
import { LinkyStandard } from './linky-standard';
import { DEFAULT_SEED, plate, type Plate } from './plate';
import { Registers } from './registers';

export type Mode = 'standard' | 'historique';

export interface MeterOptions {
  readonly mode: Mode;
  readonly contract: ContractName;
  readonly phases: 1 | 3;
  readonly producer: boolean;
  /** Same seed and options, same bytes. */
  readonly seed: string | number;
  /** The meter's clock at the first frame, epoch milliseconds. */
  readonly start: number;
  /** Colours of the tariff day of `start` and of the days after it, if others than those of the season; on EJP red is a day of peak. */
  readonly colours: readonly Colour[];
  /** False: tomorrow's colour shows in DPMn only, never in STGE. */
  readonly tomorrowInStatus: boolean;
  /** Hour at which the colours of STGE and DEMAIN turn over. */
  readonly colourTurnsAt: 0 | 6;
  readonly faults: LineFaultRates;
  readonly incidents: readonly Incident[];
  /** 0 to 999999, see `plate`. */
  readonly serial?: number;
  /** Steps in which the day before `start` was lived, see `Registers`. */
  readonly pastStep?: number | undefined;
}

export interface MeterFrame extends LineFrame {
  readonly groups: readonly Group[];
  readonly sent: SentSignals;
}

/** A winter day that turns out well for a first look: white, and red tomorrow, as the season has it. */
export const DEFAULT_METER: MeterOptions = {
  mode: 'standard',
  contract: 'tempo',
  phases: 1,
  producer: false,
  seed: DEFAULT_SEED,
  start: Date.UTC(2027, 0, 12, 9, 55),
  colours: [],
  tomorrowInStatus: true,
  colourTurnsAt: 6,
  faults: {},
  incidents: [],
};

export class Meter implements LineMeter {
  readonly plate: Plate;
  readonly baudRate: number;
  private readonly contract: Contract;
  private readonly house: House;
  private readonly incidents: Incidents;
  private readonly registers: Registers;
  private readonly source: FrameSource;
  private readonly image: FrameImage;
  private faults: LineFaults;
  private damages = 0;

  constructor(private readonly options: MeterOptions) {
    const { phases, producer, seed, start } = options;
    const calendar = new DayCalendar(DayCalendar.tariffDay(start), options.colours);
    this.plate = plate(phases, producer, seed, options.serial);
    this.contract = contract(options.contract, { calendar, colourTurnsAt: options.colourTurnsAt });
    const { subscribedKva } = this.plate;
    this.house = new House({ contract: this.contract, phases, subscribedKva, solarWatts: producer ? 4200 : 0, seed });
    this.incidents = new Incidents(options.incidents);
    const { contract: terms, house, incidents } = this;
    this.registers = new Registers({
      contract: terms,
      house,
      incidents,
      phases,
      start,
      seed,
      pastStep: options.pastStep,
    });
    this.source = MODES[options.mode](
      { plate: this.plate, contract: terms, registers: this.registers, incidents },
      options,
    );
    this.image = new FrameImage(this.source.separator);
    this.baudRate = this.source.baudRate;
    this.faults = new LineFaults(options.faults, seed);
  }

  /** Lives up to `at` and sends a frame; `at` never goes back. */
  frame(at: number): MeterFrame {
    this.registers.advance(at);
    const { groups, sent, kind, brokenOff } = this.source.next(at);
    const clean = this.image.next(groups, brokenOff ? EOT : ETX);
    const { bytes, faults, silenceMs } = this.faults.damage(clean);
    return { bytes, clean, at, kind, groups, sent, brokenOff, faults, silenceMs };
  }

  /** How long a frame keeps the line busy, its gap and silence included. */
  lineMs(frame: MeterFrame): number {
    return lineMs(frame.bytes.length, this.baudRate) + FRAME_GAP_MS + frame.silenceMs;
  }

  /** From now on the line does this; an empty object heals it. */
  setFaults(rates: LineFaultRates): void {
    this.damages += 1;
    this.faults = new LineFaults(rates, `${this.options.seed} ${this.damages}`);
  }

  plugCar(from: number, to: number): void {
    this.house.plugCar(from, to);
  }

  switchLoads(): void {
    return;
  }

  addIncident(kind: IncidentKind, from: number, to: number): void {
    this.incidents.add({ kind, from, to });
  }
}

type BuildSource = (inside: LinkyInside, options: MeterOptions) => FrameSource;

const MODES: Readonly<Record<Mode, BuildSource>> = {
  standard: (inside, options) => new LinkyStandard(inside, options),
  historique: (inside) => new LinkyHistorique(inside),
};

/**
 * Frames without end, as fast as they are asked for. The meter's clock goes on as the wire would let it,
 * `clockFactor` times faster.
 */
export function* meterFrames(options: Partial<MeterOptions> = {}, clockFactor = 1): Generator<MeterFrame, never> {
  const all = { ...DEFAULT_METER, ...options };
  const meter = new Meter(all);
  let at = all.start;
  for (;;) {
    const frame = meter.frame(Math.round(at));
    yield frame;
    at += meter.lineMs(frame) * clockFactor;
  }
}

/**
 * The next day that suits the demo, from `now` on: a Tuesday of winter at 10:55, white before a red day. Never in the past, so
 * that a flow which compares the end of a signal with its own clock is not misled.
 */
export function nextWinterDay(now: number): number {
  const today = parisDay(now);
  const start = dayInstant(nextTale(today), 10, 55);
  return start >= now ? start : dayInstant(nextTale(today + 1), 10, 55);
}
