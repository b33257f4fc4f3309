import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { CsvParser } from '../../../../lib/opendata/read/csv';
import { csvFile } from '../../../../lib/opendata/read/csv-file';
import type { RawRow } from '../../../../lib/opendata/read/reader';

/** Records of a text that comes in pieces of so many characters. */
function records(text: string, piece = Number.POSITIVE_INFINITY, delimiter?: string): string[][] {
  const parser = new CsvParser(delimiter);
  const found: string[][] = [];
  for (let at = 0; at < text.length; at += piece) found.push(...parser.push(text.slice(at, at + piece)));
  return [...found, ...parser.end()];
}

const rows = (bytes: Uint8Array): RawRow[] => [...(csvFile(bytes).rows() as Iterable<RawRow[]>)].flat();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('lib/opendata/read/csv', () => {
  const texts: readonly (readonly [what: string, text: string, records: readonly (readonly string[])[]])[] = [
    ['semicolons', 'a;b\n1,5;2\n', [['a', 'b'], ['1,5', '2']]],
    ['commas', 'a,b\n1.5,2\n', [['a', 'b'], ['1.5', '2']]],
    ['tabs', 'a\tb\n1\t2', [['a', 'b'], ['1', '2']]],
    ['one column', 'a\n1\n2\n', [['a'], ['1'], ['2']]],
    ['carriage returns', 'a;b\r\n1;"2"\r\n"3";4\r\n', [['a', 'b'], ['1', '2'], ['3', '4']]],
    ['quotes, delimiters and line ends in quotes', 'a;b\n"x;""y""\nz";2\n', [['a', 'b'], ['x;"y"\nz', '2']]],
    ['empty cells', 'a;b;c\n;;\n"";1;\n', [['a', 'b', 'c'], ['', '', ''], ['', '1', '']]],
    ['empty lines', 'a;b\n\n1;2\n\n', [['a', 'b'], ['1', '2']]],
    ['no line end at the end', 'a;b\n1;"2"', [['a', 'b'], ['1', '2']]],
    ['a delimiter in a quoted title', '"a, b";c\n1;2\n', [['a, b', 'c'], ['1', '2']]],
    ['a title of commas', 'Durée, en minutes;b\n1;2\n', [['Durée, en minutes', 'b'], ['1', '2']]],
    ['quotes inside of a cell', 'a;b\n5" tube;2\n', [['a', 'b'], ['5" tube', '2']]],
  ]; // prettier-ignore
  for (const [what, text, expected] of texts)
    it(`reads ${what}, in one piece and in pieces of one and three characters`, () => {
      for (const piece of [Number.POSITIVE_INFINITY, 3, 1]) assert.deepEqual(records(text, piece), expected);
    });

  it('says in which record a quote is not closed, or closed too early', () => {
    assert.throws(() => records('a;b\n1;2\n"3;4\n'), {
      code: 'ERR_FILE_READ',
      message: /record 3: a quote is not closed/,
    });
    assert.throws(() => records('a;b\n"1"x;2\n'), { code: 'ERR_FILE_READ', message: /record 2: there is text after/ });
  });

  it('ends where a quote swallows the file', () => {
    const parser = new CsvParser();
    const piece = 'x'.repeat(8 * 1024 * 1024);
    const swallow = (): void => {
      for (const text of ['a;b\n"', piece, piece, piece, piece, piece]) parser.push(text);
    };
    assert.throws(swallow, { code: 'ERR_FILE_READ' });
  });

  it('reads back whatever is written by RFC 4180, cut into pieces anywhere', () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom(';', ',', '"', '\n', '\r', 'a', 'é', ' ', '😀') }),
      fc.string(),
    );
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      );
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(';', ','),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (cells, delimiter, end, piece) => {
          const text = cells.map((record) => record.map(quoted).join(delimiter) + end).join('');
          assert.deepEqual(records(text, piece, delimiter), cells);
          assert.deepEqual(parse(text, { delimiter, record_delimiter: end }), cells);
        },
      ),
    );
  });

  it('never fails otherwise than by its own error, whatever text comes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(';', '"', '\n', '\r', 'a') }),
        fc.integer({ min: 1, max: 4 }),
        (text, piece) => {
          try {
            const whole = records(text);
            assert.deepEqual(records(text, piece), whole);
          } catch (error) {
            assert.equal((error as { code?: string }).code, 'ERR_FILE_READ');
            assert.throws(() => records(text, piece), { code: 'ERR_FILE_READ' });
          }
        },
      ),
    );
  });

  describe('files', () => {
    it('have a byte order mark that is no part of a name', () => {
      assert.deepEqual(rows(bytes('\ufeffhorodate;n\n2026;1\n')), [{ horodate: '2026', n: '1' }]);
    });

    it('have a name for each column, two of one name too', () => {
      assert.deepEqual(rows(bytes('a; ;a\n1;2;3\n')), [{ a: '1', column_2: '2', a_2: '3' }]);
    });

    it('are read letter by letter where a piece ends inside of one', () => {
      const many = Array.from({ length: 30_000 }, (_, index) => `é${index};ü`).join('\n');
      const read = rows(bytes(`a;b\n${many}\n`));
      assert.equal(read.length, 30_000);
      assert.ok(read.every(({ a, b }, index) => a === `é${index}` && b === 'ü'));
    });

    it('can be gone through twice', () => {
      const file = csvFile(bytes('a;b\n1;2\n'));
      for (let time = 0; time < 2; time += 1) assert.equal([...(file.rows() as Iterable<RawRow[]>)].flat().length, 1);
    });

    it('are refused when they are cut, not UTF-8, empty', () => {
      assert.throws(() => rows(bytes('a;b\n1;2\n3')), {
        code: 'ERR_FILE_READ',
        message: /record 3: 1 cells, its header has 2/,
      });
      assert.throws(() => rows(Buffer.from('a;b\n\u00e9;2\n', 'latin1')), {
        code: 'ERR_FILE_READ',
        message: /not UTF-8/,
      });
      assert.throws(() => rows(bytes('')), { code: 'ERR_FILE_READ', message: /empty/ });
    });
  });
});
