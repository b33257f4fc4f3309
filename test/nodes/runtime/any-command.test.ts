// Whatever a flow sends as a command: it is done, or refused with a code that says so, and what is refused sends nothing.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PATIENCE_MS } from '../../support/machine/patience';
import { helper } from '../../support/node-red/helper';
import { RteBench } from '../../support/rte/rte';
import { loadSignals, type SignalBench, type SignalSetting } from '../../support/node-red/signal-bench';

const REFUSALS = new Set(['ERR_COMMAND', 'ERR_INPUT']);

const odd = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
  fc.constantFrom<unknown>(0, 1, 2, 3, '3', NaN, Infinity, -1, 60, 1e300, 8.64e15, -8.64e15, '', null, [], [[]], {}),
  fc.constantFrom('2026-11-24', '2026-11-24T12:00:00Z', '0000-01-01', '9999-12-31', '+275760-09-13', '2026-13-01'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.double(),
);

/** Each field right, odd or missing. */
function command(word: string, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(fields).map(([name, right]) => [name, fc.oneof(right, odd)]));
  return fc.record({ command: fc.constant(word), ...model }, { requiredKeys: ['command'] });
}

const simulate = (signal: string): fc.Arbitrary<unknown> =>
  command('simulate', {
    signal: fc.constant(signal),
    level: fc.constantFrom(1, 2, 3),
    seconds: fc.integer({ min: 1, max: 60 }),
    detail: fc.constant({ note: 'test' }),
    origin: fc.constant('test'),
  });
const evaluate = command('evaluate', { at: fc.constant('2026-11-24T12:00:00+01:00') });
const history = command('history', { from: fc.constant('2026-11-01'), to: fc.constant('2026-11-20') });

describe('any command', function () {
  let bench: RteBench;
  let nodes: SignalBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(async () => {
    await nodes.stop();
    await bench.close();
  });

  const start = async (setting: SignalSetting): Promise<void> => {
    bench = await RteBench.open('2026-11-24T12:07:00+01:00', 'tense-week');
    nodes = await loadSignals(bench, setting);
    while ((bench.clock.nextTimer ?? Infinity) > bench.clock.now()) await new Promise(setImmediate);
    bench.clock.advance(0);
    const all = (season: unknown): boolean => season === undefined || (season as { missing: number }).missing === 0;
    await nodes.states.next(({ payload }) => payload['source'] !== null && all(payload['season']));
    // What its first knowledge sends has passed when a message that comes later has.
    await outcome({ command: 'evaluate', at: '2026-11-24T03:00:00+01:00' });
    await nodes.states.next(({ payload }) => payload['at'] === '2026-11-24T03:00:00+01:00');
  };

  /** Sends it; the code of the error, null when it was done. */
  const outcome = async (payload: unknown): Promise<string | null> => {
    const { caught, completed } = nodes;
    const [errors, ends] = [caught.all.length, completed.all.length];
    nodes.receive({ payload });
    const givenUp = Date.now() + PATIENCE_MS;
    while (caught.all.length === errors && completed.all.length === ends) {
      assert.ok(Date.now() < givenUp, 'neither done nor refused');
      await new Promise(setImmediate);
    }
    return caught.all[errors]?.error.code ?? null;
  };

  for (const [type, commands] of Object.entries({
    'ecowatt-signal': [simulate('grid-tension'), evaluate],
    'tempo-signal': [simulate('day-colour'), evaluate, history],
  } as const)) {
    it(`${type} does it or refuses it, and sends nothing for what it refuses`, async () => {
      await start({ type: type as SignalSetting['type'] });
      const payloads = fc.oneof(...commands, command('shout', {}), fc.record({ command: odd }), odd);
      await fc.assert(
        fc.asyncProperty(payloads, async (payload) => {
          const sent = nodes.states.all.length + nodes.signals.all.length;
          const code = await outcome(payload);
          if (code === null) return;
          assert.ok(REFUSALS.has(code), code);
          assert.equal(nodes.states.all.length + nodes.signals.all.length, sent);
        }),
        { numRuns: 300 },
      );
    });
  }

  for (const detail of [[], [1], 'red', 7]) {
    it(`tempo-signal refuses ${JSON.stringify(detail)} as the detail of a simulation`, async () => {
      await start({ type: 'tempo-signal' });
      const payload = { command: 'simulate', signal: 'day-colour', level: 3, seconds: 5, detail };
      assert.equal(await outcome(payload), 'ERR_COMMAND');
    });
  }
});
