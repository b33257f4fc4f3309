// What bad reception makes of every way of speaking, counted against what was sent: values, and signals beside those of the same
// meter on a clean line. The figures that no change may worsen; `npm run bench -- noise` counts more of the same.
// Not in the fast lane: thousands of damaged frames.
import assert from 'node:assert/strict';
import { bursts, FLIPS, frames, type SentFrame, type Stream, STREAMS } from '../../../bench/tic/streams';
import { Decoder } from '../../../lib/tic/decoder';
import { countLine, type LineCount } from '../../support/tic/line-truth';

const SEED = 'noise figures';
/** The meter's clock goes faster than its line: more of a day in as many frames. */
const CLOCK_FACTOR = 5;
/** Enough that a wrong group more than is allowed shows; those above 36 kVA live through a whole overrun. */
const FRAMES: Readonly<Record<string, number>> = {
  standard: 400,
  'standard-tri': 300,
  'historique-base': 1500,
  historique: 1100,
  'historique-tri': 1300,
  'pme-pmi': 500,
  saphir: 600,
};
/** So many groups that two wrong ones are within what is allowed and three are not: with fewer of them luck would decide. */
const MEANINGFUL = 13_000;
/** One sum in 64 is right by chance: of 1,000 accepted groups so many may be wrong. */
const MOST_WRONG = 0.23;
/** Share of the groups of which every byte came. */
const LEAST_READ = 0.98;
/** The same where whole stretches are lost, the ends of frames and what tells the meter among them. */
const LEAST_READ_BESIDE_BURSTS = 0.97;

const clean = (stream: Stream): Iterable<SentFrame> => frames(stream, {}, SEED, CLOCK_FACTOR);

const NOISES: Readonly<Record<string, readonly [(stream: Stream) => Iterable<SentFrame>, number]>> = {
  'one bit in a thousand turned over': [(stream) => frames(stream, FLIPS, SEED, CLOCK_FACTOR), LEAST_READ],
  'one byte in a thousand lost': [(stream) => frames(stream, { drops: 0.001 }, SEED, CLOCK_FACTOR), LEAST_READ],
  'bursts in a fifth of the frames': [(stream) => bursts(clean(stream), SEED, 0.2), LEAST_READ_BESIDE_BURSTS],
};

function counted(stream: Stream, line: Iterable<SentFrame>): LineCount {
  return countLine(Decoder, line, FRAMES[stream.name] ?? 0);
}

describe('the figures of bad reception', () => {
  for (const stream of STREAMS) {
    it(`a clean line is read whole, and says what it says: ${stream.title}`, () => {
      const { sent, intact, read, accepted, wrong, falseSignals, missedSignals } = counted(stream, clean(stream));
      assert.ok(sent >= MEANINGFUL, `${sent} groups`);
      assert.deepEqual(
        { intact, read, accepted, wrong, falseSignals, missedSignals },
        { intact: sent, read: sent, accepted: sent, wrong: 0, falseSignals: 0, missedSignals: 0 },
      );
    });

    for (const [name, [line, leastRead]] of Object.entries(NOISES))
      it(`${name}: hardly a wrong value, no signal that nobody sent, and what came whole is read: ${stream.title}`, () => {
        const { sent, intact, read, accepted, wrong, falseSignals } = counted(stream, line(stream));
        assert.ok(intact < sent && accepted >= 0.8 * MEANINGFUL, 'the line is loud, and much of it is read');
        assert.ok((1000 * wrong) / accepted <= MOST_WRONG, `${wrong} of ${accepted} accepted groups are wrong`);
        assert.equal(falseSignals, 0, 'signals that the meter does not give on a clean line');
        assert.ok(read >= leastRead * intact, `${read} of ${intact} intact groups are read`);
      });
  }
});
