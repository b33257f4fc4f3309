// What the signals of linky-decode allow, on the wire: `act`.
import assert from 'node:assert/strict';
import type { SentSignal } from '../../../lib/grid/event/act';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { linkyStandard, linkyStandardTempo } from '../../support/tic/tic-meters';

const SECONDS = 1000;
const at = (second: number): string => `H2701121055${String(second).padStart(2, '0')}`;
const calm = (second: number): Buffer => linkyStandard(at(second)).build();
const overrun = (second: number): Buffer => linkyStandard(at(second)).set('STGE', '002A0081').build();

/** Signals of one kind since the last call, in short. */
function acts(node: DecodeBench, kind = 'power-overrun'): string[] {
  const told = node.signals.splice(0).map(({ payload }) => payload);
  return told.filter(({ signal }) => signal === kind).map(({ change, state, act }) => `${change} ${state}: ${act}`);
}

const inReading = (node: DecodeBench, kind: string): string[] =>
  (node.reading.tic['signals'] as SentSignal[]).filter(({ signal }) => signal === kind).map(({ act }) => act);

describe('what the signals of linky-decode allow', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(async () => {
    await helper.unload();
  });

  it('reduce at an overrun, keep while the line is silent in it, restore once it is known to be over', async () => {
    const node = await loadLinkyDecode();
    await node.receive(calm(1));
    assert.deepEqual(acts(node), ['initial cleared: restore']);
    await node.receive(overrun(3));
    assert.deepEqual(acts(node), ['started active: reduce']);
    await node.advance(20 * SECONDS);
    assert.deepEqual(acts(node), ['lost unknown: keep']);
    await node.receive(calm(25));
    assert.deepEqual(acts(node), ['initial cleared: restore']);
  });

  it('restore again after a silence that came behind the end: a wait that was given up begins anew', async () => {
    const node = await loadLinkyDecode();
    await node.receive(overrun(1));
    await node.receive(calm(3));
    assert.deepEqual(acts(node), ['initial active: reduce', 'ended cleared: restore']);
    await node.advance(20 * SECONDS);
    assert.deepEqual(acts(node), []);
    await node.receive(calm(25));
    assert.deepEqual(acts(node), ['initial cleared: restore']);
  });

  it('keep after a silence in which nothing had been cut', async () => {
    const node = await loadLinkyDecode();
    await node.receive(calm(1));
    acts(node);
    await node.advance(20 * SECONDS);
    await node.receive(calm(25));
    assert.deepEqual(acts(node), ['initial cleared: keep']);
  });

  it('restore after a deploy in the middle of an overrun that has ended meanwhile', async () => {
    const node = await loadLinkyDecode();
    await node.receive(overrun(1));
    acts(node);
    await node.redeploy({ name: 'other' });
    await node.receive(overrun(3));
    assert.deepEqual(acts(node), ['initial active: reduce']);
    await node.redeploy({ name: 'another' });
    await node.receive(calm(5));
    assert.deepEqual(acts(node), ['initial cleared: restore']);
  });

  it('never on a tariff period or a fault', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyStandard(at(1)).set('STGE', '003A0003').build());
    const told = node.signals.map(({ payload }) => payload);
    const faults = told.filter(({ signal }) => signal === 'tariff-period' || signal === 'meter-fault');
    assert.ok(faults.length > 1);
    assert.deepEqual([...new Set(faults.map(({ act }) => act))], ['keep']);
  });

  it('are those of a first knowledge in a reading and on refresh, for those who come late', async () => {
    const node = await loadLinkyDecode();
    await node.receive(overrun(1));
    assert.deepEqual(inReading(node, 'power-overrun'), ['reduce']);
    await node.receive(calm(3));
    assert.deepEqual(inReading(node, 'power-overrun'), ['restore']);
    assert.deepEqual(inReading(node, 'tariff-period'), ['keep']);
    acts(node);
    await node.receive({ command: 'refresh' });
    assert.deepEqual(acts(node), ['initial cleared: restore']);
  });

  it('of a simulated overrun count among the real ones', async () => {
    const node = await loadLinkyDecode();
    await node.receive(calm(1));
    await node.receive({ command: 'simulate', signal: 'power-overrun', level: 3, seconds: 9 });
    acts(node);
    await node.receive(overrun(3));
    await node.receive(calm(5));
    assert.deepEqual(acts(node), ['started active: reduce', 'ended cleared: keep'], 'the simulated one still asks');
    assert.deepEqual(inReading(node, 'power-overrun'), ['keep']);
    await node.advance(9 * SECONDS);
    assert.deepEqual(acts(node), ['ended cleared: restore']);
  });

  it('of a simulated overrun that ends in a real one let nothing back, and what really holds is told', async () => {
    const node = await loadLinkyDecode();
    await node.receive(overrun(1));
    await node.receive({ command: 'simulate', signal: 'power-overrun', level: 3, seconds: 5 });
    acts(node);
    await node.advance(5 * SECONDS);
    assert.deepEqual(acts(node), ['ended cleared: keep', 'initial active: reduce']);
  });

  it('of a simulated red day end with the day that really is in force', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyStandardTempo(at(1)).build());
    const real = (node.reading.tic['signals'] as SentSignal[]).find(
      ({ signal, state }) => signal === 'day-colour' && state === 'active',
    );
    assert.equal(real?.level, 1, 'a day without alarm');
    await node.receive({ command: 'simulate', signal: 'day-colour', level: 3, seconds: 5 });
    acts(node, 'day-colour');
    await node.advance(5 * SECONDS);
    const [ended, ...others] = acts(node, 'day-colour');
    assert.equal(ended, 'ended cleared: keep');
    assert.ok(others.includes('initial active: restore'), others.join());
  });

  it('of two simulated events of no meter at all count for each other', async () => {
    const node = await loadLinkyDecode();
    await node.receive({ command: 'simulate', signal: 'peak', level: 3, seconds: 5 });
    await node.advance(SECONDS);
    await node.receive({ command: 'simulate', signal: 'peak', level: 3, seconds: 9 });
    acts(node, 'peak');
    await node.advance(4 * SECONDS);
    assert.deepEqual(acts(node, 'peak'), ['ended cleared: keep']);
    await node.advance(5 * SECONDS);
    assert.deepEqual(acts(node, 'peak'), ['ended cleared: restore']);
  });
});
