import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ecowattState } from '../../../../lib/rte/ecowatt/state';
import { EcowattFeed, type EcowattNews } from '../../../../lib/rte/ecowatt/feed';
import { nextEcowattCall } from '../../../../lib/rte/ecowatt/poll-plan';
import { nextTempoCall } from '../../../../lib/rte/tempo/poll-plan';
import { isoParis } from '../../../../lib/grid/paris-time';
import { Arrivals } from '../../../support/machine/arrivals';
import { RteBench, scenario } from '../../../support/rte/rte';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('lib/rte/ecowatt-feed', () => {
  let bench: RteBench;
  beforeEach(async () => {
    bench = await RteBench.open('2026-11-24T12:07:00+01:00', 'red-morning');
  });
  afterEach(() => bench.close());

  const open = (minute = 23, sandbox = false): EcowattFeed => {
    const { account, shared } = bench.account();
    return new EcowattFeed(account, shared.store, bench.clock, sandbox, minute);
  };
  /** All that a listener hears; the first news is what was kept. */
  const listen = (feed: EcowattFeed): { news: Arrivals<EcowattNews>; leave: () => void } => {
    const news = new Arrivals<EcowattNews>('news');
    const leave = feed.listen((item) => {
      news.add(item);
    });
    return { news, leave };
  };
  /** A feed that is set up waits for its next call: then the clock may be moved. */
  const turnTo = async (time: number): Promise<void> => {
    while (bench.clock.nextTimer === undefined) await new Promise(setImmediate);
    bench.clock.advanceTo(time);
  };
  const level = ({ received }: EcowattNews): unknown => ecowattState(received, bench.clock.now()).level;

  it('asks at once on the first start, then hourly at its own minute', async () => {
    const { news, leave } = listen(open());
    assert.deepEqual(await news.next(), { received: undefined, problem: undefined });
    await turnTo(bench.clock.now());
    assert.equal(level(await news.next(({ received }) => received !== undefined)), 1);
    await turnTo(Date.parse('2026-11-24T12:22:59+01:00'));
    assert.equal(bench.count('ecowatt'), 1);
    await turnTo(Date.parse('2026-11-24T12:23:00+01:00'));
    await news.next();
    assert.equal(bench.count('ecowatt'), 2);
    leave();
  });

  it('costs no call at a restart, also in the middle of a token’s life', async () => {
    const first = listen(open());
    await turnTo(bench.clock.now());
    await first.news.next(({ received }) => received !== undefined);
    first.leave();
    await bench.shutDown();
    for (let restart = 0; restart < 5; restart += 1) {
      bench.clock.advance(MINUTE);
      const { news, leave } = listen(open());
      assert.equal(level(await news.next()), 1, 'known at once, from the disk');
      await turnTo(bench.clock.now());
      leave();
      await bench.shutDown();
    }
    assert.deepEqual([bench.count('ecowatt'), bench.count('token')], [1, 1]);
  });

  it('costs no call at a restart within a pause that RTE asked for', async () => {
    bench.rte.fail('ecowatt', 429);
    const first = listen(open());
    await turnTo(bench.clock.now());
    assert.equal((await first.news.next(({ problem }) => problem !== undefined)).problem?.code, 'ERR_QUOTA');
    first.leave();
    await bench.shutDown();
    const { news, leave } = listen(open());
    await news.next();
    await turnTo(bench.clock.now());
    assert.equal((await news.next()).problem?.code, 'ERR_QUOTA', 'says why it waits');
    await turnTo(Date.parse('2026-11-24T12:22:00+01:00'));
    assert.equal(bench.count('ecowatt'), 1);
    await turnTo(Date.parse('2026-11-24T12:22:06+01:00'));
    await news.next(({ received }) => received !== undefined);
    leave();
  });

  it('waits quietly while it is the token that RTE closes', async () => {
    bench.rte.fail('token', '429-silent');
    const { news, leave } = listen(open());
    await turnTo(bench.clock.now());
    assert.equal((await news.next(({ problem }) => problem !== undefined)).problem?.code, 'ERR_QUOTA');
    const heard = news.all.length;
    await turnTo(bench.clock.now());
    await turnTo(Date.parse('2026-11-24T12:21:59+01:00'));
    assert.deepEqual([bench.count('token'), news.all.length], [1, heard], 'no try that cannot go out');
    await turnTo(Date.parse('2026-11-24T12:22:01+01:00'));
    await news.next(({ received }) => received !== undefined);
    leave();
  });

  it('keeps the last answer when RTE is down, says why, and looks again after 20 minutes', async () => {
    const { news, leave } = listen(open());
    await turnTo(bench.clock.now());
    await news.next(({ received }) => received !== undefined);
    bench.rte.fail('ecowatt', '503-html');
    await turnTo(Date.parse('2026-11-24T12:23:00+01:00'));
    const trouble = await news.next(({ problem }) => problem !== undefined);
    assert.deepEqual([trouble.problem?.code, level(trouble)], ['ERR_MAINTENANCE', 1]);
    await turnTo(Date.parse('2026-11-24T12:43:00+01:00'));
    assert.equal((await news.next()).problem, undefined);
    leave();
  });

  it('asks every 20 minutes while an alert lies within a day', async () => {
    // The story's day 0 is today; its alert was announced the day before yesterday and goes on in the evening.
    const { news, leave } = listen(open(7));
    await turnTo(bench.clock.now());
    await news.next(({ received }) => received !== undefined);
    for (const minutes of [20, 40]) {
      await turnTo(Date.parse('2026-11-24T12:07:00+01:00') + minutes * MINUTE);
      await news.next();
    }
    assert.equal(bench.count('ecowatt'), 3);
    leave();
  });

  it('lets fifty nodes of one account cause one call per 15 minutes at most, whatever they ask for', async () => {
    const feed = open();
    const nodes = Array.from({ length: 50 }, () => listen(feed));
    await Promise.all(nodes.map(({ news }) => news.next()));
    for (let minute = 0; minute < 120; minute += 5) {
      await turnTo(bench.clock.now() + 5 * MINUTE);
      await Promise.allSettled(nodes.map(() => feed.refresh()));
    }
    const times = bench.rte.calls.filter(({ name }) => name === 'ecowatt').map(({ at }) => at);
    assert.ok(times.length >= 6 && times.length <= 8, String(times.length));
    for (const [i, at] of times.entries()) assert.ok(i === 0 || at - (times[i - 1] ?? 0) >= 15 * MINUTE);
    assert.ok(bench.rte.calls.every(({ status }) => status === 200));
    for (const { leave } of nodes) leave();
    assert.equal(bench.clock.pending, 0);
  });

  for (const [how, text] of Object.entries({
    corrupt: '{"version":1,"rec',
    empty: '',
    foreign: '{"version":1,"receivedAt":1,"answer":{"x":1}}',
  })) {
    it(`a cache file that is ${how} is set aside and named; work goes on when the quota allows`, async () => {
      const first = listen(open());
      await turnTo(bench.clock.now());
      await first.news.next(({ received }) => received !== undefined);
      first.leave();
      await bench.shutDown();
      const name = (await readdir(bench.dir)).find((file) => file.startsWith('ecowatt-')) ?? '';
      await writeFile(path.join(bench.dir, name), text);
      const { news, leave } = listen(open());
      assert.equal((await news.next()).received, undefined);
      assert.equal(bench.troubles[0]?.file, path.join(bench.dir, name));
      assert.ok((await readdir(bench.dir)).some((file) => file.startsWith(`${name}.set-aside`)));
      await turnTo(bench.clock.now() + 14 * MINUTE);
      assert.equal(bench.count('ecowatt'), 1);
      await turnTo(bench.clock.now() + 2 * MINUTE);
      await news.next(({ received }) => received !== undefined);
      leave();
    });
  }

  it('a folder whose ledger is gone opens no quota', async () => {
    const first = listen(open());
    await turnTo(bench.clock.now());
    await first.news.next(({ received }) => received !== undefined);
    first.leave();
    await bench.shutDown();
    await writeFile(path.join(bench.dir, 'quota-ledger.json'), '');
    await assert.rejects(open().refresh(), { code: 'ERR_QUOTA' });
    assert.equal(bench.count('ecowatt'), 1);
  });

  it("shows RTE's sandbox as if its first day were today", async () => {
    const { news, leave } = listen(open(23, true));
    await turnTo(bench.clock.now());
    const { received } = await news.next((item) => item.received !== undefined);
    assert.equal(received?.source, 'rte-sandbox');
    assert.deepEqual(
      received.publication.days.map(({ day }) => day),
      ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'],
    );
    leave();
  });

  it('follows a story: announced two days before, worsened on the eve, over at noon', async () => {
    await bench.close();
    bench = await RteBench.open('2026-11-22T12:07:00+01:00');
    bench.rte.play({ ...scenario('red-morning'), day: '2026-11-24' });
    const { news, leave } = listen(open(5));
    const heard: string[] = [];
    await turnTo(bench.clock.now());
    let last = await news.next(({ received }) => received !== undefined);
    for (let hour = 0; hour < 50; hour += 1) {
      const state = ecowattState(last.received, bench.clock.now());
      const alert = state.alert ?? state.nextAlert;
      const line = alert ? `${state.alert ? 'now' : 'next'} ${alert.level} ${alert.start.slice(8, 16)}` : 'none';
      if (heard.at(-1) !== line) heard.push(line);
      await turnTo(bench.clock.now() + HOUR);
      last = await news.next();
    }
    assert.deepEqual(heard.slice(0, 4), ['none', 'next 2 24T07:00', 'next 3 24T07:00', 'now 3 24T07:00']);
    leave();
  });

  describe('the plan of calls', () => {
    const ms = (text: string): number => Date.parse(text);
    const next = (last: string, minute: number, tense = false): string =>
      isoParis(nextEcowattCall(ms(last), ms(last), minute, tense)).slice(5, 16);

    it('is hourly at a fixed minute', () => {
      assert.equal(next('2026-11-24T12:23:00+01:00', 23), '11-24T13:23');
      assert.equal(next('2026-11-24T12:22:00+01:00', 23), '11-24T12:23');
    });

    it('looks after 17:00, and on Friday after 12:15, a few minutes late', () => {
      assert.equal(next('2026-11-24T16:50:00+01:00', 50), '11-24T17:04');
      assert.equal(next('2026-11-27T11:50:00+01:00', 50), '11-27T12:19');
      assert.equal(next('2026-11-27T16:50:00+01:00', 50), '11-27T17:50');
    });

    it('is now when a call is overdue, when there was none, and when the last one lies in the future', () => {
      const now = ms('2026-11-24T12:00:00+01:00');
      assert.equal(nextEcowattCall(now - 5 * HOUR, now, 0, false), now);
      assert.equal(nextEcowattCall(undefined, now, 0, false), now);
      assert.equal(nextEcowattCall(now + HOUR, now, 0, false), now);
    });

    const tempo = (last: string, nextKnown: boolean, nextConfirmed: boolean, nextSettled = false): string =>
      isoParis(nextTempoCall(ms(last), ms(last), 0, { nowKnown: true, nextKnown, nextConfirmed, nextSettled })).slice(
        5,
        16,
      );

    it('for Tempo: at 06:05, each half hour until the next day is known, at 10:40 for good, once after noon', () => {
      assert.equal(tempo('2026-11-24T01:00:00+01:00', true, true), '11-24T06:05');
      assert.equal(tempo('2026-11-24T06:05:00+01:00', false, false), '11-24T06:35');
      assert.equal(tempo('2026-11-24T06:35:00+01:00', true, false), '11-24T10:40');
      assert.equal(tempo('2026-11-24T10:40:00+01:00', true, false), '11-24T11:10');
      assert.equal(tempo('2026-11-24T10:40:00+01:00', true, true), '11-24T12:10');
      assert.equal(tempo('2026-11-24T12:10:00+01:00', true, true, true), '11-25T06:05');
    });

    it('for Tempo: each half hour where nothing was heard since noon', () => {
      assert.equal(tempo('2026-11-24T12:10:00+01:00', true, true), '11-24T12:40');
      assert.equal(tempo('2026-11-24T17:10:00+01:00', true, true), '11-24T17:40');
    });
  });
});
