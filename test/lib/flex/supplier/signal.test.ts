// The supplier's signal, checked and turned into rows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readSignal } from '../../../../lib/flex/supplier/signal';
import { LinkyRedError } from '../../../../lib/errors';
import { needsSamples, SAMPLES } from '../../../support/machine/requirements';
import { signalFrom } from '../../../support/flex/prices';

const START = '2026-11-29T12:00:00+01:00';
const good = () => signalFrom(START, [0.1, 0.2, null]);
const at = (iso: string): number => Date.parse(iso);

describe('lib/flex/supplier/signal', () => {
  it('makes rows of columns: watts, euros and grams, missing ones missing', () => {
    const signal = { ...good(), co2: undefined };
    assert.deepEqual(readSignal(signal), {
      rows: [
        {
          start: at(START),
          end: at('2026-11-29T12:15:00+01:00'),
          powerW: 10_000,
          costEurPerKWh: 0.1,
          co2GPerKWh: null,
        },
        {
          start: at('2026-11-29T12:15:00+01:00'),
          end: at('2026-11-29T12:30:00+01:00'),
          powerW: 11_000,
          costEurPerKWh: 0.2,
          co2GPerKWh: null,
        },
        {
          start: at('2026-11-29T12:30:00+01:00'),
          end: at('2026-11-29T12:45:00+01:00'),
          powerW: 12_000,
          costEurPerKWh: null,
          co2GPerKWh: null,
        },
      ],
      warnings: [],
    });
  });

  for (const [unit, multiplier, value, column, wanted] of [
    ['W', 'M', 0.08, 'powerW', 80_000],
    ['W', '', 80_000, 'powerW', 80_000],
    ['W', 'none', 1, 'powerW', 1],
    ['W', undefined, 1, 'powerW', 1],
    ['€/kWh', 'c', 18.25, 'costEurPerKWh', 0.1825],
    ['€/kWh', 'm', -5, 'costEurPerKWh', -0.005],
    ['€/kWh', '', 0, 'costEurPerKWh', 0],
    ['gCO2eq/kWh', 'k', 0.041, 'co2GPerKWh', 41],
  ] as const)
    it(`reads ${String(value)} ${multiplier ?? '(none)'} ${unit} as ${String(wanted)}`, () => {
      const name = { powerW: 'power', costEurPerKWh: 'cost', co2GPerKWh: 'co2' }[column];
      const signal = { ...signalFrom(START, [1]), [name]: [{ unit, multiplier, value }] };
      assert.equal(readSignal(signal).rows[0]?.[column], wanted);
    });

  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['a column that is too short', { cost: good().cost.slice(1) }, /cost: 2 values for 3 times/],
    ['a column that is too long', { co2: [...good().co2, ...good().co2] }, /co2: 6 values for 3 times/],
    ['steps of another number', { step: [1, 2] }, /step: 2 values for 3 times/],
    ['steps that go back', { step: [1, 3, 2] }, /step\.2/],
    ['steps that stand', { step: [1, 1, 2] }, /step\.1/],
    ['steps that are no numbers', { step: [1, 2.5, 3] }, /step/],
    ['times that go back', { horodate: [...good().horodate].reverse() }, /horodate\.1/],
    ['a time twice', { horodate: [good().horodate[0], good().horodate[0], good().horodate[2]] }, /horodate\.1/],
    [
      'a day that no calendar has',
      { horodate: ['2026-02-30T00:00:00+01:00', ...good().horodate.slice(1)] },
      /horodate\.0/,
    ],
    ...[
      '2026-00-05T10:00:00+01:00',
      '0000-01-01T00:00:00Z',
      '2026-01-01T00:00:00+99:99',
      '2026-01-01T00:00:00-00:60',
    ].map(
      (time) =>
        [`no time of a calendar (${time})`, { horodate: [time, ...good().horodate.slice(1)] }, /horodate\.0/] as const,
    ),
    ['words', { horodate: ['today', 'tomorrow', 'later'] }, /horodate\.0/],
    ['no times', { step: [], horodate: [], power: [], cost: [], co2: [] }, /horodate/],
    ['another unit', { cost: good().cost.map((one) => ({ ...one, unit: '€/MWh' })) }, /cost\.0\.unit.*€\/MWh/],
    ['a quantity of another column', { power: good().cost }, /power\.0\.unit/],
    [
      'an unknown multiplier',
      { power: good().power.map((one) => ({ ...one, multiplier: 'K' })) },
      /power\.0\.multiplier.*K/,
    ],
    [
      'a multiplier of the prototype',
      { power: good().power.map((one) => ({ ...one, multiplier: 'constructor' })) },
      /power\.0/,
    ],
    ['a figure in words', { cost: good().cost.map((one) => ({ ...one, value: '0.1' })) }, /cost/],
    ['a horizon that is none', { horizon: 'long' }, /horizon/],
  ];
  for (const [what, change, wanted] of refused)
    it(`refuses ${what}, whole, and names the place`, () => {
      assert.throws(
        () => readSignal({ ...good(), ...change }, 'supplier.example'),
        (error: unknown) => {
          assert.ok(error instanceof LinkyRedError);
          assert.equal(error.code, 'ERR_ANSWER');
          assert.match(error.message, wanted);
          assert.match(error.message, /supplier\.example/);
          return true;
        },
      );
    });

  it('refuses whatever else comes with ERR_ANSWER, and never hangs on it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ step: fc.anything(), horodate: fc.anything() })), (json) => {
        try {
          readSignal(json);
          return true;
        } catch (error) {
          return error instanceof LinkyRedError && error.code === 'ERR_ANSWER';
        }
      }),
    );
  });

  it('takes instants as they are written, and warns of an offset that Paris has not', () => {
    const horodate = ['2026-01-01T00:00:00+02:00', '2026-01-01T00:15:00+02:00', '2026-01-01T00:30:00+02:00'];
    const { rows, warnings } = readSignal({ ...good(), horodate });
    assert.equal(rows[0]?.start, Date.UTC(2025, 11, 31, 22));
    assert.deepEqual(warnings, ['offset']);
    // UTC, and the offset of summer in summer, are nobody's mistake.
    for (const fine of ['2026-01-01T00:00:00Z', '2026-07-01T00:00:00+02:00', '2026-07-01T00:00:00+0200'])
      assert.deepEqual(readSignal({ ...signalFrom(START, [1]), horodate: [fine] }).warnings, []);
  });

  it('takes times without an offset for those of Paris, in the doubled hour by their order', () => {
    const horodate = ['2026-10-25T02:30:00', '2026-10-25T02:45:00', '2026-10-25T02:00:00', '2026-10-25T02:15:00'];
    const { rows, warnings } = readSignal({ ...signalFrom(START, [1, 2, 3, 4]), horodate });
    assert.deepEqual(
      rows.map(({ start }) => new Date(start).toISOString()),
      ['2026-10-25T00:30:00.000Z', '2026-10-25T00:45:00.000Z', '2026-10-25T01:00:00.000Z', '2026-10-25T01:15:00.000Z'],
    );
    assert.deepEqual(warnings, ['no-offset']);
  });

  it('lets a step last until the next, and no longer than the shortest', () => {
    const horodate = ['2026-11-29T12:00:00+01:00', '2026-11-29T12:30:00+01:00', '2026-11-29T14:00:00+01:00'];
    const { rows } = readSignal({ ...good(), horodate });
    assert.deepEqual(
      rows.map(({ start, end }) => (end - start) / 60_000),
      [30, 30, 30],
    );
    assert.equal(rows[1]?.end, at('2026-11-29T13:00:00+01:00'));
  });

  it('warns of a horizon that is not the number of steps', () => {
    assert.deepEqual(readSignal({ ...good(), horizon: 3 }).warnings, []);
    assert.deepEqual(readSignal({ ...good(), horizon: 96 }).warnings, ['horizon']);
  });

  it('reads the example of the reference: +02:00 in January', function () {
    needsSamples(this);
    const file = path.join(SAMPLES, 'signals/flexready-supplier-signal.seed.json');
    const { rows, warnings } = readSignal(JSON.parse(readFileSync(file, 'utf8')));
    assert.deepEqual(warnings, ['offset']);
    assert.deepEqual(
      rows.map(({ powerW, costEurPerKWh, co2GPerKWh }) => [powerW, costEurPerKWh, co2GPerKWh]),
      [
        [12_000, 1200, 3.1],
        [12_500, 120, 3.14],
        [13_000, 12, 3.141],
        [13_500, 1, 3.1415],
      ],
    );
    assert.equal(rows[0]?.start, Date.UTC(2025, 11, 31, 22));
  });
});
