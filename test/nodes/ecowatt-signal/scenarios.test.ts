// Each story of the stand-in, from its publications to the wires. What must be heard is written here by hand, from the words
// of the story and the rules of grid-tension.
// Not in the fast lane: days of stories.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { scenario } from '../../support/rte/rte';
import { Story } from '../../support/rte/story';

/** Levels of an ordinary day in the stand-in: decarbonised at night and after noon. */
const USUAL = '110000111111100111111111';

describe('the stories of Ecowatt, played through the node', function () {
  let story: Story;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(async () => {
    await story.end();
  });

  const begin = async (name: string, at: string, day?: string): Promise<void> => {
    story = await Story.begin(at, day === undefined ? scenario(name) : { ...scenario(name), day }, {
      type: 'ecowatt-signal',
    });
  };
  /** Everything but the coming and going of calm hours. */
  const told = (): string[] =>
    story.signals
      .filter(({ signal: { id } }) => !id.endsWith('calm'))
      .map(({ hour, signal: { change, state, level, expected } }) => {
        return `${hour.slice(8)} ${change} ${state} ${String(level)}/${String(expected)}`;
      });
  const spans = (): string[] => [
    ...new Set(
      story.signals
        .filter(({ signal: { id } }) => !id.endsWith('calm'))
        .map(({ signal: { start, end } }) => `${String(start)} ${String(end)}`),
    ),
  ];
  const ids = (): number =>
    new Set(story.signals.map(({ signal: { id } }) => id).filter((id) => !id.endsWith('calm'))).size;
  /** The level that the node tells in the middle of each hour of a day: `.` unknown. */
  const levels = async (day: string, hours: readonly string[]): Promise<string> => {
    let text = '';
    for (const hour of hours) {
      await story.until(`${day}T${hour}`);
      const { level } = story.state as { level: number | null };
      text += level === null ? '.' : String(level);
    }
    return text;
  };
  const halves = (offset: string): string[] =>
    Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:30:00${offset}`);
  /** Never twice the same, and no more often than RTE allows. */
  const clean = (): void => {
    for (const [i, { signal }] of story.signals.entries()) {
      const before = story.signals.slice(0, i).findLast((one) => one.signal.id === signal.id);
      assert.notDeepEqual(before?.signal, signal, 'the same edge twice');
    }
    assert.ok(story.bench.rte.calls.every(({ status }) => status === 200));
    assert.deepEqual(story.nodes.caught.all, []);
  };

  it('withdrawn: a red morning that is taken back on the eve ends before it has begun', async () => {
    await begin('withdrawn', '2026-11-24T12:00:00+01:00', '2026-11-26');
    await story.until('2026-11-25T23:30:00+01:00');
    assert.deepEqual(told(), [
      '24T17+01:00 announced announced null/2',
      '25T17+01:00 worsened announced null/3',
      '25T20+01:00 withdrawn cleared 1/1',
    ]);
    assert.equal(ids(), 1);
    assert.equal(story.state['nextAlert'], null);
    assert.equal(await levels('2026-11-26', halves('+01:00')), USUAL);
    assert.equal(told().length, 3, 'and the morning passes in silence');
    clean();
  });

  it('tense-week: an alert on each of four days, the last one when J+3 comes in the night', async () => {
    await begin('tense-week', '2026-11-25T16:00:00+01:00', '2026-11-26');
    await story.until('2026-11-27T12:00:00+01:00');
    assert.deepEqual(told(), [
      '25T17+01:00 announced announced null/3',
      '25T17+01:00 announced announced null/2',
      '25T17+01:00 announced announced null/2',
      '25T17+01:00 announced announced null/2',
      '26T01+01:00 announced announced null/2',
      '26T07+01:00 started active 2/2',
      '26T08+01:00 worsened active 3/3',
      '26T10+01:00 eased active 2/2',
      '26T11+01:00 ended cleared 1/1',
      '26T18+01:00 started active 2/2',
      '26T20+01:00 ended cleared 1/1',
      '27T07+01:00 started active 2/2',
      '27T11+01:00 ended cleared 1/1',
    ]);
    assert.equal(ids(), 5);
    clean();
  });

  it('autumn: the red hour that comes twice lasts two hours, the orange ones round it one', async () => {
    await begin('autumn', '2026-10-24T16:00:00+02:00');
    await story.until('2026-10-25T00:00:00+02:00');
    const night = ['00:30:00+02:00', '01:30:00+02:00', '02:30:00+02:00', '02:30:00+01:00', '03:30:00+01:00'];
    assert.equal(
      await levels('2026-10-25', [...night, ...halves('+01:00').slice(4)]),
      '12332' + '00' + '1111111' + '00' + '111' + '2' + '11111',
    );
    assert.deepEqual(told(), [
      '24T17+02:00 announced announced null/3',
      '24T17+02:00 announced announced null/2',
      '25T01+02:00 started active 2/2',
      '25T02+02:00 worsened active 3/3',
      '25T03+01:00 eased active 2/2',
      '25T04+01:00 ended cleared 0/0',
      '25T18+01:00 started active 2/2',
      '25T19+01:00 ended cleared 1/1',
    ]);
    assert.deepEqual(spans(), [
      '2026-10-25T01:00:00+02:00 2026-10-25T04:00:00+01:00',
      '2026-10-25T18:00:00+01:00 2026-10-25T19:00:00+01:00',
    ]);
    clean();
  });

  it('spring: the red hour that does not exist is never announced nor reached', async () => {
    await begin('spring', '2027-03-27T16:00:00+01:00');
    await story.until('2027-03-28T00:00:00+01:00');
    const night = ['00:30:00+01:00', '01:30:00+01:00'];
    const day = [...night, ...halves('+02:00').slice(3)];
    assert.equal(await levels('2027-03-28', day), '12' + '2' + '00' + '1111111' + '00' + '111' + '2' + '11111');
    assert.deepEqual(told(), [
      '27T17+01:00 announced announced null/2',
      '27T17+01:00 announced announced null/2',
      '28T01+01:00 started active 2/2',
      '28T04+02:00 ended cleared 0/0',
      '28T18+02:00 started active 2/2',
      '28T19+02:00 ended cleared 1/1',
    ]);
    assert.equal(spans()[0], '2027-03-28T01:00:00+01:00 2027-03-28T04:00:00+02:00');
    clean();
  });

  it('rough: days in disorder, holes in the hours: unknown stays unknown, and the alerts beside it are told', async () => {
    await begin('rough', '2026-11-25T16:00:00+01:00', '2026-11-26');
    await story.until('2026-11-26T00:00:00+01:00');
    assert.equal(await levels('2026-11-26', halves('+01:00')), '1100001' + '2.32' + '11' + '00' + '111111111');
    assert.equal(await levels('2026-11-27', halves('+01:00').slice(0, 7)), '...0001');
    assert.deepEqual(told(), [
      '25T17+01:00 announced announced null/2',
      '25T17+01:00 announced announced null/3',
      '26T07+01:00 started active 2/2',
      // It has reached its published end; what holds now nobody knows.
      '26T08+01:00 ended cleared null/null',
      '26T09+01:00 started active 3/3',
      '26T10+01:00 eased active 2/2',
      '26T11+01:00 ended cleared 1/1',
    ]);
    const lost = story.signals.filter(({ signal: { change } }) => change === 'lost').map(({ hour }) => hour);
    assert.deepEqual(lost, ['2026-11-26T08+01:00', '2026-11-27T00+01:00']);
    clean();
  });
});
