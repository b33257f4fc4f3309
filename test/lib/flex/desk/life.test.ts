// The life of a request at the desk of a building: what each side says, and what the clock makes of it.
import assert from 'node:assert/strict';
import type { Outcome } from '../../../../lib/flex/desk/desk';
import type { FlexRequest } from '../../../../lib/flex/request/request';
import { BY_HAND, HOUR, key, LENIENT, MINUTE, nameOf, period, STRICT } from '../../../support/flex/building';
import { DeskBench } from '../../../support/flex/desk-bench';

const ASKED = { product: 'WID', profile: [period('2026-01-15T10:00:00+01:00')] } as const;

function request(outcome: Outcome): FlexRequest {
  assert.ok('request' in outcome, outcome.kind);
  return outcome.request;
}

describe('a request at the desk', () => {
  let bench: DeskBench;
  const open = async (...args: Parameters<typeof DeskBench.open>): Promise<void> => {
    bench = await DeskBench.open(...args);
  };
  afterEach(() => bench.clear());

  it('is accepted by itself, confirmed, active, completed, reported', async () => {
    await open();
    const created = await bench.desk.create('ops', key('r1'), ASKED);
    assert.deepEqual([created.kind, request(created).state], ['done', 'accepted']);
    const confirmed = await bench.desk.confirm('ops', key('r1'), { ...ASKED, ackPriceEurPerKWh: 0.2 });
    assert.deepEqual([confirmed.kind, request(confirmed).state], ['done', 'confirmed']);
    await bench.advanceTo('2026-01-15T09:59:59+01:00');
    assert.deepEqual(bench.heard(), ['r1 requested', 'r1 accepted', 'r1 confirmed']);
    await bench.advance(1000);
    assert.deepEqual(bench.heard(), ['r1 active']);
    await bench.advanceTo('2026-01-15T11:00:00+01:00');
    assert.deepEqual(bench.heard(), ['r1 completed']);
    assert.equal(request(await bench.desk.report('ops', key('r1'))).state, 'reported');
    assert.deepEqual(bench.heard(), ['r1 reported']);
    assert.equal(request(await bench.desk.report('ops', key('r1'))).state, 'reported');
    assert.deepEqual(bench.heard(), []);
    const { history } = request(await bench.desk.read('ops', key('r1')));
    assert.deepEqual(
      history.map(({ state, by, lateMs }) => [state, by, lateMs]),
      [
        ['requested', 'operator', undefined],
        ['accepted', 'building', undefined],
        ['confirmed', 'operator', undefined],
        ['active', 'clock', undefined],
        ['completed', 'clock', undefined],
        ['reported', 'operator', undefined],
      ],
    );
  });

  it('waits for a hand, which accepts it or rejects it with a reason', async () => {
    await open(BY_HAND);
    for (const id of ['yes', 'no'])
      assert.equal(request(await bench.desk.create('ops', key(id), ASKED)).state, 'requested');
    assert.equal((await bench.desk.accept(nameOf('yes'))).state, 'accepted');
    const rejected = await bench.desk.reject(nameOf('no'), 'concert ce soir');
    assert.deepEqual([rejected.state, rejected.history.at(-1)?.reason], ['rejected', 'concert ce soir']);
    assert.equal((await bench.desk.confirm('ops', key('no'), ASKED)).kind, 'conflict');
    await assert.rejects(bench.desk.accept(nameOf('no')), { code: 'ERR_FLEX_REQUEST' });
    await assert.rejects(bench.desk.reject(nameOf('yes'), ''), { code: 'ERR_FLEX_REQUEST' });
    await assert.rejects(bench.desk.stop(nameOf('nobody'), ''), { code: 'ERR_FLEX_REQUEST' });
  });

  it('expires when nobody confirms it in time; the last instant is in time', async () => {
    await open();
    await bench.desk.create('ops', key('late'), ASKED);
    await bench.desk.create('ops', key('just'), ASKED);
    bench.heard();
    await bench.advanceTo('2026-01-15T09:59:00+01:00');
    assert.equal(request(await bench.desk.confirm('ops', key('just'), ASKED)).state, 'confirmed');
    await bench.advance(1);
    assert.deepEqual(bench.heard(), ['just confirmed', 'late expired']);
    assert.equal((await bench.desk.confirm('ops', key('late'), ASKED)).kind, 'conflict');
  });

  it('is repeated as often as anybody likes: the same body reads it, another one is a conflict', async () => {
    await open();
    await bench.desk.create('ops', key('r1'), ASKED);
    const { start, end, powerW } = ASKED.profile[0];
    const middle = start + 20 * MINUTE;
    const inPieces = {
      product: 'WID',
      profile: [
        { start: middle, end, powerW },
        { start, end: middle, powerW },
      ],
    } as const;
    bench.heard();
    assert.equal(request(await bench.desk.create('ops', key('r1'), inPieces)).state, 'accepted');
    const other = await bench.desk.create('ops', key('r1'), {
      ...ASKED,
      profile: [{ start, end, powerW: powerW + 1 }],
    });
    assert.equal(other.kind, 'conflict');
    assert.equal(request(await bench.desk.confirm('ops', key('r1'), ASKED)).state, 'confirmed');
    assert.equal(request(await bench.desk.confirm('ops', key('r1'), inPieces)).state, 'confirmed');
    assert.equal((await bench.desk.confirm('ops', key('r1'), { ...ASKED, ackPriceEurPerKWh: 1 })).kind, 'conflict');
    assert.equal(request(await bench.desk.create('ops', key('r1'), ASKED)).state, 'confirmed');
    assert.deepEqual(bench.heard(), ['r1 confirmed']);
  });

  it('is its creator’s alone', async () => {
    await open();
    await bench.desk.create('ops', key('r1'), ASKED);
    assert.deepEqual(await bench.desk.create('else', key('r1'), ASKED), { kind: 'conflict' });
    for (const outcome of [
      await bench.desk.read('else', key('r1')),
      await bench.desk.report('else', key('r1')),
      await bench.desk.confirm('else', key('r1'), ASKED),
      await bench.desk.read('ops', key('r2')),
    ])
      assert.deepEqual(outcome, { kind: 'unknown', what: 'request' });
    assert.deepEqual(await bench.desk.create('ops', key('r1', 'cellar'), ASKED), { kind: 'unknown', what: 'asset' });
    const elsewhere = { ...key('r1'), bacs: 'another' };
    assert.deepEqual(await bench.desk.create('ops', elsewhere, ASKED), { kind: 'unknown', what: 'bacs' });
  });

  it('is stored as rejected when it breaks a rule, and read so by a repeat', async () => {
    await open();
    const tooMuch = { product: 'WID', profile: [period('2026-01-15T10:00:00+01:00', 60, 100_001)] } as const;
    for (const time of ['first', 'again']) {
      const outcome = await bench.desk.create('ops', key('r1'), tooMuch);
      assert.equal(outcome.kind, 'refused', time);
      assert.deepEqual(outcome.rules, ['power-above-potential']);
      assert.deepEqual(
        [request(outcome).state, request(outcome).history.at(-1)?.rule],
        ['rejected', 'power-above-potential'],
      );
    }
    assert.deepEqual(bench.heard(), ['r1 requested', 'r1 rejected']);
  });

  it('may be confirmed otherwise than it was asked: all rules are looked at again', async () => {
    await open();
    for (const id of ['less', 'more']) await bench.desk.create('ops', key(id), ASKED);
    const less = { product: 'WID', profile: [period('2026-01-15T10:15:00+01:00', 30, 50_000)] } as const;
    const confirmed = request(await bench.desk.confirm('ops', key('less'), less));
    assert.deepEqual([confirmed.state, confirmed.confirmation?.profile], ['confirmed', less.profile]);
    // The first one has that time now.
    const refused = await bench.desk.confirm('ops', key('more'), ASKED);
    assert.equal(refused.kind, 'refused');
    assert.deepEqual(refused.rules, ['overlap']);
    const beside = { product: 'WID', profile: [period('2026-01-15T10:45:00+01:00', 15)] } as const;
    assert.equal((await bench.desk.create('ops', key('beside'), ASKED)).kind, 'refused');
    assert.equal(request(await bench.desk.create('ops', key('after'), beside)).state, 'accepted');
    await bench.advanceTo('2026-01-15T10:14:59+01:00');
    bench.heard();
    await bench.advance(1000);
    assert.deepEqual(bench.heard(), ['less active']);
  });

  it('that is confirmed before the decision takes effect with it', async () => {
    await open(BY_HAND);
    await bench.desk.create('ops', key('r1'), ASKED);
    assert.equal(request(await bench.desk.confirm('ops', key('r1'), ASKED)).state, 'requested');
    assert.equal(request(await bench.desk.confirm('ops', key('r1'), ASKED)).state, 'requested');
    assert.equal((await bench.desk.confirm('ops', key('r1'), { ...ASKED, ackPriceEurPerKWh: 1 })).kind, 'conflict');
    bench.heard();
    assert.equal((await bench.desk.accept(nameOf('r1'))).state, 'confirmed');
    assert.deepEqual(bench.heard(), ['r1 accepted', 'r1 confirmed']);
  });

  it('that is confirmed before the decision and accepted too late has expired', async () => {
    await open(BY_HAND);
    await bench.desk.create('ops', key('r1'), ASKED);
    await bench.desk.confirm('ops', key('r1'), ASKED);
    await bench.advanceTo('2026-01-15T09:59:30+01:00');
    await assert.rejects(bench.desk.accept(nameOf('r1')), /expired/);
  });

  it('of two that want the same time both may be asked, one be confirmed', async () => {
    await open();
    await Promise.all(['a', 'b'].map((id) => bench.desk.create('ops', key(id), ASKED)));
    const outcomes = await Promise.all(['a', 'b'].map((id) => bench.desk.confirm('ops', key(id), ASKED)));
    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['done', 'refused']);
  });

  it('is stopped by a hand, wherever it stands', async () => {
    await open(BY_HAND);
    const at = (hour: number) =>
      ({ product: 'WID', profile: [period(`2026-01-15T${String(hour)}:00:00+01:00`)] }) as const;
    for (const [id, hour] of [
      ['waiting', 20],
      ['accepted', 21],
      ['confirmed', 15],
      ['active', 10],
    ] as const) {
      await bench.desk.create('ops', key(id), at(hour));
      if (id !== 'waiting') await bench.desk.accept(nameOf(id));
      if (id === 'confirmed' || id === 'active') await bench.desk.confirm('ops', key(id), at(hour));
    }
    await bench.advanceTo('2026-01-15T10:30:00+01:00');
    bench.heard();
    for (const id of ['waiting', 'accepted', 'confirmed', 'active'])
      await bench.desk.stop(nameOf(id), 'on a besoin du chauffage');
    assert.deepEqual(bench.heard(), [
      'waiting rejected',
      'accepted cancelled',
      'confirmed cancelled',
      'active cancelled',
    ]);
    await bench.advance(24 * HOUR);
    assert.deepEqual(bench.heard(), []);
    await assert.rejects(bench.desk.stop(nameOf('active'), ''), { code: 'ERR_FLEX_REQUEST' });
  });

  it('with a gap in its profile is active over the gap', async () => {
    await open();
    const profile = [period('2026-01-15T10:00:00+01:00', 30), period('2026-01-15T11:00:00+01:00', 30)];
    await bench.desk.create('ops', key('r1'), { product: 'WID', profile });
    await bench.desk.confirm('ops', key('r1'), { product: 'WID', profile });
    bench.heard();
    await bench.advanceTo('2026-01-15T11:29:59+01:00');
    assert.deepEqual(bench.heard(), ['r1 active']);
    await bench.advance(1000);
    assert.deepEqual(bench.heard(), ['r1 completed']);
  });

  describe('of a lenient site', () => {
    const twelve = { product: 'WID', profile: [period('2026-01-15T10:00:00+01:00', 150, 200_000)] } as const;

    it('waits for a hand with what it breaks, and goes its way', async () => {
      await open(LENIENT);
      const created = await bench.desk.create('ops', key('r1'), twelve);
      assert.equal(created.kind, 'done');
      assert.deepEqual(
        [request(created).state, request(created).deviations],
        ['requested', ['power-above-potential', 'duration-above-maximum']],
      );
      await bench.desk.accept(nameOf('r1'));
      assert.equal(request(await bench.desk.confirm('ops', key('r1'), twelve)).state, 'confirmed');
      await bench.advanceTo('2026-01-15T12:30:00+01:00');
      assert.deepEqual(
        bench.heard(),
        ['requested', 'accepted', 'confirmed', 'active', 'completed'].map((state) => `r1 ${state}`),
      );
    });

    it('needs no hand where it breaks nothing, and one where its confirmation does', async () => {
      await open(LENIENT);
      assert.equal(request(await bench.desk.create('ops', key('r1'), ASKED)).state, 'accepted');
      const kept = request(await bench.desk.confirm('ops', key('r1'), twelve));
      assert.deepEqual(
        [kept.state, kept.deviations],
        ['accepted', ['power-above-potential', 'duration-above-maximum']],
      );
      assert.equal((await bench.desk.accept(nameOf('r1'))).state, 'confirmed');
    });

    it('is never active when its window has passed', async () => {
      await open(LENIENT);
      const past = { product: 'WID', profile: [period('2025-04-02T10:00:00', 120)] } as const;
      const created = request(await bench.desk.create('ops', key('r1'), past));
      assert.deepEqual([created.state, created.deviations], ['requested', ['mobilisation-delay', 'window-past']]);
      await bench.desk.accept(nameOf('r1'));
      const confirmed = await bench.desk.confirm('ops', key('r1'), past);
      assert.deepEqual([confirmed.kind, request(confirmed).state], ['done', 'confirmed']);
      await bench.advance(1);
      assert.deepEqual(
        bench.heard(),
        ['requested', 'accepted', 'confirmed', 'failed'].map((state) => `r1 ${state}`),
      );
    });

    it('waits a day for a hand when its window has passed', async () => {
      await open(LENIENT);
      await bench.desk.create('ops', key('r1'), { product: 'WID', profile: [period('2025-04-02T10:00:00', 120)] });
      bench.heard();
      await bench.advance(24 * HOUR);
      assert.deepEqual(bench.heard(), []);
      await bench.advance(1);
      assert.deepEqual(bench.heard(), ['r1 expired']);
    });

    it('that is confirmed after its start begins then', async () => {
      await open(LENIENT);
      const begun = { product: 'WID', profile: [period('2026-01-15T08:30:00+01:00', 60)] } as const;
      await bench.desk.create('ops', key('r1'), begun);
      await bench.desk.accept(nameOf('r1'));
      await bench.desk.confirm('ops', key('r1'), begun);
      await bench.advance(1);
      const active = bench.told.at(-1);
      assert.deepEqual([active?.state, active?.history.at(-1)?.lateMs], ['active', undefined]);
      await bench.advanceTo('2026-01-15T09:30:00+01:00');
      assert.equal(bench.told.at(-1)?.state, 'completed');
    });
  });

  it('is taken in while somebody listens only', async () => {
    await open(STRICT);
    await bench.stop();
    await bench.start(false);
    assert.equal(bench.desk.available, false);
    assert.deepEqual(await bench.desk.create('ops', key('r1'), ASKED), { kind: 'unavailable' });
    const stop = bench.desk.listen(() => undefined);
    assert.equal(bench.desk.available, true);
    assert.equal((await bench.desk.create('ops', key('r1'), ASKED)).kind, 'done');
    stop();
    assert.deepEqual(await bench.desk.read('ops', key('r1')), { kind: 'unavailable' });
  });
});
