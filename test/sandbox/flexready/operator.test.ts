// Annex 1 at the emulator's stand-in: the operator that it plays calls a building. Here that is the building which it plays itself.
import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pick } from '../../support/enedis/answers';
import { EmulatorClient, SEED_BACS, terms } from '../../support/flex/emulator-client';

const ASSET = `/bacs/${SEED_BACS}/assets/WholeBuilding`;
const BODY = terms(80, '2025-04-02T12:30:00', '2025-04-02T12:32:00');

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

describe('the operator that the emulator plays', () => {
  let client: EmulatorClient;
  let building: http.Server | undefined;
  beforeEach(async () => {
    client = await EmulatorClient.open();
  });
  afterEach(async () => {
    building?.close();
    building = undefined;
    await client.emulator.stop();
  });

  /** A server that answers everything alike, and what it was asked. */
  const listen = async (status: number, text: string): Promise<{ url: string; seen: Seen[] }> => {
    const seen: Seen[] = [];
    building = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(status, { 'content-type': 'application/json' }).end(text);
      });
    });
    building.listen(0, '127.0.0.1');
    await once(building, 'listening');
    return { url: `http://127.0.0.1:${String((building.address() as AddressInfo).port)}/some/base/`, seen };
  };

  it('plays the whole certification run against the building that the emulator plays', async () => {
    const played = client.open('bacs');
    const session = client.open('operator', `${client.emulator.url}/api/v1/${played}`);
    const headers = { EMULATOR_Authorization: `Bearer ${client.emulator.token()}` };
    const base = `/api/v1/${session}/operator`;
    assert.equal(pick(await client.call('GET', `${base}/bacs`, undefined, headers), '0.id'), SEED_BACS);
    const created = await client.call(
      'POST',
      `${base}${ASSET}/flexibilities/request`,
      { requestID: 'a', ...BODY },
      headers,
    );
    assert.deepEqual([created.status, pick(created, 'status')], [200, 'ACCEPTED']);
    const confirmed = await client.call('POST', `${base}${ASSET}/flexibilities/request/a/confirm`, BODY, headers);
    assert.equal(pick(confirmed, 'status'), 'CONFIRMED');
    client.goTo('2025-04-02T13:00:00+02:00');
    const fresh = { EMULATOR_Authorization: `Bearer ${client.emulator.token()}` };
    for (const where of ['/flexibilities/request/a/consumptions', '/consumptions', '/consumptions/aggregate'])
      assert.equal((await client.call('GET', `${base}${ASSET}${where}`, undefined, fresh)).status, 200);
    const told = await client.call('GET', `/sessions/${session}`);
    const journal = pick(told, 'journal') as { call: string; by: string; verdict: string; where: string }[];
    assert.deepEqual(
      journal.map(({ call, by, verdict }) => `${call} ${by} ${verdict}`),
      ['list-bacs', 'create', 'confirm', 'realise', 'consumptions', 'aggregate'].map(
        (call) => `operator-${call} emulator passed`,
      ),
    );
    assert.ok(journal[1]?.where.endsWith(`/api/v1/${played}${ASSET}/flexibilities/request`));
  });

  it('sends the headers that start with EMULATOR_, without that, and neither its own token nor others', async () => {
    const { url, seen } = await listen(200, '[]');
    const session = client.open('operator', url);
    await client.call('GET', `/api/v1/${session}/operator/bacs?x=1`, undefined, {
      EMULATOR_Authorization: 'Bearer of-the-building',
      'EMULATOR_X-Site': 'paris',
      'X-Mine': 'no',
    });
    const [first] = seen;
    assert.ok(first);
    const { method, url: where, headers } = first;
    assert.deepEqual([method, where], ['GET', '/some/base/bacs?x=1']);
    assert.deepEqual(
      [headers.authorization, headers['x-site'], headers['x-mine']],
      ['Bearer of-the-building', 'paris', undefined],
    );
    assert.equal(
      Object.keys(headers).some((name) => name.startsWith('emulator')),
      false,
    );
    await client.call('GET', `/api/v1/${session}/operator/bacs`);
    assert.equal(seen[1]?.headers.authorization, undefined);
  });

  it('sends a body as it came, also one that cannot be read, and a body with a GET', async () => {
    const { url, seen } = await listen(400, '{"error":"malformed","message":"requestID: is missing"}');
    const session = client.open('operator', url);
    const answer = await client.call('POST', `/api/v1/${session}/operator${ASSET}/flexibilities/request`, {
      flexibility: 'flexibility',
    });
    assert.deepEqual([answer.status, seen[0]?.body], [400, '{"flexibility":"flexibility"}']);
    const [entry] = client.emulator.journal(session);
    assert.deepEqual([entry?.verdict, entry?.findings], ['refused', ['status 400: requestID: is missing']]);
    const asked = http.request(`${client.emulator.url}/api/v1/${session}/operator/bacs`, {
      headers: { authorization: `Bearer ${client.emulator.token()}`, 'content-length': '14' },
    });
    asked.end('{"bacs_id":"1"');
    const [got] = (await once(asked, 'response')) as [http.IncomingMessage];
    got.resume();
    assert.equal(seen[1]?.body, '{"bacs_id":"1"');
  });

  it('says in its journal what is wrong with an answer, and hands it on all the same', async () => {
    const { url } = await listen(200, '{"requestID":"other","status":"CONFIRMED"}');
    const session = client.open('operator', url);
    const base = `/api/v1/${session}/operator${ASSET}`;
    const answer = await client.call('POST', `${base}/flexibilities/request`, { requestID: 'a', ...BODY });
    assert.deepEqual([answer.status, pick(answer, 'requestID')], [200, 'other']);
    await client.call('GET', `${base}/consumptions`);
    await client.call('GET', `/api/v1/${session}/operator/bacs`);
    assert.deepEqual(
      client.emulator.journal(session).map(({ verdict, findings }) => [verdict, ...findings]),
      [
        ['failed', 'requestID: has to be a'],
        ['failed', 'power: has to be a list'],
        ['failed', 'answer: has to be a list'],
      ],
    );
  });

  it('answers 502 with a word where the building does not answer', async () => {
    const { url } = await listen(200, '');
    building?.close();
    const session = client.open('operator', url);
    const answer = await client.call('GET', `/api/v1/${session}/operator/bacs`);
    assert.deepEqual([answer.status, pick(answer, 'error')], [502, 'building-unreachable']);
    assert.equal(client.emulator.journal(session)[0]?.verdict, 'failed');
  });

  it('does not play the operator in a session for something else, nor in another one’s', async () => {
    const session = client.open('bacs');
    const wrong = await client.call('GET', `/api/v1/${session}/operator/bacs`);
    assert.deepEqual([wrong.status, pick(wrong, 'error')], [409, 'another-module']);
    assert.equal((await client.call('GET', '/api/v1/nothing/operator/bacs')).status, 404);
    const other = client.emulator.token({ id: 'somebody', secret: '', roles: ['participant'] });
    const answer = await client.send(`/api/v1/${session}/bacs`, { headers: { authorization: `Bearer ${other}` } });
    assert.equal(answer.status, 404);
  });
});
