// The values of frames on a bad line: those of the groups that the frame shows and of no other, whatever was said before it, and in
// whichever way of speaking.
import assert from 'node:assert/strict';
import { FLIPS, frames, STREAMS } from '../../../../bench/tic/streams';
import type { DecodedFrame } from '../../../../lib/tic/decoded-frame';
import { randomStream } from '../../../../sandbox/random';
import { garble } from '../../../support/tic/garbled';
import { listen } from '../../../support/tic/tic-listener';

const CASES = 500;
const FRAMES = 300;

/** Label by label. */
function valuesShown({ shown }: DecodedFrame): DecodedFrame['values'] {
  const values: DecodedFrame['values'] = {};
  for (const { label, entry, value } of shown) {
    if (value === null) continue;
    const before = values[label];
    const isOneOfMany = before !== undefined && entry?.repeats !== false;
    values[label] = isOneOfMany ? [before, value].flat() : value;
  }
  return values;
}

/** @returns how many of them lack something that came before */
function assertValues(all: readonly DecodedFrame[]): number {
  const labels = new Set<string>();
  let lacking = 0;
  for (const frame of all) {
    // Of a test its own state is shown, see there.
    if (frame.test) continue;
    const values = valuesShown(frame);
    for (const [label, value] of Object.entries(values))
      if (!Array.isArray(value)) assert.equal(frame.said(label), value, label);
    assert.deepEqual(frame.values, values);
    for (const { label } of frame.shown) labels.add(label);
    if (Object.keys(frame.values).length < labels.size) lacking++;
  }
  return lacking;
}

describe('values of damaged frames', () => {
  it('are those of the groups that are shown, where meters and their ways of speaking change', () => {
    let lacking = 0;
    for (let n = 0; n < CASES; n++) {
      const listener = listen();
      lacking += assertValues(listener.push(garble(randomStream(`values ${String(n)}`))).frames);
    }
    assert.ok(lacking > CASES);
  });

  for (const stream of STREAMS) {
    it(`are those of the groups that are shown: ${stream.title}`, () => {
      const listener = listen();
      const line = frames(stream, FLIPS, 'values', 60);
      for (let n = 0; n < FRAMES; n++) {
        const { bytes, at } = line.next().value;
        listener.push(bytes, at);
      }
      assert.ok(assertValues(listener.frames) > FRAMES / 2);
    });
  }
});
