// What tic-in records: the files that lie there, what is said of them, and what happens to a recording when something goes wrong.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type CaptureEntry, CaptureReader } from '../../../lib/tic/capture/format';
import type { RecordingState } from '../../../nodes/tic-in/recording/recording';
import { FakeClock } from '../../support/machine/fake-clock';
import { fillDisk } from '../../support/machine/full-disk';
import { helper } from '../../support/node-red/helper';
import { loadTicIn, type TicInBench } from '../../support/node-red/tic-in-bench';
import { historiqueFrame, noise } from '../../support/tic/tic-bytes';

const entriesOf = (file: string): CaptureEntry[] => {
  const reader = new CaptureReader();
  return [...reader.push(readFileSync(file)), ...reader.end()];
};
const bytesOf = (files: readonly string[]): Buffer =>
  Buffer.concat(files.flatMap(entriesOf).flatMap((entry) => (entry.kind === 'bytes' ? [entry.bytes] : [])));

const NOTHING = { recording: null, files: 0 };

describe('what tic-in records', () => {
  let userDir: string;
  let clock: FakeClock;

  const folder = (): string => path.join(userDir, 'linky-red', 'captures');
  const load = async (settings: object = {}): Promise<TicInBench> => {
    helper.settings({ userDir });
    return await loadTicIn({ source: 'input', stream: 'cellar', ...settings }, { clock });
  };
  const told = async (bench: TicInBench): Promise<RecordingState & { stream: string; port: string | null }> => {
    const { payload, topic, schema } = (await bench.captures.next()) as Record<string, unknown>;
    assert.deepEqual([topic, schema], ['capture/cellar', 'linky-red/capture@1']);
    return payload as RecordingState & { stream: string; port: string | null };
  };

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(() => {
    userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-capture-'));
    clock = new FakeClock('2026-01-15T12:00:00+01:00');
  });
  afterEach(async () => {
    await helper.unload();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('lies in a file of the user directory that only its owner reads, with the times of arrival', async () => {
    const bench = await load();
    bench.receive({ command: 'capture', minutes: 5 });
    const begun = await told(bench);
    assert.equal(begun.state, 'recording');
    assert.deepEqual(begun.files, [path.join(folder(), 'cellar.n1.20260115-120000.0001.jsonl')]);
    assert.deepEqual([begun.limit, begun.until.slice(0, 19)], [200_000_000, '2026-01-15T12:05:00']);
    const [file = ''] = begun.files;
    assert.equal(statSync(file).mode & 0o777, 0o600);

    clock.advance(1500);
    bench.receive(historiqueFrame().subarray(0, 40));
    await bench.completed.next();
    clock.advance(250);
    bench.receive(Buffer.concat([historiqueFrame().subarray(40), noise(100)]));
    await bench.completed.next();
    clock.advance(5 * 60_000 - 1750);
    const ended = await told(bench);
    assert.deepEqual([ended.state, ended.reason, ended.bytes], ['ended', 'time', historiqueFrame().length + 100]);

    const [head, ...rest] = entriesOf(file);
    assert.ok(head?.kind === 'head');
    const { stream, port, baudRate, part, masked, startedAt } = head.head;
    assert.deepEqual([stream, port, baudRate, part, masked], ['cellar', null, null, 1, false]);
    assert.equal(startedAt, '2026-01-15T12:00:00+01:00');
    assert.deepEqual(
      rest.map((entry) => (entry.kind === 'head' ? null : entry.at)),
      [1500, 1750, 300_000],
    );
    assert.deepEqual(bytesOf([file]), Buffer.concat([historiqueFrame(), noise(100)]));
  });

  it('says in its status where it records, and what it receives when it is over', async () => {
    const bench = await load();
    bench.receive(Buffer.concat([historiqueFrame(), historiqueFrame()]));
    await bench.statuses.next(({ text }) => text === 'status.receiving');
    bench.receive({ command: 'capture' });
    await bench.statuses.next(({ text, fill }) => text === 'tic-in.status.recording' && fill === 'blue');
    bench.receive({ command: 'capture', minutes: 0 });
    await bench.statuses.next(({ text }) => text === 'status.receiving');
    const states = [await told(bench), await told(bench)];
    assert.deepEqual(
      states.map(({ state, reason }) => [state, reason]),
      [
        ['recording', undefined],
        ['ended', 'command'],
      ],
    );
  });

  it('goes on for as long as the last command says, in the same file', async () => {
    const bench = await load();
    bench.receive({ command: 'capture', minutes: 1 });
    const { files } = await told(bench);
    clock.advance(30_000);
    bench.receive({ command: 'capture', minutes: 2 });
    assert.deepEqual((await told(bench)).files, files);
    clock.advance(60_000);
    bench.receive(historiqueFrame());
    await bench.completed.next(({ payload }) => Buffer.isBuffer(payload));
    clock.advance(60_000);
    assert.deepEqual(bytesOf((await told(bench)).files), historiqueFrame());
  });

  it('refuses a command that makes no sense, with what may stand there', async () => {
    const bench = await load();
    for (const wrong of [{ minutes: -1 }, { minutes: '5' }, { minutes: 10_081 }, { megabytes: 0 }]) {
      bench.receive({ command: 'capture', ...wrong });
      const { error } = await bench.caught.next();
      assert.equal(error.code, 'ERR_COMMAND');
    }
    assert.equal(bench.captures.all.length, 0);
  });

  it('never has more bytes than it may, and keeps the last ones', async () => {
    const bench = await load();
    bench.receive({ command: 'capture', megabytes: 1 });
    await told(bench);
    const chunk = Buffer.alloc(20_000, 'U');
    let most = 0;
    for (let i = 0; i < 60; i++) {
      bench.receive(Buffer.concat([chunk, Buffer.from(String(i))]));
      await bench.completed.next();
      const sizes = readdirSync(folder()).map((name) => statSync(path.join(folder(), name)).size);
      most = Math.max(
        most,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    }
    bench.receive({ command: 'capture', minutes: 0 });
    const { files, size } = await told(bench);
    assert.ok(most <= 1_000_000, String(most));
    assert.ok(size > 500_000 && files.length > 1, `${String(size)} in ${String(files.length)}`);
    assert.deepEqual(
      readdirSync(folder()).sort(),
      files.map((file) => path.basename(file)),
    );
    assert.ok(bytesOf(files).toString('latin1').endsWith('59'));
    // Every file can be read by itself.
    for (const file of files) assert.equal(entriesOf(file)[0]?.kind, 'head');
  });

  it('lets the oldest recordings of the node go first, and touches no other file', async () => {
    mkdirSync(folder(), { recursive: true });
    const old = 'attic.n1.20250101-000000.0001.jsonl';
    for (const name of [old, 'cellar.n2.20250101-000000.0001.jsonl', 'mine.txt'])
      writeFileSync(path.join(folder(), name), Buffer.alloc(900_000));
    const bench = await load();
    bench.receive({ command: 'capture', megabytes: 1 });
    await told(bench);
    const names = readdirSync(folder());
    assert.ok(!names.includes(old));
    assert.equal(names.length, 3);
  });

  it('takes a name of its own when the clock was put back', async () => {
    const bench = await load();
    const seen = new Set<string>();
    for (let i = 0; i < 3; i++) {
      bench.receive({ command: 'capture' });
      for (const file of (await told(bench)).files) seen.add(file);
      bench.receive({ command: 'capture', minutes: 0 });
      await told(bench);
      clock.set('2026-01-15T12:00:00+01:00');
    }
    assert.equal(seen.size, 3);
  });

  it('tells times by the clock that nobody sets, and that the other one was set', async () => {
    const bench = await load();
    bench.receive({ command: 'capture', minutes: 5 });
    const [file = ''] = (await told(bench)).files;
    clock.advance(1000);
    clock.set('2026-03-01T00:00:00+01:00');
    bench.receive(historiqueFrame());
    await bench.completed.next(({ payload }) => Buffer.isBuffer(payload));
    bench.receive({ command: 'capture', minutes: 0 });
    await told(bench);
    assert.deepEqual(
      entriesOf(file)
        .slice(1, 3)
        .map((entry) =>
          entry.kind === 'note' ? entry : { kind: entry.kind, at: entry.kind === 'head' ? -1 : entry.at },
        ),
      [
        { kind: 'note', at: 1000, note: { note: 'clock', now: '2026-03-01T00:00:00+01:00' } },
        { kind: 'bytes', at: 1000 },
      ],
    );
  });

  it('is over with a full disk, which is said once, and frames go on', async () => {
    const bench = await load();
    bench.receive({ command: 'capture', minutes: 5 });
    const [file = ''] = (await told(bench)).files;
    bench.receive(historiqueFrame(1));
    assert.deepEqual((await bench.messages.next()).payload, historiqueFrame(1));
    await bench.completed.next(({ payload }) => Buffer.isBuffer(payload));
    const free = fillDisk(folder());
    try {
      for (let papp = 2; papp < 5; papp++) {
        bench.receive(historiqueFrame(papp));
        assert.deepEqual((await bench.messages.next()).payload, historiqueFrame(papp));
      }
      const ended = await told(bench);
      assert.deepEqual([ended.state, ended.reason], ['ended', 'disk']);
      assert.equal((await bench.caught.next()).error.code, 'ERR_CAPTURE_DISK');
      await bench.statuses.next(({ text }) => text === 'status.capture-disk');
      bench.receive(historiqueFrame(9));
      assert.deepEqual((await bench.messages.next()).payload, historiqueFrame(9));
    } finally {
      free();
    }
    assert.equal(bench.caught.all.length, 1);
    // What was whole before is there, and the torn line behind it harms nothing.
    assert.ok(bytesOf([file]).subarray(0, historiqueFrame().length).equals(historiqueFrame(1)));
  });

  it('says where it cannot record, and receives all the same', async () => {
    mkdirSync(path.join(userDir, 'linky-red'), { recursive: true });
    writeFileSync(folder(), 'a file where the folder should be');
    const bench = await load();
    bench.receive({ command: 'capture' });
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_CAPTURE_FOLDER');
    assert.match(error.message, /linky-red\/captures: EEXIST/);
    bench.receive(historiqueFrame());
    assert.deepEqual((await bench.messages.next()).payload, historiqueFrame());
    assert.equal(bench.captures.all.length, 0);
  });

  it('goes on behind a deploy, for the rest of its time, in a further file', async () => {
    const first = await load();
    first.receive({ command: 'capture', minutes: 5 });
    const before = (await told(first)).files;
    clock.advance(60_000);
    first.receive(historiqueFrame(1));
    await first.completed.next(({ payload }) => Buffer.isBuffer(payload));
    await first.close();
    assert.equal(clock.pending, 0);
    await helper.unload();
    const second = await load();
    const { state, files, until } = await told(second);
    assert.deepEqual([state, until.slice(0, 19)], ['recording', '2026-01-15T12:05:00']);
    assert.notDeepEqual(files, before);
    second.receive(historiqueFrame(2));
    await second.completed.next(({ payload }) => Buffer.isBuffer(payload));
    second.receive({ command: 'capture', minutes: 0 });
    assert.deepEqual(
      bytesOf([...before, ...(await told(second)).files]),
      Buffer.concat([historiqueFrame(1), historiqueFrame(2)]),
    );
    assert.deepEqual(entriesOf(before[0] ?? '').at(-1), {
      kind: 'note',
      at: 60_000,
      note: { note: 'end', reason: 'closed' },
    });
  });

  it('is begun, looked at, ended and downloaded with another number by who may change flows, and nobody else', async () => {
    helper.settings({ userDir });
    const granted = new Set(['tic-in.read']);
    const bench = await loadTicIn({ source: 'input', stream: 'cellar' }, { clock }, { granted });
    await helper.request().post('/tic-in/capture').send({ id: 'n1', minutes: 5 }).expect(401);
    await helper.request().get('/tic-in/capture/file?id=n1').expect(401);
    granted.add('tic-in.write');
    await helper.request().get('/tic-in/capture/file?id=n1').expect(404);
    await helper.request().post('/tic-in/capture').send({ id: 'other', minutes: 5 }).expect(404);
    await helper
      .request()
      .post('/tic-in/capture')
      .send({ id: 'other' })
      .expect(200, { ...NOTHING, isDeployed: false });
    await helper
      .request()
      .post('/tic-in/capture')
      .send({ id: 'n1' })
      .expect(200, { ...NOTHING, isDeployed: true });
    const answer = await helper.request().post('/tic-in/capture').send({ id: 'n1', minutes: 5 }).expect(200);
    assert.equal((answer.body as { recording: RecordingState }).recording.state, 'recording');
    bench.receive(historiqueFrame());
    await bench.completed.next();
    await helper.request().post('/tic-in/capture').send({ id: 'n1', minutes: 0 }).expect(200);
    const { text } = await helper.request().get('/tic-in/capture/file?id=n1').expect(200);
    assert.ok(text.includes('ADCO 026101000001'), text);
    assert.ok(!text.includes('ADCO 026101234567') && !text.includes('cellar'), text);
  });
});
