// Many meters in one linky-decode: who leaves the memory, how much is told at once, and what the status counts.
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { LinkyDecode } from '../../../nodes/linky-decode/linky-decode.controller';
import { readConfig } from '../../../nodes/linky-decode/linky-decode.config';
import type { KeptStream } from '../../../nodes/linky-decode/meter-stream';
import type { Roll } from '../../../nodes/linky-decode/roll-call';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import type { SentSignal } from '../../../lib/grid/event/act';
import { FakeClock } from '../../support/machine/fake-clock';
import { linkyStandard } from '../../support/tic/tic-meters';
import { edgeOf } from '../../support/tic/tic-listener';

const MINUTE = 60_000;
/** More than stay in memory when they bring nothing. */
const MANY = Array.from({ length: 130 }, (_, n) => `meter/${String(n)}`);
/** Without an identity: the origin is the stream. */
const overrun = overrunAt('105503');

function overrunAt(time: string): Buffer {
  return linkyStandard(`H270112${time}`).without('ADSC', 'PRM').set('STGE', '002A0081').build();
}

/** A linky-decode without a Node-RED, whose memory the test looks into. */
class Fleet {
  readonly clock = new FakeClock(Date.UTC(2027, 0, 12, 9, 54, 56));
  readonly signals: SentSignal[] = [];
  readonly kept = new Map<string, KeptStream>();
  roll: Roll | undefined;
  /** Streams that were not in memory when a message came for them. */
  readonly fetched: string[] = [];
  /** Called with each signal. */
  told: () => void = () => undefined;
  private readonly guard = new CloseGuard();
  private readonly node = new LinkyDecode({
    config: readConfig({ id: 'fleet', type: 'linky-decode', name: '', z: '' }),
    clock: this.clock,
    guard: this.guard,
    send: (messages) => {
      this.sent(messages);
    },
    memory: {
      read: (stream) => {
        this.fetched.push(stream);
        return Promise.resolve(this.kept.get(stream));
      },
      write: (stream, take) => {
        const kept = take();
        if (kept === undefined) this.kept.delete(stream);
        else this.kept.set(stream, structuredClone(kept));
        return Promise.resolve();
      },
      prune: () => Promise.resolve(),
    },
    defaultStream: 'linky',
    wanted: () => '',
    fruitless: () => undefined,
    changed: (roll) => {
      this.roll = roll;
    },
  });

  async receive(payload: unknown, topics: readonly string[] = MANY): Promise<void> {
    const sent = (messages: unknown): void => {
      this.sent(messages);
    };
    await Promise.all(topics.map((topic) => this.node.receive({ topic, payload }, sent)));
  }

  /** Turns the hands; resolves when the node has told all that it has to tell, slice by slice. */
  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await settled();
  }

  /** Signals since the last call. */
  news(): SentSignal[] {
    return this.signals.splice(0);
  }

  close(): Promise<void> {
    return this.guard.close();
  }

  private sent(messages: unknown): void {
    const [, signal] = messages as [unknown, { payload: SentSignal } | null];
    if (signal === null) return;
    this.signals.push(signal.payload);
    this.told();
  }
}

/** More turns of the event loop than there are slices. */
async function settled(turns = MANY.length): Promise<void> {
  await turn();
  if (turns > 1) await settled(turns - 1);
}

/** Edges of each stream, in the order in which they came. */
function byOrigin(signals: readonly SentSignal[]): Map<string, string[]> {
  const edges = new Map<string, string[]>();
  for (const signal of signals) edges.set(signal.origin, [...(edges.get(signal.origin) ?? []), edgeOf(signal)]);
  return edges;
}

function overrunIds(signals: readonly SentSignal[]): string[] {
  return signals.flatMap(({ signal, change, id }) => (signal === 'power-overrun' && change === 'initial' ? [id] : []));
}

function silenceIds(signals: readonly SentSignal[], change: string): string[] {
  return signals.flatMap((signal) =>
    signal.detail['fault'] === 'silence' && signal.change === change ? [signal.id] : [],
  );
}

describe('a fleet in one linky-decode', () => {
  let fleet: Fleet;
  beforeEach(() => {
    fleet = new Fleet();
  });
  afterEach(() => fleet.close());

  it('leaves the memory beyond 100 streams when it has been silent for long, and comes back under its ids', async () => {
    await fleet.receive(overrun);
    const ids = overrunIds(fleet.news());
    assert.equal(new Set(ids).size, MANY.length);
    await fleet.advance(MINUTE);
    await fleet.advance(20 * MINUTE);
    const silent = silenceIds(fleet.news(), 'started');
    assert.equal(new Set(silent).size, MANY.length);
    assert.deepEqual(fleet.fetched.splice(0), MANY);
    await fleet.receive(overrunAt('111603'));
    assert.deepEqual(fleet.fetched, MANY.slice(0, 30));
    const gone = new Set(fleet.fetched);
    const back = fleet.news();
    assert.deepEqual(overrunIds(back).sort(), ids.sort());
    // The end that nobody saw is told as after a restart, of the silence that was told.
    const unseen = back.filter(({ origin }) => gone.has(origin));
    assert.deepEqual(silenceIds(unseen, 'initial'), silent.slice(0, gone.size));
    assert.deepEqual(silenceIds(back, 'ended'), silent.slice(gone.size));
  });

  it('is counted whole in the status, those too that have left the memory', async () => {
    const counted = (): unknown => [fleet.roll?.known, fleet.roll?.silent];
    await fleet.receive(overrun);
    assert.deepEqual(counted(), [130, 0]);
    await fleet.advance(MINUTE);
    assert.deepEqual(counted(), [130, 130]);
    await fleet.advance(20 * MINUTE);
    await fleet.receive(overrun, MANY.slice(0, 40));
    assert.deepEqual(counted(), [130, 90]);
    await fleet.advance(MINUTE);
    assert.deepEqual(counted(), [130, 130]);
  });

  it('tells the silence of all in slices, of each once and in order', async () => {
    await fleet.receive(overrun);
    fleet.news();
    fleet.clock.advance(MINUTE);
    const atOnce = byOrigin(fleet.signals).size;
    assert.ok(atOnce > 0 && atOnce <= 25, `${String(atOnce)} in one turn`);
    await settled();
    await fleet.advance(MINUTE);
    const told = byOrigin(fleet.news());
    assert.deepEqual([...told.keys()], MANY);
    for (const edges of told.values())
      assert.deepEqual(edges, [
        'tariff-period lost: unknown',
        'power-overrun lost: unknown',
        'meter-fault silence started: active',
      ]);
  });

  it('tells no silence of a meter that speaks between two slices', async () => {
    await fleet.receive(overrun);
    fleet.news();
    fleet.clock.advance(MINUTE);
    await fleet.receive(overrun, ['meter/129']);
    await settled();
    const told = byOrigin(fleet.news());
    assert.equal(told.size, MANY.length - 1);
    assert.ok(!told.has('meter/129'));
  });

  it('repeats all signals on refresh in slices, of each stream once and in order', async () => {
    await fleet.receive(overrun);
    fleet.news();
    let atOnce = 0;
    fleet.told = () => {
      if (atOnce > 0) return;
      // What is told in the same turn is there when its last promise has been kept.
      setImmediate(() => (atOnce = byOrigin(fleet.signals).size));
    };
    await fleet.receive({ command: 'refresh' }, ['']);
    const repeated = byOrigin(fleet.news());
    assert.ok(atOnce > 0 && atOnce <= 25, `${String(atOnce)} in one turn`);
    assert.deepEqual([...repeated.keys()], MANY);
    const [first] = repeated.values();
    assert.ok(first?.includes('power-overrun initial: active 3'));
    for (const edges of repeated.values()) assert.deepEqual(edges, first);
  });
});
