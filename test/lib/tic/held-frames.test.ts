// What a consumer holds on to (a reading that waits in a queue) is not changed under it by what comes later, and what a consumer
// does to what it was given changes nothing of what comes later.
// Not in the fast lane: a thousand frames of each meter.
import assert from 'node:assert/strict';
import { FLIPS, frames, STREAMS } from '../../../bench/tic/streams';
import type { DecodedFrame } from '../../../lib/tic/decoded-frame';
import { everythingOf } from '../../support/tic/line-truth';
import { listen } from '../../support/tic/tic-listener';

const THOUSAND = 1000;
/** But for what is of the moment at which it is asked for: the signals that hold now. */
const kept = (frame: DecodedFrame): string => JSON.stringify({ ...(everythingOf(frame) as object), present: null });

/** The first that is not the same: a list of thousands would fill the screen. */
function assertAlike(some: readonly string[], others: readonly string[]): void {
  assert.equal(some.length, others.length);
  some.forEach((text, i) => {
    assert.equal(text, others[i], `frame ${String(i)}`);
  });
}

/** Changes whatever can be changed in an object and in what lies in it. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    spoil(inner);
    (value as Record<string, unknown>)[key] = 'spoilt';
  }
}

describe('a frame that somebody holds', () => {
  for (const stream of STREAMS) {
    it(`is after a thousand others what it was: ${stream.title}`, () => {
      const copies: string[] = [];
      const listener = listen({}, (frame) => copies.push(kept(frame)));
      const lazy = listen();
      const line = frames(stream, FLIPS, 'held', 60);
      for (let n = 0; n < THOUSAND; n++) {
        const { bytes, at } = line.next().value;
        listener.push(bytes, at);
        // Of these nobody asks anything before all have come.
        lazy.push(bytes, at);
      }
      assert.ok(copies.length >= THOUSAND * 0.9);
      assertAlike(listener.frames.map(kept), copies);
      assertAlike(lazy.frames.map(kept), copies);
    });

    it(`may be changed by its consumer without any effect on those after it: ${stream.title}`, () => {
      const told = (use: (frame: DecodedFrame) => void): string[] => {
        const all: string[] = [];
        const listener = listen({}, (frame) => {
          all.push(JSON.stringify(everythingOf(frame)));
          use(frame);
        });
        const line = frames(stream, {}, 'spoilt', 60);
        for (let n = 0; n < 60; n++) {
          const { bytes, at } = line.next().value;
          listener.push(bytes, at);
        }
        return all;
      };
      const spoilt = told((frame) => {
        for (const part of [frame.values, frame.units, frame.horodates, frame.decoded, frame.carried, frame.meter])
          spoil(part);
        for (const part of [frame.headroom, frame.flexReady, frame.quality]) spoil(part);
      });
      assertAlike(
        spoilt,
        told(() => undefined),
      );
    });
  }
});
