// What the version before has written into the user directory is read by this one: whoever updates loses no id, no colour of
// the past, no device and no call of a quota. And what this version writes in its place, it reads again.
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { helper } from '../support/node-red/helper';
import { type Heard, type HeardSignal, type Signaller, WholeHouse } from '../support/node-red/whole-house';
import { RteBench } from '../support/rte/rte';
import { linkyEjp, linkyStandardTempo } from '../support/tic/tic-meters';

const FIXTURE = path.join(__dirname, '../fixtures/user-folder');
interface Said {
  readonly id: string;
  readonly signal: string;
  readonly state: string;
  readonly level: number | null;
}
interface HeardBefore extends Readonly<Record<'eco' | 'tempo' | 'decode', readonly Said[]>> {
  readonly at: string;
  readonly plan: readonly { start: string; end: string }[];
  /** The last `energy_total` of each device, Wh. */
  readonly energy: Readonly<Record<'linky' | 'linky_2', number>>;
  readonly announced: readonly string[];
}
const BEFORE = JSON.parse(readFileSync(path.join(FIXTURE, 'heard.json'), 'utf8')) as HeardBefore;

/** The story that RTE told the version before: an orange and red morning on two days, a white day, then a red one. */
const STORY = {
  name: 'kept',
  describe: 'what was kept',
  day: '2027-01-12',
  publications: [{ day: -1, hour: 17, sets: { 0: { 10: 2, 11: 3, 12: 2 }, 1: { 7: 2, 8: 3, 9: 2 } } }],
  tempo: { [-1]: 'b', 0: 'w', 1: 'r', 2: 'b' },
} as const;
/** Shorter ago than the quota of Ecowatt allows another call, which was at 11:17. */
const NOW = '2027-01-12T11:24:00+01:00';
const HOUSE_WH = 30;

/** The meter of the house, on Tempo: a white day, a red one tomorrow. It replaced one that had counted 23 456 796 Wh. */
const house = (at: number, overrun: boolean, wh = HOUSE_WH): Buffer =>
  linkyStandardTempo(horodate(at))
    .set('ADSC', '022061700124')
    .set('LTARF', '    HP  BLANC   ')
    .set('NTARF', '04')
    .set('EAST', String(wh).padStart(9, '0'))
    .set('STGE', overrun ? '0E2A0481' : '0E2A0401')
    .build();
const garage = (peak: boolean): Buffer => {
  const frame = linkyEjp().set('ADCO', '022061700456');
  return (peak ? frame.after('PTEC', 'PEJP', '30') : frame).build();
};

/** Winter time. */
function horodate(ms: number): string {
  return `H${new Date(ms + 3_600_000).toISOString().slice(2, 19).replace(/\D/g, '')}`;
}

const isOpen = ({ state }: Said): boolean => state !== 'cleared';
const isCounted = ({ payload }: Heard): boolean =>
  (payload['season'] as { missing?: number } | undefined)?.missing === 0;

describe('the user folder of the version before', function () {
  let bench: RteBench;
  let flow: WholeHouse;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bench = await RteBench.open(NOW);
    bench.rte.play(STORY);
    const folder = path.join(bench.dir, 'linky-red');
    cpSync(path.join(FIXTURE, 'linky-red'), folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('rte.invalid', new URL(bench.rte.url).host));
    }
    flow = await WholeHouse.start(bench);
  });
  afterEach(async () => {
    await flow.stop();
    assert.deepEqual(
      readdirSync(path.join(bench.dir, 'linky-red')).filter((name) => name.includes('set-aside')),
      [],
    );
    await bench.close();
  });

  const restart = async (): Promise<void> => {
    await flow.stop();
    bench.clock.advance(2000);
    flow = await WholeHouse.start(bench);
  };
  /** What a node has said so far of what is open, in the form of `heard.json`. */
  const said = (id: Signaller): Said[] =>
    (flow.at(`${id}:2`).all as HeardSignal[])
      .map(({ payload }) => payload)
      .filter(isOpen)
      .map(({ id, signal, state, level }) => ({ id, signal, state, level }));
  const changes = (id: Signaller): string[] => [
    ...new Set((flow.at(`${id}:2`).all as HeardSignal[]).map(({ payload }) => payload.change)),
  ];
  const hearMeters = async (id: 'decode' | 'older', overrun = true, peak = true): Promise<void> => {
    await flow.bytes('house', house(bench.clock.now(), overrun), id);
    await flow.bytes('garage', garage(peak), id);
    bench.clock.advance(2000);
  };
  const sameSet = (found: readonly Said[], expected: readonly Said[]): void => {
    const sorted = (list: readonly Said[]): Said[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
    assert.deepEqual(sorted(found), sorted(expected));
  };

  // Twice: what is read in the second round, this version has written.
  for (const round of ['read', 'read again once this version has written it'])
    describe(round, () => {
      beforeEach(async () => {
        if (round === 'read') return;
        await flow.state('tempo', isCounted);
        await flow.state('eco');
        for (const node of ['decode', 'older'] as const) await hearMeters(node);
        await restart();
      });

      it('says what holds under the ids of before, and asks nobody', async () => {
        await flow.state('tempo', isCounted);
        await flow.state('eco');
        await hearMeters('decode');
        await flow.signal('decode', ({ signal }) => signal === 'peak');
        for (const id of ['eco', 'tempo', 'decode'] as const) {
          sameSet(said(id), BEFORE[id]);
          assert.deepEqual(changes(id), ['initial'], id);
        }
        assert.deepEqual(bench.rte.calls, []);
        assert.deepEqual(flow.at('caught').all, []);
      });

      it('asks RTE no sooner than its quota allows', async () => {
        const { payload } = await flow.state('eco');
        assert.equal(payload['level'], 3);
        flow.send('eco', { payload: 'refresh' });
        await flow.at('completed').next(({ payload: word }) => word === 'refresh');
        assert.deepEqual(bench.rte.calls, []);
        bench.clock.advanceTo('2027-01-12T11:42:00+01:00');
        while (bench.count('ecowatt') === 0) await new Promise(setImmediate);
      });

      it('goes on with the plan of hours', async () => {
        const { payload } = await flow.state('eco');
        assert.deepEqual((payload['plan'] as { windows: unknown }).windows, BEFORE.plan);
      });

      it('has the past of Tempo without a call', async () => {
        await flow.state('tempo', isCounted);
        flow.send('tempo', { payload: { command: 'history', from: '2026-09-01', to: '2027-01-11' } });
        const { payload } = await flow.state('tempo', ({ topic }) => topic === 'tempo/history');
        const rows = payload as unknown as { day: string }[];
        assert.deepEqual([rows.length, rows[0]?.day, rows.at(-1)?.day], [133, '2026-09-01', '2027-01-11']);
        assert.deepEqual(bench.rte.calls, []);
      });

      it('ends what the meters had open under the id that it had', async () => {
        await hearMeters('decode');
        for (let frames = 0; frames < 4; frames += 1) await hearMeters('decode', false, false);
        const ends = (flow.at('decode:2').all as HeardSignal[])
          .map(({ payload }) => payload)
          .filter(({ change }) => change !== 'initial');
        const known = BEFORE.decode.filter(({ signal }) => ['power-overrun', 'peak'].includes(signal));
        assert.deepEqual(ends.map(({ id }) => id).sort(), known.map(({ id }) => id).sort());
        assert.ok(ends.every(({ state }) => state === 'cleared'));
      });

      it('takes what version 0.1 kept of all streams in one document', async () => {
        await hearMeters('older');
        await flow.signal('older', ({ signal }) => signal === 'peak');
        sameSet(said('older'), BEFORE.decode);
        assert.ok(!readdirSync(path.join(bench.dir, 'linky-red')).includes('linky-decode-older.json'));
      });

      it('goes on with the devices of Home Assistant, their keys and their totals', async () => {
        bench.clock.advance(2000);
        await hearMeters('decode');
        for (let minutes = 0; minutes < 2; minutes += 1) {
          bench.clock.advance(60_000);
          await flow.bytes('house', house(bench.clock.now(), true, HOUSE_WH + minutes));
          await flow.bytes('garage', garage(true));
        }
        await flow.at('entities:1').next(({ topic }) => topic === 'linkyred/linky_2/energy_total');
        const announced = [...flow.retained.keys()].filter((topic) => topic.startsWith('homeassistant/'));
        const ids = new Set(announced.map((topic) => topic.split('/')[2]));
        assert.deepEqual(
          BEFORE.announced.filter((id) => !ids.has(id)),
          [],
        );
        const total = (key: string): number => Number(flow.retained.get(`linkyred/${key}/energy_total`));
        // Between the last total that was told and the counter of the meter lie a few Wh.
        assert.ok(total('linky') >= BEFORE.energy.linky && total('linky') < BEFORE.energy.linky + 100);
        assert.equal(total('linky_2'), BEFORE.energy.linky_2);
        assert.deepEqual(
          [...new Set([...ids].map((id) => id?.replace(/^linkyred_(linky_\d|[a-z]+)_.*$/, '$1')))].sort(),
          ['ecowatt', 'linky', 'linky_2', 'tempo'],
        );
      });
    });
});
