// A day of the sandbox meter over a line that turns one bit in a thousand over: what the meter said, against what was told.
import assert from 'node:assert/strict';
import type { GridSignal } from '../../../lib/grid/signal';
import { Decoder } from '../../../lib/tic/decoder';
import { parisInstant } from '../../../sandbox/paris-clock';
import { type MeterFrame, meterFrames, type MeterOptions } from '../../../sandbox/tic/meter';

const HOUR = 3_600_000;
const MORNING = parisInstant(2027, 1, 12, 10, 55);

/** What can be told at one time about one thing; null: nothing in force. */
type Slot = 'overrun' | 'tariff' | 'today' | 'tomorrow' | 'peak' | 'breaker' | 'cover' | 'overvoltage' | 'clock';
type State = string | null;

/** What the meter says in a frame, slot by slot; a slot that is absent is not said at all by this meter. */
function truthOf({ sent, groups }: MeterFrame): Partial<Record<Slot, State>> {
  const announced = (sent.peakNotice ?? 0) > 0 || groups.some(({ label }) => label.startsWith('DPM'));
  const on = (holds: boolean | undefined): { yes?: State } => (holds === undefined ? {} : { yes: holds ? 'on' : null });
  const slot = (name: Slot, { yes }: { yes?: State }): Partial<Record<Slot, State>> =>
    yes === undefined ? {} : { [name]: yes };
  return {
    overrun: sent.overrun ? 'on' : null,
    tariff: sent.tariff,
    ...(sent.colour === undefined ? {} : { today: sent.colour, tomorrow: sent.tomorrow ?? null }),
    ...(sent.peak === undefined ? {} : { peak: sent.peak > 0 ? 'active' : announced ? 'announced' : null }),
    ...slot('breaker', on(sent.breakerOpen)),
    ...slot('cover', on(sent.coverOpen)),
    ...slot('overvoltage', on(sent.overvoltage)),
    ...slot('clock', on(sent.clockDegraded)),
  };
}

/** The slot that a signal speaks of, and what it says. */
function saidBy(signal: GridSignal): [Slot, State] {
  const { detail, state } = signal;
  const live = state === 'active' || state === 'announced';
  switch (signal.signal) {
    case 'power-overrun':
      return ['overrun', live ? 'on' : null];
    case 'tariff-period':
      return ['tariff', live ? String(detail['period']) : null];
    case 'day-colour':
      return [isTomorrow(signal) ? 'tomorrow' : 'today', live ? String(detail['colour']) : null];
    case 'peak':
      return ['peak', live ? state : null];
    default:
      return [String(detail['fault']) as Slot, live ? 'on' : null];
  }
}

function isTomorrow({ state, change }: GridSignal): boolean {
  return state === 'announced' || change === 'withdrawn';
}

interface Step {
  readonly truth: Partial<Record<Slot, State>>;
  /** The state of each slot as told up to the end of this frame. */
  readonly told: Readonly<Partial<Record<Slot, State>>>;
}

function live(options: Partial<MeterOptions>, hours: number, factor: number): Step[] {
  const start = options.start ?? MORNING;
  const told: Partial<Record<Slot, State>> = {};
  const decoder = new Decoder(
    { stream: 'test' },
    {
      frame: () => undefined,
      signal: (signal) => {
        const [slot, state] = saidBy(signal);
        // Tomorrow's colour moves on under its id: once it is in force it is announced no more.
        if (slot === 'today' && state !== null) told.tomorrow = null;
        told[slot] = state;
      },
    },
  );
  const steps: Step[] = [];
  for (const frame of meterFrames({ ...options, start, faults: { flips: 0.001 } }, factor)) {
    if (frame.at > start + hours * HOUR) break;
    decoder.push(frame.bytes, { first: frame.at, last: frame.at });
    steps.push({ truth: truthOf(frame), told: { ...told } });
  }
  return steps;
}

interface Run {
  readonly state: State;
  readonly from: number;
  readonly to: number;
}

function runs(states: readonly State[]): Run[] {
  const all: Run[] = [];
  let from = 0;
  for (let to = 1; to <= states.length; to += 1) {
    if (to < states.length && states[to] === states[from]) continue;
    all.push({ state: states[from] ?? null, from, to });
    from = to;
  }
  return all;
}

/** A change may be told when the next good group agrees: some frames late, never early and never made up. */
const LATEST = 12;
const SENT_FOR = 5;
/** What ends by absence is believed when its place was good three times in a row. */
const GONE_FOR = 60;

function assertFaithful(steps: readonly Step[], slot: Slot): void {
  const truth = steps.map((step) => step.truth[slot] ?? null);
  const told = steps.map((step) => step.told[slot] ?? null);
  for (const { state, from, to } of runs(truth)) {
    if (to - from < (state === null ? GONE_FOR : SENT_FOR)) continue;
    const heard = told.slice(from, to + (state === null ? 0 : 1)).includes(state);
    assert.ok(heard, `${slot}: ${String(state)} was said in frames ${String(from)} to ${String(to)} and not told`);
  }
  for (const { state, from } of runs(told)) {
    if (state === null) continue;
    const said = truth.slice(Math.max(0, from - LATEST), from + 1).includes(state);
    assert.ok(said, `${slot}: ${state} was told at frame ${String(from)} and not said`);
  }
}

const ALL: readonly Slot[] = [
  'tariff',
  'overrun',
  'today',
  'tomorrow',
  'peak',
  'breaker',
  'cover',
  'overvoltage',
  'clock',
];

describe('a lived-in day with one bit in a thousand turned over', () => {
  const incidents = (['cover', 'overvoltage', 'clock', 'breaker'] as const).map((kind, n) => ({
    kind,
    from: MORNING + (3 + 2 * n) * HOUR,
    to: MORNING + (4 + 2 * n) * HOUR,
  }));
  const days: readonly (readonly [string, Partial<MeterOptions>, number, readonly Slot[]])[] = [
    [
      'Tempo, standard, as long as a day is',
      { seed: 'first', incidents },
      1,
      ['overrun', 'today', 'tomorrow', 'breaker', 'cover', 'overvoltage', 'clock'],
    ],
    [
      'Tempo, standard',
      { seed: 'second', incidents },
      10,
      ['overrun', 'today', 'tomorrow', 'breaker', 'cover', 'overvoltage', 'clock'],
    ],
    [
      'Tempo, standard, tomorrow in DPM2 only',
      { seed: 'third', tomorrowInStatus: false },
      10,
      ['overrun', 'today', 'tomorrow'],
    ],
    [
      'Tempo, standard, colours that turn over at midnight',
      { seed: 'fourth', colourTurnsAt: 0 },
      10,
      ['overrun', 'today'],
    ],
    ['three phases, producer, standard', { seed: 'fifth', phases: 3, producer: true, contract: 'hc' }, 10, ['overrun']],
    ['EJP, standard', { seed: 'sixth', contract: 'ejp', colours: ['blue', 'red'] }, 10, ['overrun', 'peak']],
    ['Tempo, historique', { seed: 'seventh', mode: 'historique' }, 5, ['overrun', 'today', 'tomorrow']],
    [
      'EJP, historique',
      { seed: 'eighth', mode: 'historique', contract: 'ejp', colours: ['blue', 'red'] },
      5,
      ['overrun', 'peak'],
    ],
    ['three phases, historique', { seed: 'ninth', mode: 'historique', phases: 3, contract: 'hc' }, 5, ['overrun']],
  ];
  /** Lives a day and compares, slot by slot; a slot that the meter never speaks of is never told of. */
  function assertDay(options: Partial<MeterOptions>, factor: number, slots: readonly Slot[]): void {
    const steps = live(options, 24, factor);
    for (const slot of ALL) {
      const states = new Set(steps.map((step) => step.truth[slot] ?? null));
      if (slots.includes(slot)) {
        assert.ok(states.size > 1, `the meter had nothing to say about ${slot}`);
        assertFaithful(steps, slot);
      } else if (states.size === 1 && states.has(null)) {
        const made = steps.findIndex((step) => step.told[slot] != null);
        assert.equal(made, -1, `${slot} was told and never said`);
      }
    }
  }

  for (const [name, options, factor, slots] of days) {
    it(`tells all that was said and nothing else: ${name}`, function () {
      this.timeout(120_000);
      assertDay(options, factor, ['tariff', ...slots]);
    });
  }

  // A meter's minute a second, as in the demo: each change has few frames to be told in.
  for (const mode of ['standard', 'historique'] as const) {
    it(`tells all that was said and nothing else: twelve days of ${mode} in which frames are a minute apart`, function () {
      this.timeout(60_000);
      for (let n = 1; n <= 12; n += 1) {
        const seed = `minutes ${String(n)}`;
        try {
          assertDay({ seed, mode }, mode === 'standard' ? 60 : 40, ['tariff', 'overrun', 'today', 'tomorrow']);
        } catch (cause) {
          throw new Error(`seed "${seed}": ${(cause as Error).message}`, { cause });
        }
      }
    });
  }
});
