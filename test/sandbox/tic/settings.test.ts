import assert from 'node:assert/strict';
import { parisInstant } from '../../../sandbox/paris-clock';
import { type Controllable, lineFaultRates, obey } from '../../../sandbox/tic/control';
import type { MeterOptions } from '../../../sandbox/tic/meter';
import { meterSettings } from '../../../sandbox/tic/settings';

describe('sandbox: settings of the meter', () => {
  const now = Date.UTC(2026, 10, 24);

  function linky(words: Record<string, string>): { meter: MeterOptions; factor: number } {
    const { meter, factor } = meterSettings(words, now);
    assert.ok(!('family' in meter));
    return { meter, factor };
  }

  it('is a single-phase Tempo meter in standard mode on a winter day to come, at the pace of the host', () => {
    const { meter, factor } = linky({});
    assert.equal(factor, 1);
    assert.deepEqual([meter.mode, meter.contract, meter.phases, meter.producer], ['standard', 'tempo', 1, false]);
    assert.equal(meter.start, parisInstant(2026, 12, 8, 10, 55));
  });

  it('reads every setting', () => {
    const words = {
      mode: 'historique',
      contract: 'ejp',
      phases: '3',
      producer: 'yes',
      factor: '60',
      start: '2026-10-25T00:00:00+02:00',
      colours: 'blue,red',
      seed: 'one',
      faults: 'flips=0.001,silenceSeconds=20',
    };
    const { meter, factor } = linky(words);
    assert.equal(factor, 60);
    const { mode, contract, phases, producer, start, colours, seed, faults } = meter;
    assert.deepEqual(
      { mode, contract, phases, producer, start, colours, seed, faults },
      {
        mode: 'historique',
        contract: 'ejp',
        phases: 3,
        producer: true,
        start: parisInstant(2026, 10, 25),
        colours: ['blue', 'red'],
        seed: 'one',
        faults: { flips: 0.001, silenceSeconds: 20 },
      },
    );
  });

  it('is a PME-PMI or a SAPHIR where it is told to be one', () => {
    const start = parisInstant(2026, 12, 8, 10, 55);
    const shared = { subscribed: null, producer: false, seed: 'linky', start, faults: {} };
    assert.deepEqual(meterSettings({ family: 'pme-pmi', speed: '1200', td: '5' }, now).meter, {
      ...{ family: 'pme-pmi', format: 'STD', baudRate: 1200, td: 5 },
      ...shared,
    });
    const large = meterSettings({ family: 'pme-pmi', subscribed: '250' }, now).meter;
    assert.equal('family' in large && large.subscribed, 250);
    assert.throws(() => meterSettings({ family: 'pme-pmi', subscribed: '251' }, now), { message: 'subscribed=251' });
    const words = { family: 'saphir', format: 'HISTO', producer: 'yes', seed: 'two', faults: 'flips=0.001' };
    assert.deepEqual(meterSettings(words, now).meter, {
      ...{ family: 'saphir', format: 'HISTO', baudRate: 9600, td: 10 },
      ...{ ...shared, producer: true, seed: 'two', faults: { flips: 0.001 } },
    });
  });

  it('knows no SAPHIR at the speeds that only a PME-PMI has', () => {
    assert.throws(() => meterSettings({ speed: '19200', family: 'saphir' }, now), { message: 'speed=19200' });
  });

  for (const [name, value] of [
    ['family', 'gas'],
    ['format', 'std'],
    ['td', '7'],
    ['speed', '300'],
    ['mode', 'fast'],
    ['phases', '2'],
    ['factor', '0'],
    ['factor', 'quick'],
    ['start', 'tomorrow'],
    ['colours', 'blue,green'],
    ['faults', 'rain=0.1'],
    ['toString', 'x'],
    ['speed', '60'],
    ['subscribed', '36'],
  ] as const) {
    it(`refuses ${name}=${value} and says so`, () => {
      assert.throws(() => meterSettings({ [name]: value }, now), { name: 'RangeError', message: `${name}=${value}` });
    });
  }
});

describe('sandbox: orders to the meter', () => {
  function heard(line: string): { done: boolean; calls: unknown[] } {
    const calls: unknown[] = [];
    const note =
      (name: string) =>
      (...args: unknown[]): void => {
        calls.push([name, ...args]);
      };
    const meter: Controllable = {
      plugCar: note('car'),
      switchLoads: note('loads'),
      incident: note('incident'),
      setFaults: note('faults'),
      silence: note('silence'),
      setFactor: note('factor'),
    };
    return { done: obey(line, meter), calls };
  }

  it('does what it is told', () => {
    assert.deepEqual(heard('car 20\r').calls, [['car', 20]]);
    assert.deepEqual(heard('loads off').calls, [['loads', false]]);
    assert.deepEqual(heard('loads on').calls, [['loads', true]]);
    assert.equal(heard('loads half').done, false);
    assert.deepEqual(heard('silence 30').calls, [['silence', 30]]);
    assert.deepEqual(heard('factor 120').calls, [['factor', 120]]);
    assert.deepEqual(heard('factor 99999').calls, [['factor', 3600]]);
    assert.deepEqual(heard('incident breaker 10').calls, [['incident', 'breaker', 10]]);
    assert.deepEqual(heard('faults flips=0.001,eot=0.1').calls, [['faults', { flips: 0.001, eot: 0.1 }, null]]);
    assert.deepEqual(heard('faults noise=1 30').calls, [['faults', { noise: 1 }, 30]]);
    assert.deepEqual(heard('faults none').calls, [['faults', {}, null]]);
  });

  it('leaves alone what it does not understand', () => {
    for (const line of [
      '',
      'hello',
      'car',
      'car x',
      'car -5',
      'incident fire 10',
      'faults flips',
      'constructor 1',
      '\xff\xfb\x01',
    ]) {
      assert.deepEqual(heard(line), { done: false, calls: [] }, JSON.stringify(line));
    }
    assert.equal(lineFaultRates('flips=x'), undefined);
  });
});
