// Annex 1 at the emulator's stand-in: the building that it plays.
import assert from 'node:assert/strict';
import { pick, type Answer } from '../../support/enedis/answers';
import { EmulatorClient, SECOND_BACS, SEED_BACS, terms } from '../../support/flex/emulator-client';
import { needsSamples } from '../../support/machine/requirements';
import { readSample } from '../../support/flex/samples';

const IN_WINDOW = terms(80, '2025-04-02T12:30:00', '2025-04-02T12:32:00');

describe('the building that the emulator plays', () => {
  let client: EmulatorClient;
  let base: string;
  afterEach(() => client.emulator.stop());

  const open = async (options: Parameters<typeof EmulatorClient.open>[0] = {}): Promise<void> => {
    client = await EmulatorClient.open(options);
    base = `/api/v1/${client.open('bacs')}/bacs`;
  };
  const asset = (bacs = SEED_BACS, id = 'WholeBuilding'): string => `${base}/${bacs}/assets/${id}`;
  const create = (requestID: string, body: object, where = asset()): Promise<Answer> =>
    client.call('POST', `${where}/flexibilities/request`, { requestID, ...body });
  const confirm = (requestID: string, body: object, where = asset()): Promise<Answer> =>
    client.call('POST', `${where}/flexibilities/request/${requestID}/confirm`, body);

  it('has the two BACS of the reference and their three assets, with what is invented named', async () => {
    await open();
    const list = await client.call('GET', base);
    assert.deepEqual([list.status, pick(list, '0.id'), pick(list, '1.id')], [200, SEED_BACS, SECOND_BACS]);
    const one = await client.call('GET', `${base}/${SEED_BACS}/assets`);
    assert.deepEqual(pick(one, '0.potential'), {
      power: { unit: 'W', multiplier: 'k', value: 100 },
      mobilizationDelay: 'PT1M',
      maxDuration: 'PT2M',
      activationPerDay: 1,
      timePeriod: [{ start: '2025-04-02T12:00:00', end: '2025-04-02T14:00:00' }],
    });
    const two = await client.call('GET', `${base}/${SECOND_BACS}/assets`);
    assert.deepEqual(
      (two.json as { assetId: string }[]).map(({ assetId }) => assetId),
      ['WholeBuilding', 'HeatingSystem'],
    );
    assert.deepEqual(pick(two, '1.x-invented'), ['assetId', 'flexProduct', 'potential']);
    assert.equal(pick(one, '0.x-invented'), undefined);
    const offered = await client.call('GET', `${asset()}/flexibilities`);
    assert.deepEqual([pick(offered, '0.flexProduct'), pick(offered, '0.power.value')], ['WID', 100]);
  });

  it('takes a request, a confirmation with its price, and shows what was consumed minute by minute', async () => {
    await open({ checks: 'strict' });
    assert.equal(pick(await create('req-1', IN_WINDOW), 'status'), 'ACCEPTED');
    const price = { ackPrice: { unit: '€/kWh', multiplier: '', value: 0.12 } };
    assert.equal(pick(await confirm('req-1', { ...IN_WINDOW, ...price }), 'status'), 'CONFIRMED');
    client.goTo('2025-04-02T12:31:00+02:00');
    assert.equal(pick(await create('req-1', IN_WINDOW), 'status'), 'ACTIVE');
    const during = await client.call('GET', `${asset()}/flexibilities/request/req-1/consumptions`);
    assert.equal(pick(during, 'power.1.power.value'), null);
    client.goTo('2025-04-02T12:40:00+02:00');
    assert.equal(pick(await create('req-1', IN_WINDOW), 'status'), 'COMPLETED');
    const after = await client.call('GET', `${asset()}/consumptions?start=2025-04-02T12:29:00&end=2025-04-02T12:33:00`);
    const [before, first, second, last] = (after.json as { power: { power: { value: number } }[] }).power.map(
      ({ power }) => power.value,
    ) as [number, number, number, number];
    // 80 kW less for two minutes; the load itself wavers by less than 5 kW between minutes.
    for (const less of [before - first, last - second]) assert.ok(Math.abs(less - 80_000) < 10_000, String(less));
    const mean = await client.call(
      'GET',
      `${asset()}/consumptions/aggregate?start=2025-04-02T12:30:00&end=2025-04-02T12:32:00`,
    );
    assert.equal(pick(mean, 'power.0.power.value'), (first + second) / 2);
  });

  it('reads the state to whoever repeats, and has a conflict for another body', async () => {
    await open();
    await create('req-1', IN_WINDOW);
    assert.equal((await create('req-1', IN_WINDOW)).status, 200);
    const watts = {
      power: { unit: 'W', multiplier: '', value: 80_000 },
      start: '2025-04-02T12:30:00+02:00',
      end: '2025-04-02T12:32:00+02:00',
    };
    assert.equal((await create('req-1', { flexProduct: 'WID', power: [watts] })).status, 200);
    assert.equal((await create('req-1', terms(70, '2025-04-02T12:30:00', '2025-04-02T12:32:00'))).status, 409);
    const smaller = terms(60, '2025-04-02T12:30:00', '2025-04-02T12:31:00');
    const confirmed = await confirm('req-1', smaller);
    assert.deepEqual([confirmed.status, pick(confirmed, 'power.0.power.value')], [200, 60]);
    assert.equal((await confirm('req-1', smaller)).status, 200);
    assert.equal((await confirm('req-1', IN_WINDOW)).status, 409);
    assert.equal((await confirm('req-2', IN_WINDOW)).status, 404);
  });

  it('names what a request breaks: strictly it refuses, leniently it takes the example of the reference', async () => {
    const example = terms(80, '2025-04-02T10:00:00', '2025-04-02T12:00:00');
    await open({ checks: 'strict' });
    const refused = await create('req-001', example);
    assert.deepEqual(
      [refused.status, pick(refused, 'status'), pick(refused, 'rule')],
      [422, 'REJECTED', 'duration-above-maximum'],
    );
    assert.equal((await create('req-002', terms(101, '2025-04-02T12:30:00', '2025-04-02T12:31:00'))).status, 422);
    assert.equal((await create('req-003', terms(50, '2025-04-02T12:30:00', '2025-04-02T12:31:00', 'WDA'))).status, 422);
    assert.equal((await confirm('req-001', example)).status, 409);
    await client.emulator.stop();
    await open();
    const taken = await create('req-001', example);
    assert.deepEqual(
      [taken.status, pick(taken, 'status'), pick(taken, 'deviations')],
      [200, 'ACCEPTED', ['duration-above-maximum', 'outside-periods']],
    );
    assert.equal(pick(await confirm('req-001', example), 'status'), 'CONFIRMED');
  });

  it('counts what is confirmed on a day, and lets nothing overlap', async () => {
    await open({ checks: 'strict' });
    await create('req-1', IN_WINDOW);
    await create('req-2', IN_WINDOW);
    await confirm('req-1', IN_WINDOW);
    const second = await confirm('req-2', IN_WINDOW);
    assert.deepEqual([second.status, pick(second, 'rule')], [422, 'activations-per-day']);
    assert.ok(String(pick(second, 'reason')).includes('overlap'));
  });

  it('expires what nobody confirms in time', async () => {
    await open({ checks: 'strict' });
    await create('req-1', IN_WINDOW);
    client.goTo('2025-04-02T12:29:00+02:00');
    assert.equal(pick(await create('req-1', IN_WINDOW), 'status'), 'EXPIRED');
    assert.equal((await confirm('req-1', IN_WINDOW)).status, 409);
  });

  it('thinks as long as it is told to; a confirmation that comes before counts from then on', async () => {
    await open({ decideSeconds: 60 });
    assert.equal(pick(await create('req-1', IN_WINDOW), 'status'), 'REQUESTED');
    assert.equal(pick(await confirm('req-1', IN_WINDOW), 'status'), 'REQUESTED');
    client.now += 60_000;
    assert.equal(pick(await create('req-1', IN_WINDOW), 'status'), 'CONFIRMED');
  });

  it('says what of a body cannot be read, and of an address that nothing is there', async () => {
    await open();
    const broken: [object, string][] = [
      [{ flexibility: 'flexibility' }, 'flexProduct'],
      [{ ...IN_WINDOW, flexProduct: 'XXX' }, 'flexProduct'],
      [{ flexProduct: 'WID', power: [] }, 'power'],
      [terms(1, '2025-04-02T12:32:00', '2025-04-02T12:30:00'), 'power.0.end'],
      [terms(1, '2025-02-30T12:32:00', '2025-04-02T12:30:00'), 'power.0.start'],
      [
        { flexProduct: 'WID', power: [{ power: { unit: 'W', multiplier: 'K', value: 1 }, start: '', end: '' }] },
        'power.0.start',
      ],
    ];
    for (const [body, field] of broken) {
      const answer = await create('req-1', body);
      assert.deepEqual([answer.status, pick(answer, 'field')], [400, field]);
    }
    const multiplier = {
      power: { unit: 'W', multiplier: 'K', value: 1 },
      start: '2025-04-02T12:30:00',
      end: '2025-04-02T12:31:00',
    };
    assert.equal(
      pick(await create('r', { flexProduct: 'WID', power: [multiplier] }), 'field'),
      'power.0.power.multiplier',
    );
    assert.equal((await create('', IN_WINDOW)).status, 400);
    assert.equal((await create('r', IN_WINDOW, asset(SECOND_BACS, 'Roof'))).status, 404);
    assert.equal((await client.call('GET', `${base}/nowhere/assets`)).status, 404);
  });

  it('takes the bodies of the reference as they are', async function () {
    needsSamples(this);
    await open();
    const request = readSample('flexready-create-request.seed.json') as { requestID: string };
    assert.equal(pick(await create(request.requestID, request), 'status'), 'ACCEPTED');
    assert.equal(
      pick(
        await confirm(request.requestID, readSample('flexready-confirm-ackprice.seed-derived.json') as object),
        'status',
      ),
      'CONFIRMED',
    );
    const assets = await client.call('GET', `${base}/${SEED_BACS}/assets`);
    assert.deepEqual(pick(assets, '0'), readSample('flexready-asset1.seed-derived.json'));
    assert.deepEqual((await client.call('GET', base)).json, readSample('flexready-bacs-list.seed-derived.json'));
  });
});
