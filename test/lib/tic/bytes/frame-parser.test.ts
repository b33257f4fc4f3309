import assert from 'node:assert/strict';
import { FrameParser, MAX_FRAME } from '../../../../lib/tic/bytes/frame-parser';
import { historique } from '../../../support/tic/tic-frames';
import { linkyHc, linkyStandard } from '../../../support/tic/tic-meters';

/** What a parser tells, in short: `[` STX, `LABEL=data` or `!reason` groups, `]how` ends of frames. */
function tell(...chunks: readonly (Uint8Array | string)[]): string[] {
  const told: string[] = [];
  const parser = new FrameParser({
    frameStart: () => told.push('['),
    group: (group, fault) => told.push(fault === null ? `${group.label}=${group.data}` : `!${fault}`),
    frameEnd: (how) => told.push(`]${how}`),
  });
  for (const chunk of chunks) parser.push(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk);
  parser.flush();
  return told;
}

const two = historique().group('IINST', '002').group('IMAX', '090');
const TOLD = ['IINST=002', 'IMAX=090'];
const text = (bytes: Buffer): string => bytes.toString('latin1');

describe('cutting the bytes of a line into groups and frames', () => {
  it('finds the groups between STX and ETX', () => {
    assert.deepEqual(tell(two.build()), ['[', ...TOLD, ']etx']);
  });

  it('judges a group at its CR, before the next byte comes', () => {
    const heard: string[] = [];
    const parser = new FrameParser({
      frameStart: () => undefined,
      group: (group) => heard.push(group.label),
      frameEnd: () => undefined,
    });
    const bytes = two.upTo('IINST');
    parser.push(bytes.subarray(0, -1));
    assert.deepEqual(heard, []);
    parser.push(bytes.subarray(-1));
    assert.deepEqual(heard, ['IINST']);
  });

  it('begins a group at the start of the stream, at STX and at any control character, with LF or without', () => {
    const bare = text(two.groups()).replaceAll('\n', '');
    assert.deepEqual(tell(bare), [...TOLD, ']flush']);
    assert.deepEqual(tell(`\x02${bare}\x03`), ['[', ...TOLD, ']etx']);
  });

  it('takes any control character but HT for the end of a group', () => {
    for (let code = 0; code < 0x20; code++) {
      if ([0x02, 0x03, 0x04, 0x09].includes(code)) continue;
      const glued = text(two.groups()).replaceAll(/[\r\n]+/g, String.fromCharCode(code));
      assert.deepEqual(tell(`\x02${glued}\x03`), ['[', ...TOLD, ']etx'], `0x${code.toString(16)}`);
    }
  });

  it('reads what a tty made of CR (LF LF), and groups that damaged LF and CR have glued', () => {
    assert.deepEqual(tell(text(two.build()).replaceAll('\r', '\n')), ['[', ...TOLD, ']etx']);
    assert.deepEqual(tell(text(two.build()).replaceAll('\r', '\x0c').replaceAll('\n', '\x0b')), ['[', ...TOLD, ']etx']);
  });

  it('loses one group alone when its HT came as 0x08', () => {
    const bytes = text(linkyStandard().build()).replace('PREF\t', 'PREF\x08');
    const told = tell(bytes);
    const clean = tell(linkyStandard().build());
    assert.deepEqual(
      told.filter((word) => !word.startsWith('!')),
      clean.filter((word) => !word.startsWith('PREF=')),
    );
  });

  it('ignores the parity bit of every byte, control characters too', () => {
    assert.deepEqual(tell(two.build().map((byte) => byte | 0x80)), ['[', ...TOLD, ']etx']);
  });

  it('ends the frame at EOT, the group before it judged', () => {
    assert.deepEqual(tell(two.brokenOffBehind('IINST'), two.build()), ['[', 'IINST=002', ']eot', '[', ...TOLD, ']etx']);
    const inMidGroup = Buffer.concat([two.upTo('IINST'), Buffer.from('\nIMAX 090 I\x04')]);
    assert.deepEqual(tell(inMidGroup), ['[', 'IINST=002', '!checksum', ']eot']);
  });

  it('starts anew at a STX in the middle of a frame', () => {
    assert.deepEqual(tell(two.upTo('IINST'), two.build()), ['[', 'IINST=002', ']stx', '[', ...TOLD, ']etx']);
  });

  it('gives what is left when the stream ends, once', () => {
    assert.deepEqual(tell(two.upTo('IINST').subarray(0, -1)), ['[', 'IINST=002', ']flush']);
    assert.deepEqual(tell(two.build(), ''), ['[', ...TOLD, ']etx']);
    assert.deepEqual(tell(), []);
  });

  it('says nothing of control characters in a row', () => {
    assert.deepEqual(tell('\r\n\r\n\x00\x00\x03\x04\r'), []);
  });

  it('tells where in the chunk it stands', () => {
    const offsets: number[] = [];
    const parser = new FrameParser({
      frameStart: () => offsets.push(parser.offset),
      group: () => offsets.push(parser.offset),
      frameEnd: () => offsets.push(parser.offset),
    });
    const bytes = two.build();
    parser.push(bytes);
    assert.deepEqual(offsets, [0, two.upTo('IINST').length - 1, bytes.length - 2, bytes.length - 1]);
    offsets.length = 0;
    parser.push(Buffer.from('12345'));
    parser.flush();
    assert.deepEqual(offsets, [4, 4]);
  });

  describe('on a line that sends no sense', () => {
    const MEGABYTE = 1_000_000;

    /** Groups and frames of so many bytes; the longest frame, in groups. */
    function count(bytes: Uint8Array): { groups: number; frames: number; longest: number } {
      const counts = { groups: 0, frames: 0, longest: 0 };
      let inFrame = 0;
      const parser = new FrameParser({
        frameStart: () => undefined,
        group: () => {
          counts.groups++;
          counts.longest = Math.max(counts.longest, ++inFrame);
        },
        frameEnd: () => {
          counts.frames++;
          inFrame = 0;
        },
      });
      for (let i = 0; i < bytes.length; i += 1000) parser.push(bytes.subarray(i, i + 1000));
      parser.push(linkyHc().build());
      return counts;
    }

    it('waits in peace through NUL and through 0xFF', () => {
      assert.deepEqual(count(Buffer.alloc(MEGABYTE)), { groups: 11, frames: 1, longest: 11 });
      const ones = count(Buffer.alloc(MEGABYTE, 0xff));
      assert.deepEqual([ones.groups, ones.frames], [12, 2], 'one piece that is too long, and the frame');
    });

    it('cuts a megabyte without STX into frames of 8 kB at most', () => {
      const group = two.groups();
      const counts = count(Buffer.concat(Array.from({ length: MEGABYTE / group.length }, () => group)));
      assert.ok(counts.longest <= MAX_FRAME / (group.length / 2) + 1, String(counts.longest));
      assert.ok(counts.frames >= MEGABYTE / MAX_FRAME, String(counts.frames));
    });

    it('keeps 128 characters of a megabyte without CR', () => {
      const held: number[] = [];
      const parser = new FrameParser({
        frameStart: () => undefined,
        group: (group, fault) => held.push(group.length, fault === 'length' ? 1 : 0),
        frameEnd: () => undefined,
      });
      for (let i = 0; i < 1000; i++) parser.push(Buffer.alloc(1000, 0x41));
      parser.push(Buffer.from('\r'));
      assert.deepEqual(held, [128, 1]);
    });
  });
});
