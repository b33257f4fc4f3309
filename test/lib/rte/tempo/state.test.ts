// Not in the fast lane: two years of hours.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GridSignal } from '../../../../lib/grid/signal';
import type { KeptEvents } from '../../../../lib/grid/event/kept-events';
import { EventOutlook } from '../../../../lib/grid/event/outlook';
import { colourOutlook, type TempoDetail } from '../../../../lib/rte/tempo/day-colour';
import { DEFAULT_TOTALS, tempoState, tempoView, type TempoKnowledge } from '../../../../lib/rte/tempo/state';
import {
  parseCouleurTempo,
  parseMeterSignals,
  parseRteTempo,
  parseServicesRte,
  type TempoColour,
  type TempoSource,
} from '../../../../lib/rte/tempo/answers';
import { knownDay, withReport, type TempoClaims } from '../../../../lib/rte/tempo/claims';
import { parisWall } from '../../../support/rte/ecowatt';
import {
  couleurTempoAnswer,
  nextDay,
  rteTempoAnswer,
  run,
  servicesRteAnswer,
  type Days,
} from '../../../support/rte/tempo';
import { lcg } from '../../../support/machine/random';
import { needsSamples } from '../../../support/machine/requirements';

const HOUR = 3_600_000;
const ORDER: TempoSource[] = ['rte', 'services-rte', 'api-couleur-tempo', 'meter'];
const NOON = '2026-11-24T12:00:00+01:00';

const claimsOf = (days: Days, at = NOON, source: TempoSource = 'services-rte', claims: TempoClaims = {}): TempoClaims =>
  withReport(claims, source, parseServicesRte(servicesRteAnswer(days)), Date.parse(at));
const knowledge = (claims: TempoClaims, history: [string, TempoColour][] = []): TempoKnowledge => ({
  claims,
  history: new Map(history.map(([day, colour]) => [day, { colour, source: 'services-rte' }])),
  order: ORDER,
  totals: DEFAULT_TOTALS,
});

describe('lib/rte/tempo', () => {
  describe('four ways to say the same', () => {
    const days = run('2026-11-24', 'bwr?');
    const colours = ['blue', 'white', 'red', null];
    it("RTE's API: an object, newest first, a day without its value unknown", () => {
      const parsed = parseRteTempo(rteTempoAnswer(days)).sort((a, b) => (a.day < b.day ? -1 : 1));
      assert.deepEqual(
        parsed.map(({ day, colour }) => [day, colour]),
        Object.keys(days).map((day, i) => [day, colours[i]]),
      );
      assert.equal(parsed[0]?.updatedAt, Date.parse('2026-11-23T10:20:00+01:00'));
    });

    it('services-rte.com: a map, a fallback is unknown, other keys are passed over', () => {
      const answer = servicesRteAnswer(days) as { values: Record<string, string> };
      answer.values['generated'] = '2026-11-24';
      assert.deepEqual(
        parseServicesRte(answer).map(({ colour }) => colour),
        colours,
      );
    });

    it('api-couleur-tempo.fr: codes, one day or a list of them', () => {
      const answer = couleurTempoAnswer(days) as unknown[];
      assert.deepEqual(
        parseCouleurTempo(answer).map(({ colour }) => colour),
        colours,
      );
      assert.deepEqual(
        parseCouleurTempo(answer[1]).map(({ colour }) => colour),
        ['white'],
      );
    });

    it('the meter: its day-colour signals, nobody else’s', () => {
      const signal = {
        source: 'tic',
        signal: 'day-colour',
        detail: { day: '2026-11-24', colour: 'red', confirmed: true },
      };
      const others = [
        { ...signal, source: 'tempo' },
        { ...signal, signal: 'peak' },
        null,
        'x',
        { ...signal, detail: {} },
      ];
      assert.deepEqual(parseMeterSignals([...others, signal]), [{ day: '2026-11-24', colour: 'red' }]);
      assert.deepEqual(parseMeterSignals([{ ...signal, detail: { day: '2026-11-24', colour: 'unknown' } }]), [
        { day: '2026-11-24', colour: null },
      ]);
    });

    for (const [name, parse] of Object.entries({ parseRteTempo, parseServicesRte, parseCouleurTempo })) {
      for (const answer of [null, 'x', [1], { error: 'COMMON_ERROR_T03' }, { tempo_like_calendars: [] }]) {
        it(`${name} refuses ${JSON.stringify(answer)} with ERR_ANSWER`, () => {
          assert.throws(() => parse(answer), { code: 'ERR_ANSWER' });
        });
      }
    }

    const samples = path.resolve(__dirname, '../../../../../shared/samples/signals');
    it('reads the answers that were kept by others', function () {
      needsSamples(this);
      const read = (name: string): unknown => JSON.parse(readFileSync(path.join(samples, name), 'utf8'));
      assert.deepEqual(
        parseRteTempo(read('tempo-rte-200-one-day.json')).map(({ day, colour }) => [day, colour]),
        [['2024-09-02', 'blue']],
      );
      assert.deepEqual(
        parseRteTempo(read('tempo-rte-synthetic-3-days.json')).map(({ colour }) => colour),
        ['red', 'red', null],
      );
      assert.deepEqual(
        parseServicesRte(read('tempo-light-synthetic.json')).map(({ colour }) => colour),
        ['white', 'blue'],
      );
      assert.deepEqual(
        parseCouleurTempo(read('api-couleur-tempo-jour.json')).map(({ colour }) => colour),
        ['blue'],
      );
      assert.deepEqual(
        parseCouleurTempo(read('api-couleur-tempo-jour-inconnu.json')).map(({ colour }) => colour),
        [null],
      );
    });
  });

  describe('sources in the user’s order', () => {
    it('the first that knows the day is believed and named', () => {
      const claims = claimsOf(run('2026-11-24', 'w'), NOON, 'api-couleur-tempo');
      assert.deepEqual(knownDay(claims, '2026-11-24', ORDER).source, 'api-couleur-tempo');
      const both = claimsOf(run('2026-11-24', 'r'), NOON, 'rte', claims);
      const day = knownDay(both, '2026-11-24', ORDER);
      assert.deepEqual([day.source, day.colour], ['rte', 'red']);
      assert.deepEqual(day.disagreement, [{ source: 'api-couleur-tempo', colour: 'white' }]);
      assert.equal(knownDay(both, '2026-11-24', ['api-couleur-tempo', 'rte']).colour, 'white');
    });

    it('a source that the user does not want is not heard', () => {
      assert.equal(knownDay(claimsOf(run('2026-11-24', 'w')), '2026-11-24', ['rte']).colour, null);
    });

    it('what is confirmed goes before what was heard too early', () => {
      const early = claimsOf(run('2026-11-25', 'w'), '2026-11-24T07:00:00+01:00', 'rte');
      const both = claimsOf(run('2026-11-25', 'r'), '2026-11-24T11:00:00+01:00', 'services-rte', early);
      const day = knownDay(both, '2026-11-25', ORDER);
      assert.deepEqual([day.colour, day.confirmed, day.source], ['red', true, 'services-rte']);
    });

    it('confirms from 10:30 of the day before on, also on the day of the clock change', () => {
      const confirmed = (day: string, at: string): boolean =>
        knownDay(claimsOf({ [day]: 'b' }, at), day, ORDER).confirmed;
      assert.deepEqual(
        ['T10:29:59', 'T10:30:00'].map((time) => confirmed('2026-11-25', `2026-11-24${time}+01:00`)),
        [false, true],
      );
      assert.deepEqual(
        ['T10:29:59', 'T10:30:00'].map((time) => confirmed('2026-10-26', `2026-10-25${time}+01:00`)),
        [false, true],
      );
    });

    it('a source that takes its word back is not believed on its old one', () => {
      const claims = claimsOf(run('2026-11-25', 'w'));
      assert.equal(
        knownDay(claimsOf(run('2026-11-25', '?'), NOON, 'services-rte', claims), '2026-11-25', ORDER).colour,
        null,
      );
    });
  });

  describe('now and next', () => {
    const claims = claimsOf(run('2026-11-23', 'bwr'));
    const at = (time: string): [string, string, string, string] => {
      const state = tempoState(knowledge(claims), Date.parse(time));
      return [state.now.colour, state.next.colour, state.today.colour, state.tomorrow.colour];
    };

    it('until 06:00 the day before is in force, and next begins this same morning', () => {
      assert.deepEqual(at('2026-11-24T05:59:59+01:00'), ['blue', 'white', 'white', 'red']);
      const state = tempoState(knowledge(claims), Date.parse('2026-11-24T05:00:00+01:00'));
      assert.equal(state.next.start, '2026-11-24T06:00:00+01:00');
      assert.deepEqual([state.now.start, state.now.end], ['2026-11-23T06:00:00+01:00', '2026-11-24T06:00:00+01:00']);
    });

    it('at 06:00 it turns', () => {
      assert.deepEqual(at('2026-11-24T06:00:00+01:00'), ['white', 'red', 'white', 'red']);
    });

    it('tells when hours or colour change next, and to what', () => {
      const change = (time: string): unknown[] => {
        const { offPeak, nextChange } = tempoState(knowledge(claims), Date.parse(time));
        return [offPeak, nextChange.at, nextChange.offPeak, nextChange.colour];
      };
      assert.deepEqual(change('2026-11-24T12:00:00+01:00'), [false, '2026-11-24T22:00:00+01:00', true, 'white']);
      assert.deepEqual(change('2026-11-24T22:00:00+01:00'), [true, '2026-11-25T06:00:00+01:00', false, 'red']);
      assert.deepEqual(change('2026-11-25T00:30:00+01:00'), [true, '2026-11-25T06:00:00+01:00', false, 'red']);
    });

    it('levels: red 3 in peak hours, 2 off-peak; a white day is no critical peak; unknown is none', () => {
      const level = (time: string): unknown => tempoState(knowledge(claims), Date.parse(time)).level;
      assert.deepEqual(
        [
          '2026-11-25T12:00+01:00',
          '2026-11-25T23:00+01:00',
          '2026-11-26T05:00+01:00',
          '2026-11-24T12:00+01:00',
          '2026-11-26T12:00+01:00',
        ].map(level),
        [3, 2, 2, 1, null],
      );
    });

    it('names the source, and where others say something else', () => {
      const state = tempoState(knowledge(claimsOf({ '2026-11-24': 'r' }, NOON, 'meter', claims)), Date.parse(NOON));
      assert.equal(state.source, 'services-rte');
      assert.deepEqual(state.disagreement, [{ day: '2026-11-24', source: 'meter', colour: 'red', instead: 'white' }]);
    });
  });

  describe('the season', () => {
    const season = (letters: string): [string, TempoColour][] =>
      parseServicesRte(servicesRteAnswer(run('2026-09-01', letters))).map(({ day, colour }) => [day, colour ?? 'blue']);

    it('counts the days begun, today included, tomorrow never', () => {
      const history = season('b'.repeat(60) + 'w'.repeat(20) + 'r'.repeat(4));
      const claims = claimsOf(run('2026-11-24', 'wr'));
      const { season: counts } = tempoState(knowledge(claims, history), Date.parse(NOON));
      assert.deepEqual(counts, {
        label: '2026-2027',
        blue: { total: 300, used: 60, left: 240 },
        white: { total: 43, used: 21, left: 22 },
        red: { total: 22, used: 4, left: 18 },
        missing: 0,
      });
    });

    it('counts yesterday only, before 06:00', () => {
      const history = season('b'.repeat(84));
      const claims = claimsOf(run('2026-11-24', 'r'));
      assert.equal(tempoState(knowledge(claims, history), Date.parse('2026-11-24T05:00:00+01:00')).season.red.used, 0);
      assert.equal(tempoState(knowledge(claims, history), Date.parse('2026-11-24T06:00:00+01:00')).season.red.used, 1);
    });

    it('says nothing of days used and left while a past day is not known', () => {
      const history = season('b'.repeat(83));
      const { season: counts } = tempoState(knowledge(claimsOf(run('2026-11-24', 'b')), history), Date.parse(NOON));
      assert.deepEqual([counts.missing, counts.blue.used, counts.red.left], [1, null, null]);
    });

    it('begins anew on 1 September at 06:00', () => {
      const claims = claimsOf(run('2027-08-31', 'bb'), '2027-08-31T12:00:00+02:00');
      const label = (time: string): string => tempoState(knowledge(claims), Date.parse(time)).season.label;
      assert.deepEqual(['2027-09-01T05:59:00+02:00', '2027-09-01T06:00:00+02:00'].map(label), [
        '2026-2027',
        '2027-2028',
      ]);
    });

    it('has one blue day more in a leap year, and the totals that the user sets', () => {
      const at = Date.parse('2027-11-24T12:00:00+01:00');
      assert.equal(tempoState(knowledge({}), at).season.blue.total, 301);
      const { season: counts } = tempoState({ ...knowledge({}), totals: { red: 20, white: 40 } }, at);
      assert.deepEqual([counts.red.total, counts.white.total, counts.blue.total], [20, 40, 306]);
    });
  });

  describe('edges', () => {
    let events: EventOutlook<TempoDetail>;
    const newEvents = (): EventOutlook<TempoDetail> => new EventOutlook('tempo', 'day-colour', 'rte');
    let claims: TempoClaims;
    let first: boolean;
    const step = (time: string | number): GridSignal<TempoDetail>[] => {
      const ms = typeof time === 'number' ? time : Date.parse(time);
      const signals = events.look(colourOutlook(tempoView(knowledge(claims), ms), ms), first);
      first = false;
      return signals;
    };
    const short = (signals: readonly GridSignal<TempoDetail>[]): string[] =>
      signals.map(
        ({ change, state, level, expected, detail }) =>
          `${change}: ${detail.day.slice(8)} ${detail.colour} ${state} ${String(level)}/${String(expected)}`,
      );
    beforeEach(() => {
      events = newEvents();
      claims = claimsOf(run('2026-11-24', 'w'));
      first = true;
    });

    it('tells the life of a red day, from its announcement to its end, under one id', () => {
      assert.deepEqual(short(step(NOON)), ['initial: 24 white active 1/1']);
      claims = claimsOf(run('2026-11-25', 'r'), NOON, 'services-rte', claims);
      const [announced] = step(NOON);
      assert.deepEqual(short(announced ? [announced] : []), ['announced: 25 red announced null/3']);
      assert.deepEqual([announced?.start, announced?.end], ['2026-11-25T06:00:00+01:00', '2026-11-26T06:00:00+01:00']);
      assert.deepEqual(short(step('2026-11-24T22:00:00+01:00')), []);
      const change = step('2026-11-25T06:00:00+01:00');
      assert.deepEqual(short(change), ['ended: 24 white cleared null/null', 'started: 25 red active 3/3']);
      assert.equal(change[1]?.id, announced?.id);
      assert.deepEqual(short(step('2026-11-25T22:00:00+01:00')), ['eased: 25 red active 2/2']);
      claims = claimsOf(run('2026-11-26', 'b'), '2026-11-25T22:00:00+01:00', 'services-rte', claims);
      assert.deepEqual(short(step('2026-11-25T22:30:00+01:00')), ['announced: 26 blue announced null/1']);
      assert.deepEqual(short(step('2026-11-26T06:00:00+01:00')), [
        'ended: 25 red cleared null/null',
        'started: 26 blue active 1/1',
      ]);
    });

    it('a pre-signal that changes worsens or eases the announcement; that it is confirmed is an edge', () => {
      step(NOON);
      claims = claimsOf(run('2026-11-25', 'w'), '2026-11-24T07:00:00+01:00', 'services-rte', claims);
      const [early] = step(NOON);
      assert.deepEqual([early?.change, early?.detail.confirmed], ['announced', false]);
      claims = claimsOf(run('2026-11-25', 'r'), '2026-11-24T08:00:00+01:00', 'services-rte', claims);
      assert.deepEqual(short(step(NOON)), ['worsened: 25 red announced null/3']);
      claims = claimsOf(run('2026-11-25', 'r'), '2026-11-24T10:40:00+01:00', 'services-rte', claims);
      const [firm] = step(NOON);
      assert.deepEqual([firm?.change, firm?.detail.confirmed], ['announced', true]);
      claims = claimsOf(run('2026-11-25', '?'), '2026-11-24T11:00:00+01:00', 'services-rte', claims);
      assert.deepEqual(short(step(NOON)), ['withdrawn: 25 red cleared null/null']);
    });

    it('a morning whose colour nobody knows is unknown, once, and then known', () => {
      step(NOON);
      assert.deepEqual(short(step('2026-11-25T06:00:00+01:00')), [
        'ended: 24 white cleared null/null',
        'lost: 25 unknown unknown null/null',
      ]);
      assert.deepEqual(short(step('2026-11-25T07:00:00+01:00')), []);
      claims = claimsOf(run('2026-11-25', 'r'), '2026-11-25T08:00:00+01:00', 'services-rte', claims);
      assert.deepEqual(short(step('2026-11-25T08:00:00+01:00')), ['initial: 25 red active 3/3']);
    });

    it('says nothing at the start before something is known', () => {
      claims = {};
      first = false;
      assert.deepEqual(step(NOON), []);
      claims = claimsOf(run('2026-11-24', 'r'));
      assert.deepEqual(short(step(NOON)), ['initial: 24 red active 3/3']);
    });

    it('after a restart sends both once as initial, with the same ids', () => {
      claims = claimsOf(run('2026-11-24', 'wr'));
      const ids = step(NOON).map(({ id }) => id);
      const kept = JSON.parse(JSON.stringify(events.kept())) as KeptEvents;
      events = newEvents();
      events.restore(kept);
      first = true;
      const again = step('2026-11-24T13:00:00+01:00');
      assert.deepEqual(short(again), ['initial: 24 white active 1/1', 'initial: 25 red announced null/3']);
      assert.deepEqual(
        again.map(({ id }) => id),
        ids,
      );
    });

    it('keeps a consumer right on every hour of 2026 and 2027, through restarts and clock changes', function () {
      const random = lcg(3);
      const colours = new Map<string, 'b' | 'w' | 'r' | '?'>();
      for (let day = '2025-12-30'; day <= '2028-01-02'; day = nextDay(day)) {
        const dice = random();
        colours.set(day, dice < 0.6 ? 'b' : dice < 0.8 ? 'w' : dice < 0.97 ? 'r' : '?');
      }
      const words = { b: 'blue', w: 'white', r: 'red', '?': 'unknown' } as const;
      const heard = new Map<string, GridSignal<TempoDetail>>();
      claims = {};
      for (let ms = Date.parse('2025-12-31T23:00:00Z'); ms < Date.parse('2027-12-31T23:00:00Z'); ms += HOUR) {
        const { day, hour } = parisWall(ms);
        const inForce = hour < 6 ? nextDay(day, -1) : day;
        // Tomorrow's colour is told at 11:00; the first night has to know its own.
        const told = hour >= 11 ? nextDay(day) : day;
        claims = claimsOf(
          { [inForce]: colours.get(inForce) ?? '?', [told]: colours.get(told) ?? '?' },
          new Date(ms).toISOString(),
          'services-rte',
          {},
        );
        if (random() < 0.02) first = true;
        const restarted = first;
        for (const signal of step(ms)) {
          if (restarted) assert.equal(signal.change, 'initial');
          else assert.notDeepEqual(heard.get(signal.id), signal, 'the same edge twice');
          heard.set(signal.id, signal);
        }
        const where = new Date(ms).toISOString();
        const colour = words[colours.get(inForce) ?? '?'];
        const present = [...heard.values()].filter(({ state }) => state === 'active' || state === 'unknown');
        assert.deepEqual(
          present.map(({ detail }) => [detail.day, detail.colour]),
          [[inForce, colour]],
          where,
        );
        const level = colour === 'unknown' ? null : colour !== 'red' ? 1 : hour >= 22 || hour < 6 ? 2 : 3;
        assert.equal(present[0]?.level, level, where);
        const announced = [...heard.values()].filter(({ state }) => state === 'announced');
        const next = nextDay(inForce);
        const tells = told >= next && colours.get(next) !== '?';
        assert.deepEqual(
          announced.map(({ detail }) => detail.day),
          tells ? [next] : [],
          where,
        );
        for (const [id, { state }] of heard) if (state === 'cleared') heard.delete(id);
      }
    });
  });
});
