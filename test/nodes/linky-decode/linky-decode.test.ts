// What a user sees of the node beside its messages: errors, statuses, its end, and that it keeps to itself.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { loadLinkyDecode, loadLinkyDecodes } from '../../support/node-red/linky-decode-bench';
import { ADDRESS, cbemm, linkyHc, linkyStandard, linkyTri } from '../../support/tic/tic-meters';

const SECONDS = 1000;
const OVERRUN = { command: 'simulate', signal: 'power-overrun', level: 3, seconds: 60 };

describe('linky-decode', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  describe('given what it cannot read', () => {
    for (const [what, payload, code] of [
      ['a number', 42, 'ERR_INPUT'],
      ['nothing', undefined, 'ERR_INPUT'],
      ['null', null, 'ERR_INPUT'],
      ['an array', [2, 10], 'ERR_INPUT'],
      ['an object that is no command', { signal: 'peak' }, 'ERR_INPUT'],
      ['a command that it does not know', { command: 'pause' }, 'ERR_COMMAND'],
      ['a command that is no word', { command: null }, 'ERR_COMMAND'],
    ] as const)
      it(`tells Catch nodes with a code: ${what}`, async () => {
        const node = await loadLinkyDecode();
        await node.receive(linkyHc().build());
        node.order.length = node.completed.length = 0;
        await node.receive(payload);
        assert.deepEqual(
          node.caught.map(({ error, topic }) => [error.code, topic]),
          [[code, 'house']],
        );
        assert.deepEqual([node.order, node.completed], [[], []]);
        assert.equal(node.shown.text, code === 'ERR_INPUT' ? 'status.bad-input' : 'status.bad-command');
        // And goes on.
        await node.receive(linkyHc().build());
        assert.equal(node.readings.length, 2);
        assert.equal(node.shown.text, '1.24 kVA of 9 · Linky hist');
      });

    it('takes a word for text of a meter, not for a command', async () => {
      const node = await loadLinkyDecode();
      await node.receive('refresh');
      assert.deepEqual([node.caught, node.completed.length], [[], 1]);
    });
  });

  it('is done with each message exactly once', async () => {
    const node = await loadLinkyDecode();
    const frame = linkyHc().build();
    const messages = [frame, frame.subarray(0, 20), '', OVERRUN, { command: 'refresh' }, { command: 'x' }, 7];
    for (const payload of messages) await node.receive(payload);
    assert.deepEqual(
      node.completed.map(({ payload }) => payload),
      messages.slice(0, 5),
    );
    assert.deepEqual(
      node.caught.map(({ payload }) => payload),
      messages.slice(5),
    );
  });

  describe('with a setting that makes no sense', () => {
    for (const settings of [
      { rhythm: 'hourly' },
      { rhythm: 'interval', seconds: '0' },
      { rhythm: 'interval', seconds: '56' },
      { rhythm: 'interval', seconds: 'often' },
      { silence: '-1' },
      { zone: 'Mars/Olympus' },
    ])
      it(`is there, says so and sends nothing: ${JSON.stringify(settings)}`, async () => {
        const node = await loadLinkyDecode(settings);
        assert.deepEqual(node.shown, { fill: 'red', shape: 'ring', text: 'status.bad-config' });
        await node.receive(linkyHc().build());
        await node.receive({ command: 'refresh' });
        assert.deepEqual(
          node.caught.map(({ error }) => error.code),
          ['ERR_CONFIG', 'ERR_CONFIG'],
        );
        assert.match(node.caught[0]?.error.message ?? '', /^(Readings|Seconds|Silence|Time zone): /);
        assert.deepEqual(node.order, []);
      });

    it('does not look at what the setting does not need', async () => {
      const node = await loadLinkyDecode({ rhythm: 'frame', seconds: '' });
      await node.receive(linkyHc().build());
      assert.equal(node.readings.length, 1);
    });
  });

  describe('its status', () => {
    it('waits for a frame, then shows the meter and its power', async () => {
      const node = await loadLinkyDecode();
      assert.deepEqual(node.shown, { fill: 'yellow', shape: 'ring', text: 'status.waiting' });
      await node.receive(linkyStandard().build());
      assert.deepEqual(node.shown, { fill: 'green', shape: 'dot', text: '1.24 kVA of 9 · Linky std' });
    });

    it('shows the current where a blue meter sends no power', async () => {
      const node = await loadLinkyDecode();
      await node.receive(cbemm().build());
      assert.equal(node.shown.text, '5 A · CBEMM hist');
    });

    it('changes its figures at most every 10 s', async () => {
      const node = await loadLinkyDecode();
      for (let second = 0; second <= 20; second++) {
        await node.receive(
          linkyHc()
            .set('PAPP', String(1000 + 10 * second).padStart(5, '0'))
            .build(),
        );
        await node.advance(SECONDS);
      }
      assert.deepEqual(
        node.statuses.map(({ text }) => text),
        ['status.waiting', '1.00 kVA of 9 · Linky hist', '1.10 kVA of 9 · Linky hist', '1.20 kVA of 9 · Linky hist'],
      );
    });

    it('says when the line is silent, and at once when it speaks again', async () => {
      const node = await loadLinkyDecode({ rhythm: 'interval', seconds: '55' });
      await node.receive(linkyHc().build());
      await node.advance(12 * SECONDS);
      assert.deepEqual(node.shown, { fill: 'red', shape: 'ring', text: 'status.silent' });
      await node.receive(linkyHc().build());
      assert.equal(node.readings.length, 1);
      assert.equal(node.shown.text, '1.24 kVA of 9 · Linky hist');
    });

    it('says for how long the line has been silent, once a minute, and nothing else over what is wrong with it', async () => {
      const node = await loadLinkyDecode();
      await node.receive(linkyHc().build());
      const before = node.statuses.length;
      for (let second = 0; second < 3700; second += 5) await node.advance(5 * SECONDS);
      const told = node.statuses.slice(before).map(({ text }) => text);
      assert.deepEqual(told.slice(0, 3), ['status.silent', 'silent for 1 min', 'silent for 2 min']);
      assert.deepEqual([told.length, told.at(-2), told.at(-1)], [61, 'silent for 59 min', 'silent for 1 h']);
      await node.receive('{}');
      const wrong = node.shown.text;
      assert.match(wrong ?? '', /^status\./);
      for (let second = 0; second < 200; second += 5) await node.advance(5 * SECONDS);
      assert.equal(node.shown.text, wrong);
    });

    it('counts the meters, and those among them that are heard', async () => {
      const node = await loadLinkyDecode();
      const text: string[] = [];
      for (let turn = 0; turn < 30; turn++) {
        await node.receive(linkyHc().build(), { topic: 'house' });
        if (turn < 10) await node.receive(linkyTri().build(), { topic: 'garage' });
        await node.advance(1500);
        if (node.shown.text !== text.at(-1)) text.push(node.shown.text ?? '');
      }
      assert.deepEqual(text, ['1.24 kVA of 9 · Linky hist', '2 meters', '1 of 2 meters']);
      assert.deepEqual(node.shown, { fill: 'yellow', shape: 'ring', text: '1 of 2 meters' });
      await node.advance(12 * SECONDS);
      assert.equal(node.shown.text, 'status.silent');
    });
  });

  it('shares nothing with another one', async () => {
    const [one, other] = await loadLinkyDecodes({}, { rhythm: 'interval', seconds: '30', groups: true });
    assert.ok(one && other);
    // One line, cut in two, to two nodes under one topic: neither gets a frame.
    await one.receive(linkyHc().upTo('PTEC'));
    await other.receive(linkyHc().behind('PTEC'));
    assert.equal(one.readings.length, 0);
    await one.receive(linkyHc().behind('PTEC'));
    await other.receive(linkyTri().build());
    const [mine] = one.readings;
    assert.equal(mine?.topic, `tic/${ADDRESS.linkyMono}`);
    assert.equal('groups' in mine.tic, false);
    assert.deepEqual(
      other.readings.map(({ topic, tic }) => [topic, 'groups' in tic]),
      [[`tic/${ADDRESS.linkyTri}`, true]],
    );
    one.signals.length = other.signals.length = 0;
    await one.receive({ command: 'refresh' });
    await one.receive(OVERRUN);
    assert.deepEqual(other.signals, []);
    assert.deepEqual([...new Set(one.signals.map(({ payload }) => payload.origin))], [ADDRESS.linkyMono]);
    // The event that one has open is not the other's, though both call their stream the same.
    const overrun = linkyHc().after('IINST', 'ADPS', '046').build();
    await one.receive(overrun);
    await one.advance(5 * SECONDS);
    await other.redeploy({ groups: false });
    await other.receive(overrun);
    const [mineIs, itsIs] = [one, other].map(({ signals }) =>
      signals.findLast(({ payload }) => payload.signal === 'power-overrun')?.payload.id.slice(-25),
    );
    assert.deepEqual([mineIs, itsIs], ['2027-01-12T10:54:56+01:00', '2027-01-12T10:55:01+01:00']);
  });

  it('lets go of everything when it closes, and says nothing after that', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyStandard().build());
    await node.receive(OVERRUN);
    assert.ok(node.clock.pending >= 2);
    const [said, statuses] = [node.order.length, node.statuses.length];
    await node.close();
    assert.equal(node.clock.pending, 0);
    await node.advance(100 * SECONDS);
    assert.deepEqual([node.order.length, node.statuses.length], [said, statuses]);
  });

  it('forgets topics that nobody has used for an hour once there are a thousand', async function () {
    const node = await loadLinkyDecode();
    await node.receive(linkyHc().build());
    for (let n = 0; n < 999; n++) await node.receive('noise', { topic: `sensor/${String(n)}` });
    await node.advance(3_601 * SECONDS);
    await node.receive('noise', { topic: 'one more' });
    await node.receive(linkyHc().build());
    assert.equal((node.reading.tic['quality'] as { frames: number }).frames, 1);
  });
});
