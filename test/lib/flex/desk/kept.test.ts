// What the desk keeps: over restarts and kills, beside another process, on a full disk, with a clock that somebody puts right.
import assert from 'node:assert/strict';
import { appendFile, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RequestDesk } from '../../../../lib/flex/desk/request-desk';
import type { FlexRequest } from '../../../../lib/flex/request/request';
import { Store } from '../../../../lib/store/store';
import { BUILDING, BY_HAND, HOUR, key, MINUTE, nameOf, period, STRICT } from '../../../support/flex/building';
import { DeskBench } from '../../../support/flex/desk-bench';
import { FakeClock } from '../../../support/machine/fake-clock';
import { fillDisk } from '../../../support/machine/full-disk';
import { StoreProcess } from '../../../support/machine/store-process';

const ASKED = { product: 'WID', profile: [period('2026-01-15T10:00:00+01:00')] } as const;
const at = (time: string, minutes = 60) => ({ product: 'WID', profile: [period(time, minutes)] }) as const;

describe('the desk over a restart', () => {
  let bench: DeskBench;
  beforeEach(async () => {
    bench = await DeskBench.open();
  });
  afterEach(() => bench.clear());
  const file = (): string => path.join(bench.folder, 'flex-docks.ndjson');
  const confirm = async (id: string, body: Parameters<RequestDesk['create']>[2] = ASKED): Promise<void> => {
    assert.equal((await bench.desk.create('ops', key(id), body)).kind, 'done');
    assert.equal((await bench.desk.confirm('ops', key(id), body)).kind, 'done');
    bench.heard();
  };
  const state = async (id: string): Promise<string> => {
    const outcome = await bench.desk.read('ops', key(id));
    return 'request' in outcome ? outcome.request.state : outcome.kind;
  };

  it('begins at once what it has missed, and says how late', async () => {
    await confirm('r1');
    await bench.stop();
    await bench.advance(90 * MINUTE).catch(() => undefined);
    await bench.start();
    assert.deepEqual(bench.heard(), ['r1 active']);
    const { history } = (await bench.desk.open())[0] ?? assert.fail();
    assert.equal(history.at(-1)?.lateMs, 30 * MINUTE);
    await bench.advance(30 * MINUTE);
    assert.deepEqual(bench.heard(), ['r1 completed']);
  });

  it('ends at once what should have ended; what it has missed as a whole has failed', async () => {
    await confirm('active');
    await confirm('missed', at('2026-01-15T11:30:00+01:00'));
    await bench.advanceTo('2026-01-15T10:30:00+01:00');
    assert.deepEqual(bench.heard(), ['active active']);
    await bench.stop();
    bench.clock.advance(4 * HOUR);
    await bench.start();
    assert.deepEqual(bench.heard().sort(), ['active completed', 'missed failed']);
    assert.deepEqual([await state('active'), await state('missed')], ['completed', 'failed']);
  });

  it('does what it has missed for as long as nobody listened when somebody listens', async () => {
    await confirm('r1');
    await bench.stop();
    await bench.start(false);
    await bench.advance(90 * MINUTE);
    const told: string[] = [];
    bench.desk.listen((request) => told.push(request.state));
    await bench.settled();
    assert.deepEqual(told, ['active']);
  });

  it('tells who asks what is open and what ended since a day, oldest first', async () => {
    for (const [n, id] of ['over', 'running', 'waiting'].entries()) {
      await confirm(id, at(`2026-01-15T1${String(n)}:00:00+01:00`));
      bench.clock.advance(1000);
    }
    await bench.advanceTo('2026-01-15T11:30:00+01:00');
    const shown = async (): Promise<string[]> =>
      (await bench.desk.open()).map(({ requestId, state: now }) => `${requestId} ${now}`);
    const all = ['over completed', 'running active', 'waiting confirmed'];
    assert.deepEqual(await shown(), all);
    await bench.restart();
    assert.deepEqual(await shown(), all);
    await bench.advanceTo('2026-01-15T13:00:00+01:00');
    await bench.advance(48 * HOUR);
    assert.deepEqual(await shown(), []);
  });

  it('knows repeats, other bodies and what was confirmed of a day as before', async () => {
    await confirm('r1');
    await confirm('r2', at('2026-01-15T12:00:00+01:00'));
    await confirm('r3', at('2026-01-15T14:00:00+01:00'));
    await bench.advanceTo('2026-01-15T11:00:00+01:00');
    await bench.restart();
    assert.equal((await bench.desk.create('ops', key('r1'), ASKED)).kind, 'done');
    assert.equal((await bench.desk.create('ops', key('r1'), at('2026-01-15T20:00:00+01:00'))).kind, 'conflict');
    assert.equal((await bench.desk.create('else', key('r1'), ASKED)).kind, 'conflict');
    const fourth = await bench.desk.create('ops', key('r4'), at('2026-01-15T20:00:00+01:00'));
    assert.deepEqual(fourth.kind === 'refused' && fourth.rules, ['activations-per-day']);
    const over = await bench.desk.create('ops', key('r5'), at('2026-01-15T14:30:00+01:00'));
    assert.deepEqual(over.kind === 'refused' && over.rules, ['activations-per-day', 'overlap']);
    assert.equal((await bench.desk.create('ops', key('r6'), at('2026-01-16T14:30:00+01:00'))).kind, 'done');
  });

  it('loses no line before a torn one', async () => {
    await confirm('r1');
    await bench.stop();
    await appendFile(file(), '{"key":"half of a li');
    await bench.start();
    await confirm('r2', at('2026-01-15T12:00:00+01:00'));
    await bench.restart();
    assert.deepEqual([await state('r1'), await state('r2')], ['confirmed', 'confirmed']);
  });

  it('stands as it stood before a step of which the disk has half', async () => {
    await confirm('r1');
    await bench.stop();
    const { length } = await readFile(file());
    await truncate(file(), length - 7);
    await bench.start();
    assert.equal(await state('r1'), 'accepted');
    assert.deepEqual(bench.troubles, []);
  });

  it('goes by itself when its asset is there no more', async () => {
    await confirm('r1');
    await bench.stop();
    bench.bacs = { ...BUILDING, assets: [] };
    await bench.start();
    assert.equal(await state('r1'), 'confirmed');
    await bench.advanceTo('2026-01-15T11:00:00+01:00');
    assert.deepEqual(bench.heard(), ['r1 active', 'r1 completed']);
  });

  describe('on a full disk', () => {
    it('takes nothing in, answers so, and goes on when there is room again', async () => {
      await confirm('r1');
      const makeRoom = fillDisk(bench.folder);
      try {
        assert.equal(bench.desk.available, true);
        assert.deepEqual(await bench.desk.create('ops', key('r2'), at('2026-01-15T15:00:00+01:00')), {
          kind: 'unavailable',
        });
        assert.equal(bench.desk.available, false);
        assert.deepEqual(await bench.desk.create('ops', key('r2'), at('2026-01-15T15:00:00+01:00')), {
          kind: 'unavailable',
        });
        await bench.advance(MINUTE);
        assert.equal(bench.desk.available, false);
        assert.equal(bench.troubles.length, 1);
      } finally {
        makeRoom();
      }
      await bench.advance(MINUTE);
      assert.equal(bench.desk.available, true);
      assert.deepEqual(bench.heard(), []);
      assert.equal(await state('r2'), 'unknown');
      await confirm('r2', at('2026-01-15T15:00:00+01:00'));
      await bench.restart();
      assert.deepEqual([await state('r1'), await state('r2')], ['confirmed', 'confirmed']);
    });

    it('forgets what it refused: no restart finds it', async () => {
      await confirm('r1');
      const before = await readFile(file(), 'utf8');
      const makeRoom = fillDisk(bench.folder);
      const ids = Array.from({ length: 20 }, (_, n) => `x${String(n)}`);
      const outcomes = await Promise.all(
        ids.map((id) => bench.desk.create('ops', key(id), at('2026-01-15T15:00:00+01:00'))),
      );
      makeRoom();
      assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['unavailable']));
      assert.equal(await readFile(file(), 'utf8'), before);
    });

    it('begins late, and ends what is active all the same', async () => {
      await confirm('first');
      await confirm('second', at('2026-01-15T11:00:00+01:00'));
      await bench.advanceTo('2026-01-15T10:30:00+01:00');
      bench.heard();
      const makeRoom = fillDisk(bench.folder);
      try {
        await bench.advanceTo('2026-01-15T11:30:00+01:00');
        assert.deepEqual(bench.heard(), ['first completed']);
        assert.deepEqual(await bench.desk.read('ops', key('first')), { kind: 'unavailable' });
      } finally {
        makeRoom();
      }
      await bench.advance(10_000);
      assert.deepEqual(bench.heard(), ['second active']);
      await bench.restart();
      assert.deepEqual([await state('first'), await state('second')], ['completed', 'active']);
    });

    it('lets a person opt out', async () => {
      await confirm('r1');
      await bench.advanceTo('2026-01-15T10:30:00+01:00');
      bench.heard();
      const makeRoom = fillDisk(bench.folder);
      try {
        assert.equal((await bench.desk.stop(nameOf('r1'), 'trop froid')).state, 'cancelled');
        assert.deepEqual(bench.heard(), ['r1 cancelled']);
      } finally {
        makeRoom();
      }
      await bench.advance(10_000);
      await bench.restart();
      assert.equal(await state('r1'), 'cancelled');
    });

    it('lets nobody decide', async () => {
      await bench.clear();
      bench = await DeskBench.open(BY_HAND);
      await bench.desk.create('ops', key('r1'), ASKED);
      const makeRoom = fillDisk(bench.folder);
      try {
        await assert.rejects(bench.desk.accept(nameOf('r1')), { code: 'ERR_FLEX_DISK' });
        await assert.rejects(bench.desk.reject(nameOf('r1'), ''), { code: 'ERR_FLEX_DISK' });
      } finally {
        makeRoom();
      }
      assert.equal((await bench.desk.accept(nameOf('r1'))).state, 'accepted');
    });
  });

  it('answers nothing while another process has the folder, and goes on when that one has ended', async () => {
    await confirm('r1');
    await bench.stop();
    const folder = path.join(path.dirname(bench.folder), 'shared');
    const other = await StoreProcess.start(folder);
    try {
      assert.equal(await other.ask('lasts'), true);
      const store = new Store(folder);
      const desk = new RequestDesk({ bacs: () => BUILDING, rules: STRICT, store, name: 'docks', clock: bench.clock });
      const told: FlexRequest[] = [];
      desk.listen((request) => told.push(request));
      assert.deepEqual(await desk.create('ops', key('r1'), ASKED), { kind: 'unavailable' });
      assert.equal(desk.available, false);
      await assert.rejects(desk.accept(nameOf('r1')), { code: 'ERR_FLEX_DISK' });
      const open = desk.open();
      await other.kill();
      // Who has a folder is asked again after a second of this machine.
      const isBack = (): boolean => desk.available;
      while (!isBack()) {
        await delay(50);
        bench.clock.advance(5000);
        await desk.idle();
      }
      assert.deepEqual(await open, []);
      await desk.close();
    } finally {
      await other.kill();
      await bench.start();
    }
  });
});

describe('the desk and a wrong clock', () => {
  let bench: DeskBench;
  afterEach(() => bench.clear());
  const confirmAt = async (id: string, time: string, minutes = 60): Promise<void> => {
    const body = at(time, minutes);
    await bench.desk.create('ops', key(id), body);
    const outcome = await bench.desk.confirm('ops', key(id), body);
    assert.equal('request' in outcome && outcome.request.state, 'confirmed');
    bench.heard();
  };

  it('begins when the clock that was behind is put right, and not twice when it is put back', async () => {
    bench = await DeskBench.open();
    await confirmAt('r1', '2026-01-15T12:00:00+01:00');
    bench.clock.set('2026-01-15T12:10:00+01:00');
    await bench.advance(MINUTE);
    assert.deepEqual(bench.heard(), ['r1 active']);
    bench.clock.set('2026-01-15T11:30:00+01:00');
    await bench.advance(20 * MINUTE);
    assert.deepEqual(bench.heard(), []);
    await bench.advanceTo('2026-01-15T13:00:00+01:00');
    assert.deepEqual(bench.heard(), ['r1 completed']);
  });

  it('ends what is active when the clock falls back by years', async () => {
    bench = await DeskBench.open();
    await confirmAt('r1', '2026-01-15T10:00:00+01:00');
    await bench.advanceTo('2026-01-15T10:00:00+01:00');
    await bench.advance(30 * MINUTE);
    bench.heard();
    bench.clock.set('1970-01-01T00:00:00Z');
    await bench.advance(89 * MINUTE);
    assert.deepEqual(bench.heard(), []);
    await bench.advance(MINUTE);
    assert.deepEqual(bench.heard(), ['r1 completed']);
  });

  it('starts in 1970, and does what is due when it knows better', async () => {
    bench = await DeskBench.open();
    await confirmAt('r1', '2026-01-15T10:00:00+01:00');
    await bench.stop();
    bench.clock.set('1970-01-01T00:01:00Z');
    await bench.start();
    await bench.advance(10 * MINUTE);
    assert.deepEqual(bench.heard(), []);
    bench.clock.set('2026-01-15T10:20:00+01:00');
    await bench.advance(MINUTE);
    assert.deepEqual(bench.heard(), ['r1 active']);
  });

  for (const [what, now, start, end] of [
    ['the hour that is skipped', '2026-03-29T00:00:00+01:00', '2026-03-29T01:30:00+01:00', '2026-03-29T03:30:00+02:00'],
    [
      'the hour that comes twice',
      '2026-10-25T00:00:00+02:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:30:00+01:00',
    ],
    ['the end of a leap day', '2028-02-29T20:00:00+01:00', '2028-02-29T23:30:00+01:00', '2028-03-01T00:30:00+01:00'],
    ['the turn of the year', '2026-12-31T20:00:00+01:00', '2026-12-31T23:30:00+01:00', '2027-01-01T00:30:00+01:00'],
  ] as const)
    it(`lasts an hour over ${what}`, async () => {
      bench = await DeskBench.open(STRICT, new FakeClock(now));
      await confirmAt('r1', start);
      await bench.advanceTo(start);
      assert.deepEqual(bench.heard(), ['r1 active']);
      await bench.advance(HOUR - 1);
      assert.deepEqual(bench.heard(), []);
      await bench.advance(1);
      assert.deepEqual(bench.heard(), ['r1 completed']);
      assert.equal(bench.clock.now(), Date.parse(end));
    });

  it('counts activations by the civil day of the site', async () => {
    bench = await DeskBench.open(STRICT, new FakeClock('2026-10-24T12:00:00+02:00'));
    // One a day: 23:30 is the last hour of Sunday, which has 25.
    const kinds: string[] = [];
    for (const [n, time] of [
      '2026-10-25T00:30:00+02:00',
      '2026-10-25T23:00:00+01:00',
      '2026-10-26T00:30:00+01:00',
    ].entries()) {
      const body = at(time, 30);
      const id = key(`t${String(n)}`, 'tower');
      await bench.desk.create('ops', id, body);
      kinds.push((await bench.desk.confirm('ops', id, body)).kind);
    }
    assert.deepEqual(kinds, ['done', 'conflict', 'done']);
  });
});
