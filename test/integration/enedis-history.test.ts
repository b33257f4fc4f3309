// Not in the fast lane: half a month at conso-api, minutes of ours.
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { KeptPoints } from '../../lib/enedis/kept/kept-points';
import type { Measure } from '../../lib/enedis/series';
import { PARIS, type DayKey } from '../../lib/grid/paris-time';
import { byDay, sumOf, type Direction } from '../../lib/grid/point';
import { Store } from '../../lib/store/store';
import { startGateways, type RunningGateways } from '../../sandbox/gateways/server';
import { PRM } from '../../sandbox/household/households';
import { publishedDay } from '../../sandbox/household/publication';
import {
  storyTime,
  type FastTime,
  type Heard,
  type Hosted,
  type HostedAccount,
} from '../support/enedis/collecting-host';
import { daysIn } from '../support/enedis/fake-door';
import { PATIENCE_MS } from '../support/machine/patience';
import { lcg } from '../support/machine/random';

const CHILD = path.join(__dirname, '../support/enedis/collecting-child.cjs');
const KILLS = 12;
const DAY = 86_400_000;
/** A day of the story takes so long. */
const OUR_DAY_MS = 6000;
/** What the package allows itself in any 24 hours; the gateway bans at 100 in a day. */
const MOST_CALLS = 40;
const RECENT_DAYS = 7;

const MEASURES_OF = { energy: 'quotidienne', 'load-curve': 'courbe_de_charge', 'max-power': 'puissance' } as const;

interface Call {
  readonly at: number;
  readonly series: string;
  readonly prm: string;
  readonly direction: Direction;
  readonly measure: Measure;
  readonly from: DayKey;
  readonly to: DayKey;
}

describe('three years of two meters, from behind one address', () => {
  let folder: string;
  let gateways: RunningGateways;
  let time: FastTime;
  let child: ChildProcess | undefined;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'linky-red-history-'));
    // Over the night in which the clocks go forward.
    time = { story: Date.parse('2026-03-20T11:30:00+01:00'), host: Date.now(), factor: DAY / OUR_DAY_MS };
    gateways = await startGateways({ now: () => storyTime(time), port: 0 });
  });

  after(async () => {
    await killed();
    await gateways.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('are all there after twelve kills: never too many calls, nothing complete asked for twice', async () => {
    const accounts = [account('first', PRM.family, ['consumption']), account('second', PRM.roof, ['production'])];
    const kills = await collected(accounts);
    assert.equal(kills, KILLS);
    const calls = gateways.calls.filter(({ name }) => name === 'conso-api').map(callOf);
    assert.ok(!gateways.isBanned());
    const most = Math.max(...calls.map(({ at }) => calls.filter((call) => call.at > at - DAY && call.at <= at).length));
    assert.ok(most <= MOST_CALLS, `${String(most)} calls in 24 hours`);
    const again = askedAgain(calls);
    // Of each account a process may hold one answer that is not written when it is killed.
    assert.ok(again <= KILLS * accounts.length, `${String(again)} calls for what was complete`);
    for (const { prm, want } of accounts) for (const direction of want.directions) await compare(prm, direction);
  });

  function account(name: string, prm: string, directions: readonly Direction[]): HostedAccount {
    return {
      prm,
      token: gateways.consoToken(prm),
      fingerprint: name,
      want: {
        directions,
        measures: ['energy', 'load-curve'],
        byItself: { minute: 23, hours: [5, 20] },
        backfill: true,
      },
    };
  }

  /** Until all of the past is there and the process was killed often enough. @returns how often */
  async function collected(accounts: readonly HostedAccount[]): Promise<number> {
    const random = lcg(12);
    const left = new Map(accounts.map(({ prm }) => [prm, Infinity]));
    let kills = 0;
    for (;;) {
      child = fork(CHILD, [JSON.stringify({ folder, url: gateways.url, time, accounts } satisfies Hosted)], {
        execArgv: [],
      });
      child.on('message', ({ prm, state }: Heard) => left.set(prm, state.backfill.daysLeft));
      const target = gateways.calls.length + 3 + Math.floor(random() * 28);
      const isDone = (): boolean => kills >= KILLS && [...left.values()].every((days) => days === 0);
      let patience = { calls: -1, end: 0 };
      // In the middle of a call, of a write, or between them.
      while (!isDone() && (kills >= KILLS || gateways.calls.length < target)) {
        assert.equal(child.exitCode, null, 'the process has ended by itself');
        const calls = gateways.calls.length;
        if (calls !== patience.calls) patience = { calls, end: Date.now() + PATIENCE_MS };
        assert.ok(Date.now() < patience.end, `days left: ${[...left.values()].join(', ')}; ${String(kills)} kills`);
        await new Promise((resolve) => setTimeout(resolve, 1 + random() * 15));
      }
      await killed();
      if (isDone()) return kills;
      kills += 1;
      for (const prm of left.keys()) left.set(prm, Infinity);
    }
  }

  async function killed(): Promise<void> {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Calls of the past for days of which an answer had everything: but for the window of corrections. */
  function askedAgain(calls: readonly Call[]): number {
    const complete = new Set<string>();
    let again = 0;
    for (const call of calls) {
      const today = PARIS.dayKey(call.at);
      const days = daysIn(call).map((day) => `${call.series} ${day}`);
      const old = days.filter((name) => name.slice(-10) < PARIS.addDays(today, -RECENT_DAYS - 1));
      if (old.some((name) => complete.has(name))) again += 1;
      for (const day of daysIn(call)) if (isAllThere(call, day)) complete.add(`${call.series} ${day}`);
    }
    return again;
  }

  function isAllThere({ prm, direction, measure, at }: Call, day: DayKey): boolean {
    const { wh, curve = [] } = truthOf(prm, direction, day, at);
    if (measure === 'energy') return wh !== undefined;
    const covered = curve.filter(({ watts }) => watts !== null).reduce((sum, { start, end }) => sum + (end - start), 0);
    return covered === PARIS.hoursInDay(day) * 3_600_000;
  }

  function truthOf(prm: string, direction: Direction, day: DayKey, at: number): ReturnType<typeof publishedDay> {
    return publishedDay(gateways.household(prm), direction, Date.parse(day) / DAY, at);
  }

  /** All but the last week, whose corrections may still come. */
  async function compare(prm: string, direction: Direction): Promise<void> {
    const kept = new KeptPoints(new Store(folder));
    const now = storyTime(time);
    const today = PARIS.dayKey(now);
    const [year, rest] = [today.slice(0, 4), today.slice(4)];
    for (const [measure, years] of [
      ['energy', 3],
      ['load-curve', 2],
    ] as const) {
      const window = { from: `${String(Number(year) - years)}${rest}`, to: PARIS.addDays(today, -RECENT_DAYS - 1) };
      const points = await kept.read({ prm, direction, measure }, window);
      const found = byDay(points);
      for (const day of daysIn(window)) {
        const { wh, curve = [] } = truthOf(prm, direction, day, now);
        const known = curve.filter(({ watts }) => watts !== null);
        const expected = measure === 'energy' ? [wh] : known.map(({ watts }) => watts);
        const values = (found.get(day) ?? []).map(({ value }) => value);
        assert.deepEqual(
          values,
          expected.filter((value) => value !== undefined),
          `${measure} of ${day}`,
        );
        if (measure === 'load-curve' && known.length > 0)
          assert.equal(
            sumOf(found.get(day) ?? []),
            known.reduce((sum, one) => sum + ((one.watts ?? 0) * (one.end - one.start)) / 3_600_000, 0),
          );
      }
    }
  }
});

function callOf({ at, url }: { readonly at: number; readonly url: string }): Call {
  const { pathname, searchParams } = new URL(url, 'http://gateway');
  const measure = (Object.keys(MEASURES_OF) as (keyof typeof MEASURES_OF)[]).find((name) =>
    pathname.includes(MEASURES_OF[name]),
  );
  const direction = pathname.includes('production') ? 'production' : 'consumption';
  const [prm, from, to] = ['pointId', 'dateDebut', 'dateFin'].map((name) => searchParams.get(name) ?? '');
  assert.ok(measure && prm && from && to, url);
  return { at, series: `${prm} ${direction} ${measure}`, prm, direction, measure, from, to };
}
