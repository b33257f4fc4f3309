// The stand-in of Home Assistant, seen as its clients see it. That it answers as the real one does, test/integration says.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import WebSocket from 'ws';
import { standIn } from '../../../sandbox';
import { homeAssistantSettings } from '../../../sandbox/home-assistant/settings';
import {
  startHomeAssistant,
  type HomeAssistantOptions,
  type RunningHomeAssistant,
} from '../../../sandbox/home-assistant/server';
import { RawLink } from '../../support/home-assistant/raw-link';
import { probeStatistics } from '../../support/home-assistant/statistics-probes';

const IMPORT = 'recorder/import_statistics';
const METADATA = {
  has_sum: true,
  name: 'x',
  source: 'linkyred',
  statistic_id: 'linkyred:conso_1',
  unit_of_measurement: 'Wh',
};
const ROWS = [{ start: '2026-01-01T00:00:00Z', state: 1, sum: 1 }];
const NOW = { metadata: { ...METADATA, mean_type: 0, unit_class: 'energy' }, stats: ROWS };
const BEFORE = { metadata: { ...METADATA, has_mean: false }, stats: ROWS };

describe('the stand-in of Home Assistant', () => {
  let home: RunningHomeAssistant;
  const links: RawLink[] = [];
  const open = async (options: HomeAssistantOptions = {}): Promise<RawLink> => {
    home = await startHomeAssistant(options);
    return await link();
  };
  const link = async (token = 'long-lived', path?: string): Promise<RawLink> => {
    const one = await RawLink.open(home.url, token, path);
    links.push(one);
    return one;
  };
  afterEach(async () => {
    for (const one of links.splice(0)) one.close();
    await home.stop();
  });

  it('lets a token in, at its own address and at the supervisor’s; counts wrong ones and bans where it is told to', async () => {
    const one = await open({ banAfter: 2 });
    assert.deepEqual(one.greeting, { type: 'auth_ok', ha_version: '2026.11.0' });
    assert.equal((await link('long-lived', '/core/websocket')).greeting.type, 'auth_ok');
    assert.equal((await link('short-lived')).greeting.type, 'auth_invalid');
    assert.equal((await link('')).greeting.type, 'auth_invalid');
    assert.equal(home.wrongTokens, 2);
    const banned = new WebSocket(`${home.url.replace('http', 'ws')}/api/websocket`);
    const [error] = (await once(banned, 'error')) as [Error];
    assert.match(error.message, /403/);
  });

  it('takes ids that increase, and nothing else', async () => {
    const one = await open();
    assert.equal((await one.ask('ping')).type, 'pong');
    const again = once(one.socket, 'message') as Promise<[Buffer]>;
    one.socket.send(JSON.stringify({ id: 1, type: 'ping' }));
    const [answer] = await again;
    assert.match(answer.toString(), /"id_reuse"/);
  });

  for (const [version, fits, refuses] of [
    ['2025.10.4', BEFORE, NOW],
    ['2025.11.0', NOW, undefined],
    ['2026.2.3', NOW, undefined],
    ['2026.11.0', NOW, undefined],
  ] as const)
    it(`${version}: metadata of its time`, async () => {
      const one = await open({ version });
      assert.equal((await one.ask(IMPORT, fits)).success, true);
      assert.deepEqual(home.warnings, []);
      if (refuses === undefined) {
        assert.equal((await one.ask(IMPORT, BEFORE)).success, true);
        assert.equal(home.warnings.length, 2, 'both keys are missed');
      } else {
        const { error } = await one.ask(IMPORT, refuses);
        assert.deepEqual(
          [error?.code, error?.message],
          ['invalid_format', "extra keys not allowed @ data['metadata']['mean_type']. Got 0"],
        );
      }
    });

  it('answers the probes without a fault of its own', async () => {
    const answers = await probeStatistics(await open(), true);
    // Rows 0 to 146 lie in October, 10 Wh each.
    const [october, november] = ['2025-10-01T00:00:00+02:00', '2025-11-01T00:00:00+01:00'].map(Date.parse);
    assert.deepEqual(answers['months'], {
      'linkyred:probe_wh': [
        { start: october, end: november, sum: 1460, state: 146, change: 1460 },
        { start: november, end: Date.parse('2025-12-01T00:00:00+01:00'), sum: 1990, state: 199, change: 530 },
      ],
    });
    assert.deepEqual(answers['capitals'], { code: 'home_assistant_error', message: 'Invalid statistic_id' });
    assert.deepEqual(answers['a null sum'], { code: 'invalid_format', message: undefined });
  });

  it('lets only administrators write', async () => {
    const one = await open({ admin: false });
    assert.equal((await one.ask(IMPORT, NOW)).error?.code, 'unauthorized');
    assert.equal((await one.ask('recorder/clear_statistics', { statistic_ids: [] })).error?.code, 'unauthorized');
    assert.equal((await one.ask('recorder/list_statistic_ids')).success, true);
  });

  it('fails as it is told to', async () => {
    const one = await open();
    home.fail(IMPORT, 'refuse');
    assert.equal((await one.ask(IMPORT, NOW)).error?.code, 'home_assistant_error');
    home.fail(IMPORT, 'lose');
    assert.equal((await one.ask(IMPORT, NOW)).success, true);
    await home.recorder.idle();
    assert.deepEqual(home.recorder.rows('linkyred:conso_1'), []);
    home.fail(IMPORT, 'drop-after');
    const gone = once(one.socket, 'close');
    void one.ask(IMPORT, NOW);
    await gone;
    await home.recorder.idle();
    assert.equal(home.recorder.rows('linkyred:conso_1').length, 1, 'it was done all the same');
    const two = await link();
    home.fail(IMPORT, 'drop-before');
    const goneToo = once(two.socket, 'close');
    void two.ask(IMPORT, NOW);
    await goneToo;
    const three = await link();
    const all = once(three.socket, 'close');
    home.dropLinks();
    await all;
    assert.equal(home.links, 3);
  });

  it('starts from a list of settings, and names the one it does not understand', async () => {
    const running = await standIn('home-assistant')?.start({
      settings: { 'ha-version': '2025.10.4', 'ha-fault': 'refuse' },
    });
    assert.ok(running);
    home = running as RunningHomeAssistant;
    const one = await link();
    assert.equal(one.greeting.ha_version, '2025.10.4');
    assert.equal((await one.ask(IMPORT, BEFORE)).error?.code, 'home_assistant_error');
    for (const [name, value] of Object.entries({
      'ha-version': 'new',
      'ha-token': '',
      'ha-admin': 'maybe',
      'ha-fault': 'fire',
    }))
      assert.throws(() => homeAssistantSettings({ [name]: value }), new RegExp(`^RangeError: ${name}=${value}`));
  });
});
