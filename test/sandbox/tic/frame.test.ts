import assert from 'node:assert/strict';
import { parisInstant } from '../../../sandbox/paris-clock';
import { encodeFrame, encodeGroup, horodate, HT, seasonlessHorodate, SP } from '../../../sandbox/tic/frame';

describe('sandbox: groups and frames', () => {
  it('gives the sums that real meters were seen to send', () => {
    const wire = (label: string, data: string, separator: typeof SP | typeof HT): string =>
      encodeGroup({ label, data }, separator).toString('latin1');
    // The sum of this one is a blank: readers that trim lose it.
    assert.equal(wire('PTEC', 'HP..', SP), '\nPTEC HP..  \r');
    assert.equal(wire('MOTDETAT', '000000', SP), '\nMOTDETAT 000000 B\r');
    assert.equal(wire('VTIC', '02', HT), '\nVTIC\t02\tJ\r');
    assert.equal(wire('MSG1', 'PAS DE          MESSAGE         ', HT), '\nMSG1\tPAS DE          MESSAGE         \t<\r');
    assert.equal(wire('RELAIS', '001', HT), '\nRELAIS\t001\tC\r');
  });

  it('puts the horodate between label and data, and inside the sum', () => {
    const group = { label: 'SMAXSN', data: '05125', horodate: 'E240924022201' };
    assert.equal(encodeGroup(group, HT).toString('latin1'), '\nSMAXSN\tE240924022201\t05125\t3\r');
    const date = { label: 'DATE', data: '', horodate: 'E240924225642' };
    assert.equal(encodeGroup(date, HT).toString('latin1'), '\nDATE\tE240924225642\t\tH\r');
  });

  it('wraps groups in STX and ETX', () => {
    const frame = encodeFrame([{ label: 'PPOT', data: '00' }], SP);
    assert.equal(frame.toString('latin1'), '\x02\nPPOT 00 #\r\x03');
  });

  it('writes the season of a horodate in capitals, in lower case while the clock is degraded, as a blank for DPM', () => {
    const winter = parisInstant(2027, 1, 12, 10, 55, 7);
    assert.equal(horodate(winter), 'H270112105507');
    assert.equal(horodate(winter, true), 'h270112105507');
    assert.equal(seasonlessHorodate(winter), ' 270112105507');
    assert.equal(horodate(parisInstant(2026, 7, 14, 0, 0, 1)), 'E260714000001');
  });

  it('tells the two passes of the doubled hour apart by the season', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    assert.equal(horodate(first), 'E261025023000');
    assert.equal(horodate(first + 3_600_000), 'H261025023000');
  });

  it('goes over the end of the year and into a leap day', () => {
    assert.equal(horodate(parisInstant(2026, 12, 31, 23, 59, 59)), 'H261231235959');
    assert.equal(horodate(parisInstant(2026, 12, 31, 23, 59, 59) + 1000), 'H270101000000');
    assert.equal(horodate(parisInstant(2028, 2, 28, 23, 59, 59) + 1000), 'H280229000000');
  });
});
