// Not in the fast lane: whole days of a meter.
import assert from 'node:assert/strict';
import { parisInstant } from '../../../sandbox/paris-clock';
import { type MeterFrame, meterFrames, type MeterOptions } from '../../../sandbox/tic/meter';
import { byLabel, readFrame } from './wire-reader';

const START = parisInstant(2027, 1, 12, 10, 55);
const HOUR = 3_600_000;

function* frames(options: Partial<MeterOptions>, hours: number, factor = 60): Generator<MeterFrame> {
  const start = options.start ?? START;
  for (const frame of meterFrames({ mode: 'historique', start, ...options }, factor)) {
    if (frame.at > start + hours * HOUR) return;
    yield frame;
  }
}

function lines(frame: MeterFrame): string[] {
  const groups = readFrame(frame.clean);
  assert.ok(groups.every(({ sumOk }) => sumOk));
  return groups.map(({ label, data }) => `${label} ${data.replace(/\d/g, '9')}`);
}

/** The runs of equal answers to `ask`, in order. */
function edges(
  all: Iterable<MeterFrame>,
  ask: (groups: ReturnType<typeof byLabel>, frame: MeterFrame) => string,
): string[] {
  const seen: string[] = [];
  for (const frame of all) {
    const now = ask(byLabel(readFrame(frame.clean)), frame);
    if (now !== seen.at(-1)) seen.push(now);
  }
  return seen;
}

describe('sandbox: Linky, historique', () => {
  const tail = ['IINST 999', 'IMAX 999', 'PAPP 99999', 'HHPHC A', 'MOTDETAT 999999'];
  for (const [contract, expected] of [
    ['base', ['OPTARIF BASE', 'ISOUSC 99', 'BASE 999999999', 'PTEC TH..']],
    ['hc', ['OPTARIF HC..', 'ISOUSC 99', 'HCHC 999999999', 'HCHP 999999999', 'PTEC HP..']],
    ['ejp', ['OPTARIF EJP.', 'ISOUSC 99', 'EJPHN 999999999', 'EJPHPM 999999999', 'PTEC HN..']],
    [
      'tempo',
      [
        'OPTARIF BBR(',
        'ISOUSC 99',
        ...['BBRHCJB', 'BBRHPJB', 'BBRHCJW', 'BBRHPJW', 'BBRHCJR', 'BBRHPJR'].map((label) => `${label} 999999999`),
        'PTEC HPJW',
        'DEMAIN ----',
      ],
    ],
  ] as const) {
    it(`sends the groups of ${contract} in the order of the table`, () => {
      const [frame] = frames({ contract }, 1);
      assert.ok(frame !== undefined);
      assert.deepEqual(lines(frame), ['ADCO 999999999999', ...expected, ...tail]);
    });
  }

  it('sends three currents, PMAX and PPOT where there are three phases', () => {
    const [frame] = frames({ contract: 'base', phases: 3 }, 1);
    assert.ok(frame !== undefined);
    assert.deepEqual(lines(frame).slice(5), [
      ...['IINST1 999', 'IINST2 999', 'IINST3 999', 'IMAX1 999', 'IMAX2 999', 'IMAX3 999'],
      ...['PMAX 99999', 'PAPP 99999', 'HHPHC A', 'MOTDETAT 999999', 'PPOT 99'],
    ]);
  });

  it('sends ADPS while the current is above ISOUSC, and only then', () => {
    let overruns = 0;
    for (const frame of frames({}, 24, 20)) {
      const groups = byLabel(readFrame(frame.clean));
      const [current, subscribed] = [groups.get('IINST')?.data, groups.get('ISOUSC')?.data];
      assert.equal(subscribed, '45', '9 kVA in steps of 200 VA');
      assert.equal(groups.has('ADPS'), Number(current) > 45);
      if (!groups.has('ADPS')) continue;
      assert.equal(groups.get('ADPS')?.data, current);
      overruns += 1;
    }
    assert.ok(overruns > 50);
  });

  it('tells tomorrow in DEMAIN from eleven to six, and moves PTEC with the tariff day', () => {
    const told = edges(
      frames({}, 21),
      (groups) => `${groups.get('PTEC')?.data ?? ''} ${groups.get('DEMAIN')?.data ?? ''}`,
    );
    assert.deepEqual(told, ['HPJW ----', 'HPJW ROUG', 'HCJW ROUG', 'HPJR ----']);
  });

  it('gives notice of a peak of EJP with PEJP half an hour before, and all through the peak', () => {
    const start = parisInstant(2027, 1, 13, 6);
    const told = edges(
      frames({ contract: 'ejp', colours: ['red'], start }, 20),
      (groups) => `${groups.get('PTEC')?.data ?? ''} ${groups.get('PEJP')?.data ?? '-'}`,
    );
    assert.deepEqual(told, ['HN.. -', 'HN.. 30', 'PM.. 30', 'HN.. -']);
  });

  it('breaks the long frame off and goes on in cycles of 20 short frames and a long one while a phase is exceeded', () => {
    const kinds: string[] = [];
    for (const frame of frames({ phases: 3, start: parisInstant(2027, 1, 12, 11, 51) }, 3 / 60, 1)) {
      const short = !byLabel(readFrame(frame.clean)).has('OPTARIF');
      assert.equal(frame.kind, short ? 'short' : 'long');
      kinds.push(frame.brokenOff ? 'broken off' : frame.kind);
    }
    const begun = kinds.indexOf('broken off');
    assert.ok(begun > 5 && kinds.slice(0, begun).every((kind) => kind === 'long'));
    const cycle = [...Array.from({ length: 20 }, () => 'short'), 'long'];
    assert.deepEqual(kinds.slice(begun + 1, begun + 43), [...cycle, ...cycle]);
  });

  it('names the exceeded phase in the short frames, then sends them without it for a minute', () => {
    const texts: string[] = [];
    let [quietFrom, lastShort] = [0, 0];
    for (const frame of frames({ phases: 3, start: parisInstant(2027, 1, 12, 12, 25, 50) }, 3 / 60, 1)) {
      if (frame.kind === 'long') continue;
      const labels = readFrame(frame.clean)
        .map(({ label }) => label)
        .join(' ');
      if (labels !== texts.at(-1)) texts.push(labels);
      if (labels.startsWith('ADCO')) quietFrom ||= frame.at;
      lastShort = frame.at;
    }
    assert.deepEqual(texts, ['ADIR1 ADCO IINST1 IINST2 IINST3', 'ADCO IINST1 IINST2 IINST3']);
    assert.ok(Math.abs(lastShort - quietFrom - 60_000) < 4000, 'a minute without ADIR');
  });

  it('ends a frame that it breaks off with EOT', () => {
    const broken = [...frames({ phases: 3, start: parisInstant(2027, 1, 12, 11, 51) }, 3 / 60, 1)].find(
      (frame) => frame.brokenOff,
    );
    assert.equal(broken?.clean.at(-1), 0x04);
    assert.equal(broken.clean.at(-2), 0x0d);
  });
});
