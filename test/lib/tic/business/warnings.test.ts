// Overrun warnings of the business meters as `power-overrun` announced: when they begin, what they tell, when they end.
import assert from 'node:assert/strict';
import { Line } from '../../../support/tic/business-line';
import {
  cje,
  ice2q,
  iceV24,
  pmePmi,
  pmePmi2010,
  pmePmiHta,
  saphirLong,
  saphirShort,
  slashes,
} from '../../../support/tic/business-meters';
import { type FrameBuilder, historique } from '../../../support/tic/tic-frames';

const FAMILIES = [
  ['PME-PMI 2013', pmePmi(), pmePmi().after('PS', 'PREAVIS', 'DEP'), { value: null, unit: 'kVA', threshold: 97.2 }],
  [
    'PME-PMI 2010, padded',
    pmePmi2010(),
    pmePmi2010().after('PS', 'PREAVIS', 'DEP '),
    { value: null, unit: 'kVA', threshold: 97.2 },
  ],
  ['PME-PMI HTA', pmePmiHta(), pmePmiHta().after('PS', 'PREAVIS', 'DEP'), { value: 87, unit: 'kW', threshold: 225 }],
  [
    'SAPHIR producer',
    saphirLong({ format: 'STD', producer: true }),
    saphirShort({ format: 'STD', producer: true }).after('PTCOURD', 'PREAVIS', 'DEP'),
    { value: 730, unit: 'kW', threshold: 720 },
  ],
  ['ICE-2Q', ice2q(), ice2q().after('PTCOUR', 'PREAVIS', 'DEP'), { value: 452, unit: 'kW', threshold: 432 }],
  ['ICE V2.4', iceV24(), iceV24().after('PTCOUR', 'PREAVIS', 'DEP'), { value: null, unit: 'kW', threshold: 432 }],
  ['CJE', cje(), cje('DP', '03456'), { value: 34560, unit: 'VA', threshold: 33600 }],
] as const;

describe('a warning below the subscribed power', () => {
  for (const [name, calm, warned, detail] of FAMILIES) {
    it(`of ${name} is announced, level 2, with its threshold, and ends with the first whole frame without it`, () => {
      const line = new Line().send(calm);
      assert.deepEqual(line.edges, ['initial cleared  ']);
      line.send(warned);
      assert.deepEqual(line.edges, ['announced announced 2 3']);
      assert.deepEqual(line.detail, { phases: null, ...detail });
      line.send(warned, warned, calm);
      assert.deepEqual(line.edges, ['ended cleared  ']);
    });

    it(`of ${name} is told as initial to who comes late`, () => {
      assert.deepEqual(new Line().send(warned).edges, ['initial announced 2 3']);
    });
  }

  it('of a SAPHIR consumer shows the power that follows from EAS', () => {
    const at = (time: string, wh: number): FrameBuilder =>
      saphirShort()
        .set('DATE', slashes(time))
        .set('EAS', `${String(wh)}Wh`)
        .after('PTCOURD', 'PREAVIS', 'DEP');
    const line = new Line().send(saphirLong().set('DATE', slashes('14/32/00')));
    line.send(at('14/32/08', 21600), at('14/32/16', 23200), at('14/32/24', 24800));
    assert.deepEqual(line.detail, { phases: null, value: 720, unit: 'kW', threshold: 720 });
  });

  it('of a SAPHIR has no threshold while its long frame has not come', () => {
    const line = new Line().send(saphirShort().after('PTCOURD', 'PREAVIS', 'DEP'));
    assert.deepEqual(line.detail, { phases: null, value: null, unit: 'kW', threshold: null });
  });

  it('of PME-PMI begins at its group, before the frame has ended', () => {
    const line = new Line().send(pmePmi());
    const warned = pmePmi().after('PS', 'PREAVIS', 'DEP');
    line.edges.splice(0);
    line.bytes(warned.upTo('PREAVIS'));
    assert.deepEqual(line.edges, ['announced announced 2 3']);
  });

  for (const [name, calm, warned, behind] of [
    ['SAPHIR', saphirShort(), saphirShort().after('PTCOURD', 'PREAVIS', 'DEP'), 'EAp1SD'],
    ['ICE', ice2q(), ice2q().after('PTCOUR', 'PREAVIS', 'DEP'), 'DATEPA1'],
  ] as const) {
    it(`of ${name} begins when the place of MODE has passed`, () => {
      const line = new Line().send(calm);
      line.edges.splice(0);
      line.bytes(warned.upTo('PREAVIS'));
      assert.deepEqual(line.edges, []);
      line.bytes(warned.behind('PREAVIS').subarray(0, warned.upTo(behind).length - warned.upTo('PREAVIS').length));
      assert.deepEqual(line.edges, ['announced announced 2 3']);
    });

    it(`of ${name} that is broken off before the place of MODE waits for the next`, () => {
      const line = new Line().send(calm);
      line.edges.splice(0);
      line.bytes(warned.brokenOffBehind('PREAVIS'));
      assert.deepEqual(line.edges, []);
      line.send(warned);
      assert.deepEqual(line.edges, ['announced announced 2 3']);
    });

    it(`of ${name} in a frame whose MODE was damaged is not believed`, () => {
      const line = new Line().send(calm);
      line.edges.splice(0);
      line.send(warned.before(behind, 'MODE', 'CONTROLE').damaged('MODE'));
      assert.deepEqual(line.edges, []);
    });
  }

  it('of PME-PMI is believed at once only where nothing before it was damaged, else when it comes again', () => {
    const warned = pmePmi().after('PS', 'PREAVIS', 'DEP').damaged('ER+_s');
    const line = new Line().send(pmePmi());
    line.edges.splice(0);
    assert.deepEqual(line.send(warned).edges, []);
    assert.deepEqual(line.send(warned).edges, ['announced announced 2 3']);
  });

  it('is not ended by a frame in which it was damaged, nor by frames that were broken off', () => {
    const warned = pmePmi().after('PS', 'PREAVIS', 'DEP');
    const line = new Line().send(pmePmi(), warned);
    line.edges.splice(0);
    line.send(warned.damaged('PREAVIS'), warned.damaged('PREAVIS'), warned.damaged('PREAVIS'));
    line.bytes(pmePmi().brokenOffBehind('PS')).bytes(pmePmi().brokenOffBehind('PS'));
    assert.deepEqual(line.edges, []);
    // On a line that breaks every frame its neighbours, three times side by side, end it.
    const noisy = pmePmi().damaged('EA_s');
    assert.deepEqual(line.send(noisy, noisy).edges, []);
    assert.deepEqual(line.send(noisy).edges, ['ended cleared  ']);
  });

  it('ICE repeats PREAVIS for several warnings: each begins and ends on its own', () => {
    const both = ice2q('EJP_A5').after('PTCOUR', 'PREAVIS', 'EJP').after('PTCOUR', 'PREAVIS', 'DEP');
    const line = new Line().send(ice2q('EJP_A5'), both);
    assert.deepEqual(line.listener.last.values['PREAVIS'], ['DEP', 'EJP']);
    const edges = (): string[] => line.listener.news().map(({ signal, change }) => `${signal} ${change}`);
    assert.deepEqual(edges().slice(-2).sort(), ['peak announced', 'power-overrun announced']);
    line.send(ice2q('EJP_A5').after('PTCOUR', 'PREAVIS', 'EJP'));
    assert.deepEqual(edges(), ['power-overrun ended']);
    line.send(ice2q('EJP_A5'));
    assert.deepEqual(edges(), ['peak withdrawn']);
  });

  it('ICE with the voltage in frames of their own: these say nothing of a warning, on a bad line neither', () => {
    const voltage = historique().group('U10MN', '20110V');
    const warned = ice2q().after('PTCOUR', 'PREAVIS', 'DEP');
    const line = new Line().send(ice2q(), voltage, warned, voltage);
    line.edges.splice(0);
    // What lies beside the place of MODE is damaged, so nobody can believe what this frame warns of.
    line.send(warned.damaged('DATEPA1'), voltage, warned.damaged('PREAVIS'), voltage, warned.damaged('PA1'), voltage);
    // A burst that leaves nothing of a frame.
    line.send(voltage, voltage);
    assert.deepEqual(line.edges, []);
    line.send(ice2q(), voltage);
    assert.deepEqual(line.edges, ['ended cleared  ']);
  });
});
