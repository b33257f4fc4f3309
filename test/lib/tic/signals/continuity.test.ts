// Events over a restart, a change of mode, another meter: an event keeps its id and its origin, another one has its own.
import assert from 'node:assert/strict';
import { ADDRESS, linkyHc, linkyStandard, linkyStandardTempo, linkyTempo } from '../../../support/tic/tic-meters';
import { edgeOf, listen } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const over = linkyHc().after('IINST', 'ADPS', '047');

describe('after a restart', () => {
  it('what is still open is told as initial under its id, with its start', () => {
    const before = listen()
      .push(linkyHc().build(), NOON)
      .push(over.build(), NOON + 2000);
    const started = before.told('power-overrun').at(-1);
    const after = listen();
    after.decoder.restoreSignals(JSON.parse(JSON.stringify(before.decoder.openSignals())) as never);
    assert.deepEqual(
      after
        .push(over.build(), NOON + 60_000)
        .told('power-overrun')
        .map(edgeOf),
      ['power-overrun initial: active 3'],
    );
    const [event] = after.present('power-overrun');
    assert.deepEqual([event?.id, event?.start], [started?.id, '2027-01-12T12:00:02+01:00']);
  });

  it('what ended meanwhile is told as cleared under its id', () => {
    const before = listen().push(over.build(), NOON);
    const after = listen();
    after.decoder.restoreSignals(before.decoder.openSignals());
    const [event] = after.push(linkyHc().build(), NOON + 60_000).told('power-overrun');
    assert.deepEqual(
      [event && edgeOf(event), event?.id],
      ['power-overrun initial: cleared', before.told('power-overrun')[0]?.id],
    );
  });

  it('nothing is told before the meter speaks, and nothing is lost when it restarts once more', () => {
    const before = listen().push(linkyTempo().set('DEMAIN', 'ROUG').build(), NOON);
    const open = before.decoder.openSignals();
    assert.deepEqual(Object.keys(open).sort(), ['day-colour', 'day-colour-next', 'tariff-period']);
    const between = listen();
    between.decoder.restoreSignals(open);
    assert.deepEqual(between.news(), []);
    assert.deepEqual(between.decoder.openSignals(), open);
  });

  it('an announced day that has begun meanwhile has the id of its announcement', () => {
    const before = listen().push(linkyTempo().set('DEMAIN', 'ROUG').build(), NOON);
    const announced = before.told('day-colour')[1];
    const after = listen();
    after.decoder.restoreSignals(before.decoder.openSignals());
    const day = after.push(linkyTempo().set('PTEC', 'HPJR').build(), NOON + 86_400_000).told('day-colour');
    assert.deepEqual(
      day.map(({ id, change }) => [id, change]),
      [[announced?.id, 'initial']],
    );
  });

  it('what another meter had open is not continued', () => {
    const before = listen().push(over.build(), NOON);
    const after = listen();
    after.decoder.restoreSignals(before.decoder.openSignals());
    const events = after.push(over.set('ADCO', '042061700999').build(), NOON + 60_000).told('power-overrun');
    assert.deepEqual(
      events.map(({ id, change }) => `${change} ${id}`),
      [
        `ended ${ADDRESS.linkyMono}/tic/power-overrun/2027-01-12T12:00:00+01:00`,
        'initial 042061700999/tic/power-overrun/2027-01-12T12:01:00+01:00',
      ],
    );
  });

  it('what began under the name of the stream is continued under it', () => {
    const before = listen({ stream: 'garage' }).push(over.without('ADCO').build(), NOON);
    const after = listen({ stream: 'garage' });
    after.decoder.restoreSignals(before.decoder.openSignals());
    const [event] = after.push(over.build(), NOON + 60_000).told('power-overrun');
    assert.equal(event?.origin, 'garage');
  });
});

describe('when the meter is replaced', () => {
  it('what the old one had open ends, and the new one is told as initial under its own name', () => {
    const listener = listen()
      .push(linkyHc().build(), NOON)
      .push(over.build(), NOON + 2000);
    listener.news();
    const other = over.set('ADCO', '042061700999');
    listener.push(other.build(), NOON + 10_000).push(other.build(), NOON + 12_000);
    assert.deepEqual(listener.news(), []);
    listener.push(other.build(), NOON + 14_000);
    const news = listener.news();
    assert.deepEqual(
      news.map((event) => `${edgeOf(event)} of ${event.origin}`),
      [
        `tariff-period ended: cleared of ${ADDRESS.linkyMono}`,
        `power-overrun ended: cleared of ${ADDRESS.linkyMono}`,
        'tariff-period initial: active of 042061700999',
        'power-overrun initial: active 3 of 042061700999',
      ],
    );
    assert.equal(news.at(-1)?.id, '042061700999/tic/power-overrun/2027-01-12T12:00:14+01:00');
  });

  it('after a silence what was unknown ends too', () => {
    const listener = listen().push(over.build(), NOON);
    listener.decoder.tick(NOON + 20_000);
    listener.news();
    const other = linkyHc().set('ADCO', '042061700999');
    for (let n = 0; n < 3; n++) listener.push(other.build(), NOON + 60_000 + n * 2000);
    assert.deepEqual(
      listener.news().map((event) => `${edgeOf(event)} of ${event.origin}`),
      [
        `meter-fault silence ended: cleared of ${ADDRESS.linkyMono}`,
        `tariff-period ended: cleared of ${ADDRESS.linkyMono}`,
        `power-overrun ended: cleared of ${ADDRESS.linkyMono}`,
        'tariff-period initial: active of 042061700999',
        'power-overrun initial: cleared of 042061700999',
      ],
    );
  });
});

describe('when the mode is changed', () => {
  it('what is known is told anew as initial, a day under its id; a period of the old mode ends', () => {
    const listener = listen().push(linkyTempo().build(), NOON);
    const day = listener.told('day-colour')[0];
    listener.push(linkyStandardTempo('H270112120002').build(), NOON + 2000);
    const news = listener.news();
    assert.deepEqual(
      news.filter(({ change }) => change !== 'initial').map(({ change, detail }) => [change, detail['period']]),
      [['ended', 'HPJB']],
    );
    assert.equal(news.find(({ signal }) => signal === 'day-colour')?.id, day?.id);
  });

  it('an overrun that is no more is cleared under its id', () => {
    const listener = listen().push(over.build(), NOON);
    const id = listener.told('power-overrun')[0]?.id;
    const [event] = listener.push(linkyStandard('H270112120002').build(), NOON + 2000).told('power-overrun');
    assert.deepEqual([event && edgeOf(event), event?.id], ['power-overrun initial: cleared', id]);
  });
});

describe('the id of an event', () => {
  it('is made of origin, source, signal and start, and differs from one event to the next', () => {
    const listener = listen();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      listener.push(over.build(), NOON + n * 10_000).push(linkyHc().build(), NOON + n * 10_000 + 5000);
      ids.push(
        ...listener
          .told('power-overrun')
          .filter(({ state }) => state === 'active')
          .map(({ id }) => id),
      );
    }
    const prefix = `${ADDRESS.linkyMono}/tic/power-overrun/2027-01-12T12:00:`;
    assert.deepEqual(ids, [`${prefix}00+01:00`, `${prefix}10+01:00`, `${prefix}20+01:00`]);
  });

  it('goes by the clock of the meter where it has one, and issuedAt by the arrival', () => {
    const listener = listen().push(linkyStandard('H270112120500').build(), NOON);
    listener.news();
    listener.push(linkyStandard('H270112120502').set('STGE', '002A0081').build(), NOON + 2000);
    const [event] = listener.news();
    assert.deepEqual([event?.start, event?.issuedAt], ['2027-01-12T12:05:02+01:00', '2027-01-12T12:00:02+01:00']);
  });

  it('and issuedAt go by the clock of the meter in a file; without any clock issuedAt is null', () => {
    const [standard] = listen().push(linkyStandard('H270112120500').build()).told('tariff-period');
    assert.equal(standard?.issuedAt, '2027-01-12T12:05:00+01:00');
    const [old] = listen().push(linkyHc().build()).told('tariff-period');
    assert.deepEqual([old?.issuedAt, old?.start], [null, null]);
  });
});
