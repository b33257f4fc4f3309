// opendata-query beside a portal that the test plays: what goes out, what lets it go, what becomes of messages.
import assert from 'node:assert/strict';
import { LinkyRedError } from '../../../lib/errors';
import type { Row } from '../../../lib/opendata/read/row';
import type { OpendataQueryFields } from '../../../nodes/opendata-query/opendata-query.choices';
import { readConfig } from '../../../nodes/opendata-query/opendata-query.config';
import { OpendataQuery } from '../../../nodes/opendata-query/opendata-query.controller';
import type { Shown } from '../../../nodes/opendata-query/status-text';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import type { NodeMessage, RawConfig } from '../../../nodes/runtime/types';
import { Arrivals } from '../../support/machine/arrivals';
import { FakeClock } from '../../support/machine/fake-clock';
import { ATTRIBUTION, PlayedPortal } from '../../support/opendata/played-portal';

interface Sent extends NodeMessage {
  readonly schema: string;
  readonly payload: Row[];
  readonly parts: { readonly id: string; readonly index: number; readonly count?: number; readonly parts?: unknown };
  readonly complete?: true;
  readonly requestId: string;
}

const RAW = { id: 'n1', type: 'opendata-query', name: '', z: '' };

describe('opendata-query', () => {
  let portal: PlayedPortal;
  let clock: FakeClock;
  let guard: CloseGuard;
  let out: Arrivals<Sent>;
  let states: Shown[];
  let node: OpendataQuery;

  const make = (settings: Partial<OpendataQueryFields> = {}): void => {
    const send = (msg: unknown): void => {
      out.add(msg as Sent);
    };
    const raw: RawConfig<OpendataQueryFields> = { ...RAW, dataset: 'balance', query: '{}', ...settings };
    node = new OpendataQuery({
      config: readConfig(raw),
      portal,
      clock,
      guard,
      send,
      shown: (state) => states.push(state),
      pathOf: (file) => file,
    });
  };
  const receive = (msg: object): Promise<void> =>
    node.receive(msg as NodeMessage, (sent) => {
      out.add(sent as Sent);
    });
  /** Until whatever can happen without a credit and without time has happened. */
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  };
  const numbers = (): unknown[] => out.all.flatMap(({ payload }) => [payload].flat().map((row) => row['n']));
  const upTo = (rows: number): number[] => Array.from({ length: rows }, (_, n) => n);
  const codeOf = async (work: Promise<void>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => (error instanceof LinkyRedError ? error.code : error),
    );

  beforeEach(() => {
    portal = new PlayedPortal();
    clock = new FakeClock('2026-11-29T12:00:00+01:00');
    guard = new CloseGuard();
    out = new Arrivals<Sent>('message');
    states = [];
  });
  afterEach(() => guard.close());

  describe('in one message', () => {
    it('sends all rows with whose they are, of which step, in which units', async () => {
      make({ query: '{"limit":10}' });
      await receive({ payload: 'refresh', topic: 'asked', room: 'kitchen' });
      const [message] = out.all;
      assert.equal(out.all.length, 1);
      assert.equal(message?.schema, 'linky-red/rows@1');
      assert.equal(message.topic, 'rows/balance');
      assert.deepEqual(message.payload[3], { n: 3, energy: 1500 });
      assert.deepEqual(numbers(), upTo(10));
      const { room, attribution, stepMinutes, units, notices, dataset, complete } = message as unknown as Record<
        string,
        unknown
      >;
      assert.deepEqual(
        { room, attribution, stepMinutes, units, notices, dataset, complete },
        {
          room: 'kitchen',
          attribution: ATTRIBUTION,
          stepMinutes: 30,
          units: { energy: 'Wh' },
          notices: [],
          dataset: 'balance',
          complete: true,
        },
      );
      assert.deepEqual(message.parts, { id: message.requestId, type: 'array', index: 0, len: 10, count: 1 });
      assert.deepEqual(portal.asked, [
        { dataset: 'balance', query: { limit: 10 }, reading: { watts: true, unpivot: false, timeIs: 'start' } },
      ]);
      assert.deepEqual(states.at(-1), { is: 'done', rows: 10, updatedAt: '2026-11-24T06:00:00+01:00' });
    });

    it('takes no row where there are more than it may hold', async () => {
      make({ mostRows: '9' });
      assert.equal(await codeOf(receive({ payload: 'refresh' })), 'ERR_ROWS_TOO_MANY');
      assert.equal(portal.taken, 0);
      portal.knowsRows = false;
      assert.equal(await codeOf(receive({ payload: 'refresh' })), 'ERR_ROWS_TOO_MANY');
      assert.ok(portal.isReleased);
      assert.equal(out.all.length, 0);
    });

    it('sends nothing of an answer that has lost rows', async () => {
      make();
      portal.atEnd = new LinkyRedError('ERR_ROWS_MISSING', { host: 'h', got: 10, expected: 11, missing: 1 });
      assert.equal(await codeOf(receive({ payload: 'refresh' })), 'ERR_ROWS_MISSING');
      assert.equal(out.all.length, 0);
    });

    it('answers an empty answer with an empty list', async () => {
      make();
      portal.rows = 0;
      await receive({ payload: 'refresh' });
      assert.deepEqual(out.all[0]?.payload, []);
      assert.equal(out.all[0].complete, true);
    });
  });

  describe('in batches', () => {
    it('waits for each to come back, and takes no more than it needs meanwhile', async () => {
      portal.rows = 100;
      make({ send: 'batches', batchRows: '10' });
      const done = receive({ payload: { command: 'refresh' } });
      for (let batch = 1; batch < 10; batch++) {
        const sent = await out.next();
        await settle();
        assert.equal(out.all.length, batch);
        assert.ok(portal.taken <= batch * 10 + portal.piece, `${String(portal.taken)} rows taken`);
        assert.deepEqual([sent.parts.index, sent.parts.count, sent.complete], [batch - 1, undefined, undefined]);
        await receive(sent);
      }
      await done;
      const last = out.all.at(-1);
      assert.deepEqual([last?.parts.index, last?.parts.count, last?.complete], [9, 10, true]);
      assert.equal(new Set(out.all.map(({ parts }) => parts.id)).size, 1);
      assert.deepEqual(numbers(), upTo(100));
      assert.equal(portal.asked.length, 1);
    });

    it('lets one go for one, however often it comes back, and whatever else does', async () => {
      portal.rows = 50;
      make({ send: 'batches', batchRows: '10' });
      const done = receive({ payload: 'refresh' });
      const first = await out.next();
      await receive(first);
      const second = await out.next();
      for (const again of [
        first,
        first,
        { ...second, parts: { id: 'somebody’s' } },
        { parts: { id: 'opendata-query:x' } },
      ])
        await receive(again);
      await settle();
      assert.equal(out.all.length, 2);
      // The id alone is enough: a function node has made a message of its own.
      for (const payload of ['whatever is left of it', 'done', { command: 'of somebody else' }]) {
        await receive({ payload, parts: { id: first.parts.id } });
        await out.next();
      }
      await done;
      assert.deepEqual(numbers(), upTo(50));
    });

    it('is no question, whatever comes back of it, also when it is over', async () => {
      make({ send: 'batches', batchRows: '5' });
      const done = receive({ query: { limit: 10 }, dataset: 'other' });
      const first = await out.next();
      assert.ok(!('query' in first));
      await receive({ ...first, query: { limit: 1 } });
      const last = await out.next();
      await done;
      await receive({ ...last, query: { limit: 1 } });
      await receive({ query: { limit: 1 }, parts: last.parts });
      await receive({ ...last, parts: undefined });
      // A row may have a column of this name.
      await receive({ ...last, payload: { command: 'refresh' } });
      assert.deepEqual(
        portal.asked.map(({ dataset, query }) => [dataset, query]),
        [['other', { limit: 10 }]],
      );
      assert.equal(out.all.length, 2);
    });

    it('ends with an error where nothing comes back, and lets go of the portal', async () => {
      portal.rows = 100;
      make({ send: 'batches', batchRows: '10', creditSeconds: '60' });
      const done = codeOf(receive({ payload: 'refresh' }));
      const first = await out.next();
      await settle();
      clock.advance(9_999);
      assert.deepEqual(states.at(-1), { is: 'rows', rows: 10, of: 100 });
      clock.advance(1);
      assert.deepEqual(states.at(-1), { is: 'credit', rows: 10 });
      clock.advance(49_999);
      await settle();
      assert.ok(!portal.isReleased);
      clock.advance(1);
      assert.equal(await done, 'ERR_NO_CREDIT');
      assert.ok(portal.isReleased);
      await receive(first);
      await settle();
      assert.equal(out.all.length, 1);
      assert.equal(clock.pending, 0);
    });

    it('sends them at a fixed pause where nothing comes back', async () => {
      portal.rows = 30;
      make({ send: 'batches', batchRows: '10', release: 'free', pauseMs: '200' });
      const done = receive({ payload: 'refresh' });
      await settle();
      assert.equal(out.all.length, 1);
      clock.advance(199);
      await settle();
      assert.equal(out.all.length, 1);
      clock.advance(1);
      await settle();
      assert.equal(out.all.length, 2);
      clock.advance(200);
      await done;
      assert.deepEqual(numbers(), upTo(30));
    });

    it('says nothing of a last one where rows are missing', async () => {
      make({ send: 'batches', batchRows: '5', release: 'free', pauseMs: '0' });
      portal.atEnd = new LinkyRedError('ERR_DATASET_CHANGED', { dataset: 'balance' });
      assert.equal(await codeOf(receive({ payload: 'refresh' })), 'ERR_DATASET_CHANGED');
      assert.ok(out.all.every(({ complete, parts }) => complete === undefined && parts.count === undefined));
    });

    it('keeps the parts of the message that asked inside of its own', async () => {
      const outer = { id: 'of split', index: 2, count: 3 };
      make({ send: 'batches', batchRows: '10' });
      await receive({ query: {}, parts: outer });
      assert.deepEqual(out.all[0]?.parts.parts, outer);
    });
  });

  it('sends rows one by one', async () => {
    portal.rows = 3;
    make({ send: 'rows', release: 'free', pauseMs: '0' });
    await receive({ payload: 'refresh' });
    assert.deepEqual(
      out.all.map(({ payload, parts: { index, count }, complete }) => [payload, index, count, complete]),
      [
        [{ n: 0, energy: 0 }, 0, undefined, undefined],
        [{ n: 1, energy: 500 }, 1, undefined, undefined],
        [{ n: 2, energy: 1000 }, 2, 3, true],
      ],
    );
    portal.rows = 0;
    await receive({ payload: 'refresh' });
    assert.equal(out.all.length, 3);
  });

  it('keeps messages apart: what is done to one is not seen in the next', async () => {
    make({ send: 'batches', batchRows: '5' });
    const done = receive({ payload: 'refresh' });
    const first = (await out.next()) as unknown as { attribution: { title: string }; units: Record<string, string> };
    first.attribution.title = 'mine';
    first.units['energy'] = 'kWh';
    await receive(first);
    await done;
    const { attribution, units } = out.all[1] as unknown as typeof first;
    assert.deepEqual([attribution.title, units], [ATTRIBUTION.title, { energy: 'Wh' }]);
  });

  describe('asked by messages', () => {
    it('takes what they do not say from its settings', async () => {
      make({ query: '{"limit":7}' });
      await receive({ payload: { command: 'query', dataset: 'other' } });
      await receive({ payload: { command: 'query', query: { limit: 2 } } });
      await receive({ payload: 1_764_460_800_000, query: { select: ['n'] }, dataset: 'third' });
      assert.deepEqual(
        portal.asked.map(({ dataset, query }) => [dataset, query]),
        [
          ['other', { limit: 7 }],
          ['balance', { limit: 2 }],
          ['third', { select: ['n'] }],
        ],
      );
    });

    it('refuses what is none of all it knows, and sends nothing', async () => {
      make();
      const cases: readonly (readonly [object, string])[] = [
        [{ payload: 42 }, 'ERR_INPUT'],
        [{ payload: {} }, 'ERR_INPUT'],
        [{ payload: 'ask' }, 'ERR_COMMAND'],
        [{ payload: { command: 'ask' } }, 'ERR_COMMAND'],
        [{ payload: { command: 'query', dataset: 1 } }, 'ERR_COMMAND'],
        [{ payload: { command: 'query', query: 'all' } }, 'ERR_OPENDATA_QUERY'],
        [{ query: { limit: 0 } }, 'ERR_OPENDATA_QUERY'],
        [{ query: { limits: 1 } }, 'ERR_OPENDATA_QUERY'],
        [{ payload: { command: 'file' } }, 'ERR_CONFIG'],
        [{ payload: { command: 'file', file: 'a.csv', format: 'xlsx' } }, 'ERR_COMMAND'],
        [{ payload: { command: 'read' } }, 'ERR_COMMAND'],
        [{ schema: 'linky-red/reading@1', payload: {}, query: {} }, 'ERR_INPUT'],
      ];
      for (const [msg, code] of cases) assert.equal(await codeOf(receive(msg)), code, JSON.stringify(msg));
      assert.deepEqual([portal.asked.length, out.all.length], [0, 0]);
    });

    it('needs a dataset from one side', async () => {
      make({ dataset: '', everyHours: '0' });
      assert.equal(await codeOf(receive({ payload: 'refresh' })), 'ERR_CONFIG');
      await receive({ query: {}, dataset: 'named' });
      assert.equal(portal.asked[0]?.dataset, 'named');
    });

    it('answers several at a time, each with an id of its own', async () => {
      make({ send: 'batches', batchRows: '5' });
      const both = [receive({ query: {}, dataset: 'a' }), receive({ query: {}, dataset: 'b' })];
      const [one, two] = [await out.next(), await out.next()];
      assert.notEqual(one.parts.id, two.parts.id);
      await receive(two);
      assert.equal((await out.next()).topic, 'rows/b');
      await receive(one);
      assert.equal((await out.next()).topic, 'rows/a');
      await Promise.all(both);
    });
  });

  describe('stopped', () => {
    for (const [how, stop] of [
      ['by a command', () => receive({ payload: 'stop' })],
      ['by its id', () => receive({ payload: { command: 'stop', requestId: out.all[0]?.requestId } })],
      ['when the node closes', () => guard.close()],
    ] as const)
      it(`lets go at once, without an error, and sends nothing more: ${how}`, async () => {
        portal.rows = 1000;
        make({ send: 'batches', batchRows: '10' });
        const done = receive({ payload: 'refresh' });
        const first = await out.next();
        await settle();
        await stop();
        await done;
        assert.ok(portal.isReleased && portal.signal?.aborted === true);
        await receive(first);
        await settle();
        assert.equal(out.all.length, 1);
        assert.equal(clock.pending, 0);
      });

    it('leaves others alone where it names another', async () => {
      make({ send: 'batches', batchRows: '5' });
      const done = receive({ payload: 'refresh' });
      const first = await out.next();
      await receive({ payload: { command: 'stop', requestId: 'opendata-query:another' } });
      await receive(first);
      await done;
      assert.deepEqual(numbers(), upTo(10));
    });
  });

  describe('looking for changes', () => {
    it('asks when the dataset has changed, and not when it has not', async () => {
      make();
      await node.look();
      await node.look();
      assert.deepEqual([portal.asked.length, portal.seenVersion], [1, 'v1']);
      assert.deepEqual(states.at(-1), { is: 'unchanged' });
      portal.version = 'v2';
      await node.look();
      assert.deepEqual([portal.asked.length, out.all.length], [2, 2]);
    });

    it('has seen what a refresh has brought, and only all of it', async () => {
      make();
      portal.atEnd = new LinkyRedError('ERR_ROWS_MISSING', { host: 'h', got: 10, expected: 11, missing: 1 });
      assert.equal(await codeOf(receive({ payload: 'refresh' })), 'ERR_ROWS_MISSING');
      assert.equal(await codeOf(node.look()), 'ERR_ROWS_MISSING');
      assert.equal(portal.seenVersion, undefined);
      portal.atEnd = undefined;
      // Another question is another thing.
      await receive({ query: { limit: 1 } });
      assert.equal(portal.seenVersion, undefined);
      await receive({ payload: 'refresh' });
      await node.look();
      assert.equal(portal.asked.length, 4);
    });

    it('has not seen what was stopped', async () => {
      make({ send: 'batches', batchRows: '5' });
      const looked = node.look();
      await out.next();
      await receive({ payload: 'stop' });
      await looked;
      assert.equal(portal.seenVersion, undefined);
    });
  });
});
