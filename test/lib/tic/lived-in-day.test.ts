// A day of the stand-in meter over a damaged line: what the meter said, in its order, and nothing else is what is told.
// Not in the fast lane: a whole day of a meter.
import assert from 'node:assert/strict';
import type { GridSignal } from '../../../lib/grid/signal';
import { Decoder } from '../../../lib/tic/decoder';
import { DayCalendar } from '../../../sandbox/tic/calendar';
import type { LineFaultRates } from '../../../sandbox/tic/line-faults';
import { type MeterFrame, meterFrames, type MeterOptions } from '../../../sandbox/tic/meter';
import { parisInstant } from '../../../sandbox/paris-clock';

const [HOUR, DAY] = [3_600_000, 86_400_000];
const MORNING = parisInstant(2027, 1, 12, 10, 55);

/** What can be told at one time about one thing; null: nothing in force. */
type Slot = 'overrun' | 'tariff' | 'today' | 'tomorrow' | 'peak' | 'breaker' | 'cover' | 'overvoltage' | 'clock';
type State = string | null;
type States = Partial<Record<Slot, State>>;

const FAULTS = ['breaker', 'cover', 'overvoltage', 'clock'] as const;

/** What the meter says in a frame, slot by slot; a slot that is absent is not said at all by this meter. */
function truthOf({ sent, groups, at }: MeterFrame): States {
  const on = (slot: Slot, holds: boolean | undefined): States =>
    holds === undefined ? {} : { [slot]: holds ? 'on' : null };
  const announced = (sent.peakNotice ?? 0) > 0 || groups.some(({ label }) => label.startsWith('DPM'));
  const today = DayCalendar.tariffDay(at);
  return {
    ...on('overrun', sent.overrun),
    tariff: sent.tariff,
    ...(sent.colour === undefined
      ? {}
      : {
          today: dayState(sent.colour, today),
          tomorrow: sent.tomorrow == null ? null : dayState(sent.tomorrow, today + 1),
        }),
    ...(sent.peak === undefined ? {} : { peak: sent.peak > 0 ? 'active' : announced ? 'announced' : null }),
    ...on('breaker', sent.breakerOpen),
    ...on('cover', sent.coverOpen),
    ...on('overvoltage', sent.overvoltage),
    ...on('clock', sent.clockDegraded),
  };
}

function dayState(colour: string, day: number): string {
  return `${colour} ${new Date(day * DAY).toISOString().slice(0, 10)}`;
}

/** The slot that a signal speaks of, and what it says; undefined: silence of the line. */
function saidBy({ signal, detail, state }: GridSignal): readonly [Slot, State] | undefined {
  const live = state === 'active' || state === 'announced';
  switch (signal) {
    case 'power-overrun':
      return ['overrun', live ? 'on' : null];
    case 'tariff-period':
      return ['tariff', live ? String(detail['period']) : null];
    case 'day-colour': {
      const day = `${String(detail['colour'])} ${String(detail['day'])}`;
      return [state === 'announced' ? 'tomorrow' : 'today', live ? day : null];
    }
    case 'peak':
      return ['peak', live ? state : null];
    default: {
      const fault = FAULTS.find((name) => name === detail['fault']);
      return fault === undefined ? undefined : [fault, live ? 'on' : null];
    }
  }
}

// A state that held over frames `from` to `to` (excluded).
interface Run {
  readonly state: State;
  readonly from: number;
  to: number;
}

class Story {
  readonly runs = new Map<Slot, Run[]>();

  note(slot: Slot, state: State, frame: number): void {
    const runs = this.runs.get(slot) ?? [];
    this.runs.set(slot, runs);
    const last = runs.at(-1);
    if (last?.state === state) return;
    if (last !== undefined) last.to = frame;
    // Of an end and a beginning in one frame the beginning counts.
    if (last?.from === frame && last.state === null && state !== null) runs.pop();
    runs.push({ state, from: frame, to: Number.POSITIVE_INFINITY });
  }
}

interface Day {
  readonly truth: Story;
  readonly told: Story;
  readonly signals: readonly GridSignal[];
}

function live(options: Partial<MeterOptions>, faults: LineFaultRates, factor: number): Day {
  const [truth, told] = [new Story(), new Story()];
  const signals: GridSignal[] = [];
  let n = 0;
  const decoder = new Decoder(
    { stream: 'test' },
    {
      frame: () => undefined,
      signal: (signal) => {
        signals.push(signal);
        const said = saidBy(signal);
        if (said === undefined) return;
        // Tomorrow's colour moves on under its id: once it is in force it is announced no more.
        if (said[0] === 'today' && said[1] !== null && told.runs.has('tomorrow')) told.note('tomorrow', null, n);
        if (said[0] === 'today' && signal.change === 'withdrawn') told.note('tomorrow', null, n);
        else told.note(...said, n);
      },
    },
  );
  for (const frame of meterFrames({ ...options, start: MORNING, faults }, factor)) {
    if (frame.at > MORNING + DAY) break;
    for (const [slot, state] of Object.entries(truthOf(frame))) truth.note(slot as Slot, state, n);
    decoder.push(frame.bytes, { first: frame.at, last: frame.at });
    n += 1;
  }
  return { truth, told, signals };
}

/** A state that was sent for fewer frames may stay unheard. */
const SENT_FOR = 5;
/** On a loud line a change is told when the next good group agrees, and absence when its place was good three times. */
const LATEST = 60;

function assertFaithful({ truth, told }: Day, slot: Slot): void {
  const said = truth.runs.get(slot) ?? [];
  const heard = [...(told.runs.get(slot) ?? [])];
  // That nothing is announced is no signal: its first knowledge is silent.
  if (slot === 'tomorrow' && said[0]?.state === null && heard[0]?.state !== null) heard.unshift({ ...said[0] });
  for (const run of said) {
    const next = heard[0];
    if (next?.state === run.state) {
      assert.ok(
        next.from >= run.from,
        `${slot}: ${String(run.state)} was told in frame ${String(next.from)}, too early`,
      );
      assert.ok(
        next.from <= run.from + LATEST,
        `${slot}: ${String(run.state)} was told late, ${String(next.from - run.from)}`,
      );
      heard.shift();
    } else {
      const brief = run.to - run.from < (run.state === null ? LATEST : SENT_FOR);
      assert.ok(
        brief,
        `${slot}: ${String(run.state)} was said in frame ${String(run.from)}, told was ${String(next?.state)}`,
      );
    }
  }
  assert.deepEqual(heard, [], `${slot}: told and never said`);
}

const incidents = FAULTS.toReversed().map((kind, n) => ({
  kind,
  from: MORNING + (3 + 2 * n) * HOUR,
  to: MORNING + (4 + 2 * n) * HOUR,
}));
const TEMPO: readonly Slot[] = ['overrun', 'tariff', 'today', 'tomorrow'];

/** What is lived, how many times faster than life, and what has to be told. */
const DAYS: Readonly<Record<string, readonly [Partial<MeterOptions>, number, readonly Slot[]]>> = {
  'Tempo, standard, as long as a day is': [{ seed: 'first', incidents }, 1, [...TEMPO, ...FAULTS]],
  'Tempo, standard': [{ seed: 'second', incidents }, 10, [...TEMPO, ...FAULTS]],
  'Tempo, standard, tomorrow in DPM2 only': [{ seed: 'third', tomorrowInStatus: false }, 10, TEMPO],
  'Tempo, standard, colours that turn over at midnight': [
    { seed: 'fourth', colourTurnsAt: 0 },
    10,
    ['overrun', 'tariff', 'today'],
  ],
  'three phases, producer, standard': [
    { seed: 'fifth', phases: 3, producer: true, contract: 'hc' },
    10,
    ['overrun', 'tariff'],
  ],
  'EJP, standard': [{ seed: 'sixth', contract: 'ejp', colours: ['blue', 'red'] }, 10, ['overrun', 'tariff', 'peak']],
  'Tempo, historique': [{ seed: 'seventh', mode: 'historique' }, 5, TEMPO],
  'EJP, historique': [
    { seed: 'eighth', mode: 'historique', contract: 'ejp', colours: ['blue', 'red'] },
    5,
    ['overrun', 'tariff', 'peak'],
  ],
  'three phases, historique': [
    { seed: 'ninth', mode: 'historique', phases: 3, contract: 'hc' },
    2,
    ['overrun', 'tariff'],
  ],
};

const LINES: readonly (readonly [string, LineFaultRates, number])[] = [
  ['one bit in a thousand turned over', { flips: 0.001 }, 1],
  ['one byte in a thousand lost', { drops: 0.001 }, 4],
];

/** Lives a day and compares, slot by slot; what the meter never speaks of is never told. */
function assertDay(
  options: Partial<MeterOptions>,
  faults: LineFaultRates,
  factor: number,
  slots: readonly Slot[],
): void {
  const day = live(options, faults, factor);
  for (const slot of slots) {
    assert.ok((day.truth.runs.get(slot)?.length ?? 0) > 1, `the meter had nothing to say about ${slot}`);
    assertFaithful(day, slot);
  }
  for (const slot of FAULTS.filter((name) => !slots.includes(name)))
    assert.ok((day.told.runs.get(slot)?.length ?? 0) <= 1, `${slot} never was`);
  const has = (signal: string): boolean => day.signals.some((event) => event.signal === signal);
  assert.equal(has('day-colour'), day.truth.runs.has('today'));
  if (!slots.includes('peak'))
    assert.ok(
      day.signals.every(({ signal, state }) => signal !== 'peak' || state === 'cleared'),
      'no peak ever was',
    );
}

for (const [line, faults, faster] of LINES) {
  describe(`a lived-in day with ${line}`, () => {
    for (const [name, [options, factor, slots]] of Object.entries(DAYS)) {
      if (faster > 1 && factor === 1) continue;
      it(`is told as it was said, and nothing else: ${name}`, function () {
        assertDay(options, faults, factor * faster, slots);
      });
    }

    if (faster > 1) return;
    // A meter's minute a second, as in the demo: each change has few frames to be told in.
    for (const [mode, factor] of [
      ['standard', 60],
      ['historique', 40],
    ] as const) {
      it(`is told as it was said, and nothing else: twelve days of ${mode} in which frames are a minute apart`, function () {
        for (let n = 1; n <= 12; n += 1) {
          const seed = `minutes ${String(n)}`;
          try {
            assertDay({ seed, mode }, faults, factor, TEMPO);
          } catch (cause) {
            throw new Error(`seed "${seed}": ${(cause as Error).message}`, { cause });
          }
        }
      });
    }
  });
}
