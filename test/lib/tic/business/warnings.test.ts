// Overrun warnings of the business meters as `power-overrun` announced: when they begin, what they tell, when they end.
import assert from 'node:assert/strict';
import {
  cje,
  colons,
  ice2q,
  ice4q,
  iceV24,
  pmePmi,
  pmePmi2010,
  pmePmiHta,
  pmePmiTest,
  saphirLong,
  saphirShort,
  slashes,
} from '../../../support/business-meters';
import type { FrameBuilder } from '../../../support/tic-frames';
import { type TicListener, listen } from '../../../support/tic-listener';

const NOW = Date.parse('2026-11-24T13:32:08Z');

/** A line on which frames follow each other every 8 s. */
class Line {
  readonly listener: TicListener = listen();
  private at = NOW;

  send(...frames: FrameBuilder[]): this {
    for (const frame of frames) {
      this.listener.push(frame.build(), this.at);
      this.at += 8000;
    }
    return this;
  }

  bytes(bytes: Uint8Array): this {
    this.listener.push(bytes, this.at);
    return this;
  }

  /** Edges of overruns since the last call. */
  get edges(): string[] {
    return this.listener
      .told('power-overrun')
      .map(({ change, state, level, expected }) => [change, state, level, expected].join(' '));
  }

  get detail(): unknown {
    return this.listener.present('power-overrun')[0]?.detail;
  }
}

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
});

describe('a meter that plays a test or is under control', () => {
  const warned = pmePmi().after('PS', 'PREAVIS', 'DEP');

  it('TRAME TEST touches no signal and no value, and is a state of its own', () => {
    const line = new Line().send(pmePmi());
    const before = line.listener.decoder.presentSignals();
    line.listener.news();
    for (let n = 0; n < 15; n++) line.send(pmePmiTest(['PTCOUR1', 'PM'], ['PREAVIS', 'DEP']));
    const { last } = line.listener;
    assert.equal(last.test, true);
    assert.deepEqual(last.values, { TRAME: 'TEST' });
    assert.deepEqual(
      [last.budget, last.derived, last.headroom, last.flexReady, last.carried],
      [null, null, null, null, {}],
    );
    assert.equal(last.meter.id, '041436000777');
    assert.deepEqual(line.listener.news(), []);
    assert.deepEqual(line.listener.decoder.presentSignals(), before);
    assert.equal(line.send(pmePmi()).listener.last.test, false);
  });

  it('the address of a test is that of no meter, also where TRAME was damaged, and in the first frames', () => {
    const test = pmePmiTest(['PTCOUR1', 'PM'], ['PREAVIS', 'DEP']);
    const line = new Line().send(test.damaged('TRAME'), test.damaged('TRAME'), test, test);
    assert.deepEqual(line.listener.news(), []);
    assert.equal(line.listener.last.meter.id, null);
    assert.equal(line.send(pmePmi()).listener.last.meter.id, '041436000777');
  });

  it('TRAME alone says so too, where the address behind it was damaged', () => {
    const line = new Line().send(pmePmi());
    line.listener.news();
    const test = pmePmiTest(['PTCOUR1', 'PM'], ['PREAVIS', 'DEP']).damaged('ADS');
    line.send(test, test, test);
    assert.deepEqual([line.listener.last.test, line.listener.last.values], [true, { TRAME: 'TEST' }]);
    assert.deepEqual(line.listener.news(), []);
  });

  it('MODE CONTROLE in the injection part of an ICE-4Q makes no reading of the frame', () => {
    const line = new Line().send(ice4q());
    line.listener.news();
    line.send(ice4q().before('DATEP1', 'MODE', 'CONTROLE').set('IPA1MN', '350kW'));
    const { last } = line.listener;
    assert.deepEqual([last.test, last.values], [true, { 'injection.MODE': 'CONTROLE' }]);
    assert.deepEqual(line.listener.news(), []);
  });

  for (const [name, calm, controlled] of [
    ['PME-PMI', pmePmi(), warned.set('PTCOUR1', 'PM ').before('CONFIG', 'MODE', 'CONTROLE')],
    [
      'SAPHIR',
      saphirShort(),
      saphirShort().after('PTCOURD', 'MODE', 'CONTROLE').after('PTCOURD', 'PREAVIS', 'DEP').set('PTCOURD', 'P  '),
    ],
    ['ICE', ice2q(), ice2q().after('PTCOUR', 'MODE', 'CONTROLE').after('PTCOUR', 'PREAVIS', 'DEP').set('PTCOUR', 'PM')],
    [
      'ICE V2.4',
      iceV24(),
      iceV24().set('PTCOUR', 'PM').after('PTCOUR', 'PREAVIS', 'DEP').after('PSHPH', 'MODE', 'CONTROLE'),
    ],
  ] as const)
    it(`MODE CONTROLE of ${name} touches no signal and no value`, () => {
      const line = new Line().send(calm);
      line.listener.news();
      line.send(controlled, controlled, controlled);
      assert.deepEqual(line.listener.edges(), []);
      assert.deepEqual(line.listener.last.values, { MODE: 'CONTROLE' });
      assert.equal(line.listener.last.test, true);
      assert.equal(line.listener.last.time, null);
    });

  it('the clock of a controlled meter is not taken for that of the meter at work', () => {
    const line = new Line().send(pmePmi());
    line.send(pmePmi().set('DATE', colons('03:00:00', '01/01/30')).before('CONFIG', 'MODE', 'CONTROLE'));
    line.send(pmePmi().set('PTCOUR1', 'HCH'));
    const [period] = line.listener.present('tariff-period');
    assert.equal(period?.start?.slice(0, 10), '2026-11-24');
  });
});
