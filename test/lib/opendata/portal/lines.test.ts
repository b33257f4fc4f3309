// JSON lines out of pieces that end anywhere.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError } from '../../../../lib/errors';
import { jsonLines } from '../../../../lib/opendata/portal/lines';
import { all } from '../../../support/opendata/portal-bench';
import '../../../support/machine/property-seed';

const read = (pieces: readonly Buffer[], longest?: number): Promise<unknown[]> =>
  all(jsonLines(from(pieces), 'portal.example', longest));

async function* from(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((place, index) => bytes.subarray(place, places[index] ?? bytes.length));
}

describe('lib/opendata/portal/lines', () => {
  it('gives the same rows wherever the pieces end, with or without an end of the last line', async () => {
    const rows = fc.array(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(null))));
    const ends = fc.constantFrom('\n', '\r\n', '');
    await fc.assert(
      fc.asyncProperty(rows, fc.array(fc.nat()), ends, async (expected, at, end) => {
        const lines = expected.map((row) => JSON.stringify(row)).join(end === '' ? '\n' : end);
        assert.deepEqual(
          await read(cut(Buffer.from(lines + end), at)),
          expected.map((row) => JSON.parse(JSON.stringify(row)) as unknown),
        );
      }),
    );
  });

  it('throws nothing but errors with a code, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array()), async (pieces) => {
        await read(pieces.map((piece) => Buffer.from(piece))).catch((error: unknown) => {
          assert.ok(error instanceof LinkyRedError);
          assert.match(error.code, /^ERR_(ANSWER|PORTAL_CUT)$/);
        });
      }),
    );
  });

  for (const [what, bytes, error] of [
    ['no JSON', Buffer.from('{"a":1}\noops\n{"a":2}\n'), { code: 'ERR_ANSWER', message: /line 2: no JSON/ }],
    ['no object', Buffer.from('{"a":1}\n[1]\n'), { code: 'ERR_ANSWER', message: /line 2: no JSON object/ }],
    [
      'no UTF-8',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}\n')]),
      { code: 'ERR_ANSWER', message: /not UTF-8/ },
    ],
    [
      'a torn last line',
      Buffer.from('{"a":1}\n{"a":'),
      { code: 'ERR_PORTAL_CUT', facts: { host: 'portal.example', got: 1 } },
    ],
    [
      'a last line torn within a character',
      Buffer.from('{"a":1}\n{"a":"é').subarray(0, -1),
      { code: 'ERR_PORTAL_CUT' },
    ],
  ] as const) {
    it(`stops at ${what}`, async () => {
      await assert.rejects(read([bytes]), error);
    });
  }

  it('holds no more of a line than it may have', async () => {
    const piece = Buffer.alloc(100, 'a');
    let asked = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        asked += 1;
        yield await Promise.resolve(piece);
      }
    }
    await assert.rejects(all(jsonLines(endless(), 'portal.example', 1000)), {
      code: 'ERR_ANSWER',
      message: /longer than 1000 bytes/,
    });
    assert.equal(asked, 11);
  });
});
