// Not in the fast lane: whole days of a meter.
import assert from 'node:assert/strict';
import { parisInstant } from '../../../sandbox/paris-clock';
import { type MeterFrame, meterFrames, type MeterOptions } from '../../../sandbox/tic/meter';
import { byLabel, readFrame, type WireGroup } from './wire-reader';

// NOI-CPT_54E §6.2.2, in the order of emission: label, length of the data, horodate or not, and who sends it.
type Row = readonly [label: string, length: number, horodate: boolean, sentBy: 'all' | 'T' | 'P'];
const TABLE: readonly Row[] = [
  ['ADSC', 12, false, 'all'],
  ['VTIC', 2, false, 'all'],
  ['DATE', 0, true, 'all'],
  ['NGTF', 16, false, 'all'],
  ['LTARF', 16, false, 'all'],
  ['EAST', 9, false, 'all'],
  ...['01', '02', '03', '04', '05', '06', '07', '08', '09', '10'].map((n): Row => [`EASF${n}`, 9, false, 'all']),
  ...['01', '02', '03', '04'].map((n): Row => [`EASD${n}`, 9, false, 'all']),
  ['EAIT', 9, false, 'P'],
  ...['1', '2', '3', '4'].map((n): Row => [`ERQ${n}`, 9, false, 'P']),
  ['IRMS1', 3, false, 'all'],
  ['IRMS2', 3, false, 'T'],
  ['IRMS3', 3, false, 'T'],
  ['URMS1', 3, false, 'all'],
  ['URMS2', 3, false, 'T'],
  ['URMS3', 3, false, 'T'],
  ['PREF', 2, false, 'all'],
  ['PCOUP', 2, false, 'all'],
  ['SINSTS', 5, false, 'all'],
  ...['1', '2', '3'].map((n): Row => [`SINSTS${n}`, 5, false, 'T']),
  ['SMAXSN', 5, true, 'all'],
  ...['1', '2', '3'].map((n): Row => [`SMAXSN${n}`, 5, true, 'T']),
  ['SMAXSN-1', 5, true, 'all'],
  ...['1', '2', '3'].map((n): Row => [`SMAXSN${n}-1`, 5, true, 'T']),
  ['SINSTI', 5, false, 'P'],
  ['SMAXIN', 5, true, 'P'],
  ['SMAXIN-1', 5, true, 'P'],
  ['CCASN', 5, true, 'all'],
  ['CCASN-1', 5, true, 'all'],
  ['CCAIN', 5, true, 'P'],
  ['CCAIN-1', 5, true, 'P'],
  ['UMOY1', 3, true, 'all'],
  ['UMOY2', 3, true, 'T'],
  ['UMOY3', 3, true, 'T'],
  ['STGE', 8, false, 'all'],
  ['DPM1', 2, true, 'all'],
  ['FPM1', 2, true, 'all'],
  ['DPM2', 2, true, 'all'],
  ['FPM2', 2, true, 'all'],
  ['MSG1', 32, false, 'all'],
  ['MSG2', 16, false, 'all'],
  ['PRM', 14, false, 'all'],
  ['RELAIS', 3, false, 'all'],
  ['NTARF', 2, false, 'all'],
  ['NJOURF', 2, false, 'all'],
  ['NJOURF+1', 2, false, 'all'],
  ['PJOURF+1', 98, false, 'all'],
  ['PPOINTE', 98, false, 'all'],
];
const ONLY_AT_TIMES = ['DPM1', 'FPM1', 'DPM2', 'FPM2', 'MSG2', 'PPOINTE'];

const NOON = parisInstant(2027, 1, 12, 10, 55);

/** Frames of `options` from its start until the meter's clock passes `until`. */
function* day(options: Partial<MeterOptions>, until: number, factor = 60): Generator<MeterFrame> {
  for (const frame of meterFrames({ start: NOON, ...options }, factor)) {
    if (frame.at > until) return;
    yield frame;
  }
}

function text(groups: ReadonlyMap<string, WireGroup>, label: string): string {
  return groups.get(label)?.data ?? `no ${label}`;
}

function number(groups: ReadonlyMap<string, WireGroup>, label: string): number {
  return Number(text(groups, label));
}

describe('sandbox: Linky, standard', () => {
  for (const [phases, producer] of [
    [1, false],
    [3, false],
    [1, true],
    [3, true],
  ] as const) {
    it(`sends every label of the table in its order and length (${phases} phases, producer: ${producer})`, () => {
      const expected = TABLE.filter(([, , , by]) => by === 'all' || (by === 'T' ? phases === 3 : producer));
      const seen = new Set<string>();
      for (const frame of day({ phases, producer }, NOON + 30 * 3_600_000, 300)) {
        const groups = readFrame(frame.clean);
        assert.ok(groups.every(({ sumOk }) => sumOk));
        const present = new Set(groups.map(({ label }) => label));
        const rows = expected.filter(([label]) => present.has(label) || !ONLY_AT_TIMES.includes(label));
        assert.deepEqual(
          groups.map(({ label, data, horodate }) => [label, data.length, horodate !== undefined]),
          rows.map(([label, length, horodate]) => [label, length, horodate]),
        );
        for (const { horodate } of groups) assert.match(horodate ?? 'H000000000000', /^[HE ]\d{12}$/);
        for (const label of present) seen.add(label);
      }
      assert.deepEqual([...seen].sort(), expected.map(([label]) => label).sort());
    });
  }

  it('tells the story of two Tempo days: white, red announced at eleven, red from six', () => {
    const edges: string[] = [];
    let last = '';
    for (const frame of day({}, parisInstant(2027, 1, 14, 6, 30), 20)) {
      const groups = byLabel(readFrame(frame.clean));
      const status = Number.parseInt(text(groups, 'STGE'), 16);
      const now = [
        text(groups, 'LTARF').trim(),
        `NTARF ${text(groups, 'NTARF')}`,
        `relay ${text(groups, 'RELAIS')}`,
        `today ${(status >>> 24) & 3}`,
        `tomorrow ${(status >>> 26) & 3}`,
        `notice ${(status >>> 28) & 3}`,
        `PM ${(status >>> 30) & 3}`,
        `index ${((status >>> 10) & 15) + 1}`,
        `contact ${status & 1}`,
      ].join(', ');
      const clock = groups.get('DATE')?.horodate?.slice(5, 11) ?? '';
      if (now !== last) edges.push(`${clock.slice(0, 2)} ${clock.slice(2, 4)}:${clock.slice(4, 6)} ${now}`);
      last = now;
    }
    assert.deepEqual(edges, [
      '12 10:55 HP  BLANC, NTARF 04, relay 000, today 2, tomorrow 0, notice 0, PM 1, index 4, contact 1',
      '12 11:04 HP  BLANC, NTARF 04, relay 000, today 2, tomorrow 3, notice 0, PM 1, index 4, contact 1',
      '12 22:00 HC  BLANC, NTARF 03, relay 001, today 2, tomorrow 3, notice 0, PM 1, index 3, contact 0',
      '13 05:30 HC  BLANC, NTARF 03, relay 001, today 2, tomorrow 3, notice 2, PM 1, index 3, contact 0',
      '13 06:00 HP  ROUGE, NTARF 06, relay 000, today 3, tomorrow 0, notice 0, PM 2, index 6, contact 1',
      '13 11:04 HP  ROUGE, NTARF 06, relay 000, today 3, tomorrow 2, notice 0, PM 2, index 6, contact 1',
      '13 22:00 HC  ROUGE, NTARF 05, relay 001, today 3, tomorrow 2, notice 0, PM 2, index 5, contact 0',
      '14 05:30 HC  ROUGE, NTARF 05, relay 001, today 3, tomorrow 2, notice 1, PM 2, index 5, contact 0',
      '14 06:00 HP  BLANC, NTARF 04, relay 000, today 2, tomorrow 0, notice 0, PM 1, index 4, contact 1',
    ]);
  });

  it('announces the red day in DPM2, FPM2 and PPOINTE from eleven until it begins, and once in MSG2', () => {
    let messages = 0;
    for (const frame of day({ tomorrowInStatus: false }, parisInstant(2027, 1, 13, 7))) {
      const groups = byLabel(readFrame(frame.clean));
      const known = frame.at >= parisInstant(2027, 1, 12, 11, 4);
      const begun = frame.at >= parisInstant(2027, 1, 13, 6);
      assert.equal(groups.get('DPM2')?.horodate, known ? ' 270113060000' : undefined);
      assert.equal(groups.get('FPM2')?.horodate, known ? ' 270114060000' : undefined);
      assert.equal(groups.has('PPOINTE'), known && !begun);
      if (groups.has('PPOINTE')) assert.match(text(groups, 'PPOINTE'), /^00004005 06004006 22004005 NONUTILE/);
      assert.equal(
        (Number.parseInt(text(groups, 'STGE'), 16) >>> 26) & 3,
        0,
        'not in the status register of this meter',
      );
      if (groups.has('MSG2')) messages += 1;
    }
    assert.equal(messages, 1);
  });

  it('turns the colours of STGE over at midnight on request, while LTARF keeps the tariff day', () => {
    const frames = day(
      { start: parisInstant(2027, 1, 12, 23, 50), colourTurnsAt: 0 },
      parisInstant(2027, 1, 13, 0, 10),
    );
    for (const frame of frames) {
      const groups = byLabel(readFrame(frame.clean));
      const today = (Number.parseInt(text(groups, 'STGE'), 16) >>> 24) & 3;
      assert.equal(today, frame.at < parisInstant(2027, 1, 13) ? 2 : 3);
      assert.equal(text(groups, 'LTARF').trim(), 'HC  BLANC');
    }
  });

  it('counts every watt-hour in one index of the supplier and one of the distributor, and never back', () => {
    let before: Map<string, WireGroup> | undefined;
    for (const frame of day({}, NOON + 24 * 3_600_000)) {
      const groups = byLabel(readFrame(frame.clean));
      const sum = (prefix: string, count: number): number =>
        Array.from({ length: count }, (_, n) => number(groups, `${prefix}${String(n + 1).padStart(2, '0')}`)).reduce(
          (a, b) => a + b,
        );
      assert.equal(sum('EASF', 10), number(groups, 'EAST'));
      assert.equal(sum('EASD', 4), number(groups, 'EAST'));
      if (before !== undefined) {
        const rising = TABLE.map(([label]) => label).filter((label) => /^EAS[TFD]/.test(label));
        for (const label of rising) {
          const rise = number(groups, label) - number(before, label);
          assert.ok(rise >= 0 && rise < 300, `${label} rose by ${rise} Wh in a minute`);
        }
      }
      before = groups;
    }
  });

  it('uses as much energy in a day as its own power says', () => {
    const frames = [...day({}, NOON + 24 * 3_600_000, 10)];
    const [first, last] = [frames[0], frames.at(-1)];
    assert.ok(first !== undefined && last !== undefined);
    const counted = number(byLabel(readFrame(last.clean)), 'EAST') - number(byLabel(readFrame(first.clean)), 'EAST');
    let integrated = 0;
    for (let n = 1; n < frames.length; n += 1) {
      const hours = ((frames[n]?.at ?? 0) - (frames[n - 1]?.at ?? 0)) / 3_600_000;
      integrated += number(byLabel(readFrame(frames[n]?.clean ?? Buffer.alloc(0))), 'SINSTS') * hours;
    }
    // VAh against Wh, sampled every ten seconds: a few per cent apart.
    assert.ok(Math.abs(integrated / counted - 1) < 0.05, `${integrated} VAh, ${counted} Wh`);
    assert.ok(counted > 25_000 && counted < 70_000, `${counted} Wh in a winter day with a car`);
  });

  it('overruns its subscribed power at noon and at night, for longer than five frames, and never trips its breaker', () => {
    const runs: number[] = [];
    let wasOver = false;
    for (const frame of day({}, NOON + 24 * 3_600_000, 20)) {
      const groups = byLabel(readFrame(frame.clean));
      const va = number(groups, 'SINSTS');
      const over = ((Number.parseInt(text(groups, 'STGE'), 16) >>> 7) & 1) === 1;
      assert.equal(over, va > 9000, `${va} VA`);
      assert.equal(frame.sent.overrun, over);
      assert.ok(va < 1.3 * 9000, `${va} VA would open the breaker in the end`);
      if (over && !wasOver) runs.push(0);
      if (over) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
      wasOver = over;
    }
    assert.equal(runs.length, 2);
    assert.ok(runs.every((frames) => frames > 5));
  });

  it('stands over the subscribed power of a phase of a three-phase meter too', () => {
    const start = parisInstant(2027, 1, 12, 12);
    const [frame] = day({ phases: 3, start }, start);
    assert.ok(frame !== undefined);
    const groups = byLabel(readFrame(frame.clean));
    assert.ok(number(groups, 'SINSTS1') > 12_000 / 3);
    assert.equal((Number.parseInt(text(groups, 'STGE'), 16) >>> 7) & 1, 1);
    const sum = ['SINSTS1', 'SINSTS2', 'SINSTS3'].reduce((all, label) => all + number(groups, label), 0);
    assert.ok(Math.abs(sum - number(groups, 'SINSTS')) <= 2, 'the total is the sum of the phases');
  });

  it('injects at noon where there are solar panels: SINSTS 0, SINSTI, bits 8 and 9, EAIT rising', () => {
    const start = parisInstant(2027, 1, 12, 13, 20);
    const frames = [...day({ producer: true, start }, start + 3_600_000)];
    const injecting = frames
      .map((frame) => byLabel(readFrame(frame.clean)))
      .filter((groups) => number(groups, 'SINSTI') > 0);
    assert.ok(injecting.length > 5);
    for (const groups of injecting) {
      assert.equal(text(groups, 'SINSTS'), '00000');
      assert.equal((Number.parseInt(text(groups, 'STGE'), 16) >>> 8) & 3, 3);
    }
    const last = injecting.at(-1);
    assert.ok(last !== undefined && injecting[0] !== undefined && number(last, 'EAIT') > number(injecting[0], 'EAIT'));
  });

  it('gives half-hour points and ten-minute voltages a horodate on the round minute, some seconds after the end', () => {
    const start = parisInstant(2027, 1, 12, 14, 29, 50);
    for (const frame of day({ start }, start + 60_000, 1)) {
      const groups = byLabel(readFrame(frame.clean));
      const after = frame.at >= parisInstant(2027, 1, 12, 14, 30, 10);
      const before = frame.at < parisInstant(2027, 1, 12, 14, 30);
      if (before) assert.equal(groups.get('CCASN')?.horodate, 'H270112140000');
      if (after) {
        assert.equal(groups.get('CCASN')?.horodate, 'H270112143000');
        assert.equal(groups.get('CCASN-1')?.horodate, 'H270112140000');
        assert.equal(groups.get('UMOY1')?.horodate, 'H270112143000');
      }
    }
  });

  for (const [name, year, month, date, hours] of [
    ['the short day of March', 2026, 3, 29, 23],
    ['the long day of October', 2026, 10, 25, 25],
    ['the last day of the year', 2026, 12, 31, 24],
    ['a leap day', 2028, 2, 29, 24],
  ] as const) {
    it(`lives ${name} in ${hours} hours`, () => {
      const start = parisInstant(year, month, date);
      const seen = new Set<string>();
      const dates = new Set<string>();
      for (const frame of day({ start, contract: 'hc' }, parisInstant(year, month, date + 1) - 1, 600)) {
        const horodate = byLabel(readFrame(frame.clean)).get('DATE')?.horodate ?? '';
        seen.add(horodate.slice(0, 9));
        dates.add(horodate.slice(1, 7));
      }
      const two = (value: number): string => String(value).padStart(2, '0');
      assert.deepEqual([...dates], [`${two(year % 100)}${two(month)}${two(date)}`]);
      assert.equal(seen.size, hours);
    });
  }

  it('raises cover, overvoltage, clock and breaker for as long as they last', () => {
    const start = parisInstant(2027, 1, 12, 15);
    const minute = 60_000;
    const incidents = (['cover', 'overvoltage', 'clock', 'breaker'] as const).map((kind, n) => ({
      kind,
      from: start + (2 * n + 1) * 10 * minute,
      to: start + (2 * n + 2) * 10 * minute,
    }));
    const edges: string[] = [];
    for (const frame of day({ start, incidents }, start + 90 * minute)) {
      const groups = byLabel(readFrame(frame.clean));
      const status = Number.parseInt(text(groups, 'STGE'), 16);
      const now = [
        ...((status >>> 4) & 1 ? ['cover'] : []),
        ...((status >>> 6) & 1 ? [`${number(groups, 'URMS1') > 253 ? 'over' : 'no over'}voltage`] : []),
        ...((status >>> 16) & 1 ? [`clock ${groups.get('DATE')?.horodate?.[0] ?? ''}`] : []),
        ...((status >>> 1) & 7 ? [`breaker ${text(groups, 'SINSTS')}`] : []),
      ].join();
      if (now !== edges.at(-1)) edges.push(now);
    }
    assert.deepEqual(edges, ['', 'cover', '', 'overvoltage', '', 'clock h', '', 'breaker 00000', '']);
  });

  it('is a peak of EJP with its notice, never of another contract', () => {
    const start = parisInstant(2027, 1, 12, 6);
    const edges: string[] = [];
    for (const frame of day({ start, contract: 'ejp', colours: ['blue', 'red'] }, parisInstant(2027, 1, 14, 2))) {
      const groups = byLabel(readFrame(frame.clean));
      const status = Number.parseInt(text(groups, 'STGE'), 16);
      const now = `${text(groups, 'LTARF').trim()} notice ${(status >>> 28) & 3} PM ${(status >>> 30) & 3} colour ${(status >>> 24) & 15}`;
      if (now !== edges.at(-1)) edges.push(now);
      assert.deepEqual([frame.sent.peakNotice, frame.sent.peak], [(status >>> 28) & 3, (status >>> 30) & 3]);
    }
    assert.deepEqual(edges, [
      'HEURE  NORMALE notice 0 PM 0 colour 0',
      'HEURE  NORMALE notice 1 PM 0 colour 0',
      'POINTE  MOBILE notice 0 PM 1 colour 0',
      'HEURE  NORMALE notice 0 PM 0 colour 0',
    ]);
  });
});
