// What Enedis and the gateways refuse with, in every form in which it comes: the code, what is done about it, what is told.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError, type ErrorCode } from '../../../../lib/errors';
import type { DoorId } from '../../../../lib/enedis/door';
import { effectOf, isQuota, refusalAt } from '../../../../lib/enedis/doors/refusals';
import { DOORS } from '../../../../lib/enedis/doors/rows';
import type { Series } from '../../../../lib/enedis/series';
import { saidIn } from '../../../../lib/enedis/doors/said';
import { CURVE, DoorBench, PRM, WEEK } from '../../../support/enedis/door-bench';
import { FORMS, TABLE } from '../../../support/enedis/refusals';

describe('lib/enedis/doors: what a refusal means', () => {
  let bench: DoorBench;
  before(async () => {
    bench = await DoorBench.open();
  });
  after(() => bench.close());

  /** A meter of each question's own token: no quota stands between the rows. */
  let token = 0;
  async function refusedWith(door: DoorId, series: Series, status: number, body: unknown): Promise<LinkyRedError> {
    bench.answer = () => ({ status, body });
    bench.clock.advance(25 * 3_600_000);
    token += 1;
    const opened = bench.door(door, { credentials: { secret: 'YTpi', fingerprint: `t${String(token)}` } });
    return await opened.ask(series, WEEK, 'daily').then(
      () => assert.fail('it was no refusal'),
      (error: unknown) => {
        assert.ok(error instanceof LinkyRedError, String(error));
        return error;
      },
    );
  }

  for (const [form, wrap] of Object.entries(FORMS))
    it(`as ${form}: every row of the table`, () => {
      for (const row of TABLE) {
        const { status, code, words, means, effect, measure = 'load-curve', door = 'enedis-direct' } = row;
        const text = wrap(code, words, status);
        const answer = {
          status,
          text: typeof text === 'string' ? text : JSON.stringify(text),
          retryAfterMs: undefined,
        };
        const about = `${form}: ${String(status)} ${code} ${words}`;
        const isTooMuch = status === 429 || isQuota(DOORS[door], answer);
        assert.equal(isTooMuch, means === 'ERR_QUOTA', about);
        if (isTooMuch) continue;
        const question = { api: `consumption-${measure}`, fields: { [DOORS[door].fields.prm]: PRM } };
        const error = refusalAt(DOORS[door], answer, { host: 'h', api: 'a', now: 0, question });
        assert.equal(error.code, means, about);
        assert.equal(effectOf(error), effect, about);
        if (error.code.startsWith('ERR_ENEDIS') || error.code.startsWith('ERR_CONSENT')) {
          assert.ok(String(error.facts['detail']).includes(code.trim()), `${about}: ${String(error.facts['detail'])}`);
          assert.ok(!error.message.includes('{'), error.message);
        }
      }
    });

  it('over the wire: conso-api hands the same on, and v2 of MyElectricalData in a 200 that says no', async () => {
    for (const { status, code, words, means, measure = 'load-curve', door } of TABLE) {
      if (door !== undefined || status >= 429) continue;
      const series = { ...CURVE, measure };
      const conso = FORMS['conso-api']?.(code, words, status);
      assert.equal((await refusedWith('conso-api', series, status, conso)).code, means, `${code} ${words}`);
      if (means === 'ERR_STATUS' || words === 'something new') continue;
      const envelope = { success: false, data: null, error: { code, message: words } };
      assert.equal((await refusedWith('myelectricaldata-v2', series, 200, envelope)).code, means, `${code} ${words}`);
    }
  });

  it('feature 27: tells the code and the words of Enedis, and masks what must not be told', async () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwMTIzNCJ9.abcdefghijklmnop';
    const words = `No consent for ${PRM}\nof\u0007 Bearer ${secret} ${'and so on '.repeat(40)}`;
    const error = await refusedWith('enedis-direct', CURVE, 403, { error: 'ADAM-DC-0008', error_description: words });
    const told = JSON.stringify([error.message, error.facts]);
    assert.match(error.message, /meter 12…1234.*Enedis says: ADAM-DC-0008 No consent for 12…1234 of Bearer …/);
    assert.ok(!told.includes(PRM) && !told.includes(secret.slice(0, 20)) && !/\p{C}/u.test(error.message));
    assert.ok(String(error.facts['detail']).length <= 160);
  });

  it('what a proxy says in HTML is about no consent, whatever words are in it', async () => {
    const html = "<!DOCTYPE html><html><body>ADAM-DC-0008 n'est pas titulaire 900908</body></html>";
    for (const status of [400, 403, 404, 500, 502])
      assert.match((await refusedWith('enedis-direct', CURVE, status, html)).code, /ERR_STATUS|ERR_ENEDIS_REQUEST/);
    for (const door of ['conso-api', 'myelectricaldata-v1', 'myelectricaldata-v2'] as const)
      assert.equal((await refusedWith(door, CURVE, 500, html)).code, 'ERR_STATUS');
  });

  it('401: a pasted token is wrong, an application is unknown where its new token is refused, too', async () => {
    const body = { status: 401, message: "Votre token est invalide ou ne permet pas d'accéder à ce PRM" };
    const wrong: [DoorId, ErrorCode, calls: number][] = [
      ['conso-api', 'ERR_CONSENT_TOKEN', 1],
      ['myelectricaldata-v1', 'ERR_CONSENT_TOKEN', 1],
      // Its token may have run out early: the next try asks for another, and none is made at once.
      ['myelectricaldata-v2', 'ERR_STATUS', 1],
      ['enedis-direct', 'ERR_ENEDIS_SECRET', 2],
      ['enedis-company', 'ERR_ENEDIS_SECRET', 2],
    ];
    for (const [door, code, calls] of wrong) {
      const before = bench.asked.length;
      assert.equal((await refusedWith(door, CURVE, 401, body)).code, code, door);
      assert.equal(bench.asked.length - before, calls, door);
    }
  });

  it('bodies that are none are refused by their status', async () => {
    for (const body of [
      '',
      'null',
      '[]',
      '{',
      '{"error":null}',
      '{"error":{"error":{"error":{"error":{"error":"ADAM-DC-0008"}}}}}',
    ])
      assert.equal((await refusedWith('enedis-direct', CURVE, 403, body)).code, 'ERR_STATUS', body);
  });

  it('whatever a body is, it is read without an exception, and what is shown is one short line without a meter', () => {
    const key = fc.constantFrom('error', 'code', 'message', 'detail', 'fault', 'enedis_return', 'description', 'x');
    const { body } = fc.letrec((tie) => ({
      body: fc.oneof(
        { maxDepth: 6 },
        fc.string({ unit: 'binary' }),
        fc.constantFrom(PRM, `prm${PRM}`, 'ADAM-DC-0008', '<html>'),
        fc.double(),
        fc.constant(null),
        fc.array(tie('body'), { maxLength: 3 }),
        fc.dictionary(key, tie('body')),
        tie('body').map((inner) => JSON.stringify(inner)),
      ),
    }));
    fc.assert(
      fc.property(body, (value) => {
        const { shown } = saidIn(typeof value === 'string' ? value : JSON.stringify(value));
        assert.ok(shown.length <= 160 && !shown.includes(PRM) && !/[\p{Cc}]/u.test(shown), shown);
      }),
      { numRuns: 2000 },
    );
  });
});
