// What one frame becomes: values, units, horodates, quality.
import assert from 'node:assert/strict';
import {
  ADDRESS,
  dayProfile,
  linkyHc,
  linkyStandard,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
} from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');

describe('the values of a reading', () => {
  it('are numbers in the unit of the meter where there is one, else texts without their outer blanks', () => {
    const { values, units } = listen().push(linkyTempo().build()).last;
    assert.equal(values['PAPP'], 1240);
    assert.equal(values['IINST'], 5);
    assert.equal(values['BBRHCJB'], 10345678);
    assert.equal(values['OPTARIF'], 'BBR(');
    assert.equal(values['ADCO'], ADDRESS.linkyMono);
    assert.equal(values['DEMAIN'], '----');
    assert.equal(values['MOTDETAT'], '000000');
    assert.deepEqual(units, {
      ISOUSC: 'A',
      ...Object.fromEntries(
        ['JB', 'JW', 'JR'].flatMap((day) => [
          [`BBRHC${day}`, 'Wh'],
          [`BBRHP${day}`, 'Wh'],
        ]),
      ),
      IINST: 'A',
      IMAX: 'A',
      PAPP: 'VA',
    });
  });

  it('keep the dots of HC.. and the zeros of 01, and lose the blanks around LTARF', () => {
    assert.equal(listen().push(linkyHc().build()).last.values['PTEC'], 'HC..');
    const { values } = listen().push(linkyStandard().build()).last;
    assert.equal(values['LTARF'], 'HEURE  CREUSE');
    assert.equal(values['MSG1'], 'PAS DE          MESSAGE');
    assert.deepEqual(
      ['NTARF', 'VTIC', 'RELAIS', 'PRM', 'NJOURF+1'].map((label) => values[label]),
      ['01', '02', '000', '19357204681357', '00'],
    );
  });

  it('have no key for a group without data, and its horodate all the same', () => {
    const { values, horodates, time } = listen().push(linkyStandard().build()).last;
    assert.equal('DATE' in values, false);
    assert.equal(horodates['DATE'], '2027-01-12T10:55:01+01:00');
    assert.equal(time, '2027-01-12T10:55:01+01:00');
  });

  it('know the units of standard', () => {
    const { units } = listen().push(linkyStandardTriProducer().build()).last;
    const some = ['EAST', 'EAIT', 'ERQ4', 'IRMS2', 'URMS3', 'PREF', 'SINSTS', 'SMAXSN1-1', 'CCAIN', 'UMOY3'];
    assert.deepEqual(
      some.map((label) => units[label]),
      ['Wh', 'Wh', 'varh', 'A', 'V', 'kVA', 'VA', 'VA', 'W', 'V'],
    );
    assert.equal('NTARF' in units, false);
  });

  it('give PMAX in VA on a Linky and in W on a blue meter', () => {
    assert.equal(listen().push(linkyTri().build()).last.units['PMAX'], 'VA');
    assert.equal(listen().push(linkyTri().set('ADCO', ADDRESS.cbetm).build()).last.units['PMAX'], 'W');
  });

  it('of a label that comes several times are an array', () => {
    const twice = linkyHc().after('PAPP', 'NEWLAB', 'b').after('PAPP', 'NEWLAB', 'a');
    const thrice = twice.after('PAPP', 'NEWLAB', '0');
    const listener = listen({ lenient: true }).push(twice.build());
    assert.deepEqual(listener.last.values['NEWLAB'], ['a', 'b']);
    assert.deepEqual(listener.push(thrice.build()).last.values['NEWLAB'], ['0', 'a', 'b']);
  });

  it('have the horodate of each label that has one, with the Paris offset', () => {
    const summer = linkyStandard('E270712105501').set('SMAXSN', '05120', 'E270712073402');
    const { horodates } = listen().push(summer.after('STGE', 'DPM1', '00', ' 270713060000').build()).last;
    assert.equal(horodates['SMAXSN'], '2027-07-12T07:34:02+02:00');
    assert.equal(horodates['SMAXSN-1'], '2027-01-11T19:19:55+01:00');
    assert.equal(horodates['DPM1'], '2027-07-13T06:00:00+02:00');
  });

  it('are unpacked beside themselves', () => {
    const profile = dayProfile('00004003', '06004004');
    const { decoded } = listen().push(
      linkyStandard().set('RELAIS', '140').after('PJOURF+1', 'PPOINTE', profile).build(),
    ).last;
    assert.deepEqual(Object.keys(decoded).sort(), ['PJOURF+1', 'PPOINTE', 'RELAIS', 'STGE']);
    assert.deepEqual(decoded['RELAIS'], [3, 4, 8]);
    assert.deepEqual(
      (decoded['PPOINTE'] as { supplierIndex: number }[]).map(({ supplierIndex }) => supplierIndex),
      [3, 4],
    );
    const blue = listen().push(linkyTri().set('OPTARIF', 'BBR(').set('PPOT', '08').build()).last.decoded;
    assert.deepEqual(blue, { OPTARIF: { option: 'tempo', circuit1: 'A', circuit2: 'P0' }, PPOT: { missing: [3] } });
  });
});

describe('the quality of a frame', () => {
  it('counts accepted, refused and held groups and the frames until now, and says since when', () => {
    const listener = listen().push(linkyHc().build(), NOON);
    listener.push(linkyHc().damaged('PAPP', 'IMAX').set('HCHP', '000000001').build(), NOON + 1500);
    assert.deepEqual(listener.last.quality, {
      groups: 8,
      rejected: 2,
      held: 1,
      unknown: [],
      complete: true,
      frames: 2,
      since: '2027-01-12T12:00:00+01:00',
    });
  });

  it('says that a frame was broken off, begun in the middle, or cut by the next', () => {
    const complete = (...bytes: Buffer[]): boolean[] => {
      const listener = listen();
      for (const part of bytes) listener.push(part);
      listener.decoder.flush();
      return listener.frames.map(({ quality }) => quality.complete);
    };
    const frame = linkyHc();
    assert.deepEqual(complete(frame.build()), [true]);
    assert.deepEqual(complete(frame.brokenOffBehind('HCHC')), [false]);
    assert.deepEqual(complete(frame.behind('HCHC'), frame.build()), [false, true]);
    assert.deepEqual(complete(frame.upTo('HCHC'), frame.build()), [false, true]);
    assert.deepEqual(complete(frame.build().subarray(0, -1)), [false]);
  });

  it('splits two frames whose ETX and STX were lost', () => {
    const listener = listen().push(Buffer.concat([linkyHc().build().subarray(0, -1), linkyHc().build().subarray(1)]));
    assert.deepEqual(
      listener.frames.map(({ quality }) => [quality.groups, quality.complete]),
      [
        [11, false],
        [11, false],
      ],
    );
    assert.equal(listener.last.values['PAPP'], 1240);
  });
});
