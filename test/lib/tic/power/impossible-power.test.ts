// A power that its own current forbids stays in the reading, flagged, and drives nothing. Family × label × what is beside it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { impossiblePowers } from '../../../../lib/tic/power/impossible-power';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import {
  ADDRESS,
  cbemmIcc,
  cbetm,
  linkyHc,
  linkyPilot,
  linkyStandard,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
  short,
} from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

interface Found {
  readonly doubtful: readonly string[];
  readonly va: number | null;
  readonly a: number | null;
  readonly cutoffVa?: number | null;
}

type Row = readonly [situation: string, change: (frame: FrameBuilder) => FrameBuilder, expected: Found];

function table(family: string, meter: () => FrameBuilder, rows: readonly Row[]): void {
  describe(`powers of ${family}`, () => {
    for (const [situation, change, expected] of rows)
      it(`${situation}: ${JSON.stringify(expected)}`, () => {
        const sent = change(meter());
        const { last } = listen().push(meter().build()).push(sent.build());
        const { va, a, cutoffVa } = last.headroom ?? {};
        const { doubtful = [] } = last.quality;
        assert.deepEqual({ doubtful, va, a, ...('cutoffVa' in expected ? { cutoffVa } : {}) }, expected);
        for (const label of doubtful) assert.equal(typeof last.values[label], 'number', 'it stays in the reading');
      });
  });
}

// 9 kVA; 5 A at 236 V: up to 1416 VA.
for (const [family, meter, label] of [
  ['a single-phase Linky in standard', () => linkyStandard(), 'SINSTS'],
  ['a Linky pilot', () => linkyPilot('67'), 'SINST1'],
] as const)
  table(family, meter, [
    ['as they are', (frame) => frame, { doubtful: [], va: 7760, a: 40, cutoffVa: 7760 }],
    ['the most that the current carries', (frame) => frame.set(label, '01416'), { doubtful: [], va: 7584, a: 40 }],
    [
      'more than it carries',
      (frame) => frame.set(label, '01417'),
      { doubtful: ['SINSTS'], va: 8000, a: 40, cutoffVa: 8000 },
    ],
    ['an absurd one', (frame) => frame.set(label, '73569'), { doubtful: ['SINSTS'], va: 8000, a: 40, cutoffVa: 8000 }],
    [
      'an absurd one beside no current at all',
      (frame) => frame.set('IRMS1', '000').set(label, '37059'),
      { doubtful: ['SINSTS'], va: 9000, a: 45 },
    ],
    [
      'without its voltage, within what any grid has',
      (frame) => frame.set(label, '01500').damaged('URMS1'),
      { doubtful: [], va: 7500, a: 40 },
    ],
    [
      'an absurd one without its voltage',
      (frame) => frame.set(label, '37059').damaged('URMS1'),
      { doubtful: ['SINSTS'], va: 8000, a: 40 },
    ],
    [
      'without its current: nobody can judge it',
      (frame) => frame.set(label, '09500').damaged('IRMS1'),
      { doubtful: [], va: -500, a: null },
    ],
    ['an overrun in fact', (frame) => frame.set(label, '09870').set('IRMS1', '042'), { doubtful: [], va: -870, a: 3 }],
  ]);

for (const [family, meter] of [
  ['a single-phase Linky in historique', linkyHc],
  ['a single-phase Linky in historique on Tempo', linkyTempo],
  ['a blue meter with PAPP', cbemmIcc],
] as const)
  table(family, meter, [
    ['as they are', (frame) => frame, { doubtful: [], va: 7760, a: 40 }],
    ['high, on a grid of 260 V', (frame) => frame.set('PAPP', '01560'), { doubtful: [], va: 7440, a: 40 }],
    ['an absurd one', (frame) => frame.set('PAPP', '37060'), { doubtful: ['PAPP'], va: 8000, a: 40 }],
    [
      'without its current: nobody can judge it',
      (frame) => frame.set('PAPP', '09500').damaged('IINST'),
      { doubtful: [], va: -500, a: null },
    ],
  ]);

// 12 kVA; 5, 12 and 3 A: up to 1416, 3081 and 940 VA.
table('a three-phase Linky in standard', linkyStandardTriProducer, [
  ['as they are', (frame) => frame, { doubtful: [], va: 1170, a: 8, cutoffVa: 7290 }],
  [
    'one phase absurd',
    (frame) => frame.set('SINSTS2', '73569'),
    { doubtful: ['SINSTS2'], va: 1600, a: 8, cutoffVa: 7290 },
  ],
  [
    'all phases absurd',
    (frame) => frame.set('SINSTS1', '37059').set('SINSTS2', '73569').set('SINSTS3', '16550'),
    { doubtful: ['SINSTS1', 'SINSTS2', 'SINSTS3'], va: 1600, a: 8, cutoffVa: 7290 },
  ],
  [
    'the sum against its phases',
    (frame) => frame.set('SINSTS', '09500'),
    { doubtful: ['SINSTS'], va: 1170, a: 8, cutoffVa: 8000 },
  ],
  [
    'the sum against phases that draw nothing, whatever their currents',
    (frame) =>
      ['1', '2', '3'].reduce(
        (all, n) => all.set(`SINSTS${n}`, '00000').set(`IRMS${n}`, '030'),
        frame.set('SINSTS', '09500'),
      ),
    { doubtful: ['SINSTS'], va: 4000, a: 20 },
  ],
  [
    'the sum below its phases: one of them exports',
    (frame) => frame.set('SINSTS', '00417'),
    { doubtful: [], va: 1170, a: 8 },
  ],
  [
    'a phase without its current',
    (frame) => frame.set('SINSTS2', '73569').damaged('IRMS2'),
    { doubtful: [], va: -69_569, a: null },
  ],
  [
    'the sum, where a phase is not known',
    (frame) => frame.set('SINSTS', '09500').damaged('SINSTS2', 'IRMS2'),
    { doubtful: [], va: null, a: null, cutoffVa: 2500 },
  ],
]);

for (const [family, meter] of [
  ['a three-phase Linky in historique', linkyTri],
  ['a blue three-phase meter', cbetm],
] as const)
  table(family, meter, [
    ['as they are', (frame) => frame, { doubtful: [], va: 1600, a: 8 }],
    ['an absurd one', (frame) => frame.set('PAPP', '37060'), { doubtful: ['PAPP'], va: 1600, a: 8 }],
    [
      'without one of its currents',
      (frame) => frame.set('PAPP', '37060').damaged('IINST3'),
      { doubtful: [], va: null, a: null },
    ],
  ]);

describe('a power in short frames', () => {
  const after = (...frames: FrameBuilder[]): readonly string[] => {
    const listener = listen();
    for (const frame of frames) listener.push(frame.build());
    return listener.last.quality.doubtful ?? [];
  };

  it('is judged by the currents that came with it, not by those of now', () => {
    assert.deepEqual(after(linkyTri(), short(ADDRESS.linkyTri, { 1: '001' })), []);
    assert.deepEqual(after(linkyTri().set('PAPP', '37060'), short(ADDRESS.linkyTri, { 1: '090' })), ['PAPP']);
  });
});

describe('an overrun in standard', () => {
  const over = (frame: FrameBuilder): FrameBuilder => frame.set('STGE', '002A0081');
  const valueOf = (frame: FrameBuilder): unknown =>
    listen()
      .push(linkyStandard().build())
      .push(over(frame).build())
      .push(over(frame).build())
      .told('power-overrun')
      .at(-1)?.detail['value'];

  it('tells no power that cannot be, and is active all the same', () => {
    assert.equal(valueOf(linkyStandard().set('SINSTS', '73569')), null);
    assert.equal(valueOf(linkyStandard().set('SINSTS', '73569').set('IRMS1', '312')), 73_569);
  });

  it('tells what the breaker lets through, though the current was read a moment before', () => {
    assert.equal(valueOf(linkyStandard().set('SINSTS', '09870')), 9870);
  });

  it('does not judge a power by the current of an earlier frame', () => {
    assert.equal(valueOf(linkyStandard().set('SINSTS', '19000').damaged('IRMS1')), 19_000);
  });
});

describe('powers and currents that belong together', () => {
  it('are never doubtful, whatever flows: apparent power is current times voltage, the sum no more than its phases', () => {
    const phase = fc.record({
      a: fc.double({ min: 0, max: 90, noNaN: true }),
      v: fc.integer({ min: 190, max: 260 }),
      out: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(phase, { minLength: 3, maxLength: 3 }),
        fc.constantFrom(1 as const, 3 as const),
        (flows, phases) => {
          const figures = new Map<string, number>();
          let sum = 0;
          for (const [i, { a, v, out }] of flows.slice(0, phases).entries()) {
            const va = out ? 0 : Math.floor(a * v);
            sum += out ? -a * v : a * v;
            figures.set(`IRMS${i + 1}`, Math.floor(a)).set(`URMS${i + 1}`, v);
            if (phases === 3) figures.set(`SINSTS${i + 1}`, va).set(`IINST${i + 1}`, Math.floor(a));
            else figures.set('IINST', Math.floor(a));
          }
          figures.set('SINSTS', Math.floor(Math.max(0, sum))).set('PAPP', Math.round(Math.max(0, sum) / 10) * 10);
          assert.deepEqual(
            impossiblePowers((label) => figures.get(label) ?? null, phases),
            [],
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});
