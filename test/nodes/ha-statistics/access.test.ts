// The three ways of ha-statistics to a Home Assistant, what is said where one leads nowhere, and the button that tries them.
import assert from 'node:assert/strict';
import type { TrialLine } from '../../../nodes/runtime/account/account-trial';
import {
  startHomeAssistant,
  type HomeAssistantOptions,
  type RunningHomeAssistant,
} from '../../../sandbox/home-assistant/server';
import { halfHours } from '../../support/home-assistant/curve';
import { StatisticsBench } from '../../support/home-assistant/ha-statistics-bench';
import { helper } from '../../support/node-red/helper';

const CURVE = halfHours('2026-11-27T23:00:00Z', [100, 100]);
const server = (more: object = {}) => [{ id: 'ha', type: 'server', name: 'Home Assistant', ...more }];

describe('the way of ha-statistics to Home Assistant', () => {
  let bench: StatisticsBench;
  let home: RunningHomeAssistant;

  const standIn = async (options: HomeAssistantOptions = {}): Promise<void> => {
    home = await startHomeAssistant(options);
    bench.supervisorAddress = `${home.url.replace('http', 'ws')}/core/websocket`;
  };
  const writes = async (): Promise<void> => {
    bench.points(CURVE);
    assert.equal((await bench.report()).rows, 1);
  };
  const fails = async (code: string): Promise<string> => {
    const { error } = await bench.caught.next();
    assert.equal(error.code, code);
    bench.points(CURVE);
    assert.equal((await bench.caught.next()).error.code, code, 'whoever sends points hears of it, too');
    return error.message;
  };

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await StatisticsBench.open();
    await standIn({ token: 'secret-of-home' });
  });
  afterEach(async () => {
    await bench.close();
    await home.stop();
  });

  it('is the supervisor inside the app', async () => {
    bench.supervisorToken = 'secret-of-home';
    await bench.load({}, null);
    await writes();
  });

  it('is no supervisor elsewhere: it says what to choose', async () => {
    await bench.load({ access: 'app' }, null);
    assert.match(await fails('ERR_HA_NOT_HERE'), /SUPERVISOR_TOKEN/);
  });

  it('is an address and a token, in whatever form the address is typed', async () => {
    for (const url of [home.url, `${home.url}/`, home.url.replace('http', 'ws')]) {
      await bench.load({ access: 'token', url }, ' secret-of-home ');
      bench.command('refresh');
      await bench.done.next();
      await bench.stop();
    }
    assert.equal(home.wrongTokens, 0);
  });

  for (const [what, settings, token, code] of [
    ['no address', { access: 'token' }, 't', 'ERR_CONFIG'],
    ['no token', { access: 'token', url: 'http://homeassistant.local:8123' }, null, 'ERR_CONFIG'],
    ['an address with a password', { access: 'token', url: 'http://me:word@homeassistant.local' }, 't', 'ERR_CONFIG'],
    ['an address of something else', { access: 'token', url: 'mqtt://homeassistant.local' }, 't', 'ERR_CONFIG'],
    ['a variable in the token', { access: 'token', url: 'http://x:1' }, 'a${NOT_SET}', 'ERR_CONFIG_VARIABLE'],
    ['no server', { access: 'server' }, null, 'ERR_CONFIG'],
    ['a server that is gone', { access: 'server', server: 'nobody' }, null, 'ERR_CONFIG_NODE'],
    ['a way that is none', { access: 'cloud' }, null, 'ERR_CONFIG'],
  ] as const)
    it(`says what is wrong: ${what}`, async () => {
      await bench.load(settings, token);
      const message = await fails(code);
      assert.ok(!message.includes('word'), 'no secret');
    });

  it('is what a server node has: its host and its token', async () => {
    const credentials = { ha: { host: home.url, access_token: 'secret-of-home' } };
    await bench.load({ access: 'server', server: 'ha' }, null, server(), credentials);
    await writes();
  });

  for (const [how, config, host] of [
    ['its box', { addon: true }, ''],
    ['its host', {}, 'http://supervisor/core'],
  ] as const)
    it(`is the supervisor where a server node says so by ${how}`, async () => {
      bench.supervisorToken = 'secret-of-home';
      const credentials = { ha: { host, access_token: '' } };
      await bench.load({ access: 'server', server: 'ha' }, null, server(config), credentials);
      await writes();
    });

  it('is none where a server node lacks its token', async () => {
    await bench.load({ access: 'server', server: 'ha' }, null, server(), { ha: { host: home.url } });
    await fails('ERR_CONFIG_NODE');
  });

  describe('that the button tries', () => {
    const tries = async (fields: object): Promise<TrialLine[]> => {
      const form = { id: 'n1', access: 'token', url: home.url, token: 'secret-of-home', server: '', ...fields };
      const { body } = (await helper.request().post('/ha-statistics/try').send(form)) as { body: TrialLine[] };
      return body;
    };
    const told = (lines: readonly TrialLine[]) => lines.map(({ what, ok, error }) => [what, ok, error?.code]);

    it('says the version, and that the token is good for statistics', async () => {
      await bench.load({ access: 'token', url: home.url }, 'other');
      assert.deepEqual(told(await tries({})), [
        ['Home Assistant 2026.11.0', true, undefined],
        ['admin', true, undefined],
        ['recorder', true, undefined],
      ]);
      assert.equal(home.recorder.all().length, 0, 'nothing is written');
    });

    it('says that the token is wrong, or not an administrator’s', async () => {
      await bench.load({ access: 'token', url: home.url }, 'other');
      assert.deepEqual(told(await tries({ token: 'wrong' })), [['link', false, 'ERR_HA_TOKEN']]);
      await home.stop();
      await standIn({ admin: false });
      const lines = await tries({ url: home.url, token: 'long-lived' });
      assert.deepEqual(told(lines)[1], ['admin', false, 'ERR_HA_ADMIN']);
    });

    it('shows a token that is not typed again only where it is shown anyway', async () => {
      await bench.load({ access: 'token', url: home.url }, 'secret-of-home');
      const elsewhere = await startHomeAssistant({ token: 'secret-of-home' });
      const lines = await tries({ url: elsewhere.url, token: '__PWRD__' });
      assert.equal(lines[0]?.ok, true);
      assert.deepEqual([elsewhere.links, home.links], [0, 1]);
      await elsewhere.stop();
    });

    it('tries the supervisor and a server node', async () => {
      const credentials = { ha: { host: home.url, access_token: 'secret-of-home' } };
      await bench.load({ access: 'server', server: 'ha' }, null, server(), credentials);
      assert.deepEqual(told(await tries({ access: 'app' })), [['link', false, 'ERR_HA_NOT_HERE']]);
      assert.equal((await tries({ access: 'server', server: 'ha' }))[0]?.ok, true);
    });

    it('says what is missing in the form', async () => {
      await bench.load({ access: 'token', url: home.url }, 'secret-of-home');
      assert.deepEqual(told(await tries({ token: '' })), [['link', false, 'ERR_CONFIG']]);
      assert.deepEqual(told(await tries({ url: '' })), [['link', false, 'ERR_CONFIG']]);
    });
  });
});
