// Every file that the nodes of RTE keep, spoiled in every way: set aside and named, and work goes on inside the quota.
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { helper } from '../../support/node-red/helper';
import { RteBench } from '../../support/rte/rte';
import { loadSignals, type SignalBench, type SignalSetting } from '../../support/node-red/signal-bench';

const MINUTE = 60_000;
const SPOILED = {
  corrupt: '\u0000\u0000{"version":1',
  truncated: '{"version":1,"at":17955',
  empty: '',
  foreign: '{"another":"program"}\n',
};

describe('kept files that are spoiled', () => {
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

  const folder = (): string => path.join(bench.dir, 'linky-red');
  const turn = async (): Promise<void> => {
    while ((bench.clock.nextTimer ?? Infinity) > bench.clock.now()) await new Promise(setImmediate);
    bench.clock.advance(0);
  };

  for (const [how, text] of Object.entries(SPOILED))
    for (const type of ['ecowatt-signal', 'tempo-signal'] as const)
      it(`${type}, all files ${how}: each is set aside and named, and the level is known again`, async () => {
        const setting: SignalSetting = { type };
        const red = ({ payload }: { payload: Record<string, unknown> }): boolean => payload['level'] === 3;
        bench = await RteBench.open('2026-11-24T08:05:00+01:00', 'all-day');
        nodes = await loadSignals(bench, setting);
        await turn();
        await nodes.states.next(red);
        await nodes.stop();
        const files = await readdir(folder());
        assert.ok(files.length >= 4);
        for (const file of files) await writeFile(path.join(folder(), file), text);

        bench.clock.advance(MINUTE);
        nodes = await loadSignals(bench, setting);
        // The ledger is lost as well: all is full, for the rest of the day where a limit counts days.
        nodes.receive({ payload: 'refresh' });
        const { caught, completed } = nodes;
        while (caught.all.length + completed.all.length === 0) await new Promise(setImmediate);
        const aside = (await readdir(folder())).filter((file) => file.includes('.set-aside-'));
        // What asks for the season's past has not been opened by Ecowatt; an empty journal is a journal.
        const read = files.filter(
          (file) => !file.startsWith('rte-outcomes') && !(file.endsWith('ndjson') && text === ''),
        );
        for (const file of read)
          assert.ok(
            aside.some((name) => name.startsWith(`${file}.`)),
            file,
          );
        assert.equal(nodes.logged().match(/warning\.set-aside/g)?.length, aside.length);
        const calls = bench.rte.calls.length;
        // The node waits for its next call and for the next hour.
        while (bench.clock.pending < 2) await new Promise(setImmediate);
        bench.clock.advanceTo(type === 'ecowatt-signal' ? '2026-11-24T08:22:00+01:00' : '2026-11-25T00:40:00+01:00');
        await nodes.states.next(({ payload }) => payload['level'] !== null);
        assert.ok(bench.rte.calls.length > calls);
        assert.ok(bench.rte.calls.every(({ status }) => status === 200));
      });
});
