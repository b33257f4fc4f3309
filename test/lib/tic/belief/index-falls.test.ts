// A fall or a leap of an index, by family and situation: it is believed once frames have agreed on it for a minute, by the
// arrival, in a file by the meter's clock, without any clock by the number of frames. What is plausible waits for nothing.
// Not in the fast lane: hours of many meters.
import assert from 'node:assert/strict';
import {
  INDEX_FAMILIES,
  type IndexFamily,
  METER_NOON,
  winterHorodate,
  WRONG_KINDS,
} from '../../../support/tic/index-families';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const HOST_NOON = Date.parse('2027-01-12T12:00:00+01:00');

interface Situation {
  /** Milliseconds of the host and of the meter from frame to frame; null: nobody knows when it came. */
  readonly step: { readonly host: number | null; readonly meter: number };
  /** Frames of the wrong value until it is believed; null: never. */
  readonly believedAt: (family: IndexFamily) => number;
}

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'frames that come as the meter sends them': { step: { host: 2000, meter: 2000 }, believedAt: () => 31 },
  'frames that come once in half a minute': { step: { host: 30_000, meter: 30_000 }, believedAt: () => 3 },
  'frames that come at once, their clock a minute apart': {
    step: { host: 1, meter: 60_000 },
    believedAt: () => Infinity,
  },
  'a meter whose clock stands': { step: { host: 2000, meter: 0 }, believedAt: () => 31 },
  'a file': { step: { host: null, meter: 2000 }, believedAt: ({ hasClock }) => (hasClock ? 31 : 60) },
};

const isHeld = (listener: TicListener, { label }: IndexFamily): boolean =>
  listener.last.groups.some((group) => group.label === label && group.reason === 'held');

describe('a fall or a leap of an index', () => {
  for (const family of INDEX_FAMILIES)
    for (const [kind, wrong] of Object.entries(WRONG_KINDS))
      for (const [situation, { step, believedAt }] of Object.entries(SITUATIONS)) {
        const { bounded, hasClock, name, start } = family;
        // In a file of a meter without a clock, and where nothing bounds the index, any rise may be.
        if (kind === 'a leap' && (!bounded.decoder || (step.host === null && !hasClock))) continue;
        it(`is believed in time: ${kind}, ${name}, ${situation}`, () => {
          const listener = listen();
          let n = 0;
          const say = (count: number): void => {
            const host = step.host === null ? undefined : HOST_NOON + n * step.host;
            listener.push(family.frame(count, METER_NOON + n * step.meter).build(), host);
            n++;
          };
          say(start);
          say(start);
          const until = Math.min(believedAt(family), 70);
          for (let times = 1; times < until; times++) {
            say(wrong(start, family));
            assert.equal(isHeld(listener, family), true, `frame ${String(times)}`);
          }
          // Never: the right value is still the one that is believed.
          say(believedAt(family) === Infinity ? start : wrong(start, family));
          assert.equal(isHeld(listener, family), false);
        });
      }

  for (const family of INDEX_FAMILIES) {
    const { identity, name, start } = family;

    it(`does not hold up what goes on: ${name}`, () => {
      const listener = listen();
      for (let n = 0; n < 20; n++) {
        listener.push(family.frame(start + n, METER_NOON + n * 60_000).build(), HOST_NOON + n * 60_000);
        assert.equal(isHeld(listener, family), false, String(n));
      }
    });

    if (identity !== null)
      it(`waits for nothing when the meter was replaced: ${name}`, () => {
        const listener = listen();
        listener.push(family.frame(start).build(), HOST_NOON);
        // A new address is believed with its third frame, and what it counts with it.
        for (let n = 1; n <= 3; n++)
          listener.push(
            family
              .frame(12, METER_NOON + n * 2000)
              .set(identity.label, identity.other)
              .build(),
            HOST_NOON + n * 2000,
          );
        assert.equal(listener.last.meter.id, identity.other);
        assert.equal(isHeld(listener, family), false);
      });
  }

  const DEGRADED: Readonly<Record<string, (frame: FrameBuilder, at: number) => FrameBuilder>> = {
    STGE: (frame) => frame.set('STGE', '002B0001'),
    'the season of DATE': (frame, at) => frame.set('DATE', '', winterHorodate(at, 'h')),
  };
  for (const [where, degraded] of Object.entries(DEGRADED))
    it(`goes by the host where the meter calls its clock degraded: ${where}`, () => {
      const east = INDEX_FAMILIES.find(({ label }) => label === 'EAST');
      assert.ok(east !== undefined);
      // An hour by the meter's clock, a second by the host's: 2.5 · 9 kW · 2 s are 12 Wh.
      const listener = listen();
      [1000, 1000, 1020].forEach((wh, n) => {
        const at = METER_NOON + n * 3_600_000;
        listener.push(degraded(east.frame(wh, at), at).build(), HOST_NOON + n * 1000);
      });
      assert.equal(isHeld(listener, east), true);
    });
});
