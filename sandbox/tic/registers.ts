// What a meter counts and remembers: indexes, day maxima, load curve, mean voltage. Steps through the house second by second.
import { dayInstant, parisDay } from '../paris-clock';
import { hash, noiseAt } from '../random';
import type { Contract } from './contract';
import type { House, PhaseFlow } from './house';
import type { Incidents } from './incidents';
import { PeriodMean, RunningMax } from './statistics';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export interface RegisterOptions {
  readonly house: House;
  readonly contract: Contract;
  readonly incidents: Incidents;
  readonly phases: 1 | 3;
  readonly start: number;
  readonly seed: string | number;
  /** Milliseconds; coarser than ten seconds where thousands of meters start at once. */
  readonly pastStep?: number | undefined;
}

/** Signed sums over the phases: positive where the house withdraws. */
export interface Totals {
  readonly watts: number;
  readonly va: number;
  readonly reactiveVar: number;
}

export class Registers {
  /** Wh, EASF01 to EASF10. */
  readonly supplier: number[];
  /** Wh, EASD01 to EASD04. */
  readonly distributor: number[];
  withdrawn: number;
  injected = 0;
  /** VArh, ERQ1 to ERQ4. */
  readonly reactive = [0, 0, 0, 0];

  flows: readonly PhaseFlow[] = [];
  totals: Totals = { watts: 0, va: 0, reactiveVar: 0 };

  /** VA withdrawn: the total, then each phase. */
  readonly maxima: readonly RunningMax[];
  readonly injectionMaximum = new RunningMax();
  /** W over half an hour. */
  readonly curve = new PeriodMean(30 * MINUTE);
  readonly injectionCurve = new PeriodMean(30 * MINUTE);
  /** V over ten minutes, one per phase. */
  readonly meanVolts: readonly PeriodMean[];

  private next: number;
  private readonly shares = { withdrawn: 0, injected: 0, reactive: [0, 0, 0, 0] };

  constructor(private readonly options: RegisterOptions) {
    const past = pastIndexes(options);
    this.supplier = past.supplier;
    this.distributor = past.distributor;
    this.withdrawn = past.total;
    this.maxima = Array.from({ length: options.phases === 1 ? 1 : 4 }, () => new RunningMax());
    this.meanVolts = Array.from({ length: options.phases }, () => new PeriodMean(10 * MINUTE));
    // The day before is lived in coarser steps, so that yesterday's maxima and the last points are honest ones.
    this.next = dayInstant(parisDay(options.start) - 1);
    if (options.pastStep !== undefined) this.advance(options.start, options.pastStep);
    this.advance(options.start, 10 * SECOND);
    this.flows = this.flowAt(options.start);
    this.totals = sum(this.flows);
  }

  /** Lives up to `instant` (excluded), in steps of `step` milliseconds. */
  advance(instant: number, step = SECOND): void {
    while (this.next + step <= instant) {
      this.live(this.next, step);
      this.next += step;
    }
  }

  private live(at: number, step: number): void {
    this.flows = this.flowAt(at);
    this.totals = sum(this.flows);
    const hours = step / 3_600_000;
    const { watts, va, reactiveVar } = this.totals;
    this.count(at, watts * hours, reactiveVar * hours);
    const day = parisDay(at);
    const withdrawn = [Math.max(0, va), ...(this.flows.length === 1 ? [] : this.flows.map(signedVa))];
    withdrawn.forEach((value, index) => this.maxima[index]?.add(at, day, Math.max(0, value), step));
    this.injectionMaximum.add(at, day, Math.max(0, -va), step);
    this.curve.add(at, Math.max(0, watts));
    this.injectionCurve.add(at, Math.max(0, -watts));
    this.flows.forEach((flow, phase) => this.meanVolts[phase]?.add(at, flow.volts));
  }

  private flowAt(at: number): readonly PhaseFlow[] {
    const { house, incidents } = this.options;
    let flows: readonly PhaseFlow[] = house.flow(at);
    if (incidents.has('breaker', at))
      flows = flows.map(({ volts }) => ({ watts: 0, reactiveVar: 0, va: 0, amps: 0, volts }));
    if (incidents.has('overvoltage', at)) flows = flows.map((flow) => ({ ...flow, volts: flow.volts + 29 }));
    return flows;
  }

  /** Whole watt-hours only, and each into one index of every grid: so the sums agree, as on a real meter. */
  private count(at: number, wh: number, varh: number): void {
    const quadrant = varh >= 0 ? (wh >= 0 ? 0 : 1) : wh >= 0 ? 3 : 2;
    const share = (this.shares.reactive[quadrant] ?? 0) + Math.abs(varh);
    this.reactive[quadrant] = (this.reactive[quadrant] ?? 0) + Math.floor(share);
    this.shares.reactive[quadrant] = share % 1;
    if (wh < 0) {
      const energy = this.shares.injected - wh;
      this.injected += Math.floor(energy);
      this.shares.injected = energy % 1;
      return;
    }
    const energy = this.shares.withdrawn + wh;
    const whole = Math.floor(energy);
    this.shares.withdrawn = energy % 1;
    if (whole === 0) return;
    const moment = this.options.contract.at(at);
    this.withdrawn += whole;
    this.supplier[moment.supplierIndex - 1] = (this.supplier[moment.supplierIndex - 1] ?? 0) + whole;
    this.distributor[moment.distributorIndex - 1] = (this.distributor[moment.distributorIndex - 1] ?? 0) + whole;
  }
}

function signedVa(flow: PhaseFlow): number {
  return flow.watts < 0 ? -flow.va : flow.va;
}

/** Apparent power over the phases is the sum of the signed phases (54E §6.2.2). */
function sum(flows: readonly PhaseFlow[]): Totals {
  let [watts, va, reactiveVar] = [0, 0, 0];
  for (const flow of flows) {
    watts += flow.watts;
    va += signedVa(flow);
    reactiveVar += flow.reactiveVar;
  }
  return { watts, va, reactiveVar };
}

/** Some years of life before the first frame; the distributor's four indexes hold the same energy as the supplier's. */
function pastIndexes(options: RegisterOptions): { supplier: number[]; distributor: number[]; total: number } {
  const used = options.contract.historiqueLabels.length;
  const seed = hash(`past ${options.seed}`);
  const supplier = Array.from({ length: 10 }, (_, index) =>
    index < used ? Math.round((14_000_000 / (1 + index)) * (1 + 0.3 * noiseAt(seed, index))) : 0,
  );
  const total = supplier.reduce((all, wh) => all + wh, 0);
  const distributor = [0.34, 0.26, 0.22].map((share) => Math.round(total * share));
  distributor.push(total - distributor.reduce((all, wh) => all + wh, 0));
  return { supplier, distributor, total };
}
