import assert from 'node:assert/strict';
import { CivilZone } from '../../../../lib/grid/paris-time';
import { readHorodate } from '../../../../lib/tic/value/horodate';
import { linkyStandard } from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

const utc = (text: string, zone?: CivilZone): string | null => {
  const read = readHorodate(text, zone);
  return read === null ? null : new Date(read.at).toISOString();
};

describe('horodates of Linky', () => {
  it('take the offset from the season letter', () => {
    assert.equal(utc('H270112105501'), '2027-01-12T09:55:01.000Z');
    assert.equal(utc('E270712105501'), '2027-07-12T08:55:01.000Z');
  });

  it('say by a small letter that the clock is degraded', () => {
    assert.deepEqual(readHorodate('h270112105501'), { at: Date.UTC(2027, 0, 12, 9, 55, 1), degraded: true });
    assert.deepEqual(readHorodate('e270712105501'), { at: Date.UTC(2027, 6, 12, 8, 55, 1), degraded: true });
    assert.equal(readHorodate('H270112105501')?.degraded, false);
  });

  it('tell the two passes of the doubled hour of October apart', () => {
    assert.equal(utc('E271031023000'), '2027-10-31T00:30:00.000Z');
    assert.equal(utc('H271031023000'), '2027-10-31T01:30:00.000Z');
  });

  it('go on over the change of March', () => {
    assert.equal(utc('H270328015959'), '2027-03-28T00:59:59.000Z');
    assert.equal(utc('E270328030000'), '2027-03-28T01:00:00.000Z');
  });

  it('go on over the end of a year and through a leap day', () => {
    assert.equal(utc('H271231235959'), '2027-12-31T22:59:59.000Z');
    assert.equal(utc('H280101000000'), '2027-12-31T23:00:00.000Z');
    assert.equal(utc('H280229120000'), '2028-02-29T11:00:00.000Z');
  });

  it('are civil time where the season is blank', () => {
    assert.equal(utc(' 240108060000'), '2024-01-08T05:00:00.000Z');
    assert.equal(utc(' 240708060000'), '2024-07-08T04:00:00.000Z');
  });

  it('are civil time of the zone overseas, whatever the letter', () => {
    const reunion = new CivilZone('Indian/Reunion');
    assert.equal(utc('H270112105501', reunion), '2027-01-12T06:55:01.000Z');
    assert.equal(utc(' 270712105501', reunion), '2027-07-12T06:55:01.000Z');
  });

  it('name no instant where they are blank or never were', () => {
    for (const text of ['             ', ' 000000000000', 'H000000000000', 'H2701121055', ''])
      assert.equal(utc(text), null, text);
  });

  describe('in a frame', () => {
    const reasonOf = (label: string, data: string, horodate: string): string | undefined => {
      const listener = listen().push(linkyStandard().set(label, data, horodate).build());
      return listener.last.groups.find((group) => group.label === label)?.reason;
    };

    it('are taken as a meter may send them', () => {
      for (const text of [
        'H270112105501',
        'E270712105501',
        'h270112105501',
        'e270712105501',
        'H280229235959',
        'H000000000000',
      ])
        assert.equal(reasonOf('SMAXSN', '05120', text), undefined, text);
    });

    it('are refused where no meter can have sent them', () => {
      const wrong = [
        ' 270112105501',
        'X270112105501',
        'H270112105560',
        'H270112106001',
        'H270112245501',
        'H270132105501',
        'H270100105501',
        'H270012105501',
        'H270431105501',
        'H270229105501',
        'H271301105501',
        'H27O112105501',
        'H2701121055011',
        'H27011210550',
        '',
      ];
      for (const text of wrong) assert.equal(reasonOf('SMAXSN', '05120', text), 'horodate', text);
    });

    it('must be there where the dictionary has one, and must not where it has none', () => {
      const bare = listen().push(linkyStandard().set('SMAXSN', '05120').build()).last;
      assert.equal(bare.groups.find(({ label }) => label === 'SMAXSN')?.reason, 'horodate');
      const dated = listen().push(linkyStandard().set('EAST', '035802467', 'H270112105501').build()).last;
      assert.deepEqual(
        dated.groups.find(({ label }) => label === 'EAST'),
        { label: 'EAST', horodate: 'H270112105501', data: '035802467', ok: false, reason: 'horodate' },
      );
    });

    it('may have a blank season, or be blank, in DPMn and FPMn', () => {
      for (const text of [' 270113060000', '             ', ' 000000000000']) {
        const frame = linkyStandard().after('STGE', 'DPM1', '00', text);
        assert.equal(listen().push(frame.build()).last.quality.rejected, 0, text);
      }
    });
  });
});
