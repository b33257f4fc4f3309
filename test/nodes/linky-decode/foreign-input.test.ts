// What is wired in by mistake: JSON of other tools, text of nobody. Said once for each stream, in the status and in one error,
// until groups are right there again.
// Not in the fast lane: thousands of topics.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { linkyHc, linkyStandard } from '../../support/tic/tic-meters';

const SECOND = 1000;

/** As the tools publish them: shapes of the field, values of nobody. */
const JSON_OF: Record<string, { json: object; code: string; status: string }> = {
  'Tasmota (groups)': foreign({ TIC: { ADCO: '021861348497', PAPP: '01240', IINST: '005', HCHC: '012345678' } }),
  'Tasmota (an overrun)': foreign({ TIC: { ADPS: '031' } }),
  'Tasmota (sensor)': foreign({
    Time: '2027-01-12T10:55:01',
    ENERGY: { TotalStartTime: '2026-10-01T00:00:00', Total: 12345.678, Power: 1240, Voltage: 230, Current: 5 },
  }),
  teleinfo2mqtt: foreign({ PAPP: { raw: '01240', value: 1240 }, OPTARIF: { raw: 'HC..', value: 'HC' } }),
  'zigbee2mqtt (ZLinky)': foreign({
    apparent_power: 1240,
    current_tarif: 'HC..',
    available_power: 45,
    linkquality: 87,
  }),
  'a reading of our own, as a whole message': foreign({
    topic: 'tic/house',
    schema: 'linky-red/reading@1',
    payload: {},
  }),
  'a program that nobody knows': unknown({ temperature: 21.5, humidity: 40 }),
  'an object with nothing in it': unknown({}),
};

function foreign(json: object): { json: object; code: string; status: string } {
  return { json, code: 'ERR_TIC_JSON', status: 'status.json' };
}

function unknown(json: object): { json: object; code: string; status: string } {
  return { json, code: 'ERR_INPUT', status: 'status.bad-input' };
}

const FORMS: Record<string, (json: object) => unknown> = {
  'as an object': (json) => json,
  'as text': (json) => JSON.stringify(json),
  'as text on several lines': (json) => `\r\n${JSON.stringify(json, null, 2)}\n`,
  'as a Buffer of that text': (json) => Buffer.from(JSON.stringify(json)),
  'as bytes of that text': (json) => new TextEncoder().encode(JSON.stringify(json)),
};

/** What carries no byte at all, by kind. */
const NO_TEXT: Record<string, unknown> = {
  'a number': 1240,
  'a boolean': true,
  null: null,
  nothing: undefined,
  'an array of objects': [{ TIC: { PAPP: '01240' } }],
  'an array of bytes': [2, 10, 13, 3],
  'JSON of an array': '[{"TIC":{"PAPP":"01240"}}]',
};

/** Text without a group of a meter. */
const PROSE: Record<string, string | Buffer> = {
  prose: 'The quick brown fox jumps over the lazy dog.\r\n',
  'labels without control characters': '\nADCO 021861348497\r\nPAPP 01240\r',
  'half a JSON': '{"TIC":{"ADCO":"0218613',
  'a number in text': '1240',
  'control characters that are wrong': Buffer.from(
    linkyHc()
      .build()
      .map((byte) => (byte === 0x20 ? 0x2e : byte)),
  ),
  'a Buffer of prose': Buffer.from('ligne coupée\r\n'),
};

describe('linky-decode, given what is no TIC', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  const codes = (node: DecodeBench): string[] => node.caught.map(({ error }) => error.code);

  for (const [tool, { json, code, status }] of Object.entries(JSON_OF))
    for (const [how, form] of Object.entries(FORMS))
      it(`says once what it is: ${tool}, ${how}`, async () => {
        const node = await loadLinkyDecode();
        for (let second = 0; second < 100; second++) {
          await node.receive(form(json));
          await node.advance(SECOND);
        }
        assert.deepEqual(codes(node), [code]);
        assert.equal(node.caught[0]?.topic, 'house');
        assert.equal(node.shown.text, status);
        assert.deepEqual([node.order, node.completed.length], [[], 99]);
        await rearms(node, () => node.receive(form(json)), code);
      });

  for (const [what, payload] of Object.entries(NO_TEXT))
    it(`says once that it cannot read it: ${what}`, async () => {
      const node = await loadLinkyDecode();
      for (let count = 0; count < 3; count++) await node.receive(payload);
      assert.deepEqual([codes(node), node.completed.length], [['ERR_INPUT'], 2]);
      assert.equal(node.shown.text, 'status.bad-input');
      await rearms(node, () => node.receive(payload), 'ERR_INPUT');
    });

  for (const [what, text] of Object.entries(PROSE))
    it(`says once that no group is right, after a minute: ${what}`, async () => {
      const node = await loadLinkyDecode();
      await node.receive(text);
      await node.advance(59 * SECOND);
      assert.deepEqual(codes(node), []);
      await node.advance(SECOND);
      for (let minute = 0; minute < 10; minute++) {
        await node.receive(text);
        await node.advance(60 * SECOND);
      }
      assert.deepEqual(codes(node), ['ERR_TIC_NO_GROUP']);
      assert.equal(node.caught[0]?.topic, 'house');
      assert.equal(node.shown.text, 'status.no-valid-group');
      assert.deepEqual(node.readings, []);
      const again = async (): Promise<void> => {
        await node.receive(text);
        await node.advance(60 * SECOND);
      };
      await rearms(node, again, 'ERR_TIC_NO_GROUP');
    });

  for (const [what, payload] of Object.entries({ 'empty text': '', 'an empty Buffer': Buffer.alloc(0) }))
    it(`has nothing to say of ${what}`, async () => {
      const node = await loadLinkyDecode();
      await node.receive(payload);
      await node.advance(600 * SECOND);
      assert.deepEqual([codes(node), node.shown.text], [[], 'status.waiting']);
    });

  it('tells each stream by itself, and a second thing that is wrong with one as well', async () => {
    const node = await loadLinkyDecode();
    const json = JSON.stringify(JSON_OF['Tasmota (groups)']?.json);
    for (let count = 0; count < 2; count++) {
      await node.receive(json, { topic: 'tele/linky/SENSOR' });
      await node.receive(json, { topic: 'tele/garage/SENSOR' });
      await node.receive(5, { topic: 'tele/linky/SENSOR' });
      await node.receive(linkyStandard().build());
    }
    assert.deepEqual(
      node.caught.map(({ error, topic }) => [topic, error.code]),
      [
        ['tele/linky/SENSOR', 'ERR_TIC_JSON'],
        ['tele/garage/SENSOR', 'ERR_TIC_JSON'],
        ['tele/linky/SENSOR', 'ERR_INPUT'],
      ],
    );
    assert.equal(node.readings.length, 2);
  });

  it('remembers a topic per message no longer than it can', async () => {
    const node = await loadLinkyDecode();
    for (let count = 0; count < 1500; count++) await node.receive({}, { topic: `topic/${String(count)}` });
    assert.equal(codes(node).length, 1500);
    await node.receive({}, { topic: 'topic/1499' });
    assert.equal(codes(node).length, 1500);
  });

  it('takes text of a meter with other ends of lines and around it as before, and never blames it', async () => {
    const frame = linkyHc().build().toString('latin1');
    for (const text of [
      frame,
      frame.replaceAll('\r', '\r\r'),
      `noise ${frame} noise`,
      frame.replaceAll('\n', '\n\n'),
    ]) {
      const node = await loadLinkyDecode();
      await node.receive(text);
      await node.advance(600 * SECOND);
      assert.deepEqual([codes(node), node.readings.length], [[], 1]);
      await helper.unload();
    }
  });

  it('does not blame a meter that falls silent', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyHc().build());
    await node.advance(600 * SECOND);
    assert.deepEqual([codes(node), node.shown.text], [[], 'silent for 10 min']);
  });

  /** A right frame mends it, in the status too; what is wrong afterwards is said again. */
  async function rearms(node: DecodeBench, again: () => Promise<void>, code: string): Promise<void> {
    // The first frame behind the rest of something else is no whole one.
    for (let count = 0; count < 2; count++) await node.receive(linkyHc().build());
    assert.equal(node.shown.text, '1.24 kVA of 9 · Linky hist');
    node.caught.length = 0;
    await again();
    assert.deepEqual(codes(node), [code]);
  }
});
