// What leaves linky-decode is plain own data: it is the same after a clone, as JSON and from a context store, nothing that comes
// later changes a message that waits in a queue, and a flow that changes a message changes that one alone.
// Not in the fast lane: a thousand frames of each meter.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { FLIPS, frames, type Stream, STREAMS } from '../../../bench/tic/streams';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { NODE_RED_PATH } from '../../support/node-red/path';

const THOUSAND = 1000;

interface Store {
  open(): Promise<void>;
  set(scope: string, key: string, value: unknown, done: (error?: Error | null) => void): void;
  get(scope: string, key: string, done: (error: Error | null | undefined, value: unknown) => void): void;
  close(): Promise<void>;
}

interface RedUtil {
  cloneMessage<T>(msg: T): T;
}

const requireRed = createRequire(NODE_RED_PATH);
const { util } = requireRed('@node-red/util') as { util: RedUtil };
const fileStore = requireRed('@node-red/runtime/lib/nodes/context/localfilesystem') as (config: object) => Store;

/** Messages of so many frames; each was copied when it came. */
async function queue(node: DecodeBench, stream: Stream, many: number): Promise<string[]> {
  const copies: string[] = [];
  const line = frames(stream, FLIPS, 'queue', 60);
  for (let n = 0; n < many; n++) {
    const { bytes, at } = line.next().value;
    const before = node.readings.length;
    await node.receive(bytes, { tic: { receivedAt: new Date(at).toISOString() } });
    copies.push(...node.readings.slice(before).map((msg) => JSON.stringify(msg)));
  }
  return copies;
}

/** Objects and lists as JSON knows them, with nothing hidden, computed or frozen in them. */
function assertPlain(value: unknown, where: string): void {
  if (typeof value !== 'object' || value === null) {
    assert.ok(value === null || ['string', 'number', 'boolean'].includes(typeof value), `${where}: ${typeof value}`);
    return;
  }
  assert.ok(
    [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value) as never),
    `${where}: its prototype`,
  );
  assert.ok(!Object.isFrozen(value) || Object.keys(value).length === 0, `${where} is frozen`);
  for (const [key, own] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (Array.isArray(value) && key === 'length') continue;
    assert.ok(own.enumerable === true && own.writable === true, `${where}.${key} is hidden or computed`);
    assertPlain(own.value, `${where}.${key}`);
  }
}

describe('readings that wait', function () {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  for (const stream of STREAMS)
    it(`are what they were, a thousand of them, and plain: ${stream.title}`, async () => {
      const node = await loadLinkyDecode({ groups: true });
      const copies = await queue(node, stream, THOUSAND);
      assert.ok(copies.length >= THOUSAND * 0.9);
      assert.deepEqual(
        node.readings.map((msg) => JSON.stringify(msg)),
        copies,
      );
      for (const { payload, tic, topic } of node.readings.slice(-20)) {
        const own = { payload, tic, topic };
        assertPlain(own, 'msg');
        assert.deepEqual(structuredClone(own), own);
        assert.deepEqual(util.cloneMessage(own), own);
        assert.deepEqual(JSON.parse(JSON.stringify(own)), own);
      }
    });

  for (const stream of STREAMS)
    it(`come out of a context store on the disk as they went in: ${stream.title}`, async () => {
      const node = await loadLinkyDecode();
      await queue(node, stream, 20);
      const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-context-'));
      const store = (): Store => fileStore({ dir: folder, cache: false, settings: {} });
      try {
        const [first, second] = [store(), store()];
        await first.open();
        const { payload, tic } = node.reading;
        await new Promise<void>((done, failed) => {
          first.set('global', 'reading', { payload, tic }, (error) => {
            if (error === undefined || error === null) done();
            else failed(error);
          });
        });
        await first.close();
        await second.open();
        const value = await new Promise((done, failed) => {
          second.get('global', 'reading', (error, found) => {
            if (error === null || error === undefined) done(found);
            else failed(error);
          });
        });
        assert.deepEqual(value, { payload, tic });
        await second.close();
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    });

  it('may be changed by a flow: those after them are not', async () => {
    for (const stream of STREAMS) {
      const [clean, spoilt] = [await readings(stream, false), await readings(stream, true)];
      assert.deepEqual(spoilt, clean);
    }
  });
});

/** Of twenty frames; a flow that spoils each message is played as soon as it has come. */
async function readings(stream: Stream, spoils: boolean): Promise<string[]> {
  const node = await loadLinkyDecode();
  const copies: string[] = [];
  const line = frames(stream, {}, 'spoilt', 60);
  for (let n = 0; n < 20; n++) {
    const { bytes, at } = line.next().value;
    await node.receive(bytes, { tic: { receivedAt: new Date(at).toISOString() } });
    copies.push(...node.readings.map((msg) => JSON.stringify({ payload: msg.payload, tic: msg.tic })));
    if (spoils) for (const { payload, tic } of node.readings) [payload, tic].forEach(spoil);
    node.readings.length = 0;
  }
  await helper.unload();
  return copies;
}

function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    spoil(inner);
    (value as Record<string, unknown>)[key] = 'spoilt';
  }
}
