// A meter whose address never comes good: masked by a gateway or a forum, damaged in every frame, left out.
import assert from 'node:assert/strict';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { ADDRESS, linkyHc, linkyStandard } from '../../../support/tic/tic-meters';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const NOW = Date.parse('2027-01-12T09:55:00Z');
const OTHER = '042061700999';

/** Pushes one frame a second for so many seconds. */
function run(listener: TicListener, seconds: number, from: number, frame: (n: number) => FrameBuilder): number {
  for (let n = 0; n < seconds; n++) listener.push(frame(n).build(), from + n * 1000);
  return from + seconds * 1000;
}

const standardAt = (n: number): FrameBuilder => {
  const at = new Date(Date.parse('2027-01-12T10:55:01Z') + n * 1000).toISOString();
  return linkyStandard(`H${at.replaceAll(/[-T:]/g, '').slice(2, 14)}`);
};

const MASKS: Record<string, (frame: FrameBuilder, label: string) => FrameBuilder> = {
  "replaced with X's, the sum as it was": (frame, label) => frame.set(label, 'XXXXXXXXXXXX').damaged(label),
  "replaced with X's, with a right sum": (frame, label) => frame.set(label, 'XXXXXXXXXXXX'),
  "half replaced with X's": (frame, label) => frame.set(label, '0220617XXXXX'),
  'replaced with stars': (frame, label) => frame.set(label, '************'),
  'replaced with zeros': (frame, label) => frame.set(label, '000000000000'),
  'replaced with nines': (frame, label) => frame.set(label, '999999999999'),
  'left blank': (frame, label) => frame.set(label, ''),
  'blanks alone': (frame, label) => frame.set(label, '            '),
  'one digit too long, with a right sum': (frame, label) => frame.set(label, '0220617001234'),
  'always damaged': (frame, label) => frame.damaged(label),
  'left out': (frame, label) => frame.without(label),
};

describe('an address that never comes good', () => {
  for (const [how, mask] of Object.entries(MASKS))
    it(`${how}: the stream is a meter of its own from its first frame on`, () => {
      for (const [frame, label] of [
        [linkyHc(), 'ADCO'],
        [linkyStandard(), 'ADSC'],
      ] as const) {
        const listener = listen();
        run(listener, 5, NOW, () => mask(frame, label));
        assert.equal(listener.last.meter.id, null);
        assert.equal(listener.last.speaks, true);
        assert.ok(!(label in listener.last.values));
        assert.deepEqual([...new Set(listener.signals.map(({ origin }) => origin))], ['a line']);
      }
    });

  for (const [how, mask] of Object.entries(MASKS))
    it(`${how}, where another meter in the other mode spoke before: after a minute a meter of its own, never that one`, () => {
      for (const [before, after, label] of [
        [linkyStandard(), () => linkyHc(), 'ADCO'],
        [linkyHc(), standardAt, 'ADSC'],
      ] as const) {
        const listener = listen();
        const now = run(listener, 5, NOW, () => before);
        assert.equal(listener.last.meter.id, ADDRESS.linkyMono);
        const frames = listener.frames.length;
        listener.news();
        run(listener, 70, now, (n) => mask(after(n), label));
        const said = listener.frames.slice(frames).filter(({ speaks }) => speaks);
        assert.ok(said.length > 0 && said.length < 12, `${said.length} frames of 70`);
        assert.deepEqual([...new Set(said.map(({ meter }) => meter.id))], [null]);
        assert.ok(listener.decoder.groupsHeard > 400, 'good groups are no silence');
        const news = listener.news();
        assert.ok(!news.some(({ detail, change }) => detail['fault'] === 'silence' && change === 'started'));
        // What the old one had open is over before the new one tells anything of that signal.
        const tariff = news.filter(({ signal }) => signal === 'tariff-period');
        assert.deepEqual(
          tariff.map(({ change, origin }) => `${change} ${origin}`),
          [`ended ${ADDRESS.linkyMono}`, 'initial a line'],
        );
        assert.equal(listener.decoder.meter.id, null);
      }
    });

  it('is heard again: the meter comes back with its third frame in a row, and one frame makes none', () => {
    const listener = listen();
    const masked = linkyHc().set('ADCO', 'XXXXXXXXXXXX').damaged('ADCO');
    let now = run(listener, 5, NOW, () => masked);
    // A damaged address with a right sum and form, between others.
    now = run(listener, 1, now, () => linkyHc().set('ADCO', OTHER));
    assert.equal(listener.last.speaks, false);
    now = run(listener, 1, now, () => masked);
    assert.deepEqual([listener.last.speaks, listener.last.meter.id], [true, null]);
    now = run(listener, 2, now, () => linkyHc());
    assert.equal(listener.last.meter.id, null);
    run(listener, 1, now, () => linkyHc());
    assert.deepEqual([listener.last.speaks, listener.last.meter.id], [true, ADDRESS.linkyMono]);
  });

  it('does not keep a stream silent for ever behind one frame of another meter', () => {
    const listener = listen();
    let now = run(listener, 3, NOW, () => linkyHc());
    now = run(listener, 1, now, () => linkyHc().set('ADCO', OTHER));
    now = run(listener, 59, now, () => linkyHc().damaged('ADCO'));
    assert.equal(listener.last.speaks, false);
    run(listener, 5, now, () => linkyHc().damaged('ADCO'));
    assert.deepEqual([listener.last.speaks, listener.last.meter.id], [true, null]);
  });

  it('is no reason to leave a meter that is heard between damaged frames', () => {
    const listener = listen();
    run(listener, 300, NOW, (n) => (n % 10 === 0 ? linkyHc() : linkyHc().damaged('ADCO')));
    assert.deepEqual([listener.last.speaks, listener.last.meter.id], [true, ADDRESS.linkyMono]);
  });
});
