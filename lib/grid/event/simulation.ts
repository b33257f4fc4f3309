// The command `simulate`: one made-up event, played through the same outputs as the real ones. Red days and overruns are
// rare, and whoever builds a flow on them must be able to see it work. Pure: the caller sends `begin` now and `end` later.
import { LinkyRedError } from '../../errors';
import { PARIS, type CivilZone } from '../paris-time';
import { SIGNAL_KINDS, type GridSignal, type SignalKind, type SignalLevel, type SignalSource } from '../signal';

/** What the node that plays the event knows about itself. */
export interface Player {
  readonly source: SignalSource;
  /** The signals that this node can send. */
  readonly kinds: readonly SignalKind[];
  /** Origin of the event unless the command names one. */
  readonly origin: string;
  readonly zone?: CivilZone;
}

export interface Simulation {
  readonly begin: GridSignal;
  /** To be sent `seconds` after `begin`. */
  readonly end: GridSignal;
  readonly seconds: number;
}

/** A day is more than any test needs, and far below what a timer can hold. */
export const LONGEST_SIMULATION_SECONDS = 86_400;

interface KindRow {
  /** Levels that this kind of signal can have; null: the signal has no level. */
  readonly levels: readonly (SignalLevel | null)[];
  /** The level at which the event is only announced, with level 3 to come. */
  readonly announcedAt?: SignalLevel;
  /** What holds again once the event is over. */
  readonly after: SignalLevel | null;
}

const KINDS: Readonly<Record<SignalKind, KindRow>> = {
  'power-overrun': { levels: [2, 3], announcedAt: 2, after: null },
  peak: { levels: [2, 3], announcedAt: 2, after: null },
  'tariff-period': { levels: [null], after: null },
  'day-colour': { levels: [1, 2, 3], after: null },
  'grid-tension': { levels: [0, 1, 2, 3], after: 1 },
  flexibility: { levels: [0, 1, 2, 3], after: null },
  price: { levels: [0, 1, 2, 3], after: null },
  co2: { levels: [0, 1, 2, 3], after: null },
  'meter-fault': { levels: [null], after: null },
};

/**
 * Reads `{ signal, level, seconds, detail?, origin? }` and makes both ends of the event. `detail.simulated` is always true,
 * and `end` carries the time at which it is over, so that a consumer lets go even if Node-RED stops in between.
 * @param command the payload of the message, unchecked
 * @throws LinkyRedError ERR_COMMAND that says which field is wrong and what fits
 */
export function beginSimulation(command: unknown, player: Player, nowMs: number): Simulation {
  const { signal, level, seconds, detail, origin } = read(command, player);
  const row = KINDS[signal];
  const zone = player.zone ?? PARIS;
  const started = zone.iso(nowMs);
  const announced = row.announcedAt !== undefined && level === row.announcedAt;
  // Outside of its runs of tension the grid is `cleared` with level 0 or 1, and moves between these.
  const calm = signal === 'grid-tension' && level !== null && level < 2;
  const begin: GridSignal = {
    id: `${origin}/${player.source}/${signal}/${started}/simulated`,
    origin,
    source: player.source,
    signal,
    state: calm ? 'cleared' : announced ? 'announced' : 'active',
    change: calm ? (level === 0 ? 'eased' : 'worsened') : announced ? 'announced' : 'started',
    level,
    expected: announced ? 3 : level,
    start: announced ? null : started,
    end: zone.iso(nowMs + seconds * 1000),
    issuedAt: started,
    detail: { ...detail, simulated: true },
  };
  const end: GridSignal = {
    ...begin,
    state: 'cleared',
    change: calm ? (level === 0 ? 'worsened' : 'eased') : 'ended',
    level: row.after,
    expected: row.after,
    issuedAt: zone.iso(nowMs + seconds * 1000),
  };
  return { begin, end, seconds };
}

interface Wish {
  signal: SignalKind;
  level: SignalLevel | null;
  seconds: number;
  detail: object;
  origin: string;
}

function read(command: unknown, player: Player): Wish {
  const fields = isRecord(command) ? command : {};
  const signal = SIGNAL_KINDS.find((kind) => kind === fields['signal']);
  if (signal === undefined || !player.kinds.includes(signal)) refuse('signal', player.kinds);

  const levels = KINDS[signal].levels;
  // A signal that has one level only (or none) needs no level in the command.
  const asked = fields['level'] ?? (levels.length === 1 ? levels[0] : undefined);
  const level = levels.find((candidate) => candidate === asked);
  if (level === undefined) refuse('level', levels);

  const seconds = fields['seconds'];
  const fits = typeof seconds === 'number' && seconds > 0 && seconds <= LONGEST_SIMULATION_SECONDS;
  if (!fits) refuse('seconds', [`0 < seconds <= ${LONGEST_SIMULATION_SECONDS}`]);

  const detail = fields['detail'] ?? {};
  if (!isRecord(detail)) refuse('detail', ['an object']);

  const origin = fields['origin'] ?? player.origin;
  if (typeof origin !== 'string' || origin === '') refuse('origin', ['a text']);

  return { signal, level, seconds, detail, origin };
}

function refuse(field: string, fitting: readonly unknown[]): never {
  throw new LinkyRedError('ERR_COMMAND', { detail: `simulate, ${field}: ${fitting.map(String).join(' | ')}` });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
