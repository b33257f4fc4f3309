import assert from 'node:assert/strict';
import { ice4q, pmePmi } from '../../../support/tic/business-meters';
import { linkyHc, linkyStandard } from '../../../support/tic/tic-meters';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const reasonOf = (listener: TicListener, label: string): string | undefined =>
  listener.last.groups.find((group) => group.label === label)?.reason;

describe('a label that no dictionary has', () => {
  const frame = linkyStandard().after('STGE', 'NEWLAB', '12');

  it('passes once a second frame of that meter brings it, flagged each time', () => {
    const listener = listen().push(frame.build());
    assert.equal(reasonOf(listener, 'NEWLAB'), 'unknown');
    assert.deepEqual(listener.last.quality.unknown, ['NEWLAB']);
    assert.equal('NEWLAB' in listener.last.values, false);
    listener.push(linkyStandard().build()).push(frame.build());
    assert.equal(reasonOf(listener, 'NEWLAB'), undefined);
    assert.deepEqual(listener.last.quality.unknown, ['NEWLAB']);
    assert.equal(listener.last.values['NEWLAB'], '12', 'a text: nobody knows its unit');
    assert.equal('NEWLAB' in listener.last.units, false);
  });

  it('twice in one frame is once', () => {
    const listener = listen().push(frame.after('STGE', 'NEWLAB', '13').build());
    assert.equal('NEWLAB' in listener.last.values, false);
  });

  it('begins anew with another meter', () => {
    const other = linkyStandard().set('ADSC', '042061700999');
    const listener = listen().push(frame.build());
    for (let n = 0; n < 3; n++) listener.push(other.build());
    listener.push(other.after('STGE', 'NEWLAB', '12').build());
    assert.equal(reasonOf(listener, 'NEWLAB'), 'unknown');
  });

  it('never passes when it is a known one with bit 6 turned over, which no sum sees', () => {
    // EASF01 → EASFp1, NJOURF+1 → NJOURFk1, SMAXSN-1 → SMAXSNm1
    for (const label of ['EASFp1', 'NJOURFk1', 'SMAXSNm1']) {
      const listener = listen();
      for (let n = 0; n < 3; n++) listener.push(linkyStandard().after('STGE', label, '00').build());
      assert.equal(label in listener.last.values, false, label);
    }
  });

  it('never passes when it is one of an injection part, or of another spelling, with bit 6 turned over', () => {
    const injected = listen();
    for (let n = 0; n < 3; n++) injected.push(ice4q().after('EApCour', 'Pr', '12kW').build());
    assert.equal(
      Object.keys(injected.last.values).some((label) => label.endsWith('Pr')),
      false,
    );
    const folded = listen();
    for (let n = 0; n < 3; n++) folded.push(pmePmi().after('PS', 'EAP-q_s', '4567kWh').build());
    assert.equal('EAP-q_s' in folded.last.values, false);
  });

  it('never passes when it is the rest of a known one that a turned bit cut, which no sum sees: SC of ISOUSC', () => {
    const listener = listen();
    for (let n = 0; n < 3; n++) listener.push(linkyHc().without('ISOUSC').after('OPTARIF', 'SC', '45').build());
    assert.equal('SC' in listener.last.values, false);
  });

  it('never passes when it is the rest of a horodate that a turned bit cut: 0001 of H270111080001', () => {
    const listener = listen();
    for (let n = 0; n < 3; n++) listener.push(linkyStandard().after('SMAXSN', '0001', '02800').build());
    assert.equal('0001' in listener.last.values, false);
    assert.equal(reasonOf(listener, '0001'), 'unknown');
  });

  it('never passes with a horodate that is none: RELAIS whose I came as HT', () => {
    const listener = listen();
    for (let n = 0; n < 3; n++) listener.push(linkyStandard().after('PRM', 'RELA', '000', 'S').build());
    assert.equal(reasonOf(listener, 'RELA'), 'horodate');
  });

  it('passes at once when lenient, also before the first known label of the stream', () => {
    const listener = listen({ lenient: true }).push(linkyStandard().before('ADSC', 'NEWLAB', '12').build());
    assert.equal(listener.frames.length, 1);
    assert.equal(listener.last.quality.complete, true);
    assert.equal(listener.last.values['NEWLAB'], '12');
  });

  it('may be spelt like something that every object has', () => {
    const listener = listen({ lenient: true });
    const named = ['constructor', '__proto__', 'toString', 'valueOf', '__defineGetter_'];
    listener.push(named.reduce((builder, label) => builder.after('STGE', label, '1'), linkyStandard()).build());
    assert.equal(Object.getPrototypeOf(listener.last.values), Object.prototype);
    assert.equal(listener.last.values.constructor, '1');
    assert.deepEqual(Object.keys(listener.last.decoded), ['STGE', 'RELAIS', 'PJOURF+1']);
  });
});
