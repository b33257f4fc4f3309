// What the converter of zigbee2mqtt itself made of attributes of a ZLinky (test/fixtures/zlinky-states.json: its version, the
// attributes as they come over Zigbee, what it made of them): linky-decode says again what the meter had sent.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { helper } from '../../support/node-red/helper';
import { loadLinkyDecode } from '../../support/node-red/linky-decode-bench';

interface Meter {
  readonly name: string;
  readonly mode: string;
  /** What the meter sends, by its labels. */
  readonly reading: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
}

const FILE = path.resolve(__dirname, '../../fixtures/zlinky-states.json');
const { meters } = JSON.parse(readFileSync(FILE, 'utf8')) as { meters: readonly Meter[] };

/** Signals beside those of a quiet meter, by what the attributes say. */
const SIGNALS: Readonly<Record<string, readonly string[]>> = {
  'historique, EJP, 30 minutes before peak hours': ['peak announced'],
  'historique, Tempo, a white day before a red one': ['day-colour active white', 'day-colour announced red'],
  'historique, three phases, overrun on the second': ['power-overrun active'],
  'standard, Tempo, a blue day before a white one': ['day-colour active blue', 'day-colour announced white'],
};

describe('linky-decode, given what zigbee2mqtt itself makes of a ZLinky', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  for (const { name, mode, reading, state } of meters)
    it(`says what the meter sends: ${name}`, async () => {
      const node = await loadLinkyDecode({ source: 'zigbee2mqtt' });
      // A notice counts when it was seen to begin.
      for (const each of 'start_notice_e_j_p' in state ? [{ ...state, start_notice_e_j_p: 0 }, state] : [state])
        await node.receive(JSON.stringify(each), { topic: 'zigbee2mqtt/ZLinky' });
      assert.deepEqual(node.caught, []);
      const { payload, tic } = node.reading;
      assert.deepEqual(Object.fromEntries(Object.keys(reading).map((label) => [label, payload[label]])), reading);
      assert.equal((tic['meter'] as Record<string, unknown>)['mode'], mode);
      assert.equal((tic['quality'] as Record<string, unknown>)['rejected'], 0);
      const told = node.signals
        .map(({ payload: { signal, state, detail } }) => [signal, state, detail['colour']].filter(isText).join(' '))
        .filter((text) => !text.endsWith('cleared') && !text.startsWith('tariff-period'));
      assert.deepEqual(told, SIGNALS[name] ?? []);
    });
});

function isText(part: unknown): part is string {
  return typeof part === 'string';
}
