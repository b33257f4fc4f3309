// How a gateway is treated: one question at a time, none again by itself, none at all while it has shut this address out.
import assert from 'node:assert/strict';
import { LinkyRedError, type ErrorCode } from '../../../../lib/errors';
import type { Door } from '../../../../lib/enedis/door';
import type { Series } from '../../../../lib/enedis/series';
import type { Priority } from '../../../../lib/provider/quota/limits';
import { CURVE, DoorBench, ENERGY, WEEK } from '../../../support/enedis/door-bench';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const GATEWAYS = ['conso-api', 'myelectricaldata-v1', 'myelectricaldata-v2'] as const;

/** As Cloudflare words it. */
const BAN = {
  status: 403,
  body: `<!DOCTYPE html><html lang="en-US"><head><title>Attention Required! | Cloudflare</title></head><body>
<h1>Sorry, you have been blocked</h1>
<span class="cf-footer-item">Cloudflare Ray ID: <strong class="font-semibold">8f2ab34cd56ef789</strong></span></body></html>`,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
};

describe("lib/enedis/doors: the gateways' law", () => {
  let bench: DoorBench;
  beforeEach(async () => {
    bench = await DoorBench.open();
  });
  afterEach(() => bench.close());

  async function refused(door: Door, series: Series = CURVE, priority: Priority = 'daily'): Promise<LinkyRedError> {
    const outcome = await door.ask(series, WEEK, priority).catch((error: unknown) => error);
    assert.ok(outcome instanceof LinkyRedError, 'it is refused');
    return outcome;
  }

  describe('an address that is blocked', () => {
    for (const id of GATEWAYS)
      it(`${id}: no consent is gone, nothing goes out for a day, then one call a day tries`, async () => {
        bench.answer = () => BAN;
        const error = await refused(bench.door(id));
        assert.equal(error.code, 'ERR_GATEWAY_BLOCKED');
        assert.equal(bench.door(id).effectOf(error), 'passes');
        assert.match(error.message, /Ray ID 8f2ab34cd56ef789.*before 2026-11-30T14:00:00\+01:00/);
        for (let hour = 0; hour < 5 * 24; hour += 1) {
          const door = bench.door(id);
          await Promise.all([refused(door), refused(door, ENERGY), refused(door, CURVE, 'backfill')]);
          bench.clock.advance(HOUR_MS);
        }
        assert.equal(bench.asked.length, 5, 'the first, then one each day');
      });

    it('is told with its Ray ID over a restart, to every series and every account, and named as the next try', async () => {
      bench.answer = () => BAN;
      await refused(bench.door('conso-api'));
      bench.clock.advance(HOUR_MS);
      await bench.restart();
      const other = bench.door('conso-api', { credentials: { secret: 'of a neighbour', fingerprint: 'n' } });
      for (const door of [bench.door('conso-api'), other]) {
        const error = await refused(door, ENERGY);
        assert.deepEqual([error.code, error.facts['ray']], ['ERR_GATEWAY_BLOCKED', '8f2ab34cd56ef789']);
        assert.equal(await door.earliest(ENERGY, 'daily'), Date.parse('2026-11-30T14:00:00+01:00'));
      }
      assert.equal(bench.asked.length, 1);
    });

    it('that is let in again is asked as before', async () => {
      bench.answer = () => BAN;
      const door = bench.door('conso-api');
      await refused(door);
      bench.clock.advance(24 * HOUR_MS);
      bench.answer = () => ({ status: 200, body: { n: 2 } });
      assert.deepEqual((await door.ask(CURVE, WEEK, 'daily')).json, { n: 2 });
      await door.ask(ENERGY, WEEK, 'daily');
    });

    it('without a Ray ID in the page: that of the header, or none', async () => {
      bench.answer = () => ({ ...BAN, body: '<html>Forbidden</html>', headers: { 'CF-RAY': '9a0b1c2d3e4f5a6b-CDG' } });
      assert.equal((await refused(bench.door('conso-api'))).facts['ray'], '9a0b1c2d3e4f5a6b');
      bench.answer = () => ({ status: 403, body: '<html>Forbidden</html>' });
      assert.equal(
        (await refused(bench.door('myelectricaldata-v1'))).facts['ray'],
        '9a0b1c2d3e4f5a6b',
        'the host is one',
      );
    });

    it('a consent that is gone, and a setting that is wrong, close no host', async () => {
      for (const body of [{ error: 'ADAM-DC-0008' }, { code: '900908' }]) {
        bench.answer = () => ({ status: 403, body });
        assert.notEqual((await refused(bench.door('conso-api'))).code, 'ERR_GATEWAY_BLOCKED');
      }
      assert.equal(bench.asked.length, 2);
    });
  });

  it('is asked one question at a time, by however many, and in the order of asking', async () => {
    let under = 0;
    let most = 0;
    bench.answer = async () => {
      most = Math.max(most, (under += 1));
      await new Promise(setImmediate);
      under -= 1;
      return { status: 200, body: {} };
    };
    const doors = [
      bench.door('conso-api'),
      bench.door('conso-api', { credentials: { secret: 'b', fingerprint: 'b' } }),
    ];
    const weeks = ['2026-11-02', '2026-11-09', '2026-11-16'].map((from, n) => ({
      from,
      to: `2026-11-${String(9 + 7 * n).padStart(2, '0')}`,
    }));
    await Promise.all(weeks.flatMap((week) => doors.map((door) => door.ask(CURVE, week, 'daily'))));
    assert.deepEqual([bench.asked.length, most], [6, 1]);
    assert.deepEqual(
      bench.asked.map(({ url }) => /dateDebut=([\d-]+)/.exec(url)?.[1]),
      weeks.flatMap(({ from }) => [from, from]),
    );
  });

  it('the same question of two accounts with one token is one call', async () => {
    await Promise.all([bench.door('conso-api'), bench.door('conso-api')].map((door) => door.ask(CURVE, WEEK, 'daily')));
    assert.equal(bench.asked.length, 1);
  });

  const failures: [status: number, body: string, ErrorCode][] = [
    [401, '{}', 'ERR_CONSENT_TOKEN'],
    [403, '{}', 'ERR_STATUS'],
    [408, '', 'ERR_STATUS'],
    [429, '', 'ERR_QUOTA'],
    [500, '', 'ERR_STATUS'],
    [502, '<html>', 'ERR_STATUS'],
    [503, '<html>', 'ERR_MAINTENANCE'],
    [200, '<html>', 'ERR_ANSWER'],
    [302, '', 'ERR_STATUS'],
  ];
  for (const [status, body, code] of failures)
    it(`${String(status)} ${body}: one call, counted, and none again by itself`, async () => {
      bench.answer = () => ({ status, body, headers: { Location: '/elsewhere' } });
      const door = bench.door('conso-api');
      assert.equal((await refused(door)).code, code);
      assert.equal(bench.asked.length, 1);
      assert.ok((await door.earliest(CURVE, 'backfill')) >= bench.clock.now() + 5 * MINUTE_MS, 'it was booked');
    });

  it('a network that is lost is an error with a code, and counts', async () => {
    const door = bench.door('conso-api', { baseUrl: 'http://127.0.0.1:1' });
    assert.equal((await refused(door)).code, 'ERR_NETWORK');
    assert.ok((await door.earliest(CURVE, 'backfill')) > bench.clock.now());
  });

  it('conso-api: 40 a day for all tokens together, over a restart; back-fill leaves 15', async () => {
    const week = (n: number): { from: string; to: string } => ({
      from: '2026-01-01',
      to: `2026-02-${String(n).padStart(2, '0')}`,
    });
    const tokens = ['a', 'b', 'c'].map((fingerprint) => ({ secret: fingerprint, fingerprint }));
    for (let call = 0; call < 25; call += 1) {
      const credentials = tokens[call % 3] ?? tokens[0];
      await bench.door('conso-api', { ...(credentials && { credentials }) }).ask(CURVE, week(1), 'backfill');
      bench.clock.advance(5 * MINUTE_MS);
      if (call % 10 === 9) await bench.restart();
    }
    assert.equal((await refused(bench.door('conso-api'), CURVE, 'backfill')).code, 'ERR_QUOTA');
    for (let call = 0; call < 15; call += 1) await bench.door('conso-api').ask(CURVE, week(2), 'daily');
    assert.equal((await refused(bench.door('conso-api'))).code, 'ERR_QUOTA');
    assert.equal(bench.asked.length, 40);
    assert.equal(await bench.door('conso-api').earliest(CURVE, 'daily'), Date.parse('2026-11-30T14:00:00+01:00'));
  });

  it('MyElectricalData counts the token, not the host; 409 is its quota', async () => {
    bench.answer = () => ({ status: 409, body: { detail: 'quota' } });
    const mine = bench.door('myelectricaldata-v1');
    const error = await refused(mine);
    assert.deepEqual([error.code, error.facts['until']], ['ERR_QUOTA', '2026-11-29T20:00:00+01:00']);
    assert.equal(await mine.earliest(ENERGY, 'daily'), Date.parse('2026-11-29T20:00:00+01:00'));
    bench.answer = () => ({ status: 200, body: {} });
    await bench
      .door('myelectricaldata-v1', { credentials: { secret: 'other', fingerprint: 'o' } })
      .ask(CURVE, WEEK, 'daily');
    assert.equal(bench.asked.length, 2);
  });

  it('Enedis itself: 5 in a second for each API and client, the next second goes on', async () => {
    const door = bench.door('enedis-direct');
    const days = Array.from({ length: 6 }, (_, n) => ({ from: `2026-11-0${String(n + 1)}`, to: '2026-11-09' }));
    for (const window of days.slice(0, 5)) await door.ask(ENERGY, window, 'daily');
    await assert.rejects(door.ask(ENERGY, days[5] ?? WEEK, 'daily'), { code: 'ERR_QUOTA' });
    await door.ask(CURVE, WEEK, 'daily');
    bench.clock.advance(1000);
    await door.ask(ENERGY, days[5] ?? WEEK, 'daily');
  });

  it('a node that closes gives up what waits for its turn, and books nothing for it', async () => {
    let answerFirst = (): void => undefined;
    const held = new Promise<void>((resolve) => (answerFirst = resolve));
    bench.answer = async () => {
      await held;
      return { status: 200, body: {} };
    };
    const door = bench.door('conso-api');
    const asked = [door.ask(CURVE, WEEK, 'daily'), door.ask(ENERGY, WEEK, 'daily')];
    while (bench.asked.length === 0) await new Promise(setImmediate);
    bench.closeAccounts();
    answerFirst();
    for (const each of asked) await assert.rejects(each, { code: 'ERR_CLOSED' });
    assert.equal(bench.asked.length, 1);
    const next = bench.door('conso-api');
    assert.equal(
      (await Promise.all([next.earliest(CURVE, 'daily'), next.earliest(ENERGY, 'daily')])).every(
        (at) => at <= bench.clock.now(),
      ),
      true,
    );
  });

  it('the token stands in no error, and nothing of the meter but its mask', async () => {
    for (const id of GATEWAYS) {
      for (const [status, body] of [
        [401, { message: 'pasted-token 12345678901234' }],
        [400, 'nothing'],
        [404, { code: '404', message: 'Point inconnu 12345678901234' }],
      ] as const) {
        bench.answer = () => ({ status, body });
        bench.clock.advance(24 * HOUR_MS);
        const error = await refused(bench.door(id));
        const told = JSON.stringify([error.message, error.facts, String(error.stack)]);
        assert.ok(!told.includes('12345678901234') && !told.includes('pasted-token') && !told.includes('word'), told);
      }
    }
  });
});
