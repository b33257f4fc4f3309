// Flows as people draw them, with the `switch`, `change` and `filter` nodes of a real Node-RED: which commands reach the load.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SentSignal } from '../../lib/grid/event/act';
import type { SignalKind } from '../../lib/grid/signal';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { linkyStandard, linkyStandardTempo } from '../support/tic/tic-meters';

const RECIPE = path.resolve(__dirname, '../../examples/recipes/way-back.json');
const at = (second: number): string => `H2701121055${String(second).padStart(2, '0')}`;
const calm = (second: number): Buffer => linkyStandard(at(second)).build();
const overrun = (second: number): Buffer => linkyStandard(at(second)).set('STGE', '002A0081').build();
const day = (time: string, tariff: string, status: string): Buffer =>
  linkyStandardTempo(`H2701${time}`).set('LTARF', tariff).set('STGE', status).build();

const place = { z: 'ex-back', x: 1, y: 1 };
const ears = (name: string): FlowNode => ({ ...place, id: `tap-${name}`, type: 'test-tap', name, wires: [] });
const change = (id: string, rules: object[], to: string): FlowNode => ({
  ...place,
  ...{ id, type: 'change', name: '', rules, wires: [[to]] },
});
const said = (id: string, signal: string, value: boolean, to: string): FlowNode =>
  change(id, [{ t: 'set', p: signal, pt: 'flow', to: String(value), tot: 'bool' }], to);
const choice = (id: string, property: string, rules: object[], wires: string[]): FlowNode => ({
  ...place,
  ...{ id, type: 'switch', name: '', property, propertyType: 'msg', rules, checkall: 'true', repair: false },
  ...{ outputs: rules.length, wires: wires.map((to) => [to]) },
});
const equal = (v: string): object => ({ t: 'eq', v, vt: 'str' });
const jsonata = (v: string): object => ({ t: 'jsonata_exp', v, vt: 'jsonata' });

/** The recipe with bytes from the test in the place of the port, and the load heard; `topic` of the signal that it follows. */
function recipe(topic = 'signal/tic/power-overrun'): FlowNode[] {
  const flow = JSON.parse(readFileSync(RECIPE, 'utf8')) as FlowNode[];
  return flow.map((node) => {
    if (node.type === 'tic-in')
      return { ...place, id: node.id, type: 'test-source', name: 'bytes', wires: node['wires'] };
    if (node.type === 'debug') return { ...node, type: 'test-tap', name: 'load' };
    if (node.type === 'linky-decode') return { ...node, silence: '2', wires: [[], ['ex-back-topic', 'tap-signals']] };
    return node.id === 'ex-back-topic' ? { ...node, rules: [equal(topic)] } : node;
  });
}

/** One load on two signals: each keeps what it said, and the load comes back when neither asks any more. */
function twoSignals(): FlowNode[] {
  const common = recipe().filter(({ type }) =>
    ['tab', 'test-source', 'linky-decode', 'rbe', 'test-tap'].includes(type),
  );
  const kinds = ['power-overrun', 'peak'];
  const names = ['overrun', 'peak'];
  const none = names.map((name) => `$flowContext("${name}") = false`).join(' and ');
  const some = names.map((name) => `$flowContext("${name}") = true`).join(' or ');
  return [
    ...common,
    choice(
      'ex-back-topic',
      'topic',
      kinds.map((kind) => equal(`signal/tic/${kind}`)),
      ['act-overrun', 'act-peak'],
    ),
    ...names.flatMap((name) => [
      choice(`act-${name}`, 'payload.act', [equal('reduce'), equal('restore')], [`${name}-asks`, `${name}-calm`]),
      said(`${name}-asks`, name, true, 'together'),
      said(`${name}-calm`, name, false, 'together'),
    ]),
    choice('together', 'payload', [jsonata(some), jsonata(none)], ['ex-back-off', 'ex-back-on']),
    ...[false, true].map((on) =>
      change(
        on ? 'ex-back-on' : 'ex-back-off',
        [{ t: 'set', p: 'payload', pt: 'msg', to: String(on), tot: 'bool' }],
        'ex-back-filter',
      ),
    ),
  ];
}

describe('a flow drawn with switch, change and filter', function () {
  let userDir: string;
  let red: NodeRed;

  beforeEach(() => {
    userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-drawn-'));
  });
  afterEach(async () => {
    await red.stop();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  });

  const start = async (flow: FlowNode[]): Promise<void> => {
    red = await startNodeRed({ userDir, flow: [...flow, ears('signals')] });
  };
  const bytes = (payload: Buffer): void => {
    red.send('bytes', { topic: 'house', payload });
  };
  const simulate = (signal: SignalKind, seconds: number): void => {
    red.send('bytes', { payload: { command: 'simulate', signal, level: 3, seconds } });
  };
  const told = async (signal: SignalKind, fits: (signal: SentSignal) => boolean): Promise<SentSignal> => {
    const one = await red.next('signals', ({ payload }) => {
      const heard = payload as SentSignal;
      return heard.signal === signal && fits(heard);
    });
    return one.payload as SentSignal;
  };
  /** The commands until now, once this one more has come. */
  const loads = async (next: boolean): Promise<unknown[]> => {
    assert.equal((await red.next('load')).payload, next);
    return red.messages('load').map(({ payload }) => payload);
  };
  const sent = (): unknown[] => red.messages('load').map(({ payload }) => payload);

  it('sheds in an overrun, and restores at its end', async () => {
    await start(recipe());
    bytes(calm(1));
    assert.deepEqual(await loads(true), [true]);
    bytes(overrun(3));
    assert.deepEqual(await loads(false), [true, false]);
    bytes(calm(5));
    assert.deepEqual(await loads(true), [true, false, true]);
  });

  it('restores nothing when the line falls silent in an overrun, nor when it is back in it', async () => {
    await start(recipe());
    bytes(overrun(1));
    assert.deepEqual(await loads(false), [false]);
    const lost = await told('power-overrun', ({ change }) => change === 'lost');
    assert.deepEqual([lost.level, lost.act], [null, 'keep'], 'a level that a switch on < 2 lets through');
    bytes(overrun(5));
    await told('power-overrun', ({ change }) => change === 'initial');
    assert.deepEqual(sent(), [false]);
    bytes(calm(7));
    assert.deepEqual(await loads(true), [false, true]);
  });

  it('on two signals restores when neither asks any more', async () => {
    await start(twoSignals());
    bytes(calm(1));
    bytes(calm(3));
    assert.deepEqual(await loads(true), [true], 'once both are known');
    simulate('peak', 2);
    assert.deepEqual(await loads(false), [true, false]);
    bytes(overrun(5));
    await told('peak', ({ change }) => change === 'ended');
    assert.deepEqual(sent(), [true, false], 'the overrun goes on');
    bytes(calm(7));
    assert.deepEqual(await loads(true), [true, false, true]);
  });

  for (const how of ['stop', 'kill'] as const)
    it(`after a restart (${how}) in an overrun sheds or restores as the meter says then`, async () => {
      await start(recipe());
      bytes(overrun(1));
      assert.deepEqual(await loads(false), [false]);
      await red[how]();
      await start(recipe());
      bytes(overrun(5));
      assert.deepEqual(await loads(false), [false]);
      await red[how]();
      await start(recipe());
      bytes(calm(9));
      assert.deepEqual(await loads(true), [true]);
    });

  it('plays a simulated overrun; one that ends in a real one restores nothing', async () => {
    await start(recipe());
    bytes(calm(1));
    assert.deepEqual(await loads(true), [true]);
    simulate('power-overrun', 1);
    assert.deepEqual(await loads(false), [true, false]);
    assert.deepEqual(await loads(true), [true, false, true]);
    bytes(overrun(3));
    assert.deepEqual(await loads(false), [true, false, true, false]);
    simulate('power-overrun', 1);
    const ended = await told(
      'power-overrun',
      ({ detail, change }) => detail['simulated'] === true && change === 'ended',
    );
    assert.equal(ended.act, 'restore');
    const kept = await told(
      'power-overrun',
      ({ detail, change }) => detail['simulated'] === true && change === 'ended',
    );
    assert.equal(kept.act, 'keep');
    assert.equal((await told('power-overrun', ({ change }) => change === 'initial')).act, 'reduce');
    assert.deepEqual(sent(), [true, false, true, false]);
  });

  it('bounces no load between a red day and the next red day', async () => {
    await start(recipe('signal/tic/day-colour'));
    const colours = async (id: string, change: string): Promise<void> => {
      await told('day-colour', (one) => one.change === change && one.id.includes(`/${id}/`));
    };
    bytes(day('12105501', '    HP  BLEU    ', '0D2A0401'));
    assert.deepEqual(await loads(true), [true]);
    bytes(day('13060000', '    HP  ROUGE   ', '032A1401'));
    assert.deepEqual(await loads(false), [true, false]);
    bytes(day('13110000', '    HP  ROUGE   ', '0F2A1401'));
    await colours('2027-01-14', 'announced');
    bytes(day('13220000', '    HC  ROUGE   ', '0F2A1001'));
    await colours('2027-01-13', 'eased');
    bytes(day('14060000', '    HP  ROUGE   ', '032A1401'));
    await colours('2027-01-13', 'ended');
    await colours('2027-01-14', 'started');
    bytes(day('14110000', '    HP  ROUGE   ', '072A1401'));
    await colours('2027-01-15', 'announced');
    assert.deepEqual(sent(), [true, false], 'nothing came back at 06:00');
    bytes(day('15060000', '    HP  BLEU    ', '012A0401'));
    assert.deepEqual(await loads(true), [true, false, true]);
  });
});
