import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Line, type LineAdvice, type LineState } from '../../../../lib/tic/bytes/line';
import { SPEEDS_TO_TRY } from '../../../../lib/tic/bytes/line-speeds';
import { pmePmi, saphirLong } from '../../../support/tic/business-meters';
import { historiqueFrame, historiqueGroup, noise, standardFrame, withParity } from '../../../support/tic/tic-bytes';

const TICK_MS = 250;

/** A wire with a meter on it: at `baud` it sends its frame, at other speeds noise, silent while `baud` is null. */
class Bench {
  now = 1_000_000;
  readonly speedsSet: (number | null)[] = [];
  readonly delivered: Buffer[] = [];
  readonly states: LineState[] = [];

  constructor(
    readonly line: Line,
    public meter: { baud: number | null; frame: Buffer },
  ) {
    line.opened(this.now);
    this.speedsSet.push(line.baud);
  }

  /** Lets time pass; the meter sends one frame each second. */
  run(seconds: number): this {
    for (let i = 0; i < (seconds * 1000) / TICK_MS; i++) {
      this.now += TICK_MS;
      this.note(this.line.tick(this.now));
      if (i % 4 === 0) this.send();
    }
    return this;
  }

  runUntil(state: LineState, withinSeconds = 60): number {
    const from = this.now;
    while (this.line.state !== state) {
      assert.ok(
        this.now - from < withinSeconds * 1000,
        `not ${state} within ${withinSeconds} s but ${this.line.state}`,
      );
      this.run(1);
    }
    return (this.now - from) / 1000;
  }

  get output(): Buffer {
    return Buffer.concat(this.delivered);
  }

  private send(): void {
    const { baud, frame } = this.meter;
    if (baud === null) return;
    const heard = this.line.baud === null || this.line.baud === baud ? frame : noise(200, this.now);
    this.note(this.line.push(heard, this.now));
  }

  private note({ state, setBaud, deliver }: LineAdvice): void {
    if (setBaud !== null) this.speedsSet.push(setBaud);
    if (deliver !== null) this.delivered.push(Buffer.from(deliver));
    if (state !== this.states.at(-1)) this.states.push(state);
  }
}

const searching = (baud: number | null, frame = historiqueFrame()) =>
  new Bench(new Line(SPEEDS_TO_TRY), { baud, frame });

describe('the search of a speed', () => {
  for (const baud of SPEEDS_TO_TRY) {
    it(`finds ${baud} Bd, and sends nothing on before`, () => {
      const bench = searching(baud);
      bench.runUntil('receiving', 20);
      assert.deepEqual(bench.speedsSet, SPEEDS_TO_TRY.slice(0, SPEEDS_TO_TRY.indexOf(baud) + 1));
      bench.run(3);
      assert.equal(bench.output.length % historiqueFrame().length, 0);
      assert.deepEqual(bench.output.subarray(0, historiqueFrame().length), historiqueFrame());
    });
  }

  for (const [meter, frame, bauds] of [
    ['a PME-PMI', pmePmi(), SPEEDS_TO_TRY],
    ['a SAPHIR in HISTO', saphirLong(), [1200, 9600]],
    ['a SAPHIR in STD', saphirLong({ format: 'STD' }), [1200, 9600]],
  ] as const)
    it(`finds ${meter} at each of its speeds`, () => {
      for (const baud of bauds) {
        const bench = searching(baud, frame.build());
        bench.runUntil('receiving', 20);
        assert.equal(bench.line.baud, baud);
      }
    });

  it('takes 2.5 s at a fast speed and 4 s at a slow one, counted from the first byte', () => {
    const line = new Line(SPEEDS_TO_TRY);
    line.opened(0);
    line.push(noise(50), 2000);
    assert.equal(line.tick(4499).setBaud, null);
    assert.equal(line.tick(4500).setBaud, 1200);
    line.push(noise(50), 4600);
    assert.equal(line.tick(8599).setBaud, null);
    assert.equal(line.tick(8600).setBaud, 19_200);
  });

  it('does not wait longer where no byte comes', () => {
    const line = new Line(SPEEDS_TO_TRY);
    line.opened(0);
    assert.equal(line.tick(2499).setBaud, null);
    assert.equal(line.tick(2500).setBaud, 1200);
  });

  it('believes two right groups in a row, not one, and not two with a wrong one between', () => {
    const right = historiqueGroup('PAPP', '00750');
    const wrong = Buffer.from('\nPAPP 00751 -\r');
    const line = new Line(SPEEDS_TO_TRY);
    line.opened(0);
    assert.equal(line.push(right, 1).state, 'searching');
    assert.equal(line.push(wrong, 2).deliver, null);
    assert.equal(line.push(right, 3).deliver, null);
    const { state, deliver } = line.push(right, 4);
    assert.equal(state, 'receiving');
    assert.deepEqual(Buffer.from(deliver ?? []), Buffer.concat([right, right]));
  });

  it('understands groups with their parity bit, and hands them on with it', () => {
    const bench = searching(9600, withParity(standardFrame()));
    bench.runUntil('receiving');
    assert.deepEqual(bench.output.subarray(0, standardFrame().length), withParity(standardFrame()));
  });

  it('leaves out what came before the first right group', () => {
    const line = new Line(SPEEDS_TO_TRY);
    line.opened(0);
    const joined = Buffer.concat([historiqueFrame().subarray(13), historiqueFrame()]);
    const { deliver } = line.push(joined, 1);
    assert.equal(
      Buffer.from(deliver ?? [])
        .toString('latin1')
        .startsWith('\nOPTARIF'),
      true,
    );
  });

  it('says that there is no signal when no byte comes, and then changes the speed slowly', () => {
    const bench = searching(null);
    assert.ok(bench.runUntil('no-signal') <= 11);
    bench.run(10);
    const before = bench.speedsSet.length;
    bench.run(60);
    assert.equal(bench.speedsSet.length - before, 6);
  });

  it('stays at the speed of the moment when the first byte comes', () => {
    const bench = searching(null);
    bench.run(3);
    assert.equal(bench.line.baud, 1200);
    bench.meter.baud = 1200;
    assert.ok(bench.runUntil('receiving') <= 1);
  });

  it('says that no speed fits when bytes come and none makes a group', () => {
    const bench = searching(115_200);
    const seconds = bench.runUntil('no-valid-group');
    assert.ok(seconds > 15 && seconds < 25, `after ${seconds} s`);
    bench.run(60);
    assert.equal(bench.line.state, 'no-valid-group');
    assert.deepEqual(bench.delivered, []);
    assert.ok(bench.speedsSet.length > 15, 'goes on trying');
  });
});

describe('a line whose speed was found', () => {
  it('is searched again, silently, when the meter is put into another mode', () => {
    const bench = searching(1200);
    bench.runUntil('receiving');
    bench.meter = { baud: 9600, frame: standardFrame() };
    bench.runUntil('searching', 12);
    bench.delivered.length = 0;
    assert.ok(bench.runUntil('receiving', 30) <= 6, "Linky's other speed is tried before those of a PME-PMI");
    assert.equal(bench.line.baud, 9600);
    assert.deepEqual(bench.output.subarray(0, 5), standardFrame().subarray(0, 5));
  });

  it('comes back at the same speed at once after a long silence', () => {
    const bench = searching(1200);
    bench.runUntil('receiving');
    bench.meter.baud = null;
    bench.runUntil('no-signal', 15);
    bench.run(65);
    bench.meter.baud = 1200;
    assert.ok(bench.runUntil('receiving') <= 3);
  });

  it('is first listened to at that speed when the port is opened again', () => {
    const bench = searching(1200);
    bench.runUntil('receiving');
    bench.line.closed();
    assert.equal(bench.line.baud, 1200);
  });

  it('begins at the head of the list when none was found', () => {
    const bench = searching(null);
    bench.run(3);
    assert.equal(bench.line.baud, 1200);
    bench.line.closed();
    assert.equal(bench.line.baud, 9600);
  });

  it('does not lose its speed over short noise', () => {
    const bench = searching(9600, standardFrame());
    bench.runUntil('receiving');
    bench.meter.baud = 300;
    bench.run(8);
    bench.meter.baud = 9600;
    bench.run(20);
    assert.equal(bench.line.baud, 9600);
    assert.ok(!bench.states.slice(bench.states.indexOf('receiving')).includes('searching'));
  });
});

describe('a line that is cut', () => {
  for (const [what, speeds] of [
    ['of a given speed', [9600]],
    ['whose speed is not ours', []],
    ['whose speed was found', SPEEDS_TO_TRY],
  ] as const)
    it(`${what} has no signal, and is called nothing else before, wherever in its frames the cut falls`, () => {
      fc.assert(
        fc.property(
          // Bytes a second at 1200 to 9600 Bd, how often they come in, and when no more do.
          fc.integer({ min: 120, max: 960 }),
          fc.integer({ min: 1, max: 90 }).map((ticks) => ticks * 10),
          fc.integer({ min: 4000, max: 9000 }),
          (rate, everyMs, cutAt) => {
            const line = new Line(speeds);
            line.opened(0);
            const states: LineState[] = [];
            const said = ({ state }: LineAdvice): void => {
              if (state !== states.at(-1)) states.push(state);
            };
            const bytes = Buffer.concat(Array.from({ length: 80 }, () => standardFrame()));
            for (let now = 0; now < cutAt + 60_000; now += 10) {
              const came = (until: number): number => Math.floor((rate * until) / 1000);
              if (now > 0 && now < cutAt && now % everyMs === 0)
                said(line.push(bytes.subarray(came(now - everyMs), came(now)), now));
              if (now % TICK_MS === 0) said(line.tick(now));
            }
            const behind = states.slice(states.lastIndexOf('receiving') + 1);
            assert.deepEqual(behind, ['no-signal'], states.join(', '));
          },
        ),
        { numRuns: 30 },
      );
    });
});

describe('a line whose speed is given, or not ours', () => {
  for (const [what, speeds] of [
    ['given', [9600]],
    ['not ours', []],
  ] as const) {
    it(`sends every byte on from the first (${what})`, () => {
      const line = new Line(speeds);
      line.opened(0);
      assert.deepEqual(line.push(noise(30), 1).deliver, noise(30));
      assert.equal(line.tick(60_000).setBaud, null);
    });

    it(`says no valid group after 10 s of noise, receiving when groups come (${what})`, () => {
      const bench = new Bench(new Line(speeds), { baud: 9600, frame: noise(100) });
      const seconds = bench.runUntil('no-valid-group');
      assert.ok(seconds >= 10 && seconds <= 12, `after ${seconds} s`);
      bench.meter.frame = standardFrame();
      bench.run(2);
      assert.equal(bench.line.state, 'receiving');
    });

    it(`says no signal after 10 s without a byte, and waits again with the first byte (${what})`, () => {
      const bench = new Bench(new Line(speeds), { baud: null, frame: standardFrame() });
      assert.ok(bench.runUntil('no-signal') <= 11);
      bench.meter = { baud: 9600, frame: noise(50) };
      bench.run(3);
      assert.equal(bench.line.state, 'waiting');
    });

    it(`notices when groups end (${what})`, () => {
      const bench = new Bench(new Line(speeds), { baud: 9600, frame: standardFrame() });
      bench.runUntil('receiving');
      bench.run(30);
      bench.meter.baud = null;
      const seconds = bench.runUntil('no-signal');
      assert.ok(seconds >= 9 && seconds <= 12, `after ${seconds} s`);
    });
  }
});
