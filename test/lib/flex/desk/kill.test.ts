// Not in the fast lane: a process that is killed (kill -9) at every step of a request's life, as soon as it has answered and before it
// has: what was answered or told is there afterwards, nothing else, and the life goes on.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FlexRequest } from '../../../../lib/flex/request/request';
import { period } from '../../../support/flex/building';
import type { Order } from '../../../support/flex/desk-host';
import { DeskProcess } from '../../../support/flex/desk-process';

const body = { product: 'WID', profile: [period('2026-01-15T10:00:00+01:00')] } as const;

/** What is done, and what the clock shows afterwards. */
interface Stage {
  readonly what: Order['what'];
  readonly until?: string;
  readonly states: readonly string[];
}

const BEGIN = '2026-01-15T09:00:00+01:00';
const LIFE: readonly Stage[] = [
  { what: 'create', states: ['requested'] },
  { what: 'accept', states: ['requested', 'accepted'] },
  { what: 'confirm', states: ['requested', 'accepted', 'confirmed'] },
  { what: 'advance', until: '2026-01-15T10:10:00+01:00', states: ['requested', 'accepted', 'confirmed', 'active'] },
  {
    what: 'advance',
    until: '2026-01-15T11:00:00+01:00',
    states: ['requested', 'accepted', 'confirmed', 'active', 'completed'],
  },
  { what: 'report', states: ['requested', 'accepted', 'confirmed', 'active', 'completed', 'reported'] },
];

const OTHERWISE: readonly Stage[] = [
  ...LIFE.slice(0, 4),
  { what: 'stop', states: ['requested', 'accepted', 'confirmed', 'active', 'cancelled'] },
];

describe('a desk that is killed', () => {
  let folder: string;
  let desk: DeskProcess | undefined;
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'linky-red-kill-')), 'linky-red');
  });
  afterEach(async () => {
    await desk?.kill();
    await rm(path.dirname(folder), { recursive: true, force: true, maxRetries: 5 });
  });

  const begin = async (now: string): Promise<DeskProcess> => (desk = await DeskProcess.start(folder, now));
  const kept = async (process: DeskProcess): Promise<readonly string[]> => {
    const journal = (await process.ask({ what: 'journal', request: '', body })) as FlexRequest[];
    assert.ok(journal.length <= 1);
    return journal[0]?.history.map(({ state }) => state) ?? [];
  };
  const lastTold = ({ told }: DeskProcess): readonly string[] => told.at(-1)?.history.map(({ state }) => state) ?? [];

  for (const [title, life] of [
    ['reported in the end', LIFE],
    ['called off under way', OTHERWISE],
  ] as const)
    it(`when it has answered, has what it answered (${title})`, async () => {
      let now = BEGIN;
      for (const stage of life) {
        const process = await begin(now);
        now = stage.until ?? now;
        await process.ask({ ...stage, request: 'r1', body });
        await process.kill();
        const after = await begin(now);
        assert.deepEqual(await kept(after), stage.states);
        // A restart tells nothing anew, and repeats read what is there.
        assert.deepEqual(after.told, []);
        await after.kill();
      }
    });

  for (const wait of [0, 1, 2, 4])
    it(`before it has answered, after ${String(wait)} ms, has all of a step or nothing, and goes on`, async () => {
      let now = BEGIN;
      let before: readonly string[] = [];
      for (const stage of LIFE) {
        const process = await begin(now);
        now = stage.until ?? now;
        void process.ask({ ...stage, request: 'r1', body });
        await delay(wait);
        await process.kill();
        const told = lastTold(process);
        const after = await begin(now);
        const states = await kept(after);
        const ofClock = stage.what === 'advance';
        assert.ok(
          same(states, before) || same(states, stage.states),
          `${stage.what}: ${states.join(' ')} is neither before nor after`,
        );
        // What anybody heard has happened; what the clock had to do has been done by now.
        if (told.length > 0) assert.deepEqual(told, stage.states);
        if (told.length > 0 || ofClock) assert.deepEqual(states, stage.states);
        if (!same(states, stage.states)) await after.ask({ ...stage, request: 'r1', body });
        assert.deepEqual(await kept(after), stage.states);
        before = stage.states;
        await after.kill();
      }
    });
});

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}
