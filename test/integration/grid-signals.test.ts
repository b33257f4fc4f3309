// Ecowatt and Tempo in a real Node-RED, from the stand-in of RTE to the wires of the recipes.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_APPLICATION } from '../../sandbox/rte/portal';
import { SCENARIOS } from '../../sandbox/rte/scenarios';
import { startRte, type RunningRte } from '../../sandbox/rte/server';
import type { TrialLine } from '../../nodes/runtime/account/account-trial';
import type { Act } from '../../lib/grid/event/act';
import { type FlowNode, type Message, type NodeRed, startNodeRed } from '../support/node-red/process';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const { id: clientId, secret: clientSecret } = DEFAULT_APPLICATION;

interface Edge {
  id: string;
  state: string;
  change: string;
  level: number | null;
}
const edgeOf = ({ payload }: Message): Edge => payload as Edge;

describe('Ecowatt and Tempo in a real Node-RED', function () {
  let rte: RunningRte;
  let userDir: string;
  let red: NodeRed | undefined;

  beforeEach(async () => {
    const scenario = SCENARIOS.find(({ name }) => name === 'all-day');
    assert.ok(scenario);
    rte = await startRte({ scenario });
    userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-signals-'));
  });
  afterEach(async () => {
    await red?.stop();
    await rte.stop();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  });

  /** An example with the stand-in for RTE, credentials, and ears in the place of each debug node, called by its id. */
  const example = (file: string, changes: Record<string, Partial<FlowNode>> = {}): FlowNode[] =>
    (JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as FlowNode[]).map((node) => {
      const common: Record<string, Partial<FlowNode>> = {
        'rte-account': { baseUrl: rte.url, credentials: { clientId, clientSecret } },
        'tempo-signal': { servicesRteUrl: rte.url, couleurTempoUrl: `${rte.url}/api` },
        debug: { type: 'test-tap', name: node.id },
      };
      return { ...node, ...common[node.type], ...changes[node.type] };
    });
  const count = (name: string): number => rte.calls.filter((call) => call.name === name).length;
  const start = async (): Promise<NodeRed> => {
    red = await startNodeRed({ userDir });
    return red;
  };

  const quick = { delay: { randomUnits: 'seconds', randomLast: '1' } };

  it('red hour → shed; what is announced or unknown restores nothing', async () => {
    const running = await start();
    await running.deploy(example('recipes/red-hour-shed.json', quick));
    assert.equal((await running.next('ex-red-load')).payload, false);
    await assert.rejects(running.next('ex-red-load', () => true, 1500));
  });

  it('a simulated red hour → shed; over → restored after a random delay', async () => {
    const calm = SCENARIOS.find(({ name }) => name === 'calm');
    assert.ok(calm);
    rte.play(calm);
    const running = await start();
    const payload = '{"command":"simulate","signal":"grid-tension","level":3,"seconds":1}';
    await running.deploy(example('recipes/red-hour-shed.json', { ...quick, inject: { payload } }));
    assert.equal((await running.next('ex-red-load')).payload, true);
    await running.ask('POST', '/inject/ex-red-simulate');
    assert.equal((await running.next('ex-red-load')).payload, false);
    assert.equal((await running.next('ex-red-load')).payload, true);
  });

  it('red hour → shed; an end after which nobody knows what holds restores nothing, what is known then does', async () => {
    const running = await start();
    const soon = { delay: { randomUnits: 'seconds', randomFirst: '1', randomLast: '1' } };
    const flow = example('recipes/red-hour-shed.json', soon).filter(({ type }) => type !== 'ecowatt-signal');
    await running.deploy([
      ...flow,
      { id: 'said', type: 'test-source', name: 'said', z: 'ex-red', x: 1, y: 1, wires: [['ex-red-state']] },
    ]);
    const say = (state: string, level: number | null, act: Act): void => {
      running.send('said', { payload: { state, level, act } });
    };
    say('active', 3, 'reduce');
    assert.equal((await running.next('ex-red-load')).payload, false);
    say('cleared', null, 'keep');
    say('unknown', null, 'keep');
    await assert.rejects(running.next('ex-red-load', () => true, 1500));
    // Over, and before the delay has passed nobody knows any more.
    say('cleared', 1, 'restore');
    say('unknown', null, 'keep');
    await assert.rejects(running.next('ex-red-load', () => true, 1500));
    say('cleared', 1, 'restore');
    // What is announced meanwhile stops no wait.
    say('announced', null, 'keep');
    assert.equal((await running.next('ex-red-load')).payload, true);
  });

  it('plans hours in a real flow: the output says whether to charge now', async () => {
    const running = await start();
    await running.deploy(example('recipes/charge-car-before-seven.json'));
    assert.equal(typeof (await running.next('ex-car-load')).payload, 'boolean');
  });

  for (const how of ['stop', 'kill'] as const) {
    it(`restarted (${how}) in the middle of an alert: no call, and the alert once as initial with the same id`, async () => {
      const flow = example('node/ecowatt-signal.json');
      const first = await start();
      await first.deploy(flow);
      const before = edgeOf(await first.next('ex-eco-signals'));
      assert.deepEqual([before.change, before.state, before.level], ['initial', 'active', 3]);
      await first.status('ex-eco-node', ({ text }) => text?.includes('level-3') === true);
      await first[how]();
      const calls = rte.calls.length;

      const second = await start();
      const after = edgeOf(await second.next('ex-eco-signals'));
      assert.deepEqual([after.change, after.state, after.level, after.id], ['initial', 'active', 3, before.id]);
      await second.ask('POST', '/inject/ex-eco-refresh');
      const again = edgeOf(await second.next('ex-eco-signals'));
      assert.equal(again.id, before.id);
      assert.equal(rte.calls.length, calls);
    });
  }

  it('restarted in a pause that RTE asked for: no call', async () => {
    rte.fail('ecowatt', 429);
    const flow = example('node/ecowatt-signal.json');
    const first = await start();
    await first.deploy(flow);
    await first.status('ex-eco-node', ({ text }) => text?.includes('quota') === true);
    await first.stop();
    const second = await start();
    await second.ask('POST', '/inject/ex-eco-refresh');
    await second.next('ex-eco-state');
    assert.equal(count('ecowatt'), 1);
  });

  it('Ecowatt and Tempo on one account share one token', async () => {
    const running = await start();
    await running.deploy(example('node/rte-account.json'));
    // Whichever comes first.
    const heard = new Set<unknown>();
    await running.next('ex-rte-out', ({ topic, payload }) => {
      if (topic === 'ecowatt' || (payload as { source: string | null }).source === 'rte') heard.add(topic);
      return heard.size === 2;
    });
    assert.deepEqual([count('token'), count('ecowatt'), count('tempo')], [1, 1, 1]);
  });

  it('Tempo without an account, and its history', async () => {
    const running = await start();
    await running.deploy(example('node/tempo-signal.json'));
    const colour = ({ payload }: Message): string => (payload as { now: { colour: string } }).now.colour;
    await running.next('ex-tempo-state', (msg) => colour(msg) === 'red');
    await running.ask('POST', '/inject/ex-tempo-history');
    const { payload: rows } = await running.next('ex-tempo-state', ({ topic }) => topic === 'tempo/history');
    assert.ok((rows as unknown[]).length > 0);
  });

  it('the button "Try" says what RTE answers, and what the last call brought where another would break the quota', async () => {
    const running = await start();
    const typed = { id: 'new', clientId, clientSecret, baseUrl: rte.url };
    const first = await running.ask('POST', '/rte-account/try', typed);
    assert.deepEqual(first, [
      { what: 'secret', ok: true },
      { what: 'Ecowatt v5', ok: true },
      { what: 'Tempo Like Supply Contract v1', ok: true },
    ]);
    const [, ecowatt] = (await running.ask('POST', '/rte-account/try', typed)) as {
      ok: boolean;
      quotaUntil?: string;
      at?: string;
    }[];
    assert.equal(ecowatt?.ok, true);
    assert.ok(ecowatt.quotaUntil !== undefined && ecowatt.at !== undefined);
    assert.deepEqual([count('ecowatt'), count('tempo')], [1, 1]);
    const wrong = await running.ask('POST', '/rte-account/try', { ...typed, clientSecret: 'wrong' });
    assert.deepEqual(wrong, [
      { what: 'secret', ok: false, error: { code: 'ERR_RTE_SECRET', key: 'rte-secret', facts: {} } },
    ]);
    for (const [change, key] of [
      [{ clientSecret: '__PWRD__' }, 'config-node'],
      [{ clientSecret: '' }, 'config'],
      [{ baseUrl: 'ftp://rte' }, 'url'],
    ] as const) {
      const [line] = (await running.ask('POST', '/rte-account/try', { ...typed, ...change })) as TrialLine[];
      assert.deepEqual([line?.ok, line?.error?.key], [false, key]);
    }
  });

  it('a secret that is not typed again is tried as deployed, at the deployed address only', async () => {
    const running = await start();
    await running.deploy(example('node/ecowatt-signal.json'));
    await running.next('ex-eco-state');
    const elsewhere = { id: 'ex-eco-account', clientId, clientSecret: '__PWRD__', baseUrl: 'http://127.0.0.1:9' };
    const [secret] = (await running.ask('POST', '/rte-account/try', elsewhere)) as { ok: boolean }[];
    assert.equal(secret?.ok, true);
  });

  it('secret and token are in no log, no message, no flow export and no kept file but the credentials, which are encrypted', async () => {
    const running = await start();
    await running.deploy(example('node/rte-account.json'));
    await running.next('ex-rte-out', ({ topic }) => topic === 'ecowatt');
    rte.fail('tempo', 500);
    const flows = JSON.stringify(await running.ask('GET', '/flows'));
    const messages = JSON.stringify(running.messages('ex-rte-out'));
    await running.stop();
    const files = readdirSync(userDir, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => readFileSync(path.join(file.parentPath, file.name), 'utf8'));
    const all = [running.log, flows, messages, ...files].join('\n');
    const base64 = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    assert.ok(rte.tokens.length > 0);
    for (const hidden of [clientSecret, base64, 'access_token', 'Bearer ', ...rte.tokens])
      assert.ok(!all.includes(hidden), hidden);
    assert.ok(files.length > 3);
  });
});
