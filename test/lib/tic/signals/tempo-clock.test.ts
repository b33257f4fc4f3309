// Which Tempo day is in force where the clock of the meter is late or early: off-peak hours last from its 22:00 to its 06:00
// and end the day, peak hours begin the next one. A day is told once, under one id, with one colour.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PARIS } from '../../../../lib/grid/paris-time';
import type { GridSignal } from '../../../../lib/grid/signal';
import { linkyStandard, linkyStandardTempo, linkyTempo } from '../../../support/tic/tic-meters';
import { type TicListener, listen } from '../../../support/tic/tic-listener';

const HOUR = 3_600_000;
const MINUTE = 60_000;
type Letter = 'B' | 'W' | 'R';

/** What a meter of historique sends whose clock shows this instant, the colours of the days being these. */
function historiqueAt(clock: number, colourOf: (day: string) => Letter): Buffer {
  const { hour } = PARIS.fields(clock);
  const period = hour >= 6 && hour < 22 ? 'HP' : 'HC';
  return linkyTempo()
    .set('PTEC', `${period}J${colourOf(PARIS.tariffDay(clock))}`)
    .build();
}

const told = (listener: TicListener): string[] =>
  listener
    .told('day-colour')
    .map(
      ({ change, detail, level }) =>
        `${change} ${String(detail['day']).slice(5)} ${String(detail['colour'])} ${String(level)}`,
    );

/** One id, one day, one colour. */
function assertOneToOne(signals: readonly GridSignal[]): void {
  const byId = new Map<string, string>();
  const byDay = new Map<string, string>();
  for (const { id, signal, detail } of signals) {
    if (signal !== 'day-colour') continue;
    const what = `${String(detail['day'])} ${String(detail['colour'])}`;
    assert.equal(byId.get(id) ?? what, what, id);
    assert.equal(byDay.get(what) ?? id, id, what);
    byId.set(id, what);
    byDay.set(what, id);
  }
}

/** Nights that are unlike others, and one that is not: each is the civil day on which the night begins. */
const NIGHTS = ['2027-01-12', '2026-03-28', '2026-10-24', '2026-12-31', '2028-02-28'];
const LATE_MINUTES = [-180, -60, -10, -1, 0, 1, 10, 60, 90, 180, 420, 600];

describe('a Tempo day in historique', () => {
  for (const night of NIGHTS)
    for (const late of LATE_MINUTES)
      it(`is told once, of a meter that is ${String(late)} min late, over the night of ${night}`, () => {
        const next = PARIS.addDays(night, 1);
        const colours: Record<string, Letter> = { [night]: 'R', [next]: 'W' };
        const colourOf = (day: string): Letter => colours[day] ?? 'B';
        const listener = listen();
        const begin = PARIS.at(night, 12) + late * MINUTE;
        for (let at = begin; at < begin + 30 * HOUR; at += 10 * MINUTE)
          listener.push(historiqueAt(at - late * MINUTE, colourOf), at);
        const days = listener.signals.filter(({ signal }) => signal === 'day-colour');
        const day = (key: string): string => key.slice(5);
        assert.deepEqual(
          days.map(
            ({ change, detail, level }) =>
              `${change} ${day(String(detail['day']))} ${String(detail['colour'])} ${String(level)}`,
          ),
          [
            `initial ${day(night)} red 3`,
            `eased ${day(night)} red 2`,
            `ended ${day(night)} red null`,
            `started ${day(next)} white 1`,
          ],
        );
        assertOneToOne(listener.signals);
      });

  // When the first frame comes: the clock of the host, the period, the day that is meant.
  const FIRST: readonly (readonly [string, 'HC' | 'HP', string, string])[] = [
    ['12T21:59', 'HC', '12', 'early by little'],
    ['12T20:00', 'HC', '12', 'early by two hours'],
    ['12T23:00', 'HC', '12', 'right'],
    ['13T05:59', 'HC', '12', 'right'],
    ['13T06:30', 'HC', '12', 'late by little'],
    ['13T09:00', 'HC', '12', 'late by three hours'],
    ['13T13:00', 'HC', '12', 'late by seven hours'],
    ['13T05:58', 'HP', '13', 'early by little'],
    ['13T03:00', 'HP', '13', 'early by three hours'],
    ['13T12:00', 'HP', '13', 'right'],
    ['13T22:30', 'HP', '13', 'late by little'],
    ['14T01:00', 'HP', '13', 'late by three hours'],
  ];
  for (const [time, period, day, clock] of FIRST)
    it(`is known from one frame: ${period} at ${time} is the ${day}th, the clock of the meter being ${clock}`, () => {
      const listener = listen().push(
        linkyTempo().set('PTEC', `${period}JB`).build(),
        Date.parse(`2027-01-${time}:00+01:00`),
      );
      assert.deepEqual(told(listener), [`initial 01-${day} blue 1`]);
    });

  it('is found again after a restart in off-peak hours that last too long', () => {
    const at = (time: string): number => Date.parse(`2027-01-${time}:00+01:00`);
    const frame = linkyTempo().set('PTEC', 'HCJR').build();
    const before = listen().push(frame, at('13T05:50'));
    const id = before.told('day-colour')[0]?.id;
    const after = listen();
    after.decoder.restoreSignals(before.decoder.openSignals());
    const [day, ...others] = after.push(frame, at('13T08:10')).told('day-colour');
    assert.deepEqual([day?.id, day?.detail['day'], others], [id, '2027-01-12', []]);
  });

  it('goes on through a silence in off-peak hours that last until the afternoon', () => {
    const at = (time: string): number => Date.parse(`2027-01-${time}:00+01:00`);
    const frame = linkyTempo().set('PTEC', 'HCJR').build();
    const listener = listen();
    for (let now = at('13T05:00'); now < at('13T14:30'); now += 10 * MINUTE) listener.push(frame, now);
    const id = listener.told('day-colour')[0]?.id;
    listener.decoder.tick(at('13T14:40'));
    listener.push(frame, at('13T15:00'));
    const [, back] = listener.told('day-colour');
    assert.deepEqual([back?.change, back?.id], ['initial', id]);
  });

  it('is judged anew where the clock of the host was far away before', () => {
    const frame = (period: string): Buffer => linkyTempo().set('PTEC', period).build();
    const listener = listen().push(frame('HPJB'), Date.parse('1970-01-01T12:00:00Z'));
    listener.news();
    listener.push(frame('HPJB'), Date.parse('2027-01-12T12:00:00+01:00'));
    assert.deepEqual(told(listener), ['ended 01-01 blue null', 'started 01-12 blue 1']);
  });

  it('never shares an id with another day or colour, however the clocks differ and whenever one begins to listen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -300, max: 900 }),
        fc.integer({ min: 0, max: 4 * 24 * 6 }),
        fc.array(fc.constantFrom<Letter>('B', 'W', 'R'), { minLength: 5, maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 250 }), { maxLength: 3 }),
        (late, from, letters, restarts) => {
          const origin = PARIS.at('2026-10-23', 0);
          const colourOf = (day: string): Letter => letters[Number(day.slice(8)) % 5] ?? 'B';
          let listener = listen();
          const signals: GridSignal[] = [];
          for (let n = from; n < from + 250; n++) {
            if (restarts.includes(n - from)) {
              const open = listener.decoder.openSignals();
              signals.push(...listener.signals);
              listener = listen();
              listener.decoder.restoreSignals(open);
            }
            const at = origin + n * 10 * MINUTE;
            listener.push(historiqueAt(at - late * MINUTE, colourOf), at);
          }
          assertOneToOne([...signals, ...listener.signals]);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a Tempo day in standard', () => {
  const stamp = (ms: number): string => {
    const { year, month, day, hour, minute, second } = PARIS.fields(ms);
    const two = (value: number): string => String(value).padStart(2, '0');
    const season = PARIS.offsetMinutes(ms) === 120 ? 'E' : 'H';
    return `${season}${two(year % 100)}${two(month)}${two(day)}${two(hour)}${two(minute)}${two(second)}`;
  };
  const NAMES = { B: 'BLEU ', W: 'BLANC', R: 'ROUGE' } as const;
  const BITS = { B: 1, W: 2, R: 3 } as const;
  const standardAt = (clock: number, colourOf: (day: string) => Letter): Buffer => {
    const { hour } = PARIS.fields(clock);
    const offPeak = hour < 6 || hour >= 22;
    const letter = colourOf(PARIS.tariffDay(clock));
    const index = BITS[letter] * 2 - (offPeak ? 1 : 0);
    const status = (((BITS[letter] << 24) | 0x2a0001 | ((index - 1) << 10)) >>> 0).toString(16).toUpperCase();
    return linkyStandardTempo(stamp(clock))
      .set('LTARF', `    ${offPeak ? 'HC' : 'HP'}  ${NAMES[letter]}   `)
      .set('NTARF', `0${String(index)}`)
      .set('STGE', status.padStart(8, '0'))
      .build();
  };

  for (const night of NIGHTS)
    for (const late of [-90, 0, 90])
      it(`goes by the clock of the meter, ${String(late)} min late, over the night of ${night}`, () => {
        const next = PARIS.addDays(night, 1);
        const colours: Record<string, Letter> = { [night]: 'R', [next]: 'W' };
        const listener = listen();
        for (let clock = PARIS.at(night, 12); clock < PARIS.at(next, 12); clock += 10 * MINUTE)
          listener.push(
            standardAt(clock, (day) => colours[day] ?? 'B'),
            clock + late * MINUTE,
          );
        assert.deepEqual(told(listener), [
          `initial ${night.slice(5)} red 3`,
          `eased ${night.slice(5)} red 2`,
          `ended ${night.slice(5)} red null`,
          `started ${next.slice(5)} white 1`,
        ]);
        assert.ok(
          listener.signals.every(({ signal, detail }) => signal !== 'day-colour' || detail['confirmed'] === true),
        );
        assertOneToOne(listener.signals);
      });

  it('is the day before to the end of off-peak hours where the meter calls its clock wrong', () => {
    const frame = (tariff: string, status: string): Buffer =>
      linkyStandardTempo('h200101003000').set('LTARF', tariff).set('STGE', status).build();
    const at = (time: string): number => Date.parse(`2027-01-${time}:00+01:00`);
    const listener = listen();
    for (let now = at('13T05:00'); now < at('13T08:00'); now += MINUTE)
      listener.push(frame('    HC  BLEU    ', '012B0001'), now);
    listener.push(frame('    HP  ROUGE   ', '032B1401'), at('13T08:00'));
    assert.deepEqual(told(listener), ['initial 01-12 blue 1', 'ended 01-12 blue null', 'started 01-13 red 3']);
  });

  it('has the colour that STGE says once that day has begun, where no name tells: not that of the day before', () => {
    const frame = (time: string, tariff: string, status: string): Buffer =>
      linkyStandard(`H2701${time}`).set('NGTF', ' OFFRE COULEURS ').set('LTARF', tariff).set('STGE', status).build();
    const listener = listen().push(frame('12235959', ' HEURE  CREUSE  ', '0D2A0001'));
    listener.news();
    // Its bits turn over at midnight: they say what begins at six.
    listener
      .push(frame('13000000', ' HEURE  CREUSE  ', '032A0001'))
      .push(frame('13000001', ' HEURE  CREUSE  ', '032A0001'));
    assert.deepEqual(told(listener), []);
    listener.push(frame('13060000', ' HEURE  PLEINE  ', '032A0401'));
    assert.deepEqual(told(listener), ['ended 01-12 blue null', 'started 01-13 red 3']);
    // On a meter whose bits turn over with the day, the name of the new period comes before them.
    const atSix = listen().push(frame('13055959', ' HEURE  CREUSE  ', '012A0001'));
    atSix.news();
    atSix.push(frame('13060000', ' HEURE  PLEINE  ', '032A0401'));
    assert.deepEqual(told(atSix), ['ended 01-12 blue null', 'started 01-13 red 3']);
  });
});
