// Silence: what is active is unknown from then on, once; when the line is back everything is told again as `initial`.
import assert from 'node:assert/strict';
import { linkyEjp, linkyHc, linkyStandardTempo, linkyTempo } from '../../../support/tic/tic-meters';
import { edgeOf, listen } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');
const over = linkyHc().after('IINST', 'ADPS', '047');

describe('a line that falls silent', () => {
  it('makes active signals unknown, once, and begins a fault', () => {
    const listener = listen()
      .push(linkyHc().build(), NOON)
      .push(over.build(), NOON + 2000);
    const before = listener.news();
    assert.equal(listener.decoder.tick(NOON + 11_999), false);
    assert.equal(listener.decoder.tick(NOON + 12_000), true);
    const lost = listener.news();
    assert.deepEqual(lost.map(edgeOf), [
      'tariff-period lost: unknown',
      'power-overrun lost: unknown',
      'meter-fault silence started: active',
    ]);
    for (const { signal, id } of lost.slice(0, 2))
      assert.ok(before.some((event) => event.signal === signal && event.id === id));
    assert.equal(lost[2]?.issuedAt, '2027-01-12T12:00:12+01:00');
    assert.equal(listener.decoder.tick(NOON + 60_000), false);
    assert.deepEqual(listener.news(), []);
    assert.deepEqual(
      listener.present('power-overrun').map(({ state }) => state),
      ['unknown'],
    );
  });

  it('leaves what is announced and what is cleared as it is', () => {
    const listener = listen().push(linkyTempo().set('DEMAIN', 'ROUG').build(), NOON);
    listener.news();
    listener.decoder.tick(NOON + 20_000);
    assert.deepEqual(listener.edges(), [
      'tariff-period lost: unknown',
      'day-colour lost: unknown',
      'meter-fault silence started: active',
    ]);
    assert.deepEqual(
      listener.decoder.presentSignals().map(({ signal, state }) => `${signal} ${state}`),
      [
        'tariff-period unknown',
        'day-colour unknown',
        'day-colour announced',
        'power-overrun cleared',
        'meter-fault active',
      ],
    );
  });

  it('is silent after 2.5 times the longest frame where frames last long', () => {
    const frame = linkyHc();
    const listener = listen();
    listener.push(frame.upTo('ADCO'), NOON).push(frame.behind('ADCO'), NOON + 8000);
    assert.equal(listener.decoder.tick(NOON + 8000 + 19_999), false);
    assert.equal(listener.decoder.tick(NOON + 8000 + 20_000), true);
  });

  it('is silent after as many seconds as were set', () => {
    const listener = listen({ silenceSeconds: 3 }).push(linkyHc().build(), NOON);
    assert.equal(listener.decoder.tick(NOON + 2999), false);
    assert.equal(listener.decoder.tick(NOON + 3000), true);
  });

  it('is not silent before it ever spoke', () => {
    const listener = listen();
    assert.equal(listener.decoder.tick(NOON), false);
    listener.push(Buffer.from('noise without a valid group\r'), NOON);
    assert.equal(listener.decoder.tick(NOON + 60_000), false);
    assert.deepEqual(listener.news(), []);
  });

  it('counts valid groups, not bytes', () => {
    const listener = listen().push(linkyHc().build(), NOON);
    for (let second = 1; second < 20; second++) listener.push(Buffer.from('#*!?\r'), NOON + second * 1000);
    assert.equal(listener.decoder.tick(NOON + 20_000), true);
  });

  it('ends the frame in hand: what comes later is no continuation of it', () => {
    const listener = listen()
      .push(linkyHc().build(), NOON)
      .push(over.build(), NOON + 2000)
      .push(over.upTo('IINST'), NOON + 4000);
    listener.decoder.tick(NOON + 20_000);
    assert.equal(listener.last.quality.complete, false);
    listener.news();
    // Its ADPS fell into the silence: together both parts look like a whole frame without it.
    listener.push(linkyHc().behind('IINST'), NOON + 30_000);
    assert.equal(listener.edges().includes('power-overrun initial: cleared'), false);
  });
});

describe('a line that speaks again', () => {
  it('ends the fault at its first valid group, and tells everything as initial, under the ids from before', () => {
    const listener = listen()
      .push(linkyEjp().build(), NOON)
      .push(linkyEjp().after('IINST', 'ADPS', '047').build(), NOON + 2000);
    const ids = new Map(listener.news().map(({ signal, id }) => [signal, id]));
    listener.decoder.tick(NOON + 20_000);
    listener.news();
    listener.push(linkyEjp().upTo('ADCO'), NOON + 30_000);
    const [fault, ...early] = listener.news();
    assert.deepEqual([fault && edgeOf(fault), early], ['meter-fault silence ended: cleared', []]);
    listener.push(linkyEjp().after('IINST', 'ADPS', '047').behind('ADCO'), NOON + 30_500);
    const again = listener.news();
    assert.deepEqual(again.map(edgeOf), [
      'tariff-period initial: active',
      'power-overrun initial: active 3',
      'peak initial: cleared',
    ]);
    for (const { signal, id } of again) assert.equal(id, ids.get(signal), signal);
  });

  it('tells an event that ended meanwhile as cleared, under its id', () => {
    const listener = listen()
      .push(linkyHc().build(), NOON)
      .push(over.build(), NOON + 2000);
    const started = listener.told('power-overrun').at(-1);
    listener.decoder.tick(NOON + 20_000);
    listener.push(linkyHc().build(), NOON + 30_000);
    const back = listener.told('power-overrun').at(-1);
    assert.deepEqual([back && edgeOf(back), back?.id], ['power-overrun initial: cleared', started?.id]);
  });

  it('tells another tariff period as another event, and replays no edge', () => {
    const listener = listen().push(linkyHc().build(), NOON);
    const before = listener.told('tariff-period')[0];
    listener.decoder.tick(NOON + 20_000);
    listener.news();
    listener.push(linkyHc().set('PTEC', 'HP..').build(), NOON + 30_000);
    const periods = listener.told('tariff-period');
    assert.deepEqual(periods.map(edgeOf), ['tariff-period initial: active']);
    assert.notEqual(periods[0]?.id, before?.id);
  });

  it('gives a day its id from before, whether it was announced or in force', () => {
    const listener = listen().push(linkyStandardTempo().set('STGE', '0D2A0401').build(), NOON);
    const [today, tomorrow] = listener.told('day-colour');
    listener.decoder.tick(NOON + 20_000);
    listener.news();
    const next = linkyStandardTempo('H270113105501').set('LTARF', '    HP  ROUGE   ').set('STGE', '032A1401');
    listener.push(next.build(), NOON + 86_400_000);
    const [back, ...others] = listener.told('day-colour');
    assert.deepEqual([back && edgeOf(back), others], ['day-colour initial: active 3', []]);
    assert.equal(back?.id, tomorrow?.id);
    assert.notEqual(back?.id, today?.id);
  });

  it('may fall silent again', () => {
    const listener = listen().push(linkyHc().build(), NOON);
    listener.decoder.tick(NOON + 20_000);
    listener.push(linkyHc().build(), NOON + 30_000);
    listener.news();
    assert.equal(listener.decoder.tick(NOON + 45_000), true);
    assert.deepEqual(listener.edges(), ['tariff-period lost: unknown', 'meter-fault silence started: active']);
  });
});
