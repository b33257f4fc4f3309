// The two days of the year whose clocks show one hour twice, or not at all.
import assert from 'node:assert/strict';
import { normalise, type NormalisedBody } from '../../../../lib/enedis/bodies';
import { curve2026, dayOfMeans, group2026, paris, point2026, PRM, type Mean } from '../../../support/enedis/bodies';

const series = { prm: PRM, direction: 'consumption', measure: 'load-curve' } as const;

/** Points as they are written: `02:30`, `02:30 x7` with a power of 7 W, `02:30/60` with a step. Their power counts them from 1 on. */
function read(
  labels: string,
  day = '2026-10-25',
  about: Partial<Parameters<typeof normalise>[1]> = {},
): NormalisedBody {
  const points = labels.split(' ').map((label, i) => {
    const [clock = '', step = '30'] = label.split('/');
    return { v: String(i + 1), d: `${day} ${clock}:00`, p: `PT${step}M` };
  });
  return normalise(group2026('consumption', 'PA', 'W', points), {
    series,
    source: 'x',
    stamps: 'end',
    dates: 'local',
    ...about,
  });
}

/** Which row ended when, in UTC; `?`: ambiguous. */
function told({ points }: NormalisedBody): string {
  return points
    .map(({ end, value, ambiguous }) => `${value}@${new Date(end).toISOString().slice(11, 16)}${ambiguous ? '?' : ''}`)
    .join(' ');
}

const AUTUMN = dayOfMeans('2026-10-25', 30, (i) => 1001 + i);
const ends = ({ points }: NormalisedBody) => points.map(({ end, value }) => [end, value]);
const truth = (means: readonly Mean[]) => means.map(({ end, watts }) => [end, watts]);
const asked = (means: readonly Mean[]) =>
  normalise(curve2026({ direction: 'consumption', means }), { series, source: 'x', stamps: 'end', dates: 'local' });

describe('lib/enedis/bodies: clock changes', () => {
  describe('the doubled hour of October', () => {
    it('is summer time the first time, winter time the second: in the order of time', () => {
      assert.equal(
        told(read('01:30 02:00 02:30 02:00 02:30 03:00')),
        '1@23:30 2@00:00 3@00:30 4@01:00 5@01:30 6@02:00',
      );
    });

    it('and sorted by label', () => {
      assert.equal(
        told(read('01:30 02:00 02:00 02:30 02:30 03:00')),
        '1@23:30 2@00:00 4@00:30 3@01:00 5@01:30 6@02:00',
      );
    });

    it('in steps of 10, 15 and 60 minutes', () => {
      for (const minutes of [5, 10, 15, 60]) {
        const means = dayOfMeans('2026-10-25', minutes, (i) => i);
        assert.deepEqual(ends(asked(means)), truth(means));
        const byLabel = [...means].sort((a, b) => paris(a.end).localeCompare(paris(b.end)));
        assert.deepEqual(ends(asked(byLabel)), truth(means));
      }
    });

    it('when steps change within it', () => {
      assert.equal(
        told(read('01:00/60 02:00/60 02:00/60 02:30/30 03:00/30')),
        '1@23:00 2@00:00 3@01:00 4@01:30 5@02:00',
      );
      assert.equal(
        told(read('02:00/30 02:15/15 02:30/15 02:00/30 02:10/10 02:20/10 02:30/10 03:00/30')),
        '1@00:00 2@00:15 3@00:30 4@01:00 5@01:10 6@01:20 7@01:30 8@02:00',
      );
    });

    it('newest first', () => {
      assert.deepEqual(ends(asked([...AUTUMN].reverse())), truth(AUTUMN));
    });

    it('when the last of summer time is labelled 03:00', () => {
      assert.equal(
        told(read('01:30 02:00 02:30 03:00 02:30 03:00 03:30')),
        '1@23:30 2@00:00 3@00:30 4@01:00 5@01:30 6@02:00 7@02:30',
      );
    });

    it('when one of both has no value', () => {
      for (const missing of [3, 4, 5, 6])
        for (const order of [AUTUMN, [...AUTUMN].sort((a, b) => paris(a.end).localeCompare(paris(b.end)))]) {
          const body = group2026(
            'consumption',
            'PA',
            'W',
            order.map((mean) => ({ ...point2026(mean), ...(mean === AUTUMN[missing] && { v: '' }) })),
          );
          const answer = normalise(body, { series, source: 'x', stamps: 'end', dates: 'local' });
          assert.deepEqual(ends(answer), truth(AUTUMN.filter((_, i) => i !== missing)));
          assert.deepEqual([answer.ambiguous, answer.gaps], [0, 1]);
        }
    });

    it('of each year that an answer holds', () => {
      const means = [...dayOfMeans('2025-10-26', 30, (i) => i), ...AUTUMN];
      assert.deepEqual(ends(asked(means)), truth(means));
    });

    it('with labels that are starts', () => {
      assert.equal(
        told(read('01:30 02:00 02:30 02:00 02:30 03:00', '2026-10-25', { stamps: 'start' })),
        '1@00:00 2@00:30 3@01:00 4@01:30 5@02:00 6@02:30',
      );
    });

    describe('a label that occurs once', () => {
      it('goes on where its neighbours end or begin', () => {
        // All of winter time is missing, then all of summer time.
        assert.equal(told(read('01:30 02:00 02:30 05:00')), '1@23:30 2@00:00 3@00:30 4@04:00');
        assert.equal(told(read('01:00 02:00 02:30 03:00')), '1@23:00 2@01:00 3@01:30 4@02:00');
        assert.equal(told(read('01:30 02:00 03:30')), '1@23:30 2@00:00 3@02:30');
      });

      it('lies before or after the row at which the labels step back', () => {
        assert.equal(told(read('01:30 02:00 02:30 02:00 03:00')), '1@23:30 2@00:00 3@00:30 4@01:00 5@02:00');
        assert.equal(told(read('00:30 02:30 02:00 03:00')), '1@22:30 2@00:30 3@01:00 4@02:00');
      });

      it('is not placed where another lies', () => {
        // The hour up to the second 02:00 leaves no room for the first 02:30.
        assert.equal(told(read('02:00/60 02:00/60 02:30/30 03:00/30')), '1@00:00 2@01:00 3@01:30 4@02:00');
      });

      it('is flagged where it fits both', () => {
        // One of both 02:30 is missing; sorted by label or not, nobody can say which.
        const once = read('01:30 02:00 02:00 02:30 03:00');
        assert.equal(told(once), '1@23:30 2@00:00 3@01:00 4@01:30? 5@02:00');
        assert.equal(once.ambiguous, 1);
        // A day of 24 hours that lost one of both, as it is written where labels are keys.
        assert.equal(told(read('01:30 02:00 02:30 03:00')), '1@23:30 2@00:00? 3@00:30? 4@02:00');
      });

      it('is flagged where it fits nowhere', () => {
        assert.equal(told(read('00:30 02:30 05:00')), '1@22:30 2@00:30? 3@04:00');
      });
    });

    it('leaves a hole where there is one', () => {
      for (let missing = 0; missing < AUTUMN.length; missing++) {
        const means = AUTUMN.filter((_, i) => i !== missing);
        const { points, ambiguous } = asked(means);
        assert.equal(points.length, 49);
        if (ambiguous === 0)
          assert.deepEqual(
            points.map(({ end, value }) => [end, value]),
            truth(means),
          );
        // Nothing but one of the four labels that are there twice can be doubtful.
        else assert.ok(missing >= 3 && missing <= 6, `without ${missing}`);
      }
    });
  });

  describe('the skipped hour of March', () => {
    it('is no hour: 03:00 ends at 01:00Z', () => {
      assert.equal(told(read('01:30 03:00 03:30', '2026-03-29')), '1@00:30 2@01:00 3@01:30');
    });

    it('takes the old offset where it is written all the same', () => {
      assert.equal(told(read('01:30 02:00 03:30', '2026-03-29')), '1@00:30 2@01:00 3@01:30');
      assert.equal(told(read('01:30 02:00 02:30', '2026-03-29')), '1@00:30 2@01:00 3@01:30');
    });

    it('gives way to what the clocks did show', () => {
      const both = read('01:30 02:00 02:30 03:00 03:30 04:00', '2026-03-29');
      assert.equal(told(both), '1@00:30 4@01:00 5@01:30 6@02:00');
      assert.deepEqual(both.warnings, { duplicate: 2 });
    });

    it('is right in steps of 5 to 60 minutes, forwards and backwards, starts and ends', () => {
      for (const minutes of [5, 10, 15, 30, 60]) {
        const means = dayOfMeans('2026-03-29', minutes, (i) => i);
        assert.deepEqual(ends(asked(means)), truth(means));
        assert.deepEqual(ends(asked([...means].reverse())), truth(means));
      }
      assert.equal(told(read('01:30 03:00', '2026-03-29', { stamps: 'start' })), '1@01:00 2@01:30');
    });
  });
});
