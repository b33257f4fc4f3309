// The fleet as listeners, through the command line: real frames of living meters, a different one behind each door.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { linkyRed } from '../../support/machine/command-line';
import { byLabel, readFrame, type WireGroup } from '../tic/wire-reader';
import { FleetProcess } from './fleet-process';

/** What a connection has heard. */
class Listener {
  private bytes = Buffer.alloc(0);
  private readonly socket: Socket;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => (this.bytes = Buffer.concat([this.bytes, chunk])));
  }

  /** The first `count` whole frames, once they are there. */
  async frames(count: number): Promise<Map<string, WireGroup>[]> {
    for (;;) {
      const whole = this.split();
      if (whole.length >= count) return whole.map((bytes) => byLabel(checked(readFrame(bytes))));
      await once(this.socket, 'data');
    }
  }

  leave(): void {
    this.socket.destroy();
  }

  private split(): Buffer[] {
    const frames: Buffer[] = [];
    // A reader that joins a line hears the end of a frame first.
    for (let from = this.bytes.indexOf(0x02); from >= 0;) {
      const end = this.bytes.indexOf(0x03, from);
      if (end < 0) return frames;
      frames.push(this.bytes.subarray(from, end + 1));
      from = end + 1;
    }
    return frames;
  }
}

function checked(groups: WireGroup[]): WireGroup[] {
  assert.ok(groups.every(({ sumOk }) => sumOk));
  return groups;
}

const addressOf = (frame: Map<string, WireGroup> | undefined): string =>
  (frame?.get('ADSC') ?? frame?.get('ADCO'))?.data ?? '';

describe('sandbox fleet, over TCP', () => {
  let fleet: FleetProcess | undefined;
  const listeners: Listener[] = [];
  const listen = (port: number): Listener => {
    const listener = new Listener(port);
    listeners.push(listener);
    return listener;
  };

  afterEach(async () => {
    for (const listener of listeners.splice(0)) listener.leave();
    await fleet?.dispose();
    fleet = undefined;
  });

  it('gives each connection the next meter; its clock and its indexes go on, its number stays', async () => {
    fleet = new FleetProcess(3, { mix: 'standard-hc:2,standard-base-3', start: '2026-11-30T06:30:00+01:00' });
    const port = Number((await fleet.where()).split(':')[1]);
    const all = await Promise.all([0, 1, 2].map(async () => listen(port).frames(4)));
    assert.equal(new Set(all.map(([frame]) => addressOf(frame))).size, 3);
    for (const frames of all) {
      assert.equal(new Set(frames.map(addressOf)).size, 1);
      const dates = frames.map((frame) => frame.get('DATE')?.horodate ?? '');
      assert.match(dates[0] ?? '', /^H2611300630/);
      assert.deepEqual([...dates].sort(), dates);
      assert.ok(new Set(dates).size > 1, 'its clock goes on');
      const values = (label: string): number[] => frames.map((frame) => Number(frame.get(label)?.data));
      assert.deepEqual(
        [...values('EAST')].sort((a, b) => a - b),
        values('EAST'),
      );
      assert.ok(new Set(values('SINSTS')).size > 1, 'the house lives');
      for (const frame of frames) assertSums(frame);
    }
    // A fourth reader shares a meter that is taken; one that leaves makes room.
    assert.ok(addressOf((await listen(port).frames(1))[0]) !== '');
    fleet.signal('SIGTERM');
    assert.equal(await fleet.code(), 0);
    const { streams, frames, connections } = fleet.end();
    assert.deepEqual(Object.keys(streams).sort(), ['s00000', 's00001', 's00002']);
    assert.equal(frames, fleet.truth().length);
    assert.equal(connections, 0);
  });

  it('gives every meter a port of its own', async () => {
    fleet = new FleetProcess(4, { ports: 'each', mix: 'standard-base,historique-tempo', first: 20 });
    const ports = (await fleet.where()).replace('127.0.0.1:', '').split(/[,-]/).map(Number);
    const [from = 0, to = from] = ports;
    const each = ports.length === 2 ? Array.from({ length: to - from + 1 }, (_, n) => from + n) : ports;
    assert.equal(each.length, 4);
    const numbers = await Promise.all(each.map(async (port) => addressOf((await listen(port).frames(1))[0]).slice(-3)));
    assert.deepEqual(numbers, ['020', '021', '022', '023']);
  });
});

/** The energy of the meter lies in its indexes, whatever the grid. */
function assertSums(frame: Map<string, WireGroup>): void {
  const sum = (prefix: string): number =>
    [...frame].reduce((all, [label, { data }]) => (label.startsWith(prefix) ? all + Number(data) : all), 0);
  assert.equal(sum('EASF'), Number(frame.get('EAST')?.data));
  assert.equal(sum('EASD'), Number(frame.get('EAST')?.data));
}

describe('sandbox fleet, its words', () => {
  const REFUSED: readonly (readonly [words: string, says: RegExp])[] = [
    ['', /meters=.*how many meters/],
    ['0', /meters=0/],
    ['many', /meters=many/],
    ['5 foo=1', /foo=1/],
    ['5 broker=http://host', /broker=http:\/\/host; broker= is mqtt:\/\//],
    ['5 broker=mqtt://host port=1', /port=1/],
    ['5 edges=2', /edges=2/],
    ['5 broker=mqtt://host edges=6', /edges=6/],
    ['5 broker=mqtt://host root=a/#', /root=a\/#/],
    ['5 mix=standard-winter', /mix=standard-winter/],
    ['5 port=65534 ports=each', /port=65534/],
    ['5 first=999999', /first=999999/],
    ['5 start=soon', /start=soon/],
    ['5 acknowledge=no broker=mqtt://host', /acknowledge=no/],
    ['5 seconds', /seconds=/],
  ];
  for (const [words, says] of REFUSED)
    it(`refuses ${words === '' ? 'no number' : words}`, async () => {
      const { code, stdout, stderr } = await linkyRed(['sandbox', 'fleet', ...words.split(' ').filter(Boolean)]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, says);
    });

  it('has them in its help, every one with what it means', async () => {
    const { stdout } = await linkyRed(['sandbox', '--help']);
    assert.match(stdout, /sandbox fleet N \[KEY=VALUE…\]/);
    for (const key of ['broker', 'ports', 'edges', 'acknowledge', 'truth'])
      assert.match(stdout, new RegExp(` ${key}= +\\S`));
  });

  it('says where it cannot listen, in a sentence', async () => {
    const taken = new FleetProcess(1, {});
    try {
      const port = (await taken.where()).split(':')[1] ?? '';
      const { code, stderr } = await linkyRed(['sandbox', 'fleet', '1', `port=${port}`]);
      assert.equal(code, 2);
      assert.match(stderr, /^linky-red: listen EADDRINUSE[^\n]*\n$/);
    } finally {
      await taken.dispose();
    }
  });
});
