// The PME-PMI and the SAPHIR of the sandbox, by what is on the wire.
// Not in the fast lane: whole days of a meter.
import assert from 'node:assert/strict';
import { parisInstant } from '../../../sandbox/paris-clock';
import { type BusinessFrame, BusinessMeter, type BusinessOptions } from '../../../sandbox/tic/business-meter';
import { byLabel, readFrame } from './wire-reader';

const MORNING = parisInstant(2027, 1, 12, 10, 50);

function meter(options: Partial<BusinessOptions> = {}): BusinessMeter {
  const all = {
    family: 'pme-pmi',
    format: 'STD',
    producer: false,
    baudRate: 9600,
    td: 10,
    subscribed: null,
    seed: 'one',
    faults: {},
  } as const;
  return new BusinessMeter({ ...all, start: MORNING, ...options });
}

interface Heard {
  readonly at: number;
  readonly frame: BusinessFrame;
  readonly text: (label: string) => string | undefined;
  readonly figure: (label: string) => number;
}

/** A frame every so many seconds. */
function* heard(from: BusinessMeter, seconds: number, every = 8): Generator<Heard> {
  for (let second = 0; second < seconds; second += every) {
    const at = MORNING + second * 1000;
    const frame = from.frame(at);
    const groups = byLabel(readFrame(frame.bytes));
    const text = (label: string): string | undefined => groups.get(label)?.data;
    yield { at, frame, text, figure: (label) => Number.parseFloat(text(label) ?? 'NaN') };
  }
}

describe('sandbox: a meter above 36 kVA', () => {
  for (const [name, options] of [
    ['PME-PMI', { family: 'pme-pmi' }],
    ['SAPHIR STD', { family: 'saphir', format: 'STD' }],
    ['SAPHIR HISTO producer', { family: 'saphir', format: 'HISTO', producer: true }],
  ] as const) {
    it(`${name}: every sum is right, and the same seed gives the same bytes`, () => {
      const frames = [...heard(meter(options), 400)];
      for (const { frame } of frames) assert.ok(readFrame(frame.bytes).every(({ sumOk }) => sumOk));
      const again = [...heard(meter(options), 400)];
      assert.deepEqual(
        frames.map(({ frame }) => frame.bytes),
        again.map(({ frame }) => frame.bytes),
      );
    });

    it(`${name}: the counter begins anew at each top of ten minutes, and never falls between`, () => {
      const label = options.family === 'saphir' ? 'EAS' : 'EA_s';
      let before: { at: number; wh: number } | undefined;
      let tops = 0;
      for (const { at, figure } of heard(meter(options), 3600)) {
        const wh = figure(label);
        if (before !== undefined) {
          const top = Math.floor(at / 600_000) !== Math.floor(before.at / 600_000);
          assert.equal(wh < before.wh, top, new Date(at).toISOString());
          if (top) tops++;
        }
        before = { at, wh };
      }
      assert.ok(tops >= 5);
    });
  }

  it('PME-PMI: warns above 90 % of PS over a minute, before the mean of ten minutes passes PS', () => {
    let [warnedAt, overAt] = [0, 0];
    const means: number[] = [];
    for (const { at, text, figure } of heard(meter(), 2400)) {
      assert.equal(text('PS'), '108kVA');
      means.push(figure('PA1MN'));
      if (text('PREAVIS') === 'DEP') warnedAt ||= at;
      const elapsed = (at % 600_000) / 3_600_000;
      if (elapsed > 0.03 && figure('EAPP_s') / 1000 / elapsed > 108) overAt ||= at;
    }
    const eleven = parisInstant(2027, 1, 12, 11, 0);
    assert.ok(warnedAt > eleven && warnedAt <= eleven + 70_000, new Date(warnedAt).toISOString());
    assert.ok(overAt > warnedAt);
    assert.ok(Math.max(...means) < 150 && Math.min(...means) > 20);
  });

  it('SAPHIR: the warning goes off below KDCD, not below KDC, and a long frame comes at first and every two minutes', () => {
    const source = meter({ family: 'saphir' });
    let longs = 0;
    let ends = 0;
    let before = false;
    for (const { frame, text, figure } of heard(source, 2400)) {
      const kw = source.building.minute.kw;
      const warned = text('PREAVIS') === 'DEP';
      if (kw > 225) assert.ok(warned);
      if (kw < 212) assert.ok(!warned);
      if (before && !warned) ends++;
      before = warned;
      if (text('LG_TRM') === 'TRM_LONGUE') {
        longs++;
        assert.deepEqual([figure('KDC'), figure('KDCD'), text('LIB_p2D'), text('PSp2')], [90, 85, 'HPH', '250kW']);
      } else {
        assert.equal(text('KDC'), undefined);
      }
      assert.equal(text('PA1MN'), undefined, 'no power label on a consumer');
      assert.equal(frame.kind === 'long', text('LG_TRM') === 'TRM_LONGUE');
    }
    assert.equal(longs, 20);
    assert.ok(ends >= 1);
  });

  it('the index of a PME-PMI is that of the period in force: it jumps at a change of tariff', () => {
    const source = meter({ start: parisInstant(2027, 1, 12, 21, 59) });
    const before = byLabel(readFrame(source.frame(parisInstant(2027, 1, 12, 21, 59, 58)).bytes));
    const after = byLabel(readFrame(source.frame(parisInstant(2027, 1, 12, 22, 0, 4)).bytes));
    assert.deepEqual([before.get('PTCOUR1')?.data, after.get('PTCOUR1')?.data], ['HPH', 'HCH']);
    assert.deepEqual([before.get('PS')?.data, after.get('PS')?.data], ['108kVA', '130kVA']);
    assert.ok(Number.parseInt(after.get('EAP_s')?.data ?? '') < Number.parseInt(before.get('EAP_s')?.data ?? ''));
  });

  it('loads can be switched by an order: what is drawn falls at once, and comes back', () => {
    const source = meter({ subscribed: 250, start: parisInstant(2027, 1, 12, 10, 0) });
    const kwAfter = (minutes: number): number => {
      const at = parisInstant(2027, 1, 12, 10, minutes);
      source.frame(at);
      return source.building.minute.kw;
    };
    const before = kwAfter(5);
    source.switchLoads(false, parisInstant(2027, 1, 12, 10, 5));
    const off = kwAfter(10);
    source.switchLoads(true, parisInstant(2027, 1, 12, 10, 10));
    const after = kwAfter(15);
    assert.ok(before - off > 80, `${String(before)} kW, then ${String(off)}`);
    assert.ok(after - off > 80, `${String(off)} kW, then ${String(after)}`);
  });

  it('the charger can be plugged in by an order', () => {
    const source = meter();
    source.plugCar(MORNING, MORNING + 5 * 60_000);
    const last = [...heard(source, 200)].at(-1);
    assert.equal(last?.text('PREAVIS'), 'DEP');
  });
});
