// A current has no sign: what is exported is not drawn. Family × who tells it × what is missing.
import assert from 'node:assert/strict';
import type { Headroom } from '../../../../lib/tic/power/headroom';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import {
  ADDRESS,
  cbemm,
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

type Row = readonly [situation: string, change: (frame: FrameBuilder) => FrameBuilder, expected: Partial<Headroom>];

function table(family: string, meter: () => FrameBuilder, rows: readonly Row[]): void {
  describe(`headroom of ${family}`, () => {
    for (const [situation, change, expected] of rows)
      it(`${situation}: ${JSON.stringify(expected)}`, () => {
        // A second frame: what kind of meter it is, the first one has told.
        const { headroom } = listen().push(meter().build()).push(change(meter()).build()).last;
        assert.deepEqual({ ...headroom, cutoffVa: null }, { phase: null, ...expected, cutoffVa: null });
      });
  });
}

/** Bit 9 of STGE: more is injected than drawn. */
const injecting = (frame: FrameBuilder): FrameBuilder => frame.set('STGE', '002A0200');

// 9 kVA: 45 A. 24 A flow, ISOUSC and PREF say the same.
const monoStandard = (label: string): Row[] => [
  ['draws 5 A', (frame) => frame, { va: 7760, a: 40 }],
  [
    'exports, as STGE and the power say',
    (frame) => injecting(frame.set('IRMS1', '024').set(label, '00000')),
    { va: 9000, a: 45 },
  ],
  [
    'exports, as no power beside a current says',
    (frame) => frame.set('IRMS1', '024').set(label, '00000'),
    { va: 9000, a: 45 },
  ],
  [
    'exports, as no power says, STGE damaged',
    (frame) => frame.set('IRMS1', '024').set(label, '00000').damaged('STGE'),
    { va: 9000, a: 45 },
  ],
  [
    'exports, as STGE says, the power damaged',
    (frame) => injecting(frame.set('IRMS1', '024')).damaged(label),
    { va: 9000, a: 45 },
  ],
  [
    'exports more than contract and breaker allow to draw',
    (frame) => injecting(frame.set('IRMS1', '060').set(label, '00000')),
    { va: 9000, a: 45 },
  ],
  [
    'exports and draws, as STGE and the power say',
    (frame) => injecting(frame.set('IRMS1', '024')),
    { va: 7760, a: 38.8 },
  ],
  [
    'nobody says which way: the current counts',
    (frame) => frame.set('IRMS1', '024').damaged(label, 'STGE'),
    { va: 4200, a: 21 },
  ],
  [
    'exports, the current damaged',
    (frame) => injecting(frame.set(label, '00000')).damaged('IRMS1'),
    { va: 9000, a: null },
  ],
  ['has neither', (frame) => frame.damaged(label, 'IRMS1'), { va: null, a: null }],
];
table('a single-phase Linky in standard', linkyStandard, monoStandard('SINSTS'));
table('a Linky pilot', () => linkyPilot('68'), monoStandard('SINST1'));
table(
  'a single-phase producer',
  () =>
    linkyStandard().set('STGE', '002A0100').after('SMAXSN-1', 'SINSTI', '00000').after('EASD04', 'EAIT', '000123456'),
  [
    ['draws 5 A', (frame) => frame, { va: 7760, a: 40 }],
    [
      'exports, as the power injected says, the others damaged',
      (frame) => frame.set('IRMS1', '024').set('SINSTI', '05500').damaged('SINSTS', 'STGE'),
      { va: 9000, a: 45 },
    ],
  ],
);

for (const [family, meter] of [
  ['a single-phase Linky in historique', linkyHc],
  ['a single-phase Linky in historique on Tempo', linkyTempo],
  ['a blue meter with PAPP', cbemmIcc],
] as const)
  table(family, () => meter().set('ISOUSC', '15'), [
    ['draws 5 A', (frame) => frame, { va: 1760, a: 10 }],
    ['draws more than is subscribed', (frame) => frame.set('IINST', '017').set('PAPP', '03910'), { va: -910, a: -2 }],
    ['exports 24 A, as no power says', (frame) => frame.set('IINST', '024').set('PAPP', '00000'), { va: 3000, a: 15 }],
    ['draws nothing', (frame) => frame.set('IINST', '000').set('PAPP', '00000'), { va: 3000, a: 15 }],
    ['exports, the current damaged', (frame) => frame.set('PAPP', '00000').damaged('IINST'), { va: 3000, a: null }],
    [
      'nobody says which way: the current counts',
      (frame) => frame.set('IINST', '012').damaged('PAPP'),
      { va: 600, a: 3 },
    ],
  ]);
table('a blue meter that sends no power', cbemm, [
  ['draws 5 A', (frame) => frame, { va: 8000, a: 40 }],
  ['draws more than is subscribed', (frame) => frame.set('IINST', '047'), { va: -400, a: -2 }],
]);

// 12 kVA: 4000 VA and 20 A a phase; 5, 12 and 3 A flow.
const currents = (frame: FrameBuilder, label: string, ...amperes: string[]): FrameBuilder =>
  amperes.reduce((all, a, i) => all.set(`${label}${i + 1}`, a), frame);
const unknown = { va: null, a: null, phase: null } as const;

for (const [family, meter] of [
  ['a three-phase Linky in historique', linkyTri],
  ['a blue three-phase meter', cbetm],
] as const)
  table(family, meter, [
    ['draws', (frame) => frame, { va: 1600, a: 8, phase: 2 }],
    ['exports on some phase, as no power says: nobody can tell which', (frame) => frame.set('PAPP', '00000'), unknown],
    [
      'exports on one phase, more than is subscribed',
      (frame) => currents(frame, 'IINST', '024', '000', '000').set('PAPP', '00000'),
      unknown,
    ],
    ['exports, a current damaged', (frame) => frame.set('PAPP', '00000').damaged('IINST2'), unknown],
    [
      'nothing flows',
      (frame) => currents(frame, 'IINST', '000', '000', '000').set('PAPP', '00000'),
      { va: 4000, a: 20, phase: 1 },
    ],
    ['nobody says which way: the currents count', (frame) => frame.damaged('PAPP'), { va: 1600, a: 8, phase: 2 }],
  ]);

table('a three-phase Linky in standard', linkyStandardTriProducer, [
  ['draws', (frame) => frame, { va: 1170, a: 8, phase: 2 }],
  [
    'exports on one phase, draws on the others',
    (frame) => frame.set('IRMS2', '030').set('SINSTS2', '00000').set('SINSTS', '00000').set('SINSTI', '05200'),
    { va: 2820, a: 15, phase: 1 },
  ],
  [
    'exports on all phases',
    (frame) =>
      ['SINSTS', 'SINSTS1', 'SINSTS2', 'SINSTS3'].reduce(
        (all, label) => all.set(label, '00000'),
        injecting(currents(frame, 'IRMS', '030', '030', '030')),
      ),
    { va: 4000, a: 20, phase: 1 },
  ],
  [
    'exports, the power of one phase damaged: nobody can tell of it',
    (frame) => injecting(frame.set('SINSTS', '00000').set('IRMS2', '030')).damaged('SINSTS2'),
    unknown,
  ],
  ['draws, the power of one phase damaged', (frame) => frame.damaged('SINSTS2'), { va: null, a: 8, phase: 2 }],
]);

describe('headroom in the short frames of an overrun', () => {
  it('counts the current, though before it no power was drawn', () => {
    const frames = [linkyTri().set('PAPP', '00000'), short(ADDRESS.linkyTri, { 2: '023' })];
    const listener = listen();
    for (const frame of frames) listener.push(frame.build());
    assert.deepEqual(listener.last.headroom, { va: -600, a: -3, phase: 2, cutoffVa: null });
  });
});
