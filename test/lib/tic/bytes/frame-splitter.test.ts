import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FrameSplitter, MAX_FRAME, type Delivery, type Piece } from '../../../../lib/tic/bytes/frame-splitter';
import { frameOf, historiqueFrame, historiqueGroup, standardFrame, withParity } from '../../../support/tic/tic-bytes';

const EOT = Buffer.of(0x04);
const ETX = Buffer.of(0x03);
const STX = Buffer.of(0x02);

const split = (delivery: Delivery, ...chunks: Uint8Array[]): Piece[] => {
  const splitter = new FrameSplitter(delivery);
  return [...chunks.flatMap((chunk, i) => splitter.push(chunk, i)), ...splitter.flush()];
};
const bytesOf = (pieces: readonly Piece[]): Buffer => Buffer.concat(pieces.map((piece) => piece.bytes));
const completeness = (pieces: readonly Piece[]): (boolean | null)[] => pieces.map((piece) => piece.complete);

describe('cutting a line into frames', () => {
  it('sends a frame from STX to ETX as complete, bit 7 untouched', () => {
    const frame = withParity(standardFrame());
    assert.notDeepEqual(frame, standardFrame());
    const pieces = split('frame', frame, frame);
    assert.deepEqual(completeness(pieces), [true, true]);
    assert.deepEqual(pieces[0]?.bytes, frame);
  });

  it('sends the end of a frame that it joined in the middle, as incomplete', () => {
    const frame = historiqueFrame();
    const pieces = split('frame', frame.subarray(20), frame);
    assert.deepEqual(completeness(pieces), [false, true]);
    assert.deepEqual(pieces[0]?.bytes, frame.subarray(20));
  });

  it('ends a frame at EOT, as incomplete, and begins afresh with the STX after it', () => {
    const frame = historiqueFrame();
    const cut = Buffer.concat([frame.subarray(0, 40), EOT]);
    const pieces = split('frame', Buffer.concat([cut, frame]));
    assert.deepEqual(completeness(pieces), [false, true]);
    assert.deepEqual(pieces[0]?.bytes, cut);
    assert.deepEqual(pieces[1]?.bytes, frame);
  });

  it('ends a frame whose ETX was lost at the next STX', () => {
    const frame = historiqueFrame();
    const pieces = split('frame', frame.subarray(0, -1), frame);
    assert.deepEqual(completeness(pieces), [false, true]);
  });

  it('never keeps more than 8 kB, and does not call what follows complete', () => {
    const pieces = split('frame', Buffer.concat([STX, Buffer.alloc(2 * MAX_FRAME, 'x'), ETX]));
    assert.deepEqual(completeness(pieces), [false, false, false]);
    assert.ok(pieces.every((piece) => piece.bytes.length <= MAX_FRAME));
  });

  it('sends what it has after 2 s of silence, not before', () => {
    const splitter = new FrameSplitter('frame');
    splitter.push(historiqueFrame().subarray(0, 30), 1000);
    splitter.push(historiqueFrame().subarray(30, 35), 1500);
    assert.deepEqual(splitter.tick(3499), []);
    const [piece] = splitter.tick(3500);
    assert.deepEqual(piece, { bytes: historiqueFrame().subarray(0, 35), firstAt: 1000, lastAt: 1500, complete: false });
    assert.deepEqual(splitter.tick(9000), []);
  });

  it('says when the first and the last byte of a frame came', () => {
    const frame = historiqueFrame();
    const splitter = new FrameSplitter('frame');
    splitter.push(frame.subarray(0, 10), 100);
    splitter.push(frame.subarray(10, 20), 200);
    const [first, second] = [
      ...splitter.push(Buffer.concat([frame.subarray(20), frame.subarray(0, 5)]), 300),
      ...splitter.flush(),
    ];
    assert.deepEqual([first?.firstAt, first?.lastAt], [100, 300]);
    assert.deepEqual([second?.firstAt, second?.lastAt], [300, 300]);
  });

  it('keeps its own copy: who hands bytes in may use their memory again', () => {
    const splitter = new FrameSplitter('frame');
    const memory = Buffer.from(historiqueFrame().subarray(0, 30));
    splitter.push(memory, 0);
    memory.fill(0);
    assert.deepEqual(splitter.flush()[0]?.bytes, historiqueFrame().subarray(0, 30));
  });
});

describe('cutting a line into groups', () => {
  const adps = historiqueGroup('ADPS', '046');
  const papp = historiqueGroup('PAPP', '09800');

  it('sends each group at its CR, STX with the first, ETX alone', () => {
    const pieces = split('group', frameOf(adps, papp));
    assert.deepEqual(
      pieces.map((piece) => piece.bytes),
      [Buffer.concat([STX, adps]), papp, ETX],
    );
    assert.deepEqual(completeness(pieces), [null, null, true]);
  });

  it('sends EOT alone, as incomplete, after the piece of group before it', () => {
    const pieces = split('group', Buffer.concat([STX, adps, papp.subarray(0, 6), EOT]));
    assert.deepEqual(
      pieces.map((piece) => piece.bytes),
      [Buffer.concat([STX, adps]), papp.subarray(0, 6), EOT],
    );
    assert.deepEqual(completeness(pieces), [null, null, false]);
  });

  it('does not call an ETX complete whose STX it has not seen', () => {
    assert.deepEqual(completeness(split('group', Buffer.concat([papp, ETX]))), [null, false]);
  });

  it('says with the piece of group that silence cut that the frame is over', () => {
    const splitter = new FrameSplitter('group');
    assert.deepEqual(completeness(splitter.push(Buffer.concat([STX, adps, papp.subarray(0, 4)]), 0)), [null]);
    assert.deepEqual(completeness(splitter.tick(2000)), [false]);
    assert.deepEqual(completeness(splitter.push(ETX, 2100)), [false]);
  });
});

describe('whatever comes and however it is chopped', () => {
  /** Control characters as often as text, with and without bit 7, so that every rule of cutting is met. */
  const byte = fc.oneof(
    fc.constantFrom(0x02, 0x03, 0x04, 0x0a, 0x0d, 0x82, 0x83, 0x84, 0x8a, 0x8d),
    fc.integer({ min: 0, max: 255 }),
  );
  const chunks = fc.array(fc.array(byte, { maxLength: 60 }).map((bytes) => Buffer.from(bytes)));

  for (const delivery of ['frame', 'group'] as const) {
    it(`no byte is lost, added or moved (${delivery})`, () => {
      fc.assert(
        fc.property(chunks, (some) => {
          assert.deepEqual(bytesOf(split(delivery, ...some)), Buffer.concat(some));
        }),
      );
    });

    it(`the chopping makes no difference (${delivery})`, () => {
      fc.assert(
        fc.property(chunks, (some) => {
          const shape = (pieces: Piece[]) => pieces.map(({ bytes, complete }) => [bytes.toString('hex'), complete]);
          assert.deepEqual(shape(split(delivery, ...some)), shape(split(delivery, Buffer.concat(some))));
        }),
      );
    });
  }

  it('no message by frame is empty or holds two beginnings', () => {
    fc.assert(
      fc.property(chunks, (some) => {
        for (const { bytes } of split('frame', ...some)) {
          assert.ok(bytes.length > 0);
          assert.ok(bytes.subarray(1).every((each) => (each & 0x7f) !== 0x02));
        }
      }),
    );
  });
});
