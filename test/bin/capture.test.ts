// The commands capture and replay as a user runs them: what comes from a bridge or a terminal is recorded, masked, decoded and
// played again, byte for byte.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { CaptureReader } from '../../lib/tic/capture/format';
import { PtyMeter } from '../support/line/pty';
import { LOADER, linesOf, linkyRed } from '../support/machine/command-line';
import { freePort } from '../support/machine/ports';
import { needsTool } from '../support/machine/requirements';
import { frameOf, noise, standardFrame, standardGroup } from '../support/tic/tic-bytes';

const ROOT = path.resolve(__dirname, '../..');

/** A command that runs on, and what it says. */
class Running {
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(args: readonly string[]) {
    const child = spawn(process.execPath, ['--require', LOADER, path.join(ROOT, 'bin', 'linky-red.ts'), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stdout.on('data', (part: Buffer) => (this.stdout += part.toString()));
    child.stderr.on('data', (part: Buffer) => (this.stderr += part.toString()));
    this.ended = once(child, 'close');
  }

  /** Resolves when it has said this. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.stdout + this.stderr);
      if (found !== null) return found[1] ?? found[0];
      await Promise.race([
        once(this.child.stdout ?? assert.fail(), 'data'),
        once(this.child.stderr ?? assert.fail(), 'data'),
        this.ended.then(() => {
          if (!pattern.test(this.stdout + this.stderr)) throw new Error(`ended: ${this.stderr}`);
        }),
      ]);
    }
  }

  async end(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal !== undefined) this.child.kill(signal);
    await this.ended;
    return this.child.exitCode;
  }
}

const bytesOf = (file: string): Buffer => {
  const reader = new CaptureReader();
  const entries = [...reader.push(readFileSync(file)), ...reader.end()];
  return Buffer.concat(entries.flatMap((entry) => (entry.kind === 'bytes' ? [entry.bytes] : [])));
};
const valuesOf = (text: { stdout: string }): unknown[] =>
  linesOf(text as never).map(({ values, quality }) => [values, quality]);

describe('linky-red capture and replay', function () {
  let folder: string;
  const running: Running[] = [];
  const start = (...args: string[]): Running => {
    const one = new Running(args);
    running.push(one);
    return one;
  };
  const at = (name: string): string => path.join(folder, name);
  const meter = (sinsts: number): Buffer =>
    frameOf(standardGroup('ADSC', '041876908172'), standardGroup('SINSTS', String(sinsts).padStart(5, '0')));

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-capture-'));
  });
  afterEach(async () => {
    for (const one of running.splice(0)) if (one.child.exitCode === null) await one.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('brings bytes back as they came: raw file, replay to TCP, capture, decode, replay, capture', async () => {
    const bytes = Buffer.concat([meter(100), noise(50), meter(200), meter(300), Buffer.from([0xff, 0x80, 0x00])]);
    writeFileSync(at('raw'), bytes);
    let source = at('raw');
    for (const name of ['first', 'second']) {
      const player = start('replay', source, '--to', 'tcp://0', '--speed', 'max');
      const address = await player.says(/(127\.0\.0\.1:\d+)/);
      const recorder = start('capture', address, '--out', at(name));
      // The bridge hangs up at the end; a bridge comes back, so that capture goes on until it is told to end.
      assert.equal(await player.end(), 0, player.stderr);
      await recorder.says(/dropped the connection/);
      assert.equal(await recorder.end('SIGINT'), 0, recorder.stderr);
      assert.match(recorder.stderr, /with valid groups\. It holds the number of the meter/);
      assert.equal(statSync(at(name)).mode & 0o777, 0o600);
      assert.deepEqual(bytesOf(at(name)), bytes);
      source = at(name);
    }
    const [raw, recorded] = await Promise.all([linkyRed(['decode', at('raw')]), linkyRed(['decode', at('second')])]);
    assert.deepEqual([recorded.code, recorded.stderr], [0, '']);
    assert.deepEqual(valuesOf(recorded), valuesOf(raw));
    assert.equal(valuesOf(raw).length > 2, true);
  });

  it('records from a serial port at the speed that it finds, and replays to a pseudo-terminal', async function () {
    for (const tool of ['socat', 'stty']) needsTool(this, tool);
    const dongle = new PtyMeter(9600, standardFrame());
    await dongle.plug();
    try {
      const recorder = start('capture', dongle.path, '--out', at('serial'), '--seconds', '3');
      assert.equal(await recorder.end(), 0, recorder.stderr);
      assert.match(recorder.stderr, /with valid groups/);
    } finally {
      await dongle.remove();
    }
    const player = start('replay', at('serial'), '--to', 'pty', '--speed', 'max');
    const tty = await player.says(/(\S+\/tty)\n/);
    const again = start('capture', tty, '--out', at('again'), '--speed', '9600');
    assert.equal(await player.end(), 0, player.stderr);
    await again.says(/ERR_PORT_LOST/);
    await again.end('SIGINT');
    assert.deepEqual(bytesOf(at('again')), bytesOf(at('serial')));
  });

  it('masks while it records, and afterwards: the same numbers, sums right, the same readings', async () => {
    const bytes = Buffer.concat([meter(100), meter(200), meter(300)]);
    const server = net.createServer((socket) => socket.end(bytes));
    const port = await freePort();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    for (const [name, ...mask] of [['live', '--mask'], ['plain']] as const) {
      const recorder = start('capture', `127.0.0.1:${String(port)}`, '--out', at(name), ...mask);
      await recorder.says(/dropped the connection/);
      await recorder.end('SIGTERM');
    }
    server.close();
    writeFileSync(at('raw'), bytes);
    const masked = await linkyRed(['capture', '--mask', at('plain'), at('raw')]);
    assert.equal(masked.code, 0, masked.stderr);
    assert.match(masked.stderr, /1 numbers were replaced/);
    for (const file of [at('live'), at('plain.masked'), at('raw.masked')]) {
      assert.ok(!readFileSync(file).includes('908172'), file);
      const { stdout } = await linkyRed(['decode', file]);
      const [first] = linesOf({ stdout } as never);
      assert.equal(first?.meter.id, '041876000001', file);
      assert.deepEqual([first.values['SINSTS'], first.quality.rejected], [100, 0], file);
    }
    assert.ok(readFileSync(at('plain')).includes(`127.0.0.1:${String(port)}`));
    assert.ok(!readFileSync(at('plain.masked')).includes('127.0.0.1'));
    assert.equal(statSync(at('plain.masked')).mode & 0o777, 0o600);
  });

  it('keeps the order of what happened while it masks, though the line is lost in the middle of the number', async () => {
    const cut = standardGroup('ADSC', '041876908172').subarray(0, 14);
    const bytes = Buffer.concat([meter(100), meter(200), meter(300), cut]);
    const server = net.createServer((socket) => socket.end(bytes));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const recorder = start('capture', `127.0.0.1:${String(port)}`, '--out', at('live'), '--mask');
    await recorder.says(/dropped the connection[^]*dropped the connection/);
    await recorder.end('SIGINT');
    server.close();
    const reader = new CaptureReader();
    const entries = [...reader.push(readFileSync(at('live'))), ...reader.end()];
    const happened = entries.map((entry) => (entry.kind === 'note' ? entry.note.note : entry.kind));
    assert.deepEqual(happened.slice(0, 7), ['head', 'opened', 'bytes', 'lost', 'opened', 'bytes', 'lost']);
    const times = entries.map((entry) => (entry.kind === 'head' ? 0 : entry.at));
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
    assert.doesNotMatch(readFileSync(at('live'), 'latin1'), /9081|0817|8172/);
  });

  it('says that the name of a file holds the number', async () => {
    writeFileSync(at('cellar-041876908172'), Buffer.concat([meter(100), meter(200)]));
    const { code, stderr } = await linkyRed(['capture', '--mask', at('cellar-041876908172')]);
    assert.equal(code, 0);
    assert.match(stderr, /cellar-041876908172\.masked: its name holds the number/);
  });

  it('says that it found no number', async () => {
    writeFileSync(at('raw'), frameOf(standardGroup('SINSTS', '00100')));
    const { code, stderr } = await linkyRed(['capture', '--mask', at('raw')]);
    assert.equal(code, 1);
    assert.match(stderr, /no number was found/);
  });

  it('masks the text of a Windows shell, which has two bytes for each character', async () => {
    const text = Array.from(`${String(meter(100))}${String(meter(200))}`).filter(
      (sign) => sign >= ' ' || /[\t\n]/.test(sign),
    );
    writeFileSync(at('log'), Buffer.from(`\ufeff${text.join('').replaceAll('\n', '\r\n')}`, 'utf16le'));
    const { code, stderr } = await linkyRed(['capture', '--mask', at('log')]);
    assert.equal(code, 0, stderr);
    const masked = readFileSync(at('log.masked'), 'latin1');
    assert.ok(!masked.replaceAll('\0', '').includes('908172'), masked);
    const [first] = linesOf(await linkyRed(['decode', at('log.masked')]));
    assert.equal(first?.meter.id, '041876000001');
    assert.equal(first.values['SINSTS'], 100);
  });

  it('leaves all but the last line of what a kill has cut', async () => {
    writeFileSync(at('raw'), Buffer.concat(Array.from({ length: 200 }, (_, i) => meter(i))));
    const player = start('replay', at('raw'), '--to', 'tcp://0', '--speed', 'real');
    const address = await player.says(/(127\.0\.0\.1:\d+)/);
    const recorder = start('capture', address, '--out', at('killed'));
    await recorder.says(/is recorded into/);
    while (statSync(at('killed'), { throwIfNoEntry: false })?.size === undefined || statSync(at('killed')).size < 600)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await recorder.end('SIGKILL');
    const { code, stdout } = await linkyRed(['decode', at('killed')]);
    assert.equal(code, 0);
    assert.equal(linesOf({ stdout } as never)[0]?.values['SINSTS'], 0);
  });

  it('reads files behind one that a kill has cut, and what an editor has marked, at its own times', async () => {
    const line = (at: number, bytes: Buffer): string => `${JSON.stringify([at, bytes.toString('latin1')])}\n`;
    const head = '{"schema":"linky-red/capture-file@1","startedAt":"2026-01-15T12:00:00+01:00","part":1}\n';
    const first = head + line(3_600_000, meter(100)) + line(3_601_000, meter(200)).slice(0, 30);
    writeFileSync(at('both'), `\ufeff${first}${head}${line(0, meter(300))}${line(400, meter(400))}`);
    const { code, stdout } = await linkyRed(['decode', at('both')]);
    assert.equal(code, 0);
    assert.deepEqual(
      linesOf({ stdout } as never).map(({ values }) => values['SINSTS']),
      [100, 300, 400],
    );
    const reader = new CaptureReader();
    const entries = [...reader.push(readFileSync(at('both'))), ...reader.end()];
    // Without its head the second file would come an hour before the first, and a replay would not wait between its frames.
    assert.deepEqual(
      entries.map((entry) => (entry.kind === 'bytes' ? entry.at : entry.kind)),
      ['head', 3_600_000, 'head', 0, 400],
    );
    assert.equal(reader.odd, 1);
  });

  it('goes on at the speed of the line for a reader who was away', async function () {
    writeFileSync(at('raw'), Buffer.alloc(3000, 'U'));
    const player = start('replay', at('raw'), '--to', 'tcp://0', '--baud', '1200');
    const port = Number(await player.says(/127\.0\.0\.1:(\d+)/));
    const first = net.connect(port, '127.0.0.1');
    await once(first, 'data');
    first.destroy();
    const pause = 5000;
    await new Promise((resolve) => setTimeout(resolve, pause));
    const since = performance.now();
    const second = net.connect(port, '127.0.0.1');
    let came = 0;
    second.on('data', (bytes: Buffer) => (came += bytes.length));
    await once(second, 'data');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const seconds = (performance.now() - since) / 1000;
    second.destroy();
    // 1200 Bd are 120 characters a second; what the line would have brought meanwhile is 600 more.
    assert.ok(came < 120 * (seconds + 2), `${String(came)} in ${String(seconds)} s`);
  });

  it('overwrites nothing, and says what is wrong with what it is given', async () => {
    writeFileSync(at('there'), 'x');
    writeFileSync(at('nothing'), '');
    for (const [args, says] of [
      [['capture', '127.0.0.1:1', '--out', at('there')], /is there already: give another name/],
      [['capture', at('there')], /is a file: with --mask its numbers are replaced/],
      [['capture'], /are missing/],
      [['capture', 'x', '--seconds', '-1'], /--seconds/],
      [['capture', '/dev/does-not-exist', '--out', at('new')], /does-not-exist is not there/],
      [['replay', at('there'), '--to', 'udp://1'], /--to is tcp/],
      [['replay', at('there'), '--to', 'tcp://1', '--speed', 'fast'], /--speed is real, max/],
      [['replay', '--to', 'pty'], /a file is missing/],
      // The recording itself: it would be emptied before it was read.
      [['capture', '--mask', at('there'), '--out', at('there')], /is there already: give another name/],
      // Said at once, and not when a reader has come at last.
      [['replay', at('missing'), '--to', 'tcp://0'], /there is no file/],
      [['replay', at('nothing'), '--to', 'tcp://0'], /is empty/],
      [['replay', folder, '--to', 'tcp://0'], /is a directory/],
    ] as const) {
      const { code, stderr } = await linkyRed(args);
      assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, says);
    }
    assert.equal(readFileSync(at('there'), 'utf8'), 'x');
    assert.equal(existsSync(at('new')), false);
  });
});
