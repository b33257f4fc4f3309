// A colour that RTE changes between 10:45 and noon, heard through the node: the last word is what holds at 06:00.
// Not in the fast lane: a day of calls.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { scenario } from '../../support/rte/rte';
import { Story } from '../../support/rte/story';

const DAY = '2026-11-25';
const told = (colour: 'w' | 'r') => ({ ...scenario('red-morning'), day: DAY, tempo: { 0: colour } }) as const;

describe('a colour of Tempo that changes before noon', function () {
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
  const next = (): unknown => story.state['next'];
  const begin = async (first: string): Promise<void> => {
    story = await Story.begin('2026-11-24T09:00:00+01:00', told('w'), {
      type: 'tempo-signal',
      settings: { first, second: 'none', third: 'none', fourth: 'none' },
    });
    await story.until('2026-11-24T11:25:00+01:00');
    const { colour } = next() as { colour: string };
    assert.equal(colour, 'white');
    story.bench.rte.play(told('r'));
  };

  it('is asked for again in the afternoon where the source is down after noon', async () => {
    await begin('services-rte');
    story.bench.rte.fail('services-rte', '503-html', Infinity);
    await story.until('2026-11-24T14:00:00+01:00');
    story.bench.rte.fail('services-rte', '503-html', 0);
    await story.until('2026-11-24T16:00:00+01:00');
    assert.deepEqual(
      (({ colour, confirmed }) => [colour, confirmed])(next() as { colour: string; confirmed: boolean }),
      ['red', true],
    );
  });

  it('is a pre-signal at 10:45 where api-couleur-tempo tells it, which last asked at 10:10', async () => {
    story = await Story.begin('2026-11-24T10:45:00+01:00', told('w'), {
      type: 'tempo-signal',
      settings: { first: 'api-couleur-tempo', second: 'none', third: 'none', fourth: 'none' },
    });
    await story.until('2026-11-24T11:00:00+01:00');
    const sure = (): unknown => (next() as { confirmed: boolean }).confirmed;
    assert.equal(sure(), false);
    await story.until('2026-11-24T12:45:00+01:00');
    assert.equal(sure(), true);
  });
});
