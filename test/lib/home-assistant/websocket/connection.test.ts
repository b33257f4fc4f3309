import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ErrorCode } from '../../../../lib/errors';
import { LinkyRedError } from '../../../../lib/errors';
import { socketAddress } from '../../../../lib/home-assistant/websocket/address';
import { Connection, type ConnectionOptions } from '../../../../lib/home-assistant/websocket/connection';
import { startHomeAssistant, type RunningHomeAssistant } from '../../../../sandbox/home-assistant/server';
import { freePort } from '../../../support/machine/ports';

const failsWith =
  (code: ErrorCode, facts: Record<string, unknown> = {}) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof LinkyRedError, String(error));
    assert.equal(error.code, code);
    for (const [name, value] of Object.entries(facts)) assert.deepEqual(error.facts[name], value, name);
    return true;
  };

describe('address of the WebSocket of Home Assistant', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['http://homeassistant.local:8123', 'ws://homeassistant.local:8123/api/websocket'],
    ['http://192.168.1.4:8123/', 'ws://192.168.1.4:8123/api/websocket'],
    ['https://ha.example.org', 'wss://ha.example.org/api/websocket'],
    [' https://ha.example.org/api ', 'wss://ha.example.org/api/websocket'],
    ['ws://10.0.0.2:8123/api/websocket', 'ws://10.0.0.2:8123/api/websocket'],
    ['wss://example.org/home/', 'wss://example.org/home/api/websocket'],
    ['http://[fd00::1]:8123', 'ws://[fd00::1]:8123/api/websocket'],
    ['http://supervisor/core', 'ws://supervisor/core/websocket'],
    ['ws://supervisor/core/websocket', 'ws://supervisor/core/websocket'],
    ['http://hassio/homeassistant', 'ws://supervisor/core/websocket'],
  ];
  for (const [typed, wanted] of rows)
    it(`${typed} → ${wanted}`, () => {
      assert.equal(socketAddress(typed).href, wanted);
    });

  for (const typed of ['', 'homeassistant.local:8123', 'ftp://ha', 'http://user:secret@ha:8123', 'mqtt://ha'])
    it(`refuses ${typed === '' ? 'an empty one' : typed}, and keeps what is secret to itself`, () => {
      assert.throws(
        () => socketAddress(typed),
        (error) => failsWith('ERR_URL')(error) && !String(error).includes('secret'),
      );
    });
});

describe('connection to Home Assistant', () => {
  let home: RunningHomeAssistant;
  const open: Connection[] = [];
  const connect = async (options: ConnectionOptions = {}, token = 'long-lived'): Promise<Connection> => {
    const connection = await Connection.open({ address: home.url, token }, options);
    open.push(connection);
    return connection;
  };

  beforeEach(async () => {
    home = await startHomeAssistant({ version: '2026.2.3', lateMs: 50 });
  });

  afterEach(async () => {
    for (const connection of open.splice(0)) connection.close();
    await home.stop();
  });

  it('greets with the token, and knows the version and the host', async () => {
    const { version, host } = await connect();
    assert.equal(version, '2026.2.3');
    assert.equal(`http://${host}`, home.url);
  });

  it('shows a wrong token once, and says what to do', async () => {
    await assert.rejects(connect({}, 'wrong'), failsWith('ERR_HA_TOKEN', { host: new URL(home.url).host }));
    assert.equal(home.wrongTokens, 1);
  });

  it('matches answers by their id, whatever order they come in', async () => {
    const connection = await connect();
    home.fail('get_config', 'late');
    const order: string[] = [];
    const [config, user] = await Promise.all([
      connection.ask('get_config').finally(() => order.push('config')),
      connection.ask('auth/current_user').finally(() => order.push('user')),
    ]);
    assert.deepEqual(order, ['user', 'config']);
    assert.equal((config as { version: string }).version, '2026.2.3');
    assert.equal((user as { name: string }).name, 'Test');
  });

  it('says what Home Assistant refuses, and why', async () => {
    const connection = await connect();
    const facts = { command: 'no/such', reason: 'unknown_command', detail: 'Unknown command.' };
    await assert.rejects(connection.ask('no/such'), failsWith('ERR_HA_REFUSED', facts));
  });

  it('tells a token that is no administrator’s', async () => {
    await home.stop();
    home = await startHomeAssistant({ admin: false });
    const connection = await connect();
    await assert.rejects(
      connection.ask('recorder/clear_statistics', { statistic_ids: [] }),
      failsWith('ERR_HA_ADMIN', { host: connection.host }),
    );
  });

  it('waits no longer than its deadline for an answer, and goes on', async () => {
    const connection = await connect({ timeoutMs: 100 });
    home.fail('get_config', 'silent');
    await assert.rejects(connection.ask('get_config'), failsWith('ERR_TIMEOUT', { seconds: 0.1 }));
    assert.ok(await connection.ask('get_config'));
  });

  it('gives up what is under way when the link breaks', async () => {
    const connection = await connect();
    home.fail('get_config', 'drop-before');
    await assert.rejects(connection.ask('get_config'), failsWith('ERR_NETWORK'));
    await assert.rejects(connection.ask('get_config'), failsWith('ERR_NETWORK'));
  });

  it('gives up when what comes is no JSON', async () => {
    const connection = await connect();
    home.fail('get_config', 'no-json');
    await assert.rejects(connection.ask('get_config'), failsWith('ERR_ANSWER'));
  });

  it('closes with its signal, in the middle of a question and before the greeting', async () => {
    const stop = new AbortController();
    const connection = await connect({ signal: stop.signal });
    home.fail('get_config', 'silent');
    const asked = connection.ask('get_config');
    stop.abort();
    await assert.rejects(asked, failsWith('ERR_CLOSED'));
    await assert.rejects(connection.ask('get_config'), failsWith('ERR_CLOSED'));
    await assert.rejects(connect({ signal: stop.signal }), failsWith('ERR_CLOSED'));
  });

  it('says that nobody is there', async () => {
    const port = await freePort();
    const nobody = Connection.open({ address: `http://127.0.0.1:${String(port)}`, token: 'long-lived' });
    await assert.rejects(nobody, failsWith('ERR_NETWORK', { detail: 'ECONNREFUSED' }));
  });

  it('says that what is there is no Home Assistant', async () => {
    const other = Connection.open({ address: `${home.url}/elsewhere`, token: 'long-lived' });
    await assert.rejects(other, failsWith('ERR_NETWORK', { detail: 'Unexpected server response: 404' }));
  });

  it('does not wait for ever for a greeting, nor after its signal', async () => {
    const mute = net.createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    try {
      const address = `http://127.0.0.1:${String((mute.address() as AddressInfo).port)}`;
      await assert.rejects(
        Connection.open({ address, token: 'long-lived' }, { timeoutMs: 100 }),
        (error) => error instanceof LinkyRedError && error.code === 'ERR_TIMEOUT',
      );
      const stop = new AbortController();
      const opening = Connection.open({ address, token: 'long-lived' }, { signal: stop.signal });
      stop.abort();
      await assert.rejects(opening, failsWith('ERR_CLOSED'));
    } finally {
      mute.close();
    }
  });
});
