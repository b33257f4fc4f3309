import assert from 'node:assert/strict';
import { parisInstant, parisTime } from '../../../sandbox/paris-clock';
import { type MeterFrame, meterFrames, type MeterOptions, nextWinterDay } from '../../../sandbox/tic/meter';
import { readFrame } from './wire-reader';

function take(count: number, options: Partial<MeterOptions>, factor = 1): MeterFrame[] {
  const all: MeterFrame[] = [];
  for (const frame of meterFrames(options, factor)) {
    all.push(frame);
    if (all.length === count) break;
  }
  return all;
}

function wire(frames: readonly MeterFrame[]): Buffer {
  return Buffer.concat(frames.map(({ bytes }) => bytes));
}

describe('sandbox: a meter', () => {
  it('sends the same bytes for the same seed, others for another', () => {
    const faults = { flips: 0.001, eot: 0.05 };
    const bytes = (seed: string): Buffer => wire(take(300, { seed, faults }, 30));
    assert.deepEqual(bytes('red day'), bytes('red day'));
    assert.notDeepEqual(bytes('red day'), bytes('blue day'));
  });

  for (const [mode, baudRate] of [
    ['standard', 9600],
    ['historique', 1200],
  ] as const) {
    it(`lets its clock go on as the wire does: ten bits a character at ${baudRate} baud, and a gap`, () => {
      const [first, second] = take(2, { mode });
      assert.ok(first !== undefined && second !== undefined);
      const busy = (first.bytes.length * 10_000) / baudRate;
      const gap = second.at - first.at - busy;
      assert.ok(gap > 16 && gap < 34, `${gap} ms`);
    });
  }

  it('steps through the day in larger strides when its clock runs faster', () => {
    const [first, second] = take(2, {}, 60);
    const [slow, next] = take(2, {}, 1);
    assert.ok(first !== undefined && second !== undefined && slow !== undefined && next !== undefined);
    assert.ok(Math.abs((second.at - first.at) / (next.at - slow.at) - 60) < 0.1);
  });

  it('tells the truth about each frame: its groups as they stand on the undamaged wire', () => {
    for (const frame of take(50, { faults: { flips: 0.005 } })) {
      const groups = readFrame(frame.clean).map(({ label, horodate, data }) =>
        horodate === undefined ? { label, data } : { label, data, horodate },
      );
      assert.deepEqual(groups, frame.groups);
      assert.equal(frame.faults.length === 0, frame.bytes.equals(frame.clean));
    }
  });

  it('is silent for as long as the line is: the clock goes on, the frames are missing', () => {
    const frames = take(200, { faults: { silence: 0.05, silenceSeconds: 20 } });
    const silent = frames.findIndex(({ silenceMs }) => silenceMs > 0);
    assert.ok(silent >= 0);
    assert.ok((frames[silent + 1]?.at ?? 0) - (frames[silent]?.at ?? 0) > 20_000);
  });

  it('begins by default on a winter day that is yet to come', () => {
    for (const now of [
      Date.UTC(2026, 6, 14),
      Date.UTC(2026, 10, 24, 20),
      Date.UTC(2026, 11, 24),
      Date.UTC(2027, 0, 12, 9, 56),
    ]) {
      const start = nextWinterDay(now);
      const { month, weekday, hour, minute } = parisTime(start);
      assert.ok(start >= now && start - now < 220 * 86_400_000);
      assert.ok([12, 1, 2].includes(month) && weekday >= 2 && weekday <= 4);
      assert.deepEqual([hour, minute], [10, 55]);
    }
    assert.equal(nextWinterDay(Date.UTC(2027, 0, 12, 9, 55)), parisInstant(2027, 1, 12, 10, 55));
  });
});
