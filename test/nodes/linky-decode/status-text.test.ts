// The words under linky-decode in both languages, of frames that the decoder itself has made.
import assert from 'node:assert/strict';
import type { DecodedFrame } from '../../../lib/tic/decoded-frame';
import { Decoder } from '../../../lib/tic/decoder';
import { meterText, showRoll } from '../../../nodes/linky-decode/status-text';
import { NodeStatus } from '../../../nodes/runtime/status/status';
import { translateOf } from '../../support/node-red/catalogues';
import { cbemm, linkyHc, linkyStandard, linkyTri } from '../../support/tic/tic-meters';

const FRENCH = translateOf('linky-decode', 'fr');
const ENGLISH = translateOf('linky-decode', 'en-US');
const MINUTE = 60_000;

function frameOf(bytes: Uint8Array): DecodedFrame {
  const frames: DecodedFrame[] = [];
  const decoder = new Decoder(
    { stream: 'house', lenient: true },
    { frame: (frame) => frames.push(frame), signal: () => undefined },
  );
  decoder.push(bytes);
  return frames.at(-1) ?? assert.fail('no frame');
}

describe('the status text of linky-decode', () => {
  it('is the live power over the subscribed one, with the decimals of the language', () => {
    const frame = frameOf(linkyHc().set('PAPP', '01650').build());
    assert.equal(meterText(frame, FRENCH), '1,65 kVA sur 9 · Linky hist');
    assert.equal(meterText(frame, ENGLISH), '1.65 kVA of 9 · Linky hist');
  });

  it('counts the subscribed amperes of three phases together, and takes kVA in standard mode as they are', () => {
    for (const [meter, subscribed] of [
      [linkyTri(), 12],
      [linkyStandard(), 9],
    ] as const) {
      const { values, subscribed: said } = frameOf(meter.build());
      assert.deepEqual(said, { value: subscribed, unit: 'kVA' }, JSON.stringify(values));
    }
  });

  it('is the current where no power is sent', () => {
    assert.equal(meterText(frameOf(cbemm().build()), FRENCH), '5 A · CBEMM hist');
  });

  it('is short enough for the canvas, whatever is drawn', () => {
    const frame = frameOf(linkyTri().set('PAPP', '36000').build());
    assert.ok(meterText(frame, FRENCH).length <= 32, meterText(frame, FRENCH));
  });

  it('says for how long there has been silence', () => {
    for (const [silence, french, english] of [
      [2 * MINUTE, 'silence 2 min', 'silent for 2 min'],
      [59.9 * MINUTE, 'silence 59 min', 'silent for 59 min'],
      [200 * MINUTE, 'silence 3 h', 'silent for 3 h'],
      [50 * 60 * MINUTE, 'silence 2 j', 'silent for 2 d'],
    ] as const)
      for (const [translate, expected] of [
        [FRENCH, french],
        [ENGLISH, english],
      ] as const) {
        const shown: unknown[] = [];
        const status = new NodeStatus({ status: (one) => shown.push(one) });
        showRoll(status, translate, { known: 1, silent: 1, frame: null, silence });
        assert.deepEqual(shown, [{ fill: 'red', shape: 'ring', text: expected }]);
      }
  });
});
