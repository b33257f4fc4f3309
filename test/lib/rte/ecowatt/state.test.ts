// Not in the fast lane: property days.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LinkyRedError } from '../../../../lib/errors';
import { isoParis } from '../../../../lib/grid/paris-time';
import { ecowattState, type EcowattState, type Received } from '../../../../lib/rte/ecowatt/state';
import { parseEcowatt } from '../../../../lib/rte/ecowatt/answer';
import { asIfFrom } from '../../../../lib/rte/ecowatt/slots';
import { CALM, ecowattAnswer, hours, parisWall, randomDay, type RawEcowatt } from '../../../support/rte/ecowatt';
import { lcg } from '../../../support/machine/random';
import { needsSamples } from '../../../support/machine/requirements';

const HOUR = 3_600_000;
const received = (answer: unknown): Received => ({
  publication: parseEcowatt(answer),
  receivedAt: Date.parse('2026-11-24T07:00:00+01:00'),
  source: 'rte',
});
const stateAt = (answer: unknown, at: string): EcowattState => ecowattState(received(answer), Date.parse(at));

describe('lib/rte/ecowatt', () => {
  const redMorning = ecowattAnswer({
    '2026-11-24': CALM,
    '2026-11-25': hours({ 7: 2, 8: 3, 9: 3, 10: 2, 18: 2 }),
    '2026-11-26': hours({ 2: 0, 3: 0, 4: 0 }),
    '2026-11-27': CALM,
  });

  it('tells of a red morning the day before: not in force, with its lead time', () => {
    const state = stateAt(redMorning, '2026-11-24T18:00:00+01:00');
    assert.deepEqual([state.level, state.colour, state.alert], [1, 'green', null]);
    assert.deepEqual(state.nextAlert, {
      level: 3,
      start: '2026-11-25T07:00:00+01:00',
      end: '2026-11-25T11:00:00+01:00',
      leadMinutes: 13 * 60,
      slots: [
        { start: '2026-11-25T07:00:00+01:00', end: '2026-11-25T08:00:00+01:00', level: 2 },
        { start: '2026-11-25T08:00:00+01:00', end: '2026-11-25T10:00:00+01:00', level: 3 },
        { start: '2026-11-25T10:00:00+01:00', end: '2026-11-25T11:00:00+01:00', level: 2 },
      ],
    });
    assert.deepEqual(
      state.days.map((day) => [day.day, day.level, day.colour]),
      [
        ['2026-11-24', 1, 'green'],
        ['2026-11-25', 3, 'red'],
        ['2026-11-26', 1, 'green'],
        ['2026-11-27', 1, 'green'],
      ],
    );
  });

  it('tells during an alert when it ends, and of the one after it as the next', () => {
    const state = stateAt(redMorning, '2026-11-25T09:30:00+01:00');
    assert.deepEqual([state.level, state.colour], [3, 'red']);
    assert.deepEqual(
      [state.alert?.level, state.alert?.start, state.alert?.end],
      [3, '2026-11-25T07:00:00+01:00', '2026-11-25T11:00:00+01:00'],
    );
    assert.deepEqual([state.nextAlert?.level, state.nextAlert?.start], [2, '2026-11-25T18:00:00+01:00']);
  });

  it('knows 0, and that it is not "unknown"', () => {
    const state = stateAt(redMorning, '2026-11-26T03:00:00+01:00');
    assert.deepEqual([state.level, state.colour], [0, 'decarbonised']);
  });

  it('says age and message of the publication', () => {
    const state = stateAt(redMorning, '2026-11-24T18:00:00+01:00');
    assert.deepEqual(
      [state.publishedAt, state.ageMinutes, state.message],
      ['2026-11-23T17:00:00+01:00', 25 * 60, 'Pas d’alerte'],
    );
  });

  it('puts an alert over midnight in one piece', () => {
    const state = stateAt(
      ecowattAnswer({ '2026-11-24': hours({ 22: 2, 23: 3 }), '2026-11-25': hours({ 0: 3, 1: 2 }) }),
      '2026-11-24T12:00:00+01:00',
    );
    assert.deepEqual(
      [state.nextAlert?.start, state.nextAlert?.end],
      ['2026-11-24T22:00:00+01:00', '2026-11-25T02:00:00+01:00'],
    );
  });

  it('knows nothing before the first answer, and says so with four days of nothing', () => {
    const state = ecowattState(undefined, Date.parse('2026-11-24T12:00:00+01:00'));
    assert.deepEqual([state.level, state.colour, state.publishedAt, state.hours.length], [null, 'unknown', null, 0]);
    assert.deepEqual(
      state.days.map((day) => day.level),
      [null, null, null, null],
    );
  });

  it('knows nothing of an instant that no published day covers, however near', () => {
    assert.equal(stateAt(redMorning, '2026-11-28T00:00:00+01:00').level, null);
    assert.equal(stateAt(redMorning, '2026-11-23T23:59:00+01:00').level, null);
  });

  describe('the traps of real answers', () => {
    it('hvalue 0 survives everywhere', () => {
      const state = stateAt(ecowattAnswer({ '2026-11-24': hours({}, 0) }), '2026-11-24T12:00:00+01:00');
      assert.deepEqual([state.level, state.hours[0]?.level, state.days[0]?.level], [0, 0, 1]);
    });

    it('unordered days change nothing', () => {
      const shuffled: RawEcowatt = { signals: [...redMorning.signals].reverse() };
      const at = '2026-11-24T18:00:00+01:00';
      assert.deepEqual(stateAt(shuffled, at), stateAt(redMorning, at));
    });

    it('a missing J+3 is an unknown day, not an error', () => {
      const state = stateAt({ signals: redMorning.signals.slice(0, 3) }, '2026-11-24T18:00:00+01:00');
      assert.deepEqual(
        [state.days[3]?.day, state.days[3]?.level, state.days[3]?.colour],
        ['2026-11-27', null, 'unknown'],
      );
    });

    it('missing hours are unknown, neither 0 nor 1, and end an alert', () => {
      const answer = ecowattAnswer({ '2026-11-24': hours({ 10: 2, 11: '.', 12: 2 }) });
      assert.equal(stateAt(answer, '2026-11-24T11:30:00+01:00').level, null);
      assert.equal(stateAt(answer, '2026-11-24T10:30:00+01:00').alert?.end, '2026-11-24T11:00:00+01:00');
    });

    it('a day without hours keeps its published colour', () => {
      const answer = ecowattAnswer({ '2026-11-24': hours({}, '.') });
      const [day] = answer.signals;
      assert.ok(day);
      day.dvalue = 2;
      assert.equal(stateAt(answer, '2026-11-24T12:00:00+01:00').days[0]?.level, 2);
    });

    it('a day whose colour contradicts its hours is as bad as the worse of both', () => {
      const answer = ecowattAnswer({ '2026-11-24': hours({ 8: 3 }) });
      const [day] = answer.signals;
      assert.ok(day);
      day.dvalue = 1;
      assert.equal(stateAt(answer, '2026-11-24T12:00:00+01:00').days[0]?.level, 3);
    });

    it('a bare date for "jour" is the same day', () => {
      const answer = ecowattAnswer({ '2026-11-24': hours({ 12: 2 }) });
      const [day] = answer.signals;
      assert.ok(day);
      day.jour = '2026-11-24';
      assert.equal(stateAt(answer, '2026-11-24T12:30:00+01:00').level, 2);
    });

    it('of a day that comes twice the newer one holds', () => {
      const older = ecowattAnswer({ '2026-11-24': hours({ 12: 3 }) }, '2026-11-22T17:00:00+01:00');
      const newer = ecowattAnswer({ '2026-11-24': CALM }, '2026-11-23T17:00:00+01:00');
      for (const signals of [
        [...older.signals, ...newer.signals],
        [...newer.signals, ...older.signals],
      ]) {
        assert.equal(stateAt({ signals }, '2026-11-24T12:30:00+01:00').level, 1);
      }
    });

    it('values outside 0..3, hours outside 0..23, texts for numbers are unknown', () => {
      const answer = ecowattAnswer({ '2026-11-24': CALM });
      const values: unknown[] = [
        { pas: 12, hvalue: 4 },
        { pas: 13, hvalue: '2' },
        { pas: 24, hvalue: 3 },
        null,
        { pas: '14', hvalue: 3 },
      ];
      const state = stateAt({ signals: [{ ...answer.signals[0], values }] }, '2026-11-24T12:00:00+01:00');
      assert.deepEqual(state.days[0]?.hours, new Array(24).fill(null));
    });

    const unreadable = {
      'an error body': { error: 'COMMON_ERROR_T03' },
      'a list': [],
      nothing: null,
      'days that are none': { signals: [{ date: 1 }] },
      'no day at all': { signals: [] },
    };
    for (const [what, answer] of Object.entries(unreadable)) {
      it(`${what} instead of an answer is ERR_ANSWER`, () => {
        assert.throws(
          () => parseEcowatt(answer),
          (error) => error instanceof LinkyRedError && error.code === 'ERR_ANSWER',
        );
      });
    }
  });

  describe('the days of the clock changes', () => {
    it('hour 2 of autumn lasts two hours', () => {
      const answer = ecowattAnswer({ '2026-10-25': hours({ 2: 2 }) });
      const state = stateAt(answer, '2026-10-25T02:30:00+02:00');
      assert.deepEqual(
        [state.alert?.start, state.alert?.end],
        ['2026-10-25T02:00:00+02:00', '2026-10-25T03:00:00+01:00'],
      );
      assert.equal(stateAt(answer, '2026-10-25T02:30:00+01:00').level, 2);
    });

    it('hour 2 of spring does not exist, and an alert passes over it', () => {
      const answer = ecowattAnswer({ '2027-03-28': hours({ 1: 2, 2: 1, 3: 2 }) });
      const state = stateAt(answer, '2027-03-28T01:30:00+01:00');
      assert.deepEqual(
        [state.alert?.start, state.alert?.end],
        ['2027-03-28T01:00:00+01:00', '2027-03-28T04:00:00+02:00'],
      );
    });

    it('every hour of the day of 25 and of 23 is the one on the clock', () => {
      for (const day of ['2026-10-25', '2027-03-28', '2026-03-29', '2027-10-31']) {
        // A level for each hour that its neighbours do not have: 0 1 2 3 0 1 2 3 …
        const answer = ecowattAnswer({ [day]: Array.from({ length: 24 }, (_, hour) => hour % 4).join('') });
        const noon = Date.parse(`${day}T12:00:00Z`);
        let seen = 0;
        for (let ms = noon - 14 * HOUR; ms < noon + 14 * HOUR; ms += HOUR / 2) {
          const clock = parisWall(ms);
          if (clock.day !== day) continue;
          seen += 1;
          assert.equal(stateAt(answer, new Date(ms).toISOString()).level, clock.hour % 4, isoParis(ms));
        }
        assert.equal(seen, day.includes('-10-') ? 50 : 46);
      }
    });
  });

  it('agrees on every hour of 2026 and 2027 with a wall clock and a walk through it', function () {
    const table = new Map<string, string>();
    const random = lcg(20261124);
    const first = Date.parse('2025-12-31T23:00:00Z');
    const last = Date.parse('2027-12-31T23:00:00Z');
    const firstHourOf = new Map<string, number>();
    const walls: { day: string; hour: number }[] = [];
    for (let ms = first; ms < last + 96 * HOUR; ms += HOUR) {
      const clock = parisWall(ms);
      if (!firstHourOf.has(clock.day)) firstHourOf.set(clock.day, walls.length);
      walls.push(clock);
      if (!table.has(clock.day)) table.set(clock.day, randomDay(random, 0.25));
    }
    const levelOf = (clock: { day: string; hour: number }): number => Number(table.get(clock.day)?.[clock.hour]);
    const dayList = [...table.keys()];
    let [day, publication] = ['', received(ecowattAnswer({ '2026-01-01': CALM }))];
    for (let i = 0; first + i * HOUR < last; i += 1) {
      const clock = walls[i];
      assert.ok(clock);
      if (clock.day !== day) {
        day = clock.day;
        const from = dayList.indexOf(day);
        const published = dayList.slice(from, from + 4);
        publication = received(ecowattAnswer(Object.fromEntries(published.map((key) => [key, table.get(key) ?? '']))));
      }
      const state = ecowattState(publication, first + i * HOUR + 30 * 60_000);
      assert.equal(state.level, levelOf(clock), isoParis(first + i * HOUR));

      // Walk on from this hour, on the clock alone, to the end of what is published.
      const from = dayList.indexOf(day);
      const after = dayList[from + 4];
      const end = firstHourOf.get(after ?? '') ?? walls.length;
      const tense = walls.slice(i, end).map((other) => levelOf(other) >= 2);
      const ends = tense[0] ? (tense.includes(false) ? tense.indexOf(false) : tense.length) : undefined;
      assert.equal(state.alert?.end, ends === undefined ? undefined : isoParis(first + (i + ends) * HOUR));
      const next = tense.indexOf(true, ends ?? 0);
      assert.equal(state.nextAlert?.start, next === -1 ? undefined : isoParis(first + (i + next) * HOUR));
      for (const [ahead, shown] of state.days.entries()) {
        const digits = table.get(dayList[from + ahead] ?? '') ?? '';
        assert.equal(shown.level, Math.max(1, ...Array.from(digits, Number)));
      }
    }
  });

  describe("RTE's sandbox", () => {
    it('is shown as if its first day were today', () => {
      const publication = parseEcowatt(ecowattAnswer({ '2022-06-03': hours({ 8: 2 }), '2022-06-04': hours({ 9: 3 }) }));
      const shifted = asIfFrom(publication, '2026-10-25');
      assert.deepEqual(
        shifted.days.map((day) => day.day),
        ['2026-10-25', '2026-10-26'],
      );
    });

    const sample = path.resolve(__dirname, '../../../../../shared/samples/signals/ecowatt-v5-sandbox.json');
    it('as it really answers: shuffled, with a day that starts at 7 and hours of 0', function () {
      needsSamples(this);
      const publication = parseEcowatt(JSON.parse(readFileSync(sample, 'utf8')));
      assert.deepEqual(
        publication.days.map((day) => day.day),
        ['2022-06-03', '2022-06-04', '2022-06-05', '2022-06-06'],
      );
      assert.deepEqual(publication.days[0]?.hours.slice(0, 8), [null, null, null, null, null, null, null, 3]);
      assert.deepEqual(publication.days[3]?.hours.slice(0, 3), [0, 0, 1]);
      assert.equal(publication.days[3].message, 'Pas d’alerte');
    });
  });
});
