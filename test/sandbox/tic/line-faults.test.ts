import assert from 'node:assert/strict';
import { encodeFrame, HT } from '../../../sandbox/tic/frame';
import { LineFaults, type LineFaultRates } from '../../../sandbox/tic/line-faults';

const FRAME = encodeFrame(
  [
    { label: 'ADSC', data: '042261314159' },
    { label: 'DATE', data: '', horodate: 'H270112105500' },
    { label: 'EAST', data: '037591846' },
    { label: 'SINSTS', data: '00287' },
  ],
  HT,
);

/** Many passes of the same frame over a line with these faults. */
function passes(rates: LineFaultRates, count = 400, seed = 'test'): Buffer[] {
  const line = new LineFaults(rates, seed);
  return Array.from({ length: count }, () => line.damage(FRAME).bytes);
}

function bitsApart(bytes: Buffer): number {
  let bits = 0;
  for (const [index, byte] of bytes.entries()) {
    for (let rest = byte ^ (FRAME[index] ?? 0); rest !== 0; rest &= rest - 1) bits += 1;
  }
  return bits;
}

function oddParity(byte: number): boolean {
  return byte.toString(2).replaceAll('0', '').length % 2 === 1;
}

describe('sandbox: line faults', () => {
  it('leaves a frame alone where no fault is asked for', () => {
    assert.ok(passes({}).every((bytes) => bytes.equals(FRAME)));
  });

  it('does the same damage for the same seed, another for another', () => {
    const all = { flips: 0.01, drops: 0.01, glue: 0.1, nul: 0.01, blanks: 0.02, eot: 0.1, noise: 0.1 };
    assert.deepEqual(passes(all, 50, 'a'), passes(all, 50, 'a'));
    assert.notDeepEqual(passes(all, 50, 'a'), passes(all, 50, 'b'));
  });

  it('turns bits over at the rate that is asked for, in the seven data bits only', () => {
    const rate = 0.001;
    const damaged = passes({ flips: rate }, 4000);
    const flipped = damaged.reduce((all, bytes) => all + bitsApart(bytes), 0);
    const expected = 4000 * FRAME.length * 7 * rate;
    assert.ok(Math.abs(flipped / expected - 1) < 0.1, `${flipped} flips, about ${expected} expected`);
    assert.ok(damaged.every((bytes) => bytes.every((byte) => byte < 0x80)));
  });

  it('loses bytes at the rate that is asked for, and nothing else', () => {
    const damaged = passes({ drops: 0.01 }, 2000);
    const lost = damaged.reduce((all, bytes) => all + FRAME.length - bytes.length, 0);
    assert.ok(Math.abs(lost / (2000 * FRAME.length * 0.01) - 1) < 0.1, `${lost} lost`);
    for (const bytes of damaged) {
      let from = 0;
      for (const byte of bytes) {
        from = FRAME.indexOf(byte, from) + 1;
        assert.ok(from > 0, 'what is left keeps its order');
      }
    }
  });

  it('glues: CR as 0x0C, LF as 0x0B, HT as 0x08', () => {
    const [bytes] = passes({ glue: 1 }, 1);
    const expected = Buffer.from(FRAME.map((byte) => ({ 0x0d: 0x0c, 0x0a: 0x0b, 0x09: 0x08 })[byte] ?? byte));
    assert.deepEqual(bytes, expected);
  });

  it('puts NUL bytes between the others', () => {
    const damaged = passes({ nul: 0.05 }, 100);
    assert.ok(damaged.some((bytes) => bytes.includes(0)));
    assert.ok(damaged.every((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0)).equals(FRAME)));
  });

  it('puts blanks in the place of digits', () => {
    const damaged = passes({ blanks: 0.05 }, 100);
    assert.ok(damaged.some((bytes) => bytes.includes(0x20)));
    for (const bytes of damaged) {
      assert.equal(bytes.length, FRAME.length);
      for (const [index, byte] of bytes.entries()) {
        if (byte === FRAME[index]) continue;
        assert.equal(byte, 0x20);
        assert.match(String.fromCharCode(FRAME[index] ?? 0), /\d/);
      }
    }
  });

  it('breaks frames off with EOT, after a group or within one, and never sends their ETX', () => {
    const damaged = passes({ eot: 1 });
    const ends = new Set<boolean>();
    for (const bytes of damaged) {
      assert.equal(bytes.at(-1), 0x04);
      assert.ok(!bytes.includes(0x03));
      assert.ok(bytes.subarray(0, -1).equals(FRAME.subarray(0, bytes.length - 1)));
      ends.add(bytes.at(-2) === 0x0d);
    }
    assert.deepEqual([...ends].sort(), [false, true]);
    const some = passes({ eot: 0.1 }).filter((bytes) => bytes.at(-1) === 0x04).length;
    assert.ok(some > 20 && some < 60, `${some} of 400`);
  });

  it('sends noise before a frame, none of which begins or ends one', () => {
    for (const bytes of passes({ noise: 1 })) {
      const noise = bytes.subarray(0, bytes.length - FRAME.length);
      assert.ok(noise.length >= 4);
      assert.ok(![0x02, 0x03, 0x04].some((byte) => noise.includes(byte)));
      assert.ok(bytes.subarray(noise.length).equals(FRAME));
    }
  });

  it('hands on the parity bit of a bridge that is set to 8N1, so that every byte has an even number of ones', () => {
    const bytes = passes({ parity: 1 }, 1)[0] ?? Buffer.alloc(0);
    assert.ok(bytes.some((byte) => byte > 0x7f));
    assert.ok(bytes.every((byte) => !oddParity(byte)));
    assert.ok(Buffer.from(bytes.map((byte) => byte & 0x7f)).equals(FRAME));
  });

  it('shows a flipped bit by the parity, where the bridge hands it on', () => {
    const damaged = passes({ parity: 1, flips: 0.0005 });
    const single = damaged.filter((bytes) => bytes.filter((byte) => oddParity(byte)).length === 1);
    assert.ok(single.length > 20);
  });

  it('asks for a silence after a frame', () => {
    const line = new LineFaults({ silence: 1, silenceSeconds: 30 }, 'test');
    assert.deepEqual(line.damage(FRAME), { bytes: FRAME, faults: ['silence'], silenceMs: 30_000 });
    assert.equal(new LineFaults({ silence: 1 }, 'test').damage(FRAME).silenceMs, 12_000);
  });

  it('names what hit a frame', () => {
    const line = new LineFaults({ flips: 0.002, eot: 0.2 }, 'test');
    for (let n = 0; n < 200; n += 1) {
      const { bytes, faults } = line.damage(FRAME);
      assert.equal(faults.length === 0, bytes.equals(FRAME));
    }
  });
});
