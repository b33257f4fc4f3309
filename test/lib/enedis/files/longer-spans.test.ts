// The account writes months, weeks and years under the header of days.
import assert from 'node:assert/strict';
import { readExport, type ExportRead } from '../../../../lib/enedis/files/read-export';
import { METER } from '../../../support/enedis/export-writer';

const read = (...lines: string[]): ExportRead => readExport(lines.join('\n'), { direction: 'consumption', prm: METER });

describe('daily energy', () => {
  const sheet = ['PRM :;25000000000002', 'Type de comptage :;Consommation Quotidienne', '', 'Date;Valeur (en kWh)'];

  it('is not that of a month, of a year, of a week, which the account dates by their first day', () => {
    const rows = ['01/03/2026;312,3', '01/04/2026;300', '01/05/2026;290'];
    const [prm = '', , blank = '', header = ''] = sheet;
    for (const lines of [
      ...['Consommation Mensuelle', 'Consommation Annuelle', 'Injection mensuelle'].map((type) => [
        prm,
        `Type de comptage :;${type}`,
        blank,
        header,
        ...rows,
      ]),
      [...sheet, ...rows],
      [header, '01/01/2024;3112,3', '01/01/2025;3001', '01/01/2026;2900'],
      [header, '02/03/2026;70', '09/03/2026;71', '16/03/2026;75', '30/03/2026;75'],
    ]) {
      const { points, skipped } = read(...lines);
      assert.deepEqual([points, skipped.other ?? 0], [[], lines.length - 1 - lines.indexOf(header)]);
    }
    const days = read(...sheet, '01/03/2026;12', '02/03/2026;NA', '03/03/2026;13', '01/04/2026;9');
    assert.equal(days.points.length, 3);
    assert.equal(read(...sheet, '01/03/2026;12').points.length, 1);
  });
});
