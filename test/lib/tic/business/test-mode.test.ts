// TRAME TEST and MODE CONTROLE: a state of their own, which drives no reading and no signal.
import assert from 'node:assert/strict';
import { Line } from '../../../support/tic/business-line';
import { colons, ice2q, ice4q, iceV24, pmePmi, pmePmiTest, saphirShort } from '../../../support/tic/business-meters';

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
    assert.deepEqual([last.test, last.values], [true, { injection_MODE: 'CONTROLE' }]);
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
