// A real meter takes no orders; this one does, one line of text at a time, so that a flow can plug in the car or spoil the
// line with a `tcp out` node.
import { INCIDENT_KINDS, type IncidentKind } from './incidents';
import { LINE_FAULT_NAMES, type LineFaultRates } from './line-faults';

/** What an order can be done to. Minutes are the meter's, seconds the host's. */
export interface Controllable {
  plugCar(minutes: number): void;
  switchLoads(on: boolean): void;
  incident(kind: IncidentKind, minutes: number): void;
  /** Until it is told otherwise, or for so many seconds. */
  setFaults(rates: LineFaultRates, seconds: number | null): void;
  silence(seconds: number): void;
  setFactor(factor: number): void;
}

/** A meter's clock runs at most this many times faster than ours: an hour a second. */
export const FASTEST = 3600;

export const ORDERS =
  'car MINUTES | loads on | loads off | incident KIND MINUTES | faults NAME=RATE,… [SECONDS] | faults none | silence SECONDS | factor N';

/** Does what the line says; false where it says nothing that is known. */
export function obey(line: string, meter: Controllable): boolean {
  const [verb = '', ...words] = line.trim().split(/\s+/);
  const order = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  return order?.(words, meter) ?? false;
}

type Order = (words: readonly string[], meter: Controllable) => boolean;

const VERBS: Readonly<Record<string, Order>> = {
  car: ([minutes], meter) =>
    withNumber(minutes, (value) => {
      meter.plugCar(value);
    }),
  loads: ([state], meter) => {
    if (state !== 'on' && state !== 'off') return false;
    meter.switchLoads(state === 'on');
    return true;
  },
  silence: ([seconds], meter) =>
    withNumber(seconds, (value) => {
      meter.silence(value);
    }),
  factor: ([factor], meter) =>
    withNumber(factor, (value) => {
      meter.setFactor(Math.min(value, FASTEST));
    }),
  incident: ([name, minutes], meter) => {
    const kind = INCIDENT_KINDS.find((known) => known === name);
    return (
      kind !== undefined &&
      withNumber(minutes, (value) => {
        meter.incident(kind, value);
      })
    );
  },
  faults: ([spec = '', seconds], meter) => {
    const rates = lineFaultRates(spec);
    if (rates === undefined) return false;
    if (seconds === undefined) {
      meter.setFaults(rates, null);
      return true;
    }
    return withNumber(seconds, (value) => {
      meter.setFaults(rates, value);
    });
  },
};

function withNumber(text: string | undefined, act: (value: number) => void): boolean {
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value) || value <= 0) return false;
  act(value);
  return true;
}

/** `flips=0.001,eot=0.05`, or `none`; undefined where a name or a number is not one. */
export function lineFaultRates(spec: string): LineFaultRates | undefined {
  if (spec === 'none') return {};
  const rates: Partial<Record<(typeof LINE_FAULT_NAMES)[number], number>> = {};
  for (const part of spec.split(',')) {
    const [name, text] = part.split('=');
    const known = LINE_FAULT_NAMES.find((fault) => fault === name);
    const value = Number(text);
    if (known === undefined || text === undefined || text === '' || !(value >= 0)) return undefined;
    rates[known] = value;
  }
  return rates;
}
