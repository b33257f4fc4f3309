// What version 0.1 wrote of open events is read once, and the events go on under their ids.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EventOutlook } from '../../../lib/grid/event/outlook';
import type { GridSignal } from '../../../lib/grid/signal';
import { parseEcowatt } from '../../../lib/rte/ecowatt/answer';
import { tensionOutlook, type EcowattDetail } from '../../../lib/rte/ecowatt/grid-tension';
import { colourOutlook, type TempoDetail } from '../../../lib/rte/tempo/day-colour';
import { Store } from '../../../lib/store/store';
import { storedMemory as ecowattMemory } from '../../../nodes/ecowatt-signal/ecowatt-memory';
import { storedMemory as tempoMemory } from '../../../nodes/tempo-signal/tempo-memory';
import { ecowattAnswer, hours } from '../../support/rte/ecowatt';

describe('open events that version 0.1 kept', () => {
  let dir: string;
  let trouble: unknown[];
  let store: Store;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'older-memory-'));
    trouble = [];
    store = new Store(dir, (what) => trouble.push(what));
  });
  afterEach(() => {
    assert.deepEqual(trouble, []);
    rmSync(dir, { recursive: true, maxRetries: 5 });
  });
  const write = (name: string, value: object): void => {
    writeFileSync(path.join(dir, `${name}.json`), `${JSON.stringify(value)}\n`);
  };
  const short = ({ id, change, state, level, start, end }: GridSignal<object>): string =>
    `${change} ${id}: ${state} ${String(level)} ${String(start?.slice(8, 16))}..${String(end?.slice(8, 16))}`;

  it('of Ecowatt go on, end and are withdrawn as they would have, and a plan of hours goes on', async () => {
    const now = Date.parse('2026-11-25T08:10:00+01:00');
    const event = (name: string, start: string, end: string, state: string, level: number | null): object => ({
      id: `home/ecowatt/grid-tension/${name}`,
      origin: 'home',
      start: Date.parse(`2026-11-${start}:00:00+01:00`),
      end: Date.parse(`2026-11-${end}:00:00+01:00`),
      state,
      level,
      expected: level ?? 2,
    });
    const plan = { deadline: now + 1000, windows: [{ start: now - 1000, end: now }], basis: '[]' };
    write('ecowatt-signal-n1', {
      tension: {
        events: [
          event('2026-11-25T08:00:00+01:00', '25T07', '25T10', 'active', 2),
          event('2026-11-24T18:00:00+01:00', '24T18', '24T20', 'active', 2),
          event('2026-11-25T18:00:00+01:00', '25T18', '25T20', 'announced', null),
          event('2026-11-27T18:00:00+01:00', '27T18', '27T20', 'announced', null),
        ],
        calm: null,
      },
      plan,
    });
    const memory = ecowattMemory(store, 'n1', 'rte');
    const kept = await memory.read();
    assert.deepEqual(kept.plan, plan);
    const events = new EventOutlook<EcowattDetail>('ecowatt', 'grid-tension', 'rte');
    events.restore(kept.open);
    const publication = parseEcowatt(ecowattAnswer({ '2026-11-25': hours({ 7: 2, 8: 3, 9: 2 }) }));
    const received = { publication, receivedAt: now, source: 'rte' } as const;
    assert.deepEqual(events.look(tensionOutlook(events.open, received, now, true), true).map(short), [
      'initial home/ecowatt/grid-tension/2026-11-24T18:00:00+01:00: cleared null 24T18:00..24T20:00',
      'initial home/ecowatt/grid-tension/2026-11-25T18:00:00+01:00: cleared null 25T18:00..25T20:00',
      'initial home/ecowatt/grid-tension/2026-11-27T18:00:00+01:00: announced null 27T18:00..27T20:00',
      'initial home/ecowatt/grid-tension/2026-11-25T08:00:00+01:00: active 3 25T07:00..25T10:00',
    ]);
    const [ended, calm] = events.look(tensionOutlook(events.open, received, now + 2 * 3_600_000, false), false);
    assert.deepEqual(
      [ended, calm].map((signal) => signal && [signal.change, signal.id, signal.act]),
      [
        ['ended', 'home/ecowatt/grid-tension/2026-11-25T08:00:00+01:00', 'restore'],
        ['initial', 'rte/ecowatt/grid-tension/calm', 'restore'],
      ],
    );
    await memory.write({ open: events.kept() });
    assert.deepEqual((await ecowattMemory(new Store(dir), 'n1', 'rte').read()).open, events.kept());
  });

  it('of Tempo go on: the day in force is over, the one announced has begun', async () => {
    const day = { origin: 'home', confirmed: true };
    write('tempo-signal-n1', {
      now: { ...day, day: '2026-11-24', colour: 'white', level: 1 },
      next: { ...day, day: '2026-11-25', colour: 'red', level: null },
    });
    const events = new EventOutlook<TempoDetail>('tempo', 'day-colour', 'rte');
    events.restore((await tempoMemory(store, 'n1').read()).open);
    const known = {
      day: '2026-11-25',
      colour: 'red',
      confirmed: true,
      source: 'rte',
      at: null,
      disagreement: [],
    } as const;
    const view = { now: known, next: { ...known, day: '2026-11-26', colour: null }, offPeak: false };
    const signals = events.look(colourOutlook(view, Date.parse('2026-11-25T07:00:00+01:00')), true);
    assert.deepEqual(signals.map(short), [
      'initial home/tempo/day-colour/2026-11-24: cleared null 24T06:00..25T06:00',
      'initial home/tempo/day-colour/2026-11-25: active 3 25T06:00..26T06:00',
    ]);
  });
});
