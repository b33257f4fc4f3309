// The grid signal: the one shape in which everything that a flow can react to travels, whoever sent it.

export type SignalSource = 'tic' | 'ecowatt' | 'tempo' | 'flex' | 'supplier';

export const SIGNAL_KINDS = [
  'power-overrun',
  'peak',
  'tariff-period',
  'day-colour',
  'grid-tension',
  'flexibility',
  'price',
  'co2',
  'meter-fault',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export type SignalState = 'announced' | 'active' | 'cleared' | 'unknown';

export type SignalChange = 'initial' | 'announced' | 'started' | 'worsened' | 'eased' | 'ended' | 'withdrawn' | 'lost';

/** 0 surplus, 1 normal, 2 tense (reduce if you can), 3 critical (reduce now). */
export type SignalLevel = 0 | 1 | 2 | 3;

/** What a source adds: one exported type per source, each field described in the help of the node that sends it. */
export type SignalDetail = Readonly<Record<string, unknown>>;

/**
 * One message of output "signals": the state of one event after one change. Times are ISO 8601 with the Paris offset.
 * What travels carries `act` as well (act.ts), made when it is sent.
 */
export interface GridSignal<D extends object = SignalDetail> {
  /** The same for the whole life of one event; made of origin, source, signal and start (colours: the Paris day). */
  id: string;
  /** Meter id (or stream), account, PRM or site; an event keeps the one that it began with. */
  origin: string;
  source: SignalSource;
  signal: SignalKind;
  state: SignalState;
  change: SignalChange;
  /** What holds now, what a load may react to; null: nothing in force, no level, or unknown. */
  level: SignalLevel | null;
  /** While announced: the highest level that the event will reach; else equal to `level`. */
  expected: SignalLevel | null;
  /** When it takes effect; null: at any moment, or not known. */
  start: string | null;
  end: string | null;
  /** Arrival at the host, else the meter's clock, else null. */
  issuedAt: string | null;
  detail: D;
}

/** It is made up, by the command `simulate`. */
export function isSimulated<D extends object>({ detail }: GridSignal<D>): boolean {
  return (detail as SignalDetail)['simulated'] === true;
}
