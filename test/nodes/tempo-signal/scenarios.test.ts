// The stories of the stand-in through tempo-signal. What must be heard is written here by hand: a pre-signal from 06:30 on,
// the engaging publication at 10:30, the change at 06:00, peak hours until 22:00.
// Not in the fast lane: days of stories.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { scenario } from '../../support/rte/rte';
import { Story } from '../../support/rte/story';

describe('the stories of Tempo, played through the node', function () {
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
      type: 'tempo-signal',
    });
  };
  const told = (): string[] =>
    story.signals.map(({ hour, signal: { change, state, level, expected, detail } }) => {
      const sure = detail['confirmed'] === true ? '' : ' ?';
      const what = `${String(detail['day']).slice(8)} ${String(detail['colour'])}${sure}`;
      return `${hour.slice(8, 11)}${hour.slice(11, 13)} ${change} ${what} ${state} ${String(level)}/${String(expected)}`;
    });

  it('tense-week: white, red, white, blue, each announced, confirmed, begun and ended once', async () => {
    await begin('tense-week', '2026-11-25T16:00:00+01:00', '2026-11-26');
    await story.until('2026-11-28T06:30:00+01:00');
    assert.deepEqual(told(), [
      '25T16 initial 25 white active 1/1',
      '25T16 initial 26 red announced null/3',
      '26T06 ended 25 white cleared null/null',
      '26T06 started 26 red active 3/3',
      '26T06 announced 27 white ? announced null/1',
      '26T10 announced 27 white announced null/1',
      '26T22 eased 26 red active 2/2',
      '27T06 ended 26 red cleared null/null',
      '27T06 started 27 white active 1/1',
      '27T06 announced 28 blue ? announced null/1',
      '27T10 announced 28 blue announced null/1',
      '28T06 ended 27 white cleared null/null',
      '28T06 started 28 blue active 1/1',
    ]);
    const ids = new Map(story.signals.map(({ signal: { id, detail } }) => [id, detail['day']]));
    assert.equal(ids.size, 4, 'one event per day, from its announcement to its end');
  });

  for (const [name, day, eve, length] of [
    ['autumn', '2026-10-25', '2026-10-24T16:00:00+02:00', 25],
    ['spring', '2027-03-28', '2027-03-27T16:00:00+01:00', 23],
  ] as const) {
    it(`${name}: the tariff day that begins on the eve has ${length} hours, and changes at 06:00 and 22:00 of the clock`, async () => {
      await begin(name, eve);
      const hours: string[] = [];
      const end = `${day}T23:30:00${name === 'autumn' ? '+01:00' : '+02:00'}`;
      await story.until(eve.replace('T16', 'T17'));
      let offPeak = story.state['offPeak'];
      for (let at = Date.parse(eve) + 2 * 3_600_000; at <= Date.parse(end); at += 3_600_000) {
        await story.until(new Date(at).toISOString());
        if (story.state['offPeak'] !== offPeak) hours.push(String(story.state['at']));
        offPeak = story.state['offPeak'];
      }
      const [summer, winter] = ['+02:00', '+01:00'];
      const [before, after] = name === 'autumn' ? [summer, winter] : [winter, summer];
      assert.deepEqual(hours, [
        `${eve.slice(0, 10)}T22:00:00${before}`,
        `${day}T06:00:00${after}`,
        `${day}T22:00:00${after}`,
      ]);
      const begun = story.signals.find(({ signal }) => signal.change === 'started')?.signal;
      assert.equal(begun?.start, `${day}T06:00:00${after}`);
      const first = story.signals[0]?.signal;
      assert.equal((Date.parse(begun.start) - Date.parse(String(first?.start))) / 3_600_000, length);
    });
  }
});
