// The operator's page of the emulator's stand-in, and what stands behind its buttons.
import assert from 'node:assert/strict';
import { ask, pick, type Answer } from '../../support/enedis/answers';
import { EmulatorClient, SEED_BACS, terms } from '../../support/flex/emulator-client';

const ASSET = `/bacs/${SEED_BACS}/assets/WholeBuilding`;

describe('the operator’s page', () => {
  let client: EmulatorClient;
  afterEach(() => client.emulator.stop());

  const open = async (building: string, buildingKey = ''): Promise<void> => {
    client = await EmulatorClient.open({ building, buildingKey, askKW: 12 });
  };
  const press = (body: object): Promise<Answer> =>
    ask(`${client.emulator.url}/page/call`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('speaks French and English, proposes a power, and does not show the key', async () => {
    await open('http://127.0.0.1:1/flex', 'key-of-the-start');
    const french = await ask(client.emulator.url, { headers: { 'accept-language': 'fr-FR' } });
    assert.match(french.text, /<html lang="fr">[^]*Un opérateur sollicite un bâtiment/);
    const english = await ask(`${client.emulator.url}/operator?lang=en`);
    assert.match(english.text, /<html lang="en">[^]*An operator asks a building/);
    assert.match(english.text, /id="power" type="number" value="12"/);
    assert.equal(english.text.includes('key-of-the-start'), false);
    for (const id of ['list', 'create', 'confirm', 'realise', 'fresh'])
      assert.match(english.text, new RegExp(`<button type="button" id="${id}">`));
    assert.equal(pick(await ask(`${client.emulator.url}/page/clock`), 'local'), '2025-04-02T09:00:00');
  });

  it('sends to the building with the key that was typed, and says what came', async () => {
    await open('http://127.0.0.1:1/flex');
    const building = `${client.emulator.url}/api/v1/${client.open('bacs')}/`;
    const call = { building, key: client.emulator.token() };
    const create = { requestID: 'a', ...terms(80, '2025-04-02T12:30:00', '2025-04-02T12:32:00') };
    const asked = await press({ ...call, call: 'create', path: `${ASSET}/flexibilities/request`, body: create });
    assert.deepEqual(
      [pick(asked, 'status'), pick(asked, 'verdict'), pick(asked, 'body.status'), pick(asked, 'local')],
      [200, 'passed', 'ACCEPTED', '2025-04-02T09:00:00'],
    );
    const unknown = await press({ ...call, call: 'realise', path: `${ASSET}/flexibilities/request/b/consumptions` });
    assert.deepEqual([pick(unknown, 'status'), pick(unknown, 'verdict')], [404, 'refused']);
  });

  it('gives the key of the start to the building of the start, to no other', async () => {
    await open('http://127.0.0.1:1/flex', 'key-of-the-start');
    const seen: unknown[] = [];
    const { createServer } = await import('node:http');
    const other = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('[]');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const address = `http://127.0.0.1:${String(port)}`;
    await press({ call: 'list-bacs', path: '/bacs', building: address, key: '' });
    await client.emulator.stop();
    await open(address, 'key-of-the-start');
    await press({ call: 'list-bacs', path: '/bacs', building: address, key: '' });
    other.close();
    assert.deepEqual(seen, [undefined, 'Bearer key-of-the-start']);
  });

  it('takes JSON alone, and says what cannot be read', async () => {
    await open('http://127.0.0.1:1/flex');
    const form = await ask(`${client.emulator.url}/page/call`, { method: 'POST', body: 'x' });
    assert.equal(form.status, 415);
    assert.equal(pick(await press({ call: 'open', path: '/', building: 'http://127.0.0.1' }), 'field'), 'call');
    assert.equal(pick(await press({ call: 'list-bacs', path: '/bacs', building: 'here' }), 'field'), 'building');
  });
});
