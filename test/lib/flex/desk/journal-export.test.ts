// The journal of a site as JSON and as CSV.
import assert from 'node:assert/strict';
import { journalAsCsv, journalAsJson } from '../../../../lib/flex/desk/journal-export';
import type { FlexRequest } from '../../../../lib/flex/request/request';
import { PARIS } from '../../../../lib/grid/paris-time';
import { BUILDING, key, MINUTE, period } from '../../../support/flex/building';

const profile = [period('2026-10-25T02:30:00+02:00', 30, 20_000), period('2026-10-25T02:30:00+01:00', 30, -30_000)];
const REQUEST: FlexRequest = {
  ...key('=1+1'),
  creator: 'Agrégateur, "Nord"',
  product: 'WDA',
  asked: profile,
  confirmation: { product: 'WID', profile, ackPriceEurPerKWh: 0.25 },
  state: 'cancelled',
  deviations: ['overlap', 'window-past'],
  history: [
    { state: 'requested', at: Date.parse('2026-10-25T00:00:00Z'), by: 'operator' },
    {
      state: 'cancelled',
      at: Date.parse('2026-10-25T01:00:00Z'),
      by: 'person',
      reason: 'trop\nfroid',
      lateMs: 2 * MINUTE,
    },
  ],
};

describe('the journal of a site', () => {
  it('is a table with a row for each step, which no spreadsheet takes for a formula', async () => {
    const [headings, first, second, ...rest] = (await journalAsCsv([REQUEST], PARIS)).split('\r\n');
    assert.equal(
      headings,
      'at,bacs,asset,requestID,operator,state,by,reason,rule,lateSeconds,deviations,product,start,end,largestPowerW,ackPriceEurPerKWh',
    );
    const what = 'overlap window-past,WID,2026-10-25T02:30:00+02:00,2026-10-25T03:00:00+01:00,-30000,0.25';
    const who = `${BUILDING.id},hall,'=1+1,"Agrégateur, ""Nord"""`;
    assert.equal(first, `2026-10-25T02:00:00+02:00,${who},requested,operator,,,,${what}`);
    assert.equal(second, `2026-10-25T02:00:00+01:00,${who},cancelled,person,"trop\nfroid",,120,${what}`);
    assert.deepEqual(rest, ['']);
  });

  it('is a list with everything', async () => {
    const [row] = (await journalAsJson([REQUEST], PARIS)) as Record<string, unknown>[];
    assert.deepEqual(row?.['history'], [
      { at: '2026-10-25T02:00:00+02:00', state: 'requested', by: 'operator' },
      { at: '2026-10-25T02:00:00+01:00', state: 'cancelled', by: 'person', reason: 'trop\nfroid', lateMs: 120_000 },
    ]);
    const periods = [
      { start: '2026-10-25T02:30:00+02:00', end: '2026-10-25T02:00:00+01:00', powerW: 20_000 },
      { start: '2026-10-25T02:30:00+01:00', end: '2026-10-25T03:00:00+01:00', powerW: -30_000 },
    ];
    assert.deepEqual(row['asked'], periods);
    assert.deepEqual(row['confirmation'], { product: 'WID', profile: periods, ackPriceEurPerKWh: 0.25 });
    assert.deepEqual([row['requestID'], row['creator'], row['state']], ['=1+1', 'Agrégateur, "Nord"', 'cancelled']);
  });

  it('of nothing is nothing', async () => {
    assert.equal((await journalAsCsv([], PARIS)).split('\r\n').length, 2);
    assert.deepEqual(await journalAsJson([], PARIS), []);
  });
});
