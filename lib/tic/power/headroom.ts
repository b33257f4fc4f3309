// What may still be drawn before the subscribed power is exceeded (spec/tic.md §2.2 "Derived"). A current has no sign: it
// counts only where it is drawn. A power that its own current forbids does not count: the current does.
import type { FlowLabels, SubscribedPower } from '../families/family';
import type { Value } from '../value/plain';
import { sharedStatusRegister } from '../value/status-register';
import type { Figures } from './impossible-power';

export interface Headroom {
  /** Of the tightest phase on three-phase meters; negative while it is exceeded; null where nobody can tell. */
  va: number | null;
  a: number | null;
  /** The tightest phase, 1..3; null on single-phase meters. */
  phase: 1 | 2 | 3 | null;
  /** Until the breaker's own threshold (PCOUP), all phases together; null where the meter does not say. */
  cutoffVa: number | null;
  /** Where active power is subscribed (HTA): in W. Absent elsewhere. */
  w?: number | null;
}

/** What a frame of a Linky or a blue meter says of what flows. */
export interface Flows {
  readonly labels: FlowLabels;
  readonly figure: Figures;
  readonly phases: 1 | 3 | null;
  /** All phases together inject: STGE says so, or a power that is injected. */
  readonly injecting: boolean;
  /** Labels of powers that cannot be. */
  readonly impossible: readonly string[];
}

/** Enedis counts a subscribed ampere as 200 VA (ISOUSC = PS / 200, a third of it on each of three phases). */
const VA_PER_SUBSCRIBED_A = 200;

/** What a frame of such a meter shows, carried values among it. */
export interface ShownFlows {
  readonly labels: FlowLabels;
  readonly valueOf: (label: string) => Value | Value[] | undefined;
  /** In a short frame the power is that of before the overrun. */
  readonly isShort: boolean;
  readonly phases: 1 | 3 | null;
  /** Labels of powers that cannot be. */
  readonly doubtful: readonly string[];
}

/** Null where the frame says nothing of the subscribed power. */
export function headroomInFrame({ labels, valueOf, isShort, phases, doubtful }: ShownFlows): Headroom | null {
  const figure: Figures = (label) => {
    const value = isShort && label === labels.power ? null : valueOf(label);
    return typeof value === 'number' ? value : null;
  };
  const status = labels.status === undefined ? undefined : valueOf(labels.status);
  const injects = typeof status === 'string' ? (sharedStatusRegister(status)?.injecting ?? null) : null;
  const injected = labels.injected === undefined ? null : figure(labels.injected);
  return headroomOf({ labels, figure, phases, injecting: injects ?? (injected ?? 0) > 0, impossible: doubtful });
}

/** Null where the frame says nothing of the subscribed power. */
function headroomOf(flows: Flows): Headroom | null {
  const { labels, figure, impossible } = flows;
  const count = flows.phases ?? 1;
  const subscribed = figure(labels.subscribed.label);
  if (subscribed === null) return null;
  const isInA = labels.subscribed.unit === 'A';
  const subscribedVa = inSubscribedVa(labels, subscribed, count);
  const subscribedA = isInA ? subscribed : subscribedVa / VA_PER_SUBSCRIBED_A / count;

  const phases = flows.phases === 3 ? labels.currentOfPhase.map((_, i) => drawnByPhase(i, flows)) : [drawnAlone(flows)];
  const amperes = phases.map(({ a }) => margin(subscribedA, a));
  const powers = phases.map(({ va }) => margin(subscribedVa / count, va));
  const a = tightest(amperes);
  const byCurrent = a && { ...a, value: a.value * VA_PER_SUBSCRIBED_A };
  const va = powers.some(isKnown) ? tightest(powers) : byCurrent;

  const total = totalOf(flows);
  const tellsPhases = flows.phases !== 3 || phases.some(({ told }) => told);
  const cutoff = labels.cutoff === undefined ? null : figure(labels.cutoff);
  const drawnUntilCutoff = impossible.includes(labels.power)
    ? sum(phases.map(({ a }) => inVa(a)))
    : figure(labels.power);
  return {
    va: tellsPhases ? (va?.value ?? null) : margin(subscribedVa, total),
    a: a?.value ?? null,
    phase: flows.phases === 3 ? ((va ?? a)?.phase ?? null) : null,
    cutoffVa: cutoff === null ? null : margin(cutoff * 1000, drawnUntilCutoff),
  };
}

/** The subscribed power of all phases together; null where the frame does not say it. */
export function subscribedInFrame(
  labels: FlowLabels,
  valueOf: ShownFlows['valueOf'],
  phases: 1 | 3 | null,
): SubscribedPower | null {
  const said = valueOf(labels.subscribed.label);
  return typeof said === 'number' ? { value: inSubscribedVa(labels, said, phases ?? 1) / 1000, unit: 'kVA' } : null;
}

/** VA, of what the label says in its own unit. */
function inSubscribedVa({ subscribed }: FlowLabels, said: number, phases: number): number {
  return subscribed.unit === 'A' ? said * VA_PER_SUBSCRIBED_A * phases : said * 1000;
}

interface Drawn {
  readonly va: number | null;
  /** Null where it did not come, or nobody can tell whether it is drawn. */
  readonly a: number | null;
  /** The frame has figures of this phase. */
  readonly told: boolean;
}

/** Single-phase: what is injected is not drawn, and then the power alone says what is. */
function drawnAlone(flows: Flows): Drawn {
  const current = flows.figure(flows.labels.current);
  const va = totalOf(flows);
  const a = current !== null && isExported(flows) ? (va ?? 0) / VA_PER_SUBSCRIBED_A : current;
  return { va, a, told: true };
}

/** One of three phases: the direction of all together says nothing of one of them. */
function drawnByPhase(i: number, flows: Flows): Drawn {
  const { powerOfPhase = [], currentOfPhase } = flows.labels;
  const label = powerOfPhase[i] ?? '';
  const said = flows.figure(label);
  const current = flows.figure(currentOfPhase[i] ?? '');
  const told = said !== null || current !== null;
  const power = possible(label, flows);
  const nobodyKnows = power === null && current !== 0 && isExported(flows);
  const a = nobodyKnows ? null : power === 0 && current !== null ? 0 : current;
  return { va: said === null ? null : (power ?? inVa(a)), a, told };
}

/** More is injected than drawn: STGE says so, or no power is drawn beside a current. */
function isExported(flows: Flows): boolean {
  return flows.injecting || totalOf(flows) === 0;
}

/** All phases together. */
function totalOf(flows: Flows): number | null {
  return possible(flows.labels.power, flows);
}

function possible(label: string, { figure, impossible }: Flows): number | null {
  return impossible.includes(label) ? null : figure(label);
}

function inVa(a: number | null): number | null {
  return a === null ? null : a * VA_PER_SUBSCRIBED_A;
}

function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((all, part) => (all === null || part === null ? null : all + part), 0);
}

function margin(limit: number, drawn: number | null): number | null {
  return drawn === null ? null : Math.round((limit - drawn) * 10) / 10;
}

/** Null while a phase is missing: it may be the tightest. */
function tightest(margins: readonly (number | null)[]): { value: number; phase: 1 | 2 | 3 } | null {
  if (!margins.every(isKnown)) return null;
  const value = Math.min(...margins);
  return { value, phase: (margins.indexOf(value) + 1) as 1 | 2 | 3 };
}

function isKnown(margin: number | null): margin is number {
  return margin !== null;
}
