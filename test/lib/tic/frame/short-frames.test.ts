// Short frames of three-phase meters in overrun, made full with the values of the last long one.
import assert from 'node:assert/strict';
import { ADDRESS, linkyTri, short } from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');

describe('short frames', () => {
  const long = linkyTri();
  const over = short(ADDRESS.linkyTri, { 2: '023' });

  it('are made full with the values of the last long frame, each with its age', () => {
    const listener = listen()
      .push(long.build(), NOON)
      .push(over.build(), NOON + 3500);
    const { values, carried, units } = listener.last;
    assert.deepEqual(Object.keys(values).sort(), [...long.labels, 'ADIR2'].sort());
    assert.equal(values['PAPP'], 4710);
    assert.equal(values['IINST2'], 23, 'what the short frame brings is new');
    const brought = ['ADCO', 'IINST1', 'IINST2', 'IINST3'];
    assert.deepEqual(
      carried,
      Object.fromEntries(long.labels.filter((label) => !brought.includes(label)).map((label) => [label, 3.5])),
    );
    assert.equal(units['PAPP'], 'VA');
  });

  it('grow older until the next long frame', () => {
    const listener = listen().push(long.build(), NOON);
    for (let n = 1; n <= 20; n++) listener.push(over.build(), NOON + n * 600);
    assert.equal(listener.last.carried['PAPP'], 12);
    listener.push(long.set('PAPP', '05000').build(), NOON + 14_000);
    assert.deepEqual(listener.last.carried, {});
    assert.equal(listener.push(over.build(), NOON + 15_000).last.values['PAPP'], 5000);
  });

  it('carry nothing that means something by its absence', () => {
    const listener = listen().push(over.build()).push(long.build()).push(short(ADDRESS.linkyTri).build());
    assert.equal('ADIR2' in listener.last.values, false);
  });

  it('have no ages from a file, where nobody knows when a frame came', () => {
    assert.equal(listen().push(long.build()).push(over.build()).last.carried['PAPP'], null);
  });

  it('keep the values that a damaged long frame did not bring', () => {
    const listener = listen()
      .push(long.build(), NOON)
      .push(long.damaged('PAPP').set('BASE', '056789013').build(), NOON + 3000);
    listener.push(over.build(), NOON + 4000);
    assert.equal(listener.last.values['PAPP'], 4710);
    assert.equal(listener.last.carried['PAPP'], 4);
    assert.equal(listener.last.values['BASE'], 56789013);
    assert.equal(listener.last.carried['BASE'], 1);
  });

  it('lose a value that a whole long frame no longer has', () => {
    const listener = listen().push(long.build()).push(long.without('PMAX').build()).push(over.build());
    assert.equal('PMAX' in listener.last.values, false);
  });

  it('lack a label whose group was damaged, also behind one in which it was held', () => {
    const other = short('021761700456', { 2: '023' }).build();
    const listener = listen().push(long.build()).push(other);
    assert.equal('ADCO' in listener.last.carried, false, 'it came, and is held');
    const damaged = Buffer.from(other);
    damaged.write('x', damaged.indexOf('ADCO') + 6);
    assert.equal('ADCO' in listener.push(damaged).last.carried, true, 'it did not come');
  });

  it('carry nothing of another meter', () => {
    const listener = listen().push(long.build());
    for (let n = 0; n < 3; n++) listener.push(short(ADDRESS.cbetm, { 1: '031' }).build());
    assert.deepEqual(Object.keys(listener.last.values).sort(), ['ADCO', 'ADIR1', 'IINST1', 'IINST2', 'IINST3']);
  });
});
