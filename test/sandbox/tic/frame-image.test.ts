import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeFrame, EOT, ETX, HT, SP } from '../../../sandbox/tic/frame';
import { FrameImage } from '../../../sandbox/tic/frame-image';

/** Few labels and short values: the form of a frame stays, changes, and comes back. */
const groups = fc.array(
  fc.record(
    {
      label: fc.constantFrom('EAST', 'DATE', 'PTEC'),
      data: fc.constantFrom('', '000', '001', '999', '12345'),
      horodate: fc.constantFrom('H260101000000', 'E260701000000'),
    },
    { requiredKeys: ['label', 'data'] },
  ),
  { minLength: 1, maxLength: 4 },
);

describe('sandbox: the image of a frame', () => {
  for (const separator of [HT, SP] as const)
    it(`gives what writing each frame anew gives (separator ${separator})`, () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(groups, fc.constantFrom(ETX, EOT)), { minLength: 1 }), (frames) => {
          const image = new FrameImage(separator);
          const given: { bytes: Buffer; copy: Buffer }[] = [];
          for (const [list, end] of frames) {
            const bytes = image.next(list, end);
            const wanted = encodeFrame(list, separator);
            wanted[wanted.length - 1] = end;
            assert.deepEqual(bytes, wanted);
            given.push({ bytes, copy: Buffer.from(bytes) });
          }
          // What was given away stays as it was.
          for (const { bytes, copy } of given) assert.deepEqual(bytes, copy);
        }),
      );
    });
});
