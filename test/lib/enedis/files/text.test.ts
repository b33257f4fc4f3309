// Whatever wrote the bytes, and whatever is no export.
import assert from 'node:assert/strict';
import { readExport, type AboutFile } from '../../../../lib/enedis/files/read-export';
import { LinkyRedError } from '../../../../lib/errors';
import { METER, truths, WRITERS } from '../../../support/enedis/export-writer';

const about: AboutFile = { direction: 'consumption', prm: METER };
const list = truths('2026-05-04', '2026-05-05', 30, (n) => n);
const count = (content: string | Uint8Array) => readExport(content, about).points.length;

/** The facts of the refusal. */
function refusal(content: string | Uint8Array, told: AboutFile = about): Readonly<Record<string, string | number>> {
  try {
    readExport(content, told);
  } catch (error) {
    assert.ok(error instanceof LinkyRedError && error.code === 'ERR_ENEDIS_FILE', String(error));
    return error.facts;
  }
  return assert.fail('it was read');
}

describe('the bytes of an export', () => {
  const sheet = WRITERS.account(list).join('\n');
  const utf8 = Buffer.from(sheet);

  it('are UTF-8 with or without a mark, UTF-16 or Latin-1', () => {
    assert.equal(count(utf8), 48);
    assert.equal(count(Buffer.concat([Buffer.from('efbbbf', 'hex'), utf8])), 48);
    assert.equal(count(Buffer.from(`\ufeff${sheet}`, 'utf16le')), 48);
    assert.equal(count(Buffer.from(`\ufeff${sheet}`, 'utf16le').swap16()), 48);
    assert.equal(count(Buffer.from(sheet, 'latin1')), 48);
    assert.equal(count(Buffer.from(WRITERS.edf(list).join('\n'), 'latin1')), 48);
  });

  it('may have been made a text with the wrong encoding', () => {
    for (const text of [sheet, WRITERS.edf(list).join('\n')]) {
      assert.equal(count(`\ufeff${text}`), 48);
      assert.equal(count(Buffer.from(text, 'latin1').toString('utf8')), 48, 'Latin-1, read as UTF-8');
      assert.equal(count(Buffer.from(`\ufeff${text}`).toString('latin1')), 48, 'UTF-8, read as Latin-1');
    }
  });

  it('end lines as they like, and are parted by tabs, too', () => {
    assert.equal(count(sheet.replaceAll('\n', '\r\n')), 48);
    assert.equal(count(sheet.replaceAll('\n', '\n\n')), 48);
    assert.equal(count(sheet.replaceAll(';', '\t')), 48);
  });
});

describe('what is refused', () => {
  it('is a workbook or an archive', () => {
    for (const magic of ['504b0304', 'd0cf11e0'])
      assert.equal(refusal(Buffer.concat([Buffer.from(magic, 'hex'), Buffer.alloc(5000)]))['problem'], 'workbook');
    assert.equal(refusal('PK\x03\x04 as a text')['problem'], 'workbook');
  });

  it('is what is too large, before it is looked at', () => {
    assert.deepEqual(refusal(Buffer.alloc(16_000_001)), {
      most: 16,
      problem: 'too-large',
      detail: 'it has more than 16 MB',
    });
  });

  it('is what has no header of an export', () => {
    for (const text of ['', ' \n;;\n', 'Bonjour', 'Date;Truc\n01/05/2026;5', '2026-05-01T00:30:00+02:00;300'])
      assert.equal(refusal(text)['problem'], 'no-header', text);
  });

  it('is JSON that breaks off, or has no measures', () => {
    for (const text of ['{"a":1}', '[]', '[{"donneesGenerales":{}}]', '{"mesures":[{"idPrm":"25000000000001"}]}'])
      assert.equal(refusal(text)['problem'], 'no-measures', text);
    for (const text of ['{', '[{"mesures":[{"grandeur":[', '{"mesures":NaN}'])
      assert.equal(refusal(text)['problem'], 'broken-json', text);
  });

  it('is what has more lines that cannot be read than others; the first is named', () => {
    const text = 'Date;Valeur (en kWh)\n01/05/2026;1\n05/13/2026;2\n05/14/2026;3\n';
    assert.deepEqual([refusal(text)['problem'], refusal(text)['line']], ['unreadable', 3]);
    assert.deepEqual(readExport(`${text}02/05/2026;4\n03/05/2026;5`, about).skipped, { unreadable: 2 });
  });

  it('is what belongs to no meter', () => {
    assert.equal(refusal('Date;Valeur (en kWh)\n01/05/2026;1', { direction: 'consumption' })['problem'], 'no-meter');
  });
});

describe('the meter and the direction', () => {
  const bare = 'debut;fin;kW\n2026-05-01T00:00;2026-05-01T00:30;"0,5"';
  const told = (text: string, fileName?: string): string => {
    const { prms, points } = readExport(text, { ...about, prm: '25999999999999', fileName });
    return `${prms.join()} ${points[0]?.direction ?? ''}`;
  };

  it('are those of the file, then of its name, then of the form', () => {
    assert.equal(told(bare), '25999999999999 consumption');
    assert.equal(told(bare, `/data/in/historique_prod_${METER}_2026.csv`), `${METER} production`);
    assert.equal(told(bare, `C:\\prod\\historique_conso_${METER}.csv`), `${METER} consumption`);
    assert.equal(told(bare, 'Enedis_20260922060000.csv'), '25999999999999 consumption', 'a time is no meter');
    assert.equal(told(bare, `${METER}_Export_Consommation-Production.csv`), `${METER} consumption`, 'both is none');
    const named = `Point Référence Mesure (PRM) :;${METER}\nType de comptage :;Production Horaire\nDébut;Fin;Valeur (en kW)`;
    assert.equal(
      told(`${named}\n01/05/2026 00:00;01/05/2026 00:30;0,1`, 'historique_conso_25888888888888.csv'),
      `${METER} production`,
    );
  });

  it('a spreadsheet has taken the noughts from the front', () => {
    assert.equal(told(`PRM :;9111642617347\n${bare}`), '09111642617347 consumption');
  });
});
