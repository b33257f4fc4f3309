// What `mqtt in` of Node-RED, left on "auto-detect", makes of texts that look like numbers before they come here
// (findings/stge-white-before-red-becomes-zero).
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { byEsphome, byZigbee2mqttAttributes, type ToldMessage } from '../../support/tic/told-by';
import { linkyStandard } from '../../support/tic/tic-meters';

const WAYS: Readonly<Record<string, readonly [string, (frame: Buffer) => ToldMessage[]]>> = {
  ESPHome: ['esphome', (frame) => byEsphome(frame)],
  'zigbee2mqtt, a topic for each value': ['zigbee2mqtt', (frame) => byZigbee2mqttAttributes(frame)],
};

/** As `mqtt in` does it: what JSON can read comes as JSON. */
function detected(payload: unknown): unknown {
  try {
    return JSON.parse(String(payload)) as unknown;
  } catch {
    return payload;
  }
}

async function tell(node: DecodeBench, messages: readonly ToldMessage[]): Promise<void> {
  for (const { topic, payload } of messages) await node.receive(detected(payload), { topic: topic ?? '' });
  await node.advance(2000);
}

/** The register of the last reading, as long as it is fresh. */
function register(node: DecodeBench): unknown {
  const { payload, tic } = node.reading;
  const { carried = {} } = tic as { carried?: Record<string, unknown> };
  return 'STGE' in carried ? undefined : payload['STGE'];
}

describe('linky-decode behind an mqtt in that makes numbers of texts', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  for (const [way, [source, told]] of Object.entries(WAYS)) {
    const frame = (stge: string): ToldMessage[] => told(linkyStandard().set('STGE', stge).build());

    it(`takes no other register for the meter’s: ${way}`, async () => {
      const node = await loadLinkyDecode({ source });
      await tell(node, frame('003A0081'));
      assert.equal(register(node), '003A0081');
      node.edges();
      // White today, red tomorrow; and a peak that is announced.
      for (const stge of ['0E420401', '12340E01', '1234E004', '123456E2', '10E30001']) {
        assert.notEqual(typeof detected(stge), 'string', stge);
        await tell(node, frame(stge));
        assert.equal(register(node), undefined, stge);
      }
      // An overrun that began goes on: nothing has said that it is over.
      assert.deepEqual(
        node.edges().filter((edge) => /power-overrun|breaker|tempo|peak/.test(edge)),
        [],
      );
      assert.deepEqual(node.caught, []);
    });

    it(`reads a register of digits alone: ${way}`, async () => {
      const node = await loadLinkyDecode({ source });
      await tell(node, frame('12340401'));
      assert.equal(register(node), '12340401');
    });
  }
});
