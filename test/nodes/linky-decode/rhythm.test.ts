// Readings at most every so many seconds, while signals never wait.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import type { FrameBuilder } from '../../support/tic/tic-frames';
import { linkyHc } from '../../support/tic/tic-meters';

/** At 1200 Bd a frame of this meter begins every 1.5 s. */
const FRAME_MS = 1500;

/** Frames at the pace of the wire; PAPP counts them in tens. @returns when readings came, seconds from the first frame */
async function run(node: DecodeBench, frames: number, frame: (n: number) => FrameBuilder = whole): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < frames; n++) {
    const before = node.readings.length;
    await node.receive(frame(n).build());
    if (node.readings.length > before) times.push((n * FRAME_MS) / 1000);
    await node.advance(FRAME_MS);
  }
  return times;
}

const whole = (n: number): FrameBuilder => linkyHc().set('PAPP', String(n * 10).padStart(5, '0'));

describe('the rhythm of linky-decode', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('is every frame unless something else is set', async () => {
    const node = await loadLinkyDecode();
    assert.equal((await run(node, 5)).length, 5);
  });

  it('can be a reading of a whole frame at most every so many seconds', async () => {
    const node = await loadLinkyDecode({ rhythm: 'interval', seconds: '10' });
    assert.deepEqual(await run(node, 20), [0, 10.5, 21]);
    // Each is of the frame that came then, not an older one.
    assert.deepEqual(
      node.readings.map(({ payload }) => payload['PAPP']),
      [0, 70, 140],
    );
  });

  it('goes on when the clock is turned back', async () => {
    const node = await loadLinkyDecode({ rhythm: 'interval', seconds: '10' });
    await run(node, 2);
    await node.advance(-3_600_000);
    assert.deepEqual(await run(node, 8), [0, 10.5]);
  });

  it('passes a damaged frame over for the next whole one', async () => {
    const node = await loadLinkyDecode({ rhythm: 'interval', seconds: '10' });
    const times = await run(node, 12, (n) => (n === 7 || n === 8 ? whole(n).damaged('HCHC') : whole(n)));
    assert.deepEqual(times, [0, 13.5]);
    assert.equal(node.reading.payload['HCHC'], 12345678);
  });

  it('does not begin with the rest of a frame that was under way', async () => {
    const node = await loadLinkyDecode({ rhythm: 'interval', seconds: '10' });
    await node.receive(linkyHc().behind('HCHC'));
    assert.equal(node.readings.length, 0);
    await node.advance(FRAME_MS);
    await node.receive(linkyHc().build());
    assert.equal(node.readings.length, 1);
    assert.equal(node.reading.payload['HCHC'], 12345678);
  });

  it('keeps a reading coming within 60 s though every single frame is damaged', async () => {
    const node = await loadLinkyDecode({ rhythm: 'interval', seconds: '55' });
    const times = await run(node, 130, (n) => whole(n).damaged('HCHC'));
    assert.ok(times.length >= 3, `readings at ${times.join(', ')} s`);
    for (const [i, at] of times.entries())
      assert.ok(at - (times[i - 1] ?? 0) <= 60, `readings at ${times.join(', ')} s`);
  });

  for (const settings of [{}, { rhythm: 'interval', seconds: '10' }] as const)
    it(`waits for a whole frame before one that was cut, but no minute: ${JSON.stringify(settings)}`, async () => {
      const node = await loadLinkyDecode(settings);
      const times: number[] = [];
      for (let n = 0; n < 80; n++) {
        const before = node.readings.length;
        await node.receive(linkyHc().brokenOffBehind('HCHC'));
        if (node.readings.length > before) times.push((n * FRAME_MS) / 1000);
        await node.advance(FRAME_MS);
      }
      assert.deepEqual(times, [30, 60, 90]);
      await node.receive(linkyHc().build());
      assert.equal(node.reading.payload['PAPP'], 1240);
    });

  it('sends a frame that was cut, full, once a whole one has come', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyHc().build());
    await node.advance(FRAME_MS);
    await node.receive(linkyHc().brokenOffBehind('HCHC'));
    assert.equal(node.readings.length, 2);
    const { payload, tic } = node.reading;
    assert.deepEqual(Object.keys(payload).sort(), [...linkyHc().labels].sort());
    assert.equal((tic['quality'] as { complete: boolean }).complete, false);
    assert.equal((tic['carried'] as Record<string, number>)['PAPP'], FRAME_MS / 1000);
  });

  it('is kept by each meter for itself', async () => {
    const node = await loadLinkyDecode({ rhythm: 'interval', seconds: '10' });
    await node.receive(linkyHc().build(), { topic: 'house' });
    await node.advance(5000);
    await node.receive(linkyHc().set('ADCO', '022061700999').build(), { topic: 'garage' });
    assert.deepEqual(
      node.readings.map(({ topic }) => topic),
      ['tic/022061700123', 'tic/022061700999'],
    );
  });

  it('does not hold up signals', async () => {
    const node = await loadLinkyDecode({ rhythm: 'interval', seconds: '30' });
    await run(node, 3);
    node.edges();
    const overrun = linkyHc().after('IINST', 'ADPS', '046');
    await node.receive(overrun.upTo('ADPS'));
    assert.deepEqual(node.edges(), ['power-overrun started: active 3']);
    await node.receive(overrun.behind('ADPS'));
    await node.advance(FRAME_MS);
    await node.receive(linkyHc().build());
    assert.deepEqual(node.edges(), ['power-overrun ended: cleared']);
    assert.equal(node.readings.length, 1);
  });
});
