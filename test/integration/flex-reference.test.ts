// The requests of the Flex Ready reference, played by the operator module of the emulator's stand-in against a building in a real Node-RED,
// on a clock that begins at 2025-04-02T09:00 in Paris and runs faster than ours.
// Not in the fast lane: a whole Node-RED, and three hours of the story.
import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { startFlexReady, type RunningFlexReady } from '../../sandbox/flexready/server';
import { ask, pick, type Answer } from '../support/enedis/answers';
import { flexRecipe, OPERATOR_KEY, withPotential } from '../support/flex/building-flow';
import { SEED_BACS, SEED_MORNING } from '../support/flex/emulator-client';
import { readSample } from '../support/flex/samples';
import { needsSamples } from '../support/machine/requirements';
import { startNodeRed, type Message, type NodeRed } from '../support/node-red/process';

const STORY_CLOCK = path.resolve(__dirname, '../support/machine/whole-clock.cjs');
/** An hour in 30 seconds: time enough to accept and confirm before the hour is over. */
const FACTOR = 120;
/** As the reference has it: asset 1. */
const POTENTIAL = {
  power: '100',
  delay: 'PT1M',
  duration: 'PT2M',
  perDay: '1',
  periods: '2025-04-02T12:00:00/2025-04-02T14:00:00',
};

describe('the requests of the reference', function () {
  let red: NodeRed | undefined;
  let emulator: RunningFlexReady | undefined;
  let session = '';

  before(function () {
    needsSamples(this);
  });
  afterEach(async () => {
    await red?.stop();
    await emulator?.stop();
    red = emulator = undefined;
  });

  async function begin(strictness: 'strict' | 'lenient'): Promise<NodeRed> {
    const clock = { story: Date.parse(SEED_MORNING), host: Date.now(), factor: FACTOR };
    emulator = await startFlexReady({ now: () => clock.story + (Date.now() - clock.host) * FACTOR });
    red = await startNodeRed({
      env: { LINKY_RED_TEST_CLOCK: JSON.stringify(clock), NODE_OPTIONS: `--require=${STORY_CLOCK}` },
    });
    const flow = flexRecipe('flex-shed-restore', { 'ex-flexshed-meter': { d: true } });
    await red.deploy(withPotential(flow, POTENTIAL, { bacsId: SEED_BACS, strictness }));
    session = emulator.open('operator', `${red.url}/flex`);
    return red;
  }

  const asset = (where = ''): string =>
    `${emulator?.url ?? ''}/api/v1/${session}/operator/bacs/${SEED_BACS}/assets/WholeBuilding${where}`;
  const headers = (): Record<string, string> => ({
    authorization: `Bearer ${emulator?.token() ?? ''}`,
    EMULATOR_Authorization: `Bearer ${OPERATOR_KEY}`,
    'content-type': 'application/json',
  });
  const post = (where: string, body: unknown): Promise<Answer> =>
    ask(asset(where), { method: 'POST', headers: headers(), body: JSON.stringify(body) });

  it('are refused by their rules at a strict building', async () => {
    await begin('strict');
    const created = await post('/flexibilities/request', readSample('flexready-create-request.seed.json'));
    assert.deepEqual([created.status, pick(created, 'status')], [422, 'REJECTED'], created.text);
    assert.deepEqual(pick(created, 'rules'), ['duration-above-maximum', 'outside-periods']);
    const confirmed = await post('/flexibilities/request/req-001/confirm', readSample('flexready-confirm.seed.json'));
    assert.equal(confirmed.status, 409);
    assert.equal((await post('/flexibilities/request', { flexibility: 'flexibility' })).status, 400);
  });

  it('are taken and carried out at a lenient one, once a person has accepted', async () => {
    const running = await begin('lenient');
    const told = (state: string): Promise<Message> =>
      running.next('ex-flexshed-told', ({ payload }) => (payload as { state?: unknown }).state === state);
    const created = await post('/flexibilities/request', readSample('flexready-create-request.seed.json'));
    assert.deepEqual([created.status, pick(created, 'status')], [200, 'REQUESTED'], created.text);
    assert.deepEqual(pick(created, 'deviations'), ['duration-above-maximum', 'outside-periods']);
    await told('requested');
    await running.ask('POST', '/inject/ex-flexshed-accept');
    await told('accepted');
    const confirmed = await post(
      '/flexibilities/request/req-001/confirm',
      readSample('flexready-confirm-ackprice.seed-derived.json'),
    );
    assert.deepEqual([confirmed.status, pick(confirmed, 'status')], [200, 'CONFIRMED'], confirmed.text);
    assert.equal(((await told('active')).payload as { start: unknown }).start, '2025-04-02T10:00:00+02:00');
    await told('completed');
    // A GET with a body, as in the reference: the body is ignored.
    const body = '{"bacs_id":"1234567890"}';
    const asked = http.request(asset('/flexibilities/request/req-001/consumptions'), {
      headers: { ...headers(), 'content-length': String(body.length) },
    });
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [http.IncomingMessage];
    answer.resume();
    assert.equal(answer.statusCode, 200);
    await told('reported');
    assert.deepEqual(
      emulator?.journal(session).map(({ call, verdict }) => `${call} ${verdict}`),
      ['operator-create passed', 'operator-confirm passed', 'operator-realise passed'],
    );
  });
});
