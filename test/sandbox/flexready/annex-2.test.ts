// Annex 2 at the emulator's stand-in: sessions and their reports, the prices of a supplier, the check of one, signals put in place.
import assert from 'node:assert/strict';
import { FLEX_ADMIN } from '../../../sandbox/flexready/issuer/accounts';
import { NoPdf } from '../../../sandbox/flexready/sessions/report';
import type { SupplierSignal } from '../../../sandbox/flexready/supplier/signal';
import { pick, type Answer } from '../../support/enedis/answers';
import { EmulatorClient, SEED_BACS } from '../../support/flex/emulator-client';
import { readSample } from '../../support/flex/samples';
import { needsSamples } from '../../support/machine/requirements';

const POINT = '30001234567890';
const EVENING = 'start_date=2025-04-02T17:00:00%2B02:00&end_date=2025-04-02T18:00:00%2B02:00';

const SIGNAL = {
  step: [1, 2],
  horodate: ['2025-04-02T10:00:00+02:00', '2025-04-02T10:15:00+02:00'],
  power: [
    { value: 12, unit: 'W', multiplier: 'k' },
    { value: 12_500, unit: 'W', multiplier: '' },
  ],
  cost: [
    { value: 180, unit: '€/kWh', multiplier: 'm' },
    { value: 0.2, unit: '€/kWh', multiplier: '' },
  ],
  co2: [
    { value: 31, unit: 'gCO2eq/kWh', multiplier: '' },
    { value: 30, unit: 'gCO2eq/kWh', multiplier: '' },
  ],
};

describe('annex 2 at the emulator', () => {
  let client: EmulatorClient;
  beforeEach(async () => {
    client = await EmulatorClient.open();
  });
  afterEach(() => client.emulator.stop());

  const prices = (session: string, query: string, word = 'suppliers'): Promise<Answer> =>
    client.call('GET', `/sessions/${session}/${word}/commodity/prices?${query}`);
  const asAdmin = (where: string, init: RequestInit): Promise<Answer> =>
    client.send(where, {
      method: 'POST',
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        authorization: `Bearer ${client.emulator.token(FLEX_ADMIN)}`,
      },
    });

  it('opens a session for a module, with the address of a server where it calls one, and shows its journal', async () => {
    const url = encodeURIComponent('http://127.0.0.1:1880/flex/');
    const opened = await client.call('POST', `/sessions?emulator_module=operator&url=${url}`);
    assert.deepEqual([opened.status, pick(opened, 'url')], [200, 'http://127.0.0.1:1880/flex']);
    const seen = await client.call('GET', `/sessions/${String(pick(opened, 'id'))}`);
    assert.deepEqual([pick(seen, 'emulator_module'), pick(seen, 'journal')], ['operator', []]);
    assert.equal((await client.call('POST', '/sessions?emulator_module=bacs')).status, 200);
    const refused = [
      '',
      '?emulator_module=cinema',
      '?emulator_module=operator',
      '?emulator_module=cems&url=file:///etc',
    ];
    for (const query of refused) assert.equal((await client.call('POST', `/sessions${query}`)).status, 400, query);
    assert.equal((await client.send('/sessions?emulator_module=bacs', { method: 'POST' })).status, 401);
    assert.equal((await client.call('GET', '/sessions/none')).status, 404);
  });

  it('writes a report of a session as a PDF, in French or English', async () => {
    const session = client.open('bacs');
    await client.call('GET', `/api/v1/${session}/bacs/${SEED_BACS}/assets`);
    for (const language of ['fr', 'en']) {
      const where = `${client.emulator.url}/sessions/${session}/reports`;
      const headers = { authorization: `Bearer ${client.emulator.token()}`, 'accept-language': language };
      const answer = await fetch(where, { method: 'POST', headers });
      const bytes = Buffer.from(await answer.arrayBuffer());
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/pdf']);
      assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
      assert.match(bytes.subarray(-32).toString(), /%%EOF/);
    }
    assert.equal((await client.call('POST', '/sessions/none/reports')).status, 404);
  });

  it('says what is missing where no PDF can be written', async () => {
    await client.emulator.stop();
    client = await EmulatorClient.open({
      loadPdf: () => Promise.reject(new NoPdf('a report needs the package pdfkit')),
    });
    const answer = await client.call('POST', `/sessions/${client.open('bacs')}/reports`);
    assert.equal(answer.status, 501);
    assert.match(pick(answer, 'message') as string, /pdfkit/);
  });

  it('has prices for whatever point is well-formed, in quarters of an hour, under both spellings', async () => {
    const session = client.open('supplier');
    for (const word of ['supplier', 'suppliers']) {
      const answer = await prices(session, `delivery_point=${POINT}&${EVENING}`, word);
      const signal = answer.json as SupplierSignal;
      assert.deepEqual(signal.step, [1, 2, 3, 4]);
      assert.deepEqual(
        signal.horodate,
        ['17:00', '17:15', '17:30', '17:45'].map((time) => `2025-04-02T${time}:00+02:00`),
      );
      assert.deepEqual(signal.cost[0], { unit: '€/kWh', multiplier: '', value: 0.22 });
    }
    const blank = `delivery_point=${POINT}&${EVENING.replaceAll('%2B', '+')}`;
    assert.equal((await prices(session, blank)).status, 200);
    const malformed = [
      EVENING,
      `delivery_point=12&${EVENING}`,
      `delivery_point=${POINT}`,
      `delivery_point=${POINT}&start_date=x&end_date=y`,
    ];
    for (const query of malformed) assert.equal((await prices(session, query)).status, 400, query);
  });

  it('takes a signal from an admin as a file of a form or as JSON, and archives what it replaces', async () => {
    const file = new FormData();
    file.set('signal_file', new Blob([JSON.stringify(SIGNAL)], { type: 'application/json' }), 'signal.json');
    const put = await asAdmin('/admin/signals', { body: file });
    assert.deepEqual(put.json, [
      { step: 1, start: '2025-04-02T10:00:00', end: '2025-04-02T10:15:00', power: 12_000, cost: 0.18, co2: 31 },
      { step: 2, start: '2025-04-02T10:15:00', end: '2025-04-02T10:30:00', power: 12_500, cost: 0.2, co2: 30 },
    ]);
    const json = { 'content-type': 'application/json' };
    const cheap = { ...SIGNAL, cost: SIGNAL.cost.map((quantity) => ({ ...quantity, value: 0, multiplier: '' })) };
    await asAdmin(`/admin/signals?delivery_point=${POINT}`, { body: JSON.stringify(cheap), headers: json });
    await asAdmin('/admin/signals', { body: JSON.stringify({ signal_file: SIGNAL }), headers: json });
    const session = client.open('supplier');
    const day = 'start_date=2025-04-02T00:00:00&end_date=2025-04-03T00:00:00';
    assert.equal(pick(await prices(session, `delivery_point=${POINT}&${day}`), 'cost.0.value'), 0);
    assert.equal(pick(await prices(session, `delivery_point=30000000000000&${day}`), 'cost.0.value'), 0.18);
    const archive = await client.send('/admin/signals/archive', {
      headers: { authorization: `Bearer ${client.emulator.token(FLEX_ADMIN)}` },
    });
    assert.deepEqual([(archive.json as unknown[]).length, pick(archive, '0.delivery_point')], [1, null]);
  });

  it('takes a signal from nobody else, and none that cannot be read', async () => {
    assert.equal((await client.call('POST', '/admin/signals', SIGNAL)).status, 403);
    assert.equal((await client.send('/admin/signals', { method: 'POST', body: '{}' })).status, 401);
    const json = { 'content-type': 'application/json' };
    const broken: [object, string][] = [
      [{ ...SIGNAL, cost: SIGNAL.cost.slice(1) }, 'cost'],
      [{ ...SIGNAL, horodate: [...SIGNAL.horodate].reverse() }, 'horodate.1'],
      [{ ...SIGNAL, power: SIGNAL.cost }, 'power.0.unit'],
      [{ ...SIGNAL, step: [1, 3] }, 'step.1'],
      [{}, 'horodate'],
    ];
    for (const [signal, field] of broken) {
      const answer = await asAdmin('/admin/signals', { body: JSON.stringify(signal), headers: json });
      assert.deepEqual([answer.status, pick(answer, 'field')], [400, field]);
    }
  });

  it('checks a supplier’s server: its own is right, a distorted one is not', async () => {
    const supplier = client.open('supplier');
    const session = client.open('cems', `${client.emulator.url}/sessions/${supplier}`);
    const asked = {
      delivery_point: POINT,
      start_date: '2025-04-02T17:00:00+02:00',
      end_date: '2025-04-02T18:00:00+02:00',
    };
    const check = (): Promise<Answer> =>
      client.call('POST', `/sessions/${session}/cems/commodity/prices`, asked, {
        EMULATOR_Authorization: `Bearer ${client.emulator.token()}`,
      });
    assert.deepEqual((await check()).json, {
      validation_status: 'valid',
      errors: [],
      url: `${client.emulator.url}/sessions/${supplier}/suppliers/commodity/prices?${new URLSearchParams(asked).toString()}`,
      http_status: 200,
    });
    const errors = {
      'columns-differ': 'cost',
      'multiplier-unknown': 'power.0.multiplier',
      'unit-unknown': 'cost.0.unit',
      'out-of-order': 'horodate.1',
    };
    for (const [fault, field] of Object.entries(errors)) {
      client.emulator.fail('prices', fault as 'columns-differ');
      const answer = await check();
      assert.equal(pick(answer, 'validation_status'), 'invalid');
      assert.ok(String(pick(answer, 'errors.0')).startsWith(`${field}:`), answer.text);
    }
    const refused = await client.call('POST', `/sessions/${session}/cems/commodity/prices`, asked);
    assert.deepEqual(pick(refused, 'errors'), ['status 401']);
    assert.equal((await client.call('POST', `/sessions/${session}/cems/commodity/prices`, {})).status, 400);
  });

  it('takes the signal of the reference as it is', async function () {
    needsSamples(this);
    const signal = readSample('flexready-supplier-signal.seed.json');
    const put = await asAdmin('/admin/signals', {
      body: JSON.stringify(signal),
      headers: { 'content-type': 'application/json' },
    });
    // +02:00 in January: the instant as it is written is 23:00 in Paris.
    assert.deepEqual([put.status, pick(put, '0.start'), pick(put, '3.cost')], [200, '2025-12-31T23:00:00', 1]);
  });

  it('fails as it is told, and carries a call out whose answer is lost', async () => {
    const session = client.open('bacs');
    const where = `/api/v1/${session}/bacs/${SEED_BACS}/assets/WholeBuilding/flexibilities/request`;
    const body = {
      requestID: 'a',
      flexProduct: 'WID',
      power: [{ power: SIGNAL.power[0], start: '2025-04-02T12:30:00', end: '2025-04-02T12:31:00' }],
    };
    client.emulator.fail('create', 'lost');
    await assert.rejects(client.call('POST', where, body));
    assert.equal((await client.call('POST', where, { ...body, flexProduct: 'WDA' })).status, 409);
    client.emulator.fail('create', 'unavailable');
    const raw = await fetch(client.emulator.url + where, { method: 'POST' });
    assert.deepEqual([raw.status, raw.headers.get('retry-after')], [503, '60']);
  });
});
