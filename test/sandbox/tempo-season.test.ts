// One truth of Tempo: what the stand-in of the meter says of a day and what that of RTE publishes is the same colour, by the rules
// of the contract.
import assert from 'node:assert/strict';
import { dayInstant, parisDay } from '../../sandbox/paris-clock';
import { lawful, ScenarioPlayer } from '../../sandbox/rte/scenario';
import { SCENARIOS } from '../../sandbox/rte/scenarios';
import { rteSettings } from '../../sandbox/rte/settings';
import { isHoliday, seasonColour } from '../../sandbox/tempo-season';
import { DayCalendar } from '../../sandbox/tic/calendar';
import { nextWinterDay } from '../../sandbox/tic/meter';
import { meterSettings } from '../../sandbox/tic/settings';

const DAY = 86_400_000;
const WORDS = { b: 'blue', w: 'white', r: 'red' } as const;
const YEARS = [2019, 2023, 2026, 2027, 2031];

const dayOf = (iso: string): number => Date.parse(iso) / DAY;
const days = (first: number, after: number): number[] => Array.from({ length: after - first }, (_, n) => first + n);
const weekday = (day: number): number => new Date(day * DAY).getUTCDay();
const month = (day: number): number => new Date(day * DAY).getUTCMonth() + 1;

describe('sandbox: the season of Tempo', () => {
  it('has 22 red days and 43 white ones, and none where the contract allows none', () => {
    for (const year of YEARS) {
      const season = days(dayOf(`${String(year)}-09-01`), dayOf(`${String(year + 1)}-09-01`));
      const reds = season.filter((day) => seasonColour(day) === 'red');
      const whites = season.filter((day) => seasonColour(day) === 'white');
      assert.deepEqual([reds.length, whites.length], [22, 43], String(year));
      for (const day of reds) {
        assert.ok(weekday(day) >= 1 && weekday(day) <= 5 && !isHoliday(day), new Date(day * DAY).toISOString());
        assert.ok([11, 12, 1, 2, 3].includes(month(day)));
      }
      assert.ok(whites.every((day) => weekday(day) !== 0));
    }
  });

  it('knows the public holidays, those that move with Easter included', () => {
    const known = [
      '2026-04-06',
      '2026-05-14',
      '2026-05-25',
      '2026-11-11',
      '2027-03-29',
      '2027-05-06',
      '2027-05-17',
      '2008-03-24',
    ];
    assert.deepEqual(
      known.filter((iso) => !isHoliday(dayOf(iso))),
      [],
    );
    assert.deepEqual(
      ['2026-04-05', '2026-04-07', '2026-11-12', '2026-12-24'].filter((iso) => isHoliday(dayOf(iso))),
      [],
    );
  });

  it('is that of the meter and that of RTE, from the day on which the demo begins', () => {
    const start = nextWinterDay(Date.UTC(2026, 10, 29));
    const { meter } = meterSettings({}, Date.UTC(2026, 10, 29));
    assert.ok('colours' in meter && meter.start === start);
    const calendar = new DayCalendar(DayCalendar.tariffDay(start), meter.colours);
    const { scenario } = rteSettings({ scenario: 'winter-week' }, start);
    const player = new ScenarioPlayer(scenario, start);
    const today = parisDay(start);
    assert.deepEqual([calendar.colourOf(today), calendar.colourOf(today + 1)], ['white', 'red']);
    for (const day of days(today - 20, today + 120)) {
      const letter = player.tempo(day, dayInstant(day, 12));
      assert.equal(letter && WORDS[letter], calendar.colourOf(day), new Date(day * DAY).toISOString());
    }
  });

  it('gives way to colours that are asked for, in both stand-ins, before 06:00 too', () => {
    for (const hour of [3, 10]) {
      const start = dayInstant(dayOf('2027-01-13'), hour);
      const colours = 'red,blue,white';
      const words = { colours, start: new Date(start).toISOString() };
      const { meter } = meterSettings(words, start);
      assert.ok('colours' in meter);
      const calendar = new DayCalendar(DayCalendar.tariffDay(start), meter.colours);
      const player = new ScenarioPlayer(rteSettings({ colours, at: words.start }, start).scenario, start);
      for (const day of days(DayCalendar.tariffDay(start), DayCalendar.tariffDay(start) + 3))
        assert.equal(WORDS[player.tempo(day, dayInstant(day, 12)) ?? 'b'], calendar.colourOf(day));
    }
  });

  it('refuses a red week-end and a red holiday of the meter, and names the day', () => {
    for (const start of ['2027-01-16T10:00:00+01:00', '2026-11-11T10:00:00+01:00'])
      assert.throws(
        () => meterSettings({ colours: 'red', start }, 0),
        new RegExp(`colours=red: ${start.slice(0, 10)}`),
      );
    assert.throws(() => meterSettings({ colours: 'white', start: '2027-01-17T10:00:00+01:00' }, 0), RangeError);
    // On EJP a red day is one of a mobile peak.
    meterSettings({ colours: 'red', contract: 'ejp', start: '2027-01-16T10:00:00+01:00' }, 0);
  });

  it('tells no story with a red Saturday, Sunday or holiday, whatever day it begins on', () => {
    for (const scenario of SCENARIOS)
      for (const first of [...days(dayOf('2026-12-21'), dayOf('2027-01-04')), dayOf('2026-11-11')]) {
        const story = lawful({ ...scenario, day: new Date(first * DAY).toISOString().slice(0, 10) }, 0);
        const player = new ScenarioPlayer(story, 0);
        for (const day of days(first - 3, first + 5)) {
          const letter = player.tempo(day, dayInstant(day, 12));
          assert.ok(letter !== 'r' || (weekday(day) % 6 !== 0 && !isHoliday(day)), scenario.name);
          assert.ok(letter !== 'w' || weekday(day) !== 0, scenario.name);
        }
      }
  });
});
