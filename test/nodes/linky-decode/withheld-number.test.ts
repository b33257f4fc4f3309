// A meter whose number never comes good, in Node-RED: what its readings are called, and what the status says meanwhile.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { loadLinkyDecode, type DecodeBench } from '../../support/node-red/linky-decode-bench';
import { linkyHc, linkyStandard } from '../../support/tic/tic-meters';

const masked = linkyHc().set('ADCO', 'XXXXXXXXXXXX').damaged('ADCO');

async function run(node: DecodeBench, seconds: number, frame: Buffer): Promise<void> {
  for (let n = 0; n < seconds; n++) {
    await node.receive(frame);
    await node.advance(1000);
  }
}

describe('linky-decode and a number that never comes good', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(async () => {
    await helper.unload();
  });

  it('holds the readings for a minute behind another meter in another mode, and says why; then they are of the stream', async () => {
    const node = await loadLinkyDecode();
    await run(node, 3, linkyStandard().build());
    await node.advance(15_000);
    assert.equal(node.shown.text, 'status.silent');
    const before = node.readings.length;
    await run(node, 12, masked.build());
    assert.equal(node.readings.length, before);
    assert.match(node.shown.text ?? '', /linky-decode\.status\.held|readings held/);
    await run(node, 60, masked.build());
    const { topic, tic } = node.reading;
    assert.equal(topic, 'tic/house');
    assert.equal((tic['meter'] as { id: unknown }).id, null);
    await run(node, 11, masked.build());
    assert.match(node.shown.text ?? '', /kVA.*, .*number/);
    const silences = node.order.filter((edge) => edge.startsWith('meter-fault silence'));
    assert.deepEqual(silences.map((edge) => edge.split(' ')[2]).slice(-1), ['ended:'], silences.join(', '));
  });

  it('gives a masked meter its readings at once where nobody spoke before', async () => {
    const node = await loadLinkyDecode();
    await run(node, 40, masked.build());
    assert.equal(node.reading.topic, 'tic/house');
    assert.match(node.shown.text ?? '', /kVA.*, .*number/);
  });
});
