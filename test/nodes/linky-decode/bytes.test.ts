// From messages to the bytes of one meter: pieces, topics, cut frames, times of arrival.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { helper } from '../../support/node-red/helper';
import { loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { withParity } from '../../support/tic/tic-bytes';
import { ADDRESS, linkyHc, linkyStandard, linkyTri } from '../../support/tic/tic-meters';

describe('linky-decode, of the bytes that it is given,', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('makes the same readings of whatever pieces, as Buffers, as text, with or without parity', async () => {
    const node = await loadLinkyDecode();
    const frames = [linkyHc().build(), linkyHc().set('PAPP', '01300').build()];
    const bytes = Buffer.concat(frames);
    const piece = fc.record({
      length: fc.integer({ min: 1, max: 150 }),
      how: fc.constantFrom('buffer', 'text', 'parity'),
    });
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(piece), async (pieces) => {
        node.readings.length = 0;
        let at = 0;
        for (const { length, how } of pieces) {
          const part = bytes.subarray(at, (at += length));
          await node.receive(how === 'text' ? part.toString('latin1') : how === 'parity' ? withParity(part) : part);
          if (at >= bytes.length) break;
        }
        assert.deepEqual(
          node.readings.map(({ payload }) => payload['PAPP']),
          [1240, 1300],
        );
        for (const { payload } of node.readings) assert.equal(Object.keys(payload).length, 11);
      }),
      { numRuns: 25 },
    );
  });

  it('makes a reading of every frame that one message brings', async () => {
    const node = await loadLinkyDecode();
    const frames = [1, 2, 3].map((n) =>
      linkyHc()
        .set('PAPP', `0${String(n)}000`)
        .build(),
    );
    await node.receive(Buffer.concat(frames));
    assert.deepEqual(
      node.readings.map(({ payload }) => payload['PAPP']),
      [1000, 2000, 3000],
    );
  });

  it('keeps several meters apart by the topic, however their bytes mingle', async () => {
    const node = await loadLinkyDecode();
    const lines = { house: linkyHc().build(), garage: linkyTri().build() };
    for (let at = 0; at < 300; at += 7)
      for (const [topic, bytes] of Object.entries(lines)) await node.receive(bytes.subarray(at, at + 7), { topic });
    assert.deepEqual(node.readings.map(({ topic, tic }) => [topic, tic['stream']]).sort(), [
      [`tic/${ADDRESS.linkyMono}`, 'house'],
      [`tic/${ADDRESS.linkyTri}`, 'garage'],
    ]);
    for (const { tic } of node.readings)
      assert.deepEqual((tic['quality'] as { rejected: number; complete: boolean }).complete, true);
  });

  it('puts the stream into the topic where the meter has no identity', async () => {
    const anonymous = linkyHc().without('ADCO').build();
    const node = await loadLinkyDecode({ name: 'cellar' });
    await node.receive(anonymous, { topic: 'house' });
    await node.receive(anonymous, { topic: '', tic: { stream: 'garage' } });
    await node.receive(anonymous, { topic: undefined });
    assert.deepEqual(
      node.readings.map(({ topic }) => topic),
      ['tic/house', 'tic/garage', 'tic/cellar'],
    );
  });

  it('closes a frame that tic-in says was cut, and only then', async () => {
    const node = await loadLinkyDecode();
    const [begin, rest] = [linkyHc().upTo('PTEC'), linkyHc().behind('PTEC')];
    await node.receive(begin, { tic: { complete: true } });
    await node.receive(rest, { tic: {} });
    assert.equal(node.readings.length, 1);
    // Cut before its CR: the group is judged all the same.
    await node.receive(begin.subarray(0, -1), { tic: { complete: false } });
    assert.equal(node.readings.length, 2);
    assert.equal(node.reading.payload['PTEC'], 'HC..');
    assert.equal((node.reading.tic['quality'] as { complete: boolean }).complete, false);
  });

  it('never calls a frame whole whose end tic-in says is none: it ends no overrun', async () => {
    const node = await loadLinkyDecode();
    const overrun = linkyHc().after('IINST', 'ADPS', '046');
    await node.receive(overrun.build());
    // By groups, and the line was lost between two of them: what follows is the end of a later frame.
    await node.receive(overrun.upTo('IINST'));
    const rest = overrun.behind('ADPS');
    await node.receive(rest.subarray(0, -1));
    await node.receive(rest.subarray(-1), { tic: { complete: false } });
    assert.deepEqual(
      node.readings.map(({ tic }) => (tic['quality'] as { complete: boolean }).complete),
      [true, false],
    );
    const overruns = node.signals.filter(({ payload }) => payload.signal === 'power-overrun');
    assert.deepEqual(
      overruns.map(({ payload }) => payload.change),
      ['initial'],
    );
    await node.receive(linkyHc().build(), { tic: { complete: true } });
    assert.equal((node.reading.tic['quality'] as { complete: boolean }).complete, true);
  });

  it('takes the time of arrival from tic-in, byte by byte', async () => {
    const node = await loadLinkyDecode();
    await node.advance(60_000);
    const frame = linkyStandard();
    // The whole frame within 2 s: the group with the clock ended at its place in it.
    const place = (frame.upTo('DATE').length - 1) / (frame.build().length - 1);
    const times = { receivedAt: '2027-01-12T10:54:50+01:00', completedAt: '2027-01-12T10:54:52+01:00' };
    await node.receive(frame.build(), { tic: times });
    assert.equal(node.reading.tic['clockOffset'], Math.round((11 - 2 * place) * 10) / 10);
    // Group by group, as for shedding: each has its own time.
    const at = (time: string): object => ({ tic: { receivedAt: time, completedAt: time } });
    await node.receive(frame.upTo('DATE'), at('2027-01-12T10:54:58+01:00'));
    await node.receive(frame.behind('DATE'), at('2027-01-12T10:54:59+01:00'));
    assert.equal(node.reading.tic['clockOffset'], 3);
  });

  it('takes the time of this machine where nobody says when the bytes came', async () => {
    const node = await loadLinkyDecode();
    await node.advance(2000);
    await node.receive(linkyStandard().build(), { tic: { receivedAt: 'yesterday', completedAt: 5 } });
    assert.equal(node.reading.tic['clockOffset'], 3);
  });
});
