// How much of a damaged line is read, and how much of it wrongly: counts against what the stand-in meter sent.
// Not in the fast lane: hours of damaged lines.
import assert from 'node:assert/strict';
import type { GroupReport } from '../../../lib/tic/frame/group-report';
import type { Group } from '../../../sandbox/tic/frame';
import type { LineFaultRates } from '../../../sandbox/tic/line-faults';
import { type MeterFrame, meterFrames, type MeterOptions } from '../../../sandbox/tic/meter';
import { listen } from '../../support/tic/tic-listener';

const START = Date.parse('2027-01-12T10:55:00+01:00');

interface Count {
  sent: number;
  /** Groups of which every byte arrived, LF to CR. */
  intact: number;
  /** Of these, those that were accepted. */
  read: number;
  accepted: number;
  /** Accepted, and sent in no frame nearby. */
  wrong: number;
}

function count(options: Partial<MeterOptions>, faults: LineFaultRates, frames: number): Count {
  const all: Count = { sent: 0, intact: 0, read: 0, accepted: 0, wrong: 0 };
  const listener = listen();
  let before: ReadonlySet<string> = new Set();
  let n = 0;
  for (const frame of meterFrames({ ...options, start: START, faults }, 5)) {
    if (n++ >= frames) return all;
    listener.push(frame.bytes, frame.at);
    const accepted = listener.frames
      .splice(0)
      .flatMap(({ groups }) => groups)
      .filter(({ ok }) => ok);
    const sent = new Set(frame.groups.map(keyOf));
    const read = new Set(accepted.map(keyOf));
    // What is left of the frame before comes when its damaged end has passed.
    all.wrong += accepted.filter((group) => !sent.has(keyOf(group)) && !before.has(keyOf(group))).length;
    all.accepted += accepted.length;
    all.sent += frame.groups.length;
    const intact = intactGroups(frame);
    all.intact += intact.length;
    all.read += intact.filter((group) => read.has(keyOf(group))).length;
    before = sent;
  }
  return all;
}

const keyOf = ({ label, data, horodate }: Group | GroupReport): string => `${label}\t${horodate ?? ''}\t${data}`;

/** In order, so that a group is not taken for another that looks alike. */
function intactGroups({ bytes, clean, groups }: MeterFrame): Group[] {
  const [arrived, sent] = [bytes.toString('latin1'), clean.toString('latin1')];
  let from = 0;
  return [...sent.matchAll(/\n[^\n\r]*\r/g)].flatMap(([text], i) => {
    const at = arrived.indexOf(text, from);
    if (at < 0) return [];
    from = at + text.length - 1;
    const group = groups[i];
    return group === undefined ? [] : [group];
  });
}

interface Meter {
  readonly options: Partial<MeterOptions>;
  readonly frames: number;
  /** Wrong groups of a million accepted. */
  readonly wrong: number;
  /** Share of all groups that is read though bytes were lost: what the best of other decoders reads. */
  readonly readOfDropped: number;
}

const METERS: Readonly<Record<string, Meter>> = {
  'historique, single-phase': {
    options: { mode: 'historique', contract: 'hc' },
    frames: 6000,
    wrong: 100,
    readOfDropped: 0.983,
  },
  'historique, three-phase, Tempo': {
    options: { mode: 'historique', phases: 3 },
    frames: 3000,
    wrong: 100,
    readOfDropped: 0.983,
  },
  'standard, single-phase': { options: {}, frames: 2500, wrong: 1000, readOfDropped: 0.973 },
  'standard, three-phase producer': {
    options: { phases: 3, producer: true, contract: 'hc' },
    frames: 1500,
    wrong: 1000,
    readOfDropped: 0.973,
  },
};

describe('a damaged line', () => {
  for (const [name, { options, frames, wrong, readOfDropped }] of Object.entries(METERS)) {
    it(`with one bit in a thousand turned over is read but for what was damaged, and hardly wrongly: ${name}`, function () {
      const seen = count({ ...options, seed: 'turned' }, { flips: 0.001 }, frames);
      assert.ok(seen.intact < 0.95 * seen.sent, 'the line was loud');
      assert.ok(seen.read >= 0.98 * seen.intact, `${String(seen.read)} of ${String(seen.intact)} intact groups`);
      assert.ok(seen.wrong <= (wrong * seen.accepted) / 1e6, `${String(seen.wrong)} of ${String(seen.accepted)} wrong`);
    });

    it(`with one byte in a thousand lost is read but for what was damaged, and not wrongly: ${name}`, function () {
      const seen = count({ ...options, seed: 'lost' }, { drops: 0.001 }, frames);
      assert.ok(seen.read >= 0.98 * seen.intact, `${String(seen.read)} of ${String(seen.intact)} intact groups`);
      assert.ok(seen.accepted >= readOfDropped * seen.sent, `${String(seen.accepted)} of ${String(seen.sent)}`);
      assert.ok(seen.wrong <= (5 * seen.accepted) / 300_000, `${String(seen.wrong)} of ${String(seen.accepted)} wrong`);
    });

    it(`without damage is read to the last group: ${name}`, function () {
      const seen = count({ ...options, seed: 'clean' }, {}, 500);
      assert.deepEqual([seen.read, seen.accepted, seen.wrong], [seen.sent, seen.sent, 0]);
    });
  }
});
