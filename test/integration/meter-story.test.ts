// The main job on real input: a sandbox meter over TCP → tic-in → linky-decode inside a real Node-RED.
import assert from 'node:assert/strict';
import net from 'node:net';
import type { GridSignal } from '../../lib/grid/signal';
import type { Running } from '../../sandbox/stand-in';
import {
  METER,
  type Reading,
  meterFlow,
  nextReading,
  nextSignal,
  place,
  startMeter,
} from '../support/node-red/meter-flow';
import type { NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';
import { linkyHc, linkyStandard } from '../support/tic/tic-meters';

describe('the main job', function () {
  let red: NodeRed;

  const env = { RHYTHM: 'interval', SECONDS: '50', SILENCE: '1', ZONE: 'Indian/Reunion', YES: 'true' };
  withNodeRed((started) => (red = started), { env });

  describe('in a house on TCP', () => {
    let meter: Running;

    const order = (text: string): void => {
      net.connect(meter.port, meter.host).end(`${text}\n`);
    };

    before(async () => {
      meter = await startMeter({ factor: '60' });
      // What the node has open of the meters of other tests goes with it.
      await red.deploy([]);
      await red.deploy(
        meterFlow('tcp', { source: 'tcp', host: meter.host, tcpPort: String(meter.port) }, { silence: '3' }),
      );
    });
    after(async () => {
      await red.deploy([]);
      await meter.stop();
    });

    it('has both nodes in its palette', async () => {
      const sets = (await red.ask('GET', '/nodes')) as {
        module: string;
        types: string[];
        enabled: boolean;
        err?: unknown;
      }[];
      const ours = sets.filter(({ module }) => module === '@linky-red/nodes');
      for (const type of ['tic-in', 'linky-decode']) assert.ok(ours.some(({ types }) => types.includes(type)));
      for (const { err, enabled } of ours) assert.deepEqual([err, enabled], [undefined, true]);
    });

    it('gives whole readings of its meter', async () => {
      const { payload, tic, topic } = await nextReading(red, 'tcp', ({ tic: { quality } }) => quality.complete);
      assert.equal(topic, `tic/${METER}`);
      assert.deepEqual(tic.meter, {
        ...{ id: METER, family: 'linky', mode: 'standard', phases: 1, producer: false },
        ...{ maker: 'Landis+Gyr', year: 2022, type: '61' },
      });
      assert.deepEqual([payload['PRM'], payload['PREF'], tic.quality.rejected], ['19357204681357', 9, 0]);
      assert.equal(tic.headroom.va, 9000 - Number(payload['SINSTS']));
      const next = await nextReading(red, 'tcp');
      assert.ok(Number(next.payload['EAST']) >= Number(payload['EAST']));
      // A minute of the meter's clock goes by in a second.
      assert.ok(next.tic.clockOffset - tic.clockOffset > 30, `${tic.clockOffset} … ${next.tic.clockOffset}`);
      await red.status('decode', ({ text }) => /^\d+\.\d\d kVA of \d+ · Linky std$/.test(text ?? ''));
    });

    it('tells at once what holds: the colours of today and tomorrow among it', () => {
      // Before its first reading: how far the story has gone on meanwhile is nobody's to say.
      const all = red.messages('tcp all');
      const first = all
        .slice(
          0,
          all.findIndex((msg) => 'tic' in msg),
        )
        .map(({ payload }) => payload as GridSignal);
      assert.deepEqual(
        first.filter(({ change, origin }) => change !== 'initial' || origin !== METER),
        [],
      );
      const colours = first.filter(({ signal: name }) => name === 'day-colour');
      assert.deepEqual(
        colours.map(({ state, level, expected, detail }) => [state, level, expected, detail['day'], detail['colour']]),
        [
          ['active', 1, 1, '2027-01-12', 'white'],
          ['announced', null, 3, '2027-01-13', 'red'],
        ],
      );
    });

    it('tells a fault of the grid before the reading that shows it, and its end under the same id', async () => {
      order('incident overvoltage 3');
      const edge = (s: GridSignal): boolean => s.detail['fault'] === 'overvoltage' && s.change !== 'initial';
      const began = await nextSignal(red, 'tcp', edge);
      assert.deepEqual([began.change, began.state], ['started', 'active']);
      const ended = await nextSignal(red, 'tcp', edge);
      assert.deepEqual([ended.change, ended.id], ['ended', began.id]);
      await nextReading(red, 'tcp', ({ tic }) => tic.decoded.STGE.overvoltage);
      const all = red.messages('tcp all');
      const told = all.findIndex(({ payload }) => (payload as GridSignal).id === began.id);
      const shown = all.findIndex((msg) => (msg as Partial<Reading>).tic?.decoded.STGE.overvoltage === true);
      assert.ok(told >= 0 && told < shown, `signal at ${told}, reading at ${shown}`);
    });

    it('counts what the line damages, and makes no error of it', async () => {
      order('faults flips=0.01');
      const damaged = await nextReading(red, 'tcp', ({ tic }) => tic.quality.rejected > 0);
      assert.ok(Object.keys(damaged.payload).length > 0);
      order('faults none');
      await nextReading(red, 'tcp', ({ tic }) => tic.quality.rejected === 0 && tic.quality.complete);
      assert.deepEqual(red.messages('tcp errors'), []);
    });

    it('says that the line is silent, and takes up again what it knew', async () => {
      order('silence 4.5');
      const lost = await nextSignal(red, 'tcp', ({ change }) => change === 'lost');
      assert.deepEqual([lost.state, lost.level], ['unknown', null]);
      const silence = (change: string) => (s: GridSignal) => s.detail['fault'] === 'silence' && s.change === change;
      await nextSignal(red, 'tcp', silence('started'));
      await red.status('decode', ({ fill, text }) => fill === 'red' && text === 'status.silent');
      await nextSignal(red, 'tcp', silence('ended'));
      const again = await nextSignal(red, 'tcp', ({ id }) => id === lost.id);
      assert.deepEqual([again.change, again.state], ['initial', 'active']);
      await red.status('decode', ({ fill }) => fill === 'green');
    });
  });

  it('tells an overrun while its frame still comes, where groups are delivered', async () => {
    const flow = meterFlow('groups', { source: 'input', mode: 'historique', deliver: 'group' });
    await red.deploy([...flow, { ...place, id: 'source', type: 'test-source', name: 'bytes', wires: [['tic-in']] }]);
    const say = (bytes: Buffer): void => {
      red.send('bytes', { payload: bytes });
    };
    say(linkyHc().build());
    assert.equal((await nextReading(red, 'groups')).payload['PAPP'], 1240);
    const frame = linkyHc().after('IINST', 'ADPS', '046');
    say(frame.upTo('ADPS'));
    const began = await nextSignal(red, 'groups', ({ change }) => change === 'started');
    assert.deepEqual([began.signal, began.level, began.detail['value']], ['power-overrun', 3, 46]);
    assert.equal(red.messages('groups readings').length, 1);
    say(frame.behind('ADPS'));
    assert.equal((await nextReading(red, 'groups')).payload['ADPS'], 46);
  });

  it('takes the settings of linky-decode from the environment', async () => {
    const fields = {
      ...{ rhythm: '${RHYTHM}', seconds: '${SECONDS}', silence: '${SILENCE}', zone: '${ZONE}' },
      ...{ groups: '${YES}', lenient: '${YES}' },
    };
    const source = { ...place, id: 'source', type: 'test-source', name: 'bytes', wires: [['decode']] };
    await red.deploy([...meterFlow('env', { source: 'input', wires: [[]] }, fields), source]);
    const frame = linkyStandard().set('SINSTS', '0124O').build();
    red.send('bytes', { topic: 'house', payload: Buffer.concat([frame, frame]) });
    const { payload, tic } = await nextReading(red, 'env');
    assert.equal(payload['SINSTS'], '0124O');
    assert.deepEqual([tic.time, tic.groups?.length], ['2027-01-12T10:55:01+04:00', 38]);
    await nextSignal(red, 'env', ({ detail, state }) => detail['fault'] === 'silence' && state === 'active');
    assert.equal(red.messages('env readings').length, 1);
  });
});
