// What other programs write of a line: bytes in pieces as a pipe brings them, with the parity bit in them, in logs, in the dumps of
// Python, of ESPHome, of xxd. The frames that come out are those that the meter has sent.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Capture } from '../../bin/decode-input';
import { isPasted } from '../../lib/tic/bytes/pasted';
import { Decoder } from '../../lib/tic/decoder';
import { linkyRed } from '../support/machine/command-line';
import { ADDRESS, cbetm, linkyHc, linkyStandard } from '../support/tic/tic-meters';

const METERS = { historique: linkyHc(), standard: linkyStandard(), 'three phases': cbetm() };
const raw = Object.entries(METERS).map(
  ([name, frame]) => [name, Buffer.concat([frame.build(), frame.build(), frame.build()]).toString('latin1')] as const,
);

interface Read {
  readonly frames: { groups: number; rejected: number; complete: boolean; values: string }[];
  readonly note: string | undefined;
}

/** @param size of the pieces in which it comes */
function read(input: Buffer, size = input.length): Read {
  const frames: Read['frames'] = [];
  const decoder = new Decoder(
    { stream: 'log', lenient: false, listGroups: true },
    {
      frame: ({ quality: { groups, rejected, complete }, values }) =>
        frames.push({ groups, rejected, complete, values: JSON.stringify(values) }),
      signal: () => undefined,
    },
  );
  const capture = new Capture(false);
  for (let from = 0; from < input.length; from += size) decoder.push(capture.push(input.subarray(from, from + size)));
  decoder.push(capture.end());
  decoder.flush();
  return { frames, note: capture.note };
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Seven bits and an even parity, read as eight bits. */
const withParity = (text: string): Buffer =>
  Buffer.from(bytes(text).map((byte) => (byte.toString(2).replaceAll('0', '').length % 2 === 0 ? byte : byte | 0x80)));

const groupsOf = (text: string): string[] =>
  text
    .replaceAll('\u0002', '')
    .replaceAll('\u0003', '')
    .split(/[\r\n]+/)
    .filter((group) => group !== '');

describe('a line that comes in pieces', () => {
  for (const [name, text] of raw)
    for (const [how, input] of [
      ['as it is', bytes(text)],
      ['with the parity bit in its bytes', withParity(text)],
    ] as const)
      it(`is read ${how}, wherever the first piece begins and ends (${name})`, () => {
        const whole = read(bytes(text)).frames;
        assert.deepEqual([whole.length, whole.at(-1)?.complete], [3, true]);
        for (const cut of [0, 1, 30, 41, 57, 90])
          for (const size of [1, 8, 32, 300]) {
            const { frames, note } = read(input.subarray(cut), size);
            assert.deepEqual(frames.slice(-2), whole.slice(-2), `${String(cut)} ${String(size)}`);
            assert.equal(note, undefined);
          }
      });

  it('is no text because a language has accents and blanks that do not break', () => {
    assert.equal(isPasted(Buffer.from('Voilà ma trame reçue à Évry :\nADCO 041776000001 N\n')), true);
    assert.equal(isPasted(Buffer.from('PTEC\u00a0HP..\u00a0 \nIINST\u00a0002\u00a0Y\n')), true);
    assert.equal(isPasted(withParity('\nIINST 002 Y\r\nIMAX 090 H\r')), false);
  });
});

describe('a group in a line of a log', () => {
  const python = (line: string): string => line.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll("'", "\\'");
  const ways: Record<string, (group: string) => string> = {
    'a level': (group) => `2026-11-30 16:50:01,123 DEBUG ${group}`,
    'a logger': (group) => `2026-11-30 16:50:01,123 - root - DEBUG - ${group}`,
    syslog: (group) => `Nov 30 16:50:01 raspberrypi teleinfo[812]: ${group}`,
    'a French date': (group) => `30/11/2026 16:50:01 : ${group}`,
    'seconds of the epoch': (group) => `1796053801.123 ${group}`,
    'ESPHome’s own': (group) => `[16:50:01][D][teleinfo:077]: ${group}`,
    'Home Assistant': (group) => `2026-11-30 16:50:01.123 DEBUG (TIC on /dev/ttyUSB0) [a.reader] ${group}`,
    'a number of the line': (group) => `  12: ${group}`,
    quotes: (group) => `"${group}",`,
    'bytes of Python': (group) => `b'\\n${python(group)}\\r'`,
    'the debugging of ESPHome': (group) =>
      `[16:50:01][D][uart_debug:158]: <<< "${python(group).replaceAll('"', '\\"')}\\r\\n"`,
    'cat -A': (group) => `${group.replaceAll('\t', '^I')}^M$`,
    names: (group) => `<LF>${group.replaceAll('\t', '<HT>')}<CR>`,
    HTML: (group) => group.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  };
  for (const [way, change] of Object.entries(ways))
    it(`is found behind, or in, ${way}`, () => {
      for (const [name, text] of raw) {
        const found = read(bytes(`${groupsOf(text).map(change).join('\n')}\n`)).frames;
        const sent = read(bytes(text)).frames;
        assert.deepEqual(
          found.map(({ groups, rejected, values }) => [groups, rejected, values]),
          sent.map(({ groups, rejected, values }) => [groups, rejected, values]),
          name,
        );
      }
    });

  it('is none where the sum is wrong, whatever stands in front', () => {
    const { frames } = read(bytes('2026-11-30 16:50:01 DEBUG IINST 003 Y\n2026-11-30 16:50:02 DEBUG PAPP 01240 )\n'));
    assert.equal(
      frames.some(({ groups }) => groups > 0),
      false,
    );
  });

  it('frames stay frames where the log shows their bounds, and what stands between them is none of them', () => {
    for (const [, text] of raw) {
      const dumped = text
        .split('\u0003')
        .filter((frame) => frame !== '')
        .map((frame, i) => {
          const inside = python(frame).replace('\u0002', '\\x02').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
          return `${i === 0 ? '' : `# Frame ${String(i)}\n`}b'${inside}\\x03'\n`;
        });
      assert.deepEqual(read(bytes(dumped.join(''))).frames, read(bytes(text)).frames);
    }
  });
});

describe('bytes in hexadecimal', () => {
  const hex = (part: Buffer): string[] => [...part].map((byte) => byte.toString(16).padStart(2, '0'));
  const rows = (text: string): [string, Buffer][] =>
    Array.from({ length: Math.ceil(text.length / 16) }, (_, i) => [
      (i * 16).toString(16).padStart(8, '0'),
      bytes(text.slice(i * 16, i * 16 + 16)),
    ]);
  const shown = (part: Buffer): string => part.toString('latin1').replace(/[^ -~]/g, '.');
  const ways: Record<string, (text: string) => string> = {
    'hexdump -C': (text) =>
      rows(text)
        .map(([at, part]) => {
          const pairs = hex(part);
          return `${at}  ${`${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.padEnd(48)}  |${shown(part)}|\n`;
        })
        .join(''),
    xxd: (text) =>
      rows(text)
        .map(([at, part]) => `${at}: ${hex(part).join('').replace(/.{4}/g, '$& ').padEnd(40)} ${shown(part)}\n`)
        .join(''),
    'od -t x1': (text) =>
      rows(text)
        .map(([at, part]) => `${at.slice(2)} ${hex(part).join(' ')}\n`)
        .join(''),
    'ESPHome, pieces of any length': (text) =>
      text
        .match(/[^]{1,77}/g)
        ?.map((part) => `[16:50:01][D][uart_debug:114]: <<< ${hex(bytes(part)).join(':').toUpperCase()}\n`)
        .join('') ?? '',
    'no order at all': (text) => hex(bytes(text)).join(''),
  };
  for (const [way, dump] of Object.entries(ways))
    it(`are those of ${way}`, () => {
      for (const [name, text] of raw) {
        const { frames, note } = read(bytes(dump(text)), 61);
        assert.deepEqual(frames, read(bytes(text)).frames, name);
        assert.match(note ?? '', /^bytes from a dump: lines in hexadecimal \(\d+\)$/);
      }
    });

  it('are not masked, for the number would stand there still', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-hex-'));
    try {
      const file = path.join(folder, 'dump.txt');
      writeFileSync(file, ways['xxd']?.(raw[0]?.[1] ?? '') ?? '');
      const { code, stderr } = await linkyRed(['capture', '--mask', file]);
      assert.equal(code, 2);
      assert.match(stderr, /^linky-red capture: \S+dump\.txt is a dump in hexadecimal, /);
      assert.equal(existsSync(`${file}.masked`), false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a text of Windows', () => {
  it('has two bytes for each character, or a mark in front', () => {
    const [, text] = raw[0] ?? ['', ''];
    const pasted = groupsOf(text).join('\r\n');
    const sent = read(bytes(pasted)).frames;
    assert.equal(sent[0]?.values.includes(ADDRESS.linkyMono), true);
    const little = Buffer.from(`\ufeff${pasted}`, 'utf16le');
    for (const input of [little, Buffer.from(little).swap16(), Buffer.from(`\ufeff${pasted}`)])
      for (const size of [63, 100_000]) assert.deepEqual(read(input, size).frames, sent);
  });
});
