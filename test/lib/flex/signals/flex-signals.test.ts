// The grid signals of requests: each edge of their life, in every state after a restart, and whoever is killed between writing and
// sending leaves no load off.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SentSignal } from '../../../../lib/grid/event/act';
import { FlexSignals, type KeptFlex } from '../../../../lib/flex/signals/flex-signals';
import type { FlexRequest, RequestState } from '../../../../lib/flex/request/request';
import type { SignConvention } from '../../../../lib/flex/site/site';
import { flexRequest, SITE } from '../../../support/flex/requests';
import '../../../support/machine/property-seed';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-24T10:00:00+01:00');
const ASSETS = [`${SITE}/WholeBuilding`];
const NAME = `${SITE}/WholeBuilding/req-1`;

const short = ({ change, state, level, expected, act }: SentSignal<object>): string =>
  `${change} ${state} ${String(level)}/${String(expected)} ${act}`;

/** 80 kW for an hour. */
const profile = [[START, START + HOUR, 80_000]] as const;
const at = (state: RequestState, over: object = {}): FlexRequest => flexRequest({ state, profile, ...over });

class Teller {
  kept: KeptFlex = {};
  signals: FlexSignals;

  constructor(private readonly sign: SignConvention = 'reduction') {
    this.signals = new FlexSignals();
  }

  look(now: number, requests: readonly FlexRequest[], again = false): SentSignal<object>[] {
    const about = { now, sign: this.sign, baselines: new Map<string, number>() };
    const { signals, after } = this.signals.look(requests, ASSETS, about, again);
    this.kept = after;
    // What tells at a start that nothing is in force is looked at apart.
    return signals.filter(({ origin }) => !ASSETS.includes(origin));
  }

  /** As after a kill: what is on the disk is all that is known. */
  restart(kept = this.kept): this {
    this.signals = new FlexSignals();
    this.signals.restore(JSON.parse(JSON.stringify(kept)) as KeptFlex);
    return this;
  }
}

describe('signals of flexibility requests', () => {
  it('are none before a request is confirmed, nor of one that never is', () => {
    const teller = new Teller();
    for (const state of ['requested', 'accepted', 'rejected', 'expired', 'failed'] as const)
      assert.deepEqual(teller.look(START - HOUR, [at(state)]), [], state);
  });

  it('announce, start, end', () => {
    const teller = new Teller();
    teller.look(START - 2 * HOUR, []);
    assert.deepEqual(teller.look(START - HOUR, [at('confirmed')]).map(short), ['announced announced null/2 keep']);
    assert.deepEqual(teller.look(START - MINUTE, [at('confirmed')]), []);
    assert.deepEqual(teller.look(START, [at('active')]).map(short), ['started active 2/2 reduce']);
    assert.deepEqual(teller.look(START + HOUR, [at('completed')]).map(short), ['ended cleared null/null restore']);
    assert.deepEqual(teller.look(START + HOUR, [at('reported')]), []);
    assert.deepEqual(teller.kept, {});
  });

  it('do not start before the desk says so', () => {
    const teller = new Teller();
    teller.look(START - 2 * HOUR, []);
    teller.look(START - HOUR, [at('confirmed')]);
    assert.deepEqual(teller.look(START + MINUTE, [at('confirmed')]), []);
    assert.deepEqual(teller.look(START - MINUTE, [at('active')]).map(short), ['started active 2/2 reduce']);
  });

  it('are withdrawn when they are stopped: before the start nothing was cut, after it the load may come back', () => {
    for (const [state, expected] of [
      ['confirmed', 'withdrawn cleared null/null keep'],
      ['active', 'withdrawn cleared null/null restore'],
    ] as const) {
      const teller = new Teller();
      teller.look(START - 2 * HOUR, []);
      teller.look(state === 'active' ? START + MINUTE : START - MINUTE, [at(state)]);
      const now = state === 'active' ? START + 2 * MINUTE : START;
      assert.deepEqual(teller.look(now, [at('cancelled', { at: now })]).map(short), [expected]);
    }
  });

  it('of a limit are worse the lower it is', () => {
    const teller = new Teller('limit');
    const stairs = flexRequest({
      state: 'active',
      profile: [
        [START, START + HOUR, 50_000],
        [START + HOUR, START + 2 * HOUR, 0],
        [START + 2 * HOUR, START + 3 * HOUR, 20_000],
      ],
    });
    teller.look(START - HOUR, []);
    const edges = [0, 1, 2, 3].flatMap((hour) => teller.look(START + hour * HOUR, [stairs]));
    assert.deepEqual(
      edges.map((signal) => `${short(signal)} ${String((signal.detail as { powerW: number }).powerW)}`),
      [
        'started active 2/2 reduce 50000',
        'worsened active 2/2 reduce 0',
        'eased active 2/2 reduce 20000',
        'ended cleared null/null restore 20000',
      ],
    );
  });

  it('of a request that turns round are two events', () => {
    const teller = new Teller();
    const both = flexRequest({
      state: 'active',
      profile: [
        [START, START + HOUR, 50_000],
        [START + HOUR, START + 2 * HOUR, -30_000],
      ],
    });
    teller.look(START - HOUR, []);
    const [first, second] = teller.look(START, [both]);
    assert.deepEqual(
      [first, second].map((signal) => signal && short(signal)),
      ['started active 2/2 reduce', 'announced announced null/0 keep'],
    );
    assert.deepEqual(teller.look(START + HOUR, [both]).map(short), [
      'ended cleared null/null restore',
      'started active 0/0 restore',
    ]);
    assert.deepEqual(teller.look(START + 2 * HOUR, [both]).map(short), ['ended cleared null/null keep']);
  });

  it('of two requests in a row tell the end of the first one first', () => {
    const teller = new Teller();
    const next = flexRequest({
      state: 'confirmed',
      requestId: 'a-earlier-name',
      profile: [[START + HOUR, START + 2 * HOUR, 30_000]],
    });
    teller.look(START - HOUR, []);
    teller.look(START, [next, at('active')]);
    const started = { ...next, state: 'active' } as const;
    assert.deepEqual(teller.look(START + HOUR, [started, at('completed')]).map(short), [
      'ended cleared null/null restore',
      'started active 2/2 reduce',
    ]);
  });

  it('say at a start that nothing is in force, and to whoever asks', () => {
    const about = { now: START, sign: 'reduction', baselines: new Map<string, number>() } as const;
    const signals = new FlexSignals();
    const look = (requests: readonly FlexRequest[], again: boolean) =>
      signals
        .look(requests, ASSETS, about, again)
        .signals.map((signal) => `${signal.origin.slice(SITE.length)} ${short(signal)}`);
    assert.deepEqual(look([], false), ['/WholeBuilding initial cleared null/null restore']);
    assert.deepEqual(look([], false), []);
    // No first knowledge any more.
    assert.deepEqual(look([], true), ['/WholeBuilding initial cleared null/null keep']);
    assert.deepEqual(look([at('active')], false), ['/WholeBuilding/req-1 started active 2/2 reduce']);
    assert.deepEqual(look([at('active')], true), ['/WholeBuilding/req-1 initial active 2/2 reduce']);
  });

  for (const [was, is, now, expected] of [
    ['confirmed', 'confirmed', START - MINUTE, ['initial announced null/2 keep']],
    ['confirmed', 'active', START + 10 * MINUTE, ['initial active 2/2 reduce']],
    ['confirmed', 'completed', START + 2 * HOUR, ['initial cleared null/null keep']],
    ['confirmed', 'failed', START + 2 * HOUR, ['initial cleared null/null keep']],
    ['confirmed', 'cancelled', START - MINUTE, ['initial cleared null/null keep']],
    ['active', 'active', START + 10 * MINUTE, ['initial active 2/2 reduce']],
    ['active', 'completed', START + 2 * HOUR, ['initial cleared null/null restore']],
    ['active', 'cancelled', START + 10 * MINUTE, ['initial cleared null/null restore']],
    ['accepted', 'confirmed', START - MINUTE, ['initial announced null/2 keep']],
    ['accepted', 'active', START + MINUTE, ['initial active 2/2 reduce']],
    ['requested', 'expired', START, []],
  ] as const)
    it(`after a restart: ${was} before, ${is} now`, () => {
      const teller = new Teller();
      teller.look(START - 3 * HOUR, []);
      const before = teller.look(was === 'active' ? START : START - HOUR, [at(was)]);
      const [signal] = teller.restart().look(now, [at(is)]);
      const told = (signal === undefined ? [] : [signal]).map(short);
      // What was never at 2 or 3 and is over is the first knowledge after a start.
      assert.deepEqual(
        told,
        expected.map((each) =>
          was === 'confirmed' && each.includes('cleared') ? each.replace('keep', 'restore') : each,
        ),
      );
      if (signal !== undefined && before[0] !== undefined) assert.equal(signal.id, before[0].id);
    });

  it('of a request that is long forgotten end after a restart', () => {
    const teller = new Teller();
    teller.look(START - HOUR, []);
    teller.look(START, [at('active')]);
    assert.deepEqual(
      teller
        .restart()
        .look(START + 100 * HOUR, [])
        .map(short),
      ['initial cleared null/null restore'],
    );
    assert.deepEqual(teller.kept, {});
  });

  it('leave no load off, wherever the process is killed', () => {
    const moment = fc.record({
      minutes: fc.integer({ min: 1, max: 50 }),
      killed: fc.constantFrom('no', 'unsent', 'half', 'sent'),
      again: fc.boolean(),
    });
    const life = fc.record({
      moments: fc.array(moment, { minLength: 1, maxLength: 25 }),
      stopAfter: fc.option(fc.integer({ min: 0, max: 200 })),
      periods: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -2, max: 4 })), {
        minLength: 1,
        maxLength: 5,
      }),
    });
    fc.assert(
      fc.property(life, ({ moments, stopAfter, periods }) => {
        let from = START;
        const steps = periods.map(([gap, kW]) => {
          const start = from + gap * 10 * MINUTE;
          from = start + 20 * MINUTE;
          return [start, from, kW * 10_000] as const;
        });
        const end = steps.at(-1)?.[1] ?? START;
        const begin = steps[0]?.[0] ?? START;
        const stopAt = stopAfter === null ? Infinity : START + stopAfter * MINUTE;
        const requestAt = (now: number): FlexRequest => {
          const state =
            now >= stopAt && stopAt < end
              ? 'cancelled'
              : now >= end
                ? 'completed'
                : now >= begin
                  ? 'active'
                  : 'confirmed';
          return flexRequest({ state, profile: steps, at: Math.min(now, end) });
        };
        let signals = new FlexSignals();
        let disk: KeptFlex = {};
        let now = START - HOUR;
        /** What a load does that is cut on `reduce` and comes back on `restore`. */
        let isOff = false;
        const levels = new Map<string, SentSignal<object>>();
        const hear = (sent: readonly SentSignal<object>[]): void => {
          for (const signal of sent) {
            if (signal.act !== 'keep') isOff = signal.act === 'reduce';
            levels.set(signal.id, signal);
          }
        };
        const look = (killed: string, again: boolean): void => {
          const about = { now, sign: 'reduction', baselines: new Map<string, number>() } as const;
          const { signals: sent, before, after } = signals.look([requestAt(now)], ASSETS, about, again);
          disk = before;
          if (killed === 'half') hear(sent.slice(0, 1));
          if (killed === 'no' || killed === 'sent') hear(sent);
          if (killed === 'no') disk = after;
          else {
            signals = new FlexSignals();
            signals.restore(JSON.parse(JSON.stringify(disk)) as KeptFlex);
          }
        };
        look('no', false);
        for (const { minutes, killed, again } of moments) {
          now += minutes * MINUTE;
          look(killed, again);
        }
        // The process comes up in the end.
        look('no', false);
        const period = steps.find(([start, until]) => start <= now && now < until);
        const isActive = requestAt(now).state === 'active';
        assert.equal(
          isOff,
          isActive && period !== undefined && period[2] > 0,
          'the load is off when it should be, and only then',
        );
        now = Math.max(now, end) + MINUTE;
        look('no', false);
        assert.equal(isOff, false, 'the load is back');
        assert.deepEqual(disk, {}, 'nothing is kept of what is over');
        for (const [id, { state }] of levels) if (id.startsWith(NAME)) assert.equal(state, 'cleared', id);
      }),
      { numRuns: 300 },
    );
  });
});
