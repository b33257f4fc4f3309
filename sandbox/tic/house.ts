// A lived-in house, second by second: what flows through the meter on each phase.
import { parisWall } from '../paris-clock';
import { hash, noiseAt } from '../random';
import type { Contract } from './contract';
import { CAR, carIsScheduled, LOADS, type Moment, solarWatts } from './loads';

export interface PhaseFlow {
  /** Signed: negative where the house injects. */
  readonly watts: number;
  readonly reactiveVar: number;
  readonly volts: number;
  /** Apparent power, never negative. */
  readonly va: number;
  readonly amps: number;
}

export interface HouseOptions {
  readonly contract: Contract;
  readonly phases: 1 | 3;
  readonly subscribedKva: number;
  /** Peak power of the solar panels, W; 0 where there are none. */
  readonly solarWatts: number;
  readonly seed: string | number;
}

/** Of the subscribed power: in whole amperes, too, and at the highest voltage. */
const OVER = 1.25;

export class House {
  private readonly seed: number;
  private readonly plugged: { readonly from: number; readonly to: number }[] = [];

  constructor(private readonly options: HouseOptions) {
    this.seed = hash(`house ${options.seed}`);
  }

  /**
   * Plugs the car in, whatever its schedule says (epoch milliseconds): the guests' wall box draws what takes the house over its
   * subscribed power, at any hour and under any sun.
   */
  plugCar(from: number, to: number): void {
    this.plugged.push({ from, to });
  }

  /** What flows at `instant`, one entry per phase. */
  flow(instant: number): PhaseFlow[] {
    const moment = this.momentOf(instant);
    const count = this.options.phases;
    const flow = { watts: new Array<number>(count).fill(0), reactive: new Array<number>(count).fill(0) };
    for (const load of LOADS) draw(flow, load.phase, load.watts(moment), load.powerFactor);
    if (this.options.solarWatts > 0) {
      const sun = solarWatts(moment, this.options.solarWatts);
      for (let phase = 0; phase < count; phase += 1) draw(flow, phase, -sun / count, 1);
    }
    const isPlugged = this.plugged.some(({ from, to }) => instant >= from && instant < to);
    const missing = isPlugged ? (OVER * 1000 * this.options.subscribedKva) / count - (flow.watts[CAR.phase] ?? 0) : 0;
    if (isPlugged || carIsScheduled(moment.minute))
      draw(flow, CAR.phase, Math.max(CAR.watts, missing), CAR.powerFactor);
    return flow.watts.map((active, phase) => this.measure(active, flow.reactive[phase] ?? 0, moment, phase));
  }

  private measure(watts: number, reactiveVar: number, moment: Moment, phase: number): PhaseFlow {
    const va = Math.hypot(watts, reactiveVar);
    const drift =
      3 * Math.sin(((moment.minute - 200) / 1440) * 2 * Math.PI) + 0.8 * noiseAt(this.seed + phase, moment.second >> 3);
    const volts = 235 + phase + drift - Math.sign(watts) * 0.07 * (va / 235);
    return { watts, reactiveVar, volts, va, amps: va / volts };
  }

  private momentOf(instant: number): Moment {
    const wall = parisWall(instant);
    const day = Math.floor(wall / 86_400_000);
    const tariff = this.options.contract.at(instant);
    return {
      second: Math.floor(instant / 1000),
      minute: (wall - day * 86_400_000) / 60_000,
      day,
      offPeak: tariff.offPeak,
      colour: tariff.colour,
      seed: this.seed,
    };
  }
}

function draw({ watts, reactive }: Drawn, phase: number, active: number, powerFactor: number): void {
  const on = watts.length === 1 ? 0 : phase;
  watts[on] = (watts[on] ?? 0) + active;
  reactive[on] = (reactive[on] ?? 0) + active * reactiveShare(powerFactor);
}

interface Drawn {
  readonly watts: number[];
  readonly reactive: number[];
}

const shares = new Map<number, number>();

/** VAr for each watt at a power factor: a handful of factors, asked for each second of each house. */
function reactiveShare(powerFactor: number): number {
  let share = shares.get(powerFactor);
  if (share === undefined) {
    share = Math.tan(Math.acos(powerFactor));
    shares.set(powerFactor, share);
  }
  return share;
}
