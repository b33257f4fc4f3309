import assert from 'node:assert/strict';
import { LinkyRedError, type ErrorCode } from '../../../lib/errors';
import { rteCredentials } from '../../../lib/rte/portal/credentials';
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import type { FaultName } from '../../../sandbox/rte/faults';
import { RteBench } from '../../support/rte/rte';

const MINUTE = 60_000;
const failsWith = (code: ErrorCode) => (error: unknown) => error instanceof LinkyRedError && error.code === code;

describe('lib/rte/portal', () => {
  let bench: RteBench;
  beforeEach(async () => {
    bench = await RteBench.open('2026-11-24T12:00:00+01:00');
  });
  afterEach(() => bench.close());

  describe('the token', () => {
    it('is asked for once by fifty nodes, and so is the answer', async () => {
      const { account } = bench.account();
      await Promise.all(Array.from({ length: 50 }, () => account.get('ecowatt')));
      assert.deepEqual([bench.count('token'), bench.count('ecowatt')], [1, 1]);
    });

    it('is used again until two minutes before its end', async () => {
      const { account } = bench.account();
      await account.get('ecowatt');
      bench.clock.advance((7199 - 121) * 1000);
      await account.get('ecowatt');
      assert.equal(bench.count('token'), 1);
      bench.clock.advance(16 * MINUTE);
      await account.get('ecowatt');
      assert.equal(bench.count('token'), 2);
    });

    it('is renewed once when RTE refuses it, and the call is made again', async () => {
      const { account } = bench.account();
      await account.get('ecowatt');
      bench.clock.advance(16 * MINUTE);
      bench.rte.forgetTokens();
      await account.get('ecowatt');
      assert.deepEqual(
        bench.rte.calls.map(({ name, status }) => `${name} ${status}`),
        ['token 200', 'ecowatt 200', 'ecowatt 401', 'token 200', 'ecowatt 200'],
      );
    });

    it('that is refused twice is a wrong account, and no third call is made', async () => {
      bench.rte.fail('ecowatt', 401, 9);
      const { account } = bench.account();
      await assert.rejects(account.get('ecowatt'), failsWith('ERR_RTE_SECRET'));
      assert.equal(bench.count('ecowatt'), 2);
    });

    it('is not asked for when the quota leaves no use for it', async () => {
      await bench.account().account.get('ecowatt');
      await bench.shutDown();
      await assert.rejects(bench.account().account.get('ecowatt'), failsWith('ERR_QUOTA'));
      assert.equal(bench.count('token'), 1);
    });

    it('that did not come in a 200 is a passing trouble', async () => {
      bench.rte.fail('token', 'no-token');
      const { account } = bench.account();
      await assert.rejects(account.get('ecowatt'), failsWith('ERR_ANSWER'));
      await account.get('ecowatt');
    });

    it('with a wrong secret says so', async () => {
      const { account } = bench.account('wrong');
      await assert.rejects(account.checkSecret(), failsWith('ERR_RTE_SECRET'));
    });
  });

  const outcomes: [FaultName, ErrorCode][] = [
    [400, 'ERR_STATUS'],
    [403, 'ERR_RTE_ENTITLED'],
    [404, 'ERR_RTE_ENTITLED'],
    [408, 'ERR_STATUS'],
    [429, 'ERR_QUOTA'],
    ['429-silent', 'ERR_QUOTA'],
    [500, 'ERR_STATUS'],
    ['503-html', 'ERR_MAINTENANCE'],
    [509, 'ERR_STATUS'],
    ['not-json', 'ERR_ANSWER'],
    ['stall', 'ERR_TIMEOUT'],
  ];
  for (const [fault, code] of outcomes) {
    it(`${fault} is ${code}, costs one call, and is remembered over a restart`, async () => {
      bench.rte.fail('ecowatt', fault);
      const { account } = bench.account(undefined, 200);
      await assert.rejects(account.get('ecowatt'), failsWith(code));
      assert.equal(bench.count('ecowatt'), 1);
      await bench.shutDown();
      const outcome = await bench.account().account.outcome('ecowatt');
      assert.deepEqual([outcome?.at, outcome?.error?.code], [bench.clock.now(), code]);
    });
  }

  it('a call that went well is remembered as such', async () => {
    const { account } = bench.account();
    assert.equal(await account.outcome('ecowatt'), undefined);
    await account.get('ecowatt');
    assert.deepEqual(await account.outcome('ecowatt'), { at: bench.clock.now() });
  });

  it('a call that the ledger did not let out does not touch what is remembered', async () => {
    const { account } = bench.account();
    await account.get('ecowatt');
    const at = bench.clock.now();
    bench.clock.advance(MINUTE);
    await assert.rejects(account.get('ecowatt'), failsWith('ERR_QUOTA'));
    assert.deepEqual(await account.outcome('ecowatt'), { at });
  });

  it('names the API, and the code and nested transaction of an error', async () => {
    bench.rte.fail('tempo', 403);
    const { account } = bench.account();
    await assert.rejects(account.get('tempo'), /Tempo Like Supply Contract v1/);
    bench.rte.fail('ecowatt', 500);
    await assert.rejects(account.get('ecowatt'), /500 COMMON_ERROR_T03 Id-[0-9a-f]{24}/);
  });

  it('429 closes the API for as long as RTE says, over a restart; the other APIs stay open', async () => {
    bench.rte.fail('ecowatt', 429);
    await assert.rejects(bench.account().account.get('ecowatt'), /until 2026-11-24T12:15:05/);
    await bench.shutDown();
    bench.rte.fail('ecowatt', '429-silent');
    bench.clock.advance(16 * MINUTE);
    const { account } = bench.account();
    await assert.rejects(account.get('ecowatt'), /until 2026-11-24T12:31:05/);
    await account.get('tempo', {});
  });

  it('509 closes it for an hour', async () => {
    bench.rte.fail('ecowatt', 509);
    const { account } = bench.account();
    await assert.rejects(account.get('ecowatt'));
    bench.clock.advance(59 * MINUTE);
    await assert.rejects(account.get('ecowatt'), /until 2026-11-24T13:00:00/);
  });

  it('shows the secret, its base64 form and the token in no error', async () => {
    const faults: FaultName[] = [400, 403, 500, '503-html', 'not-json'];
    for (const fault of faults) {
      bench.rte.fail('ecowatt', fault);
      bench.clock.advance(16 * MINUTE);
      await assert.rejects(bench.account().account.get('ecowatt'), (error) => {
        const text = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause);
        assert.ok(!text.includes(DEFAULT_APPLICATION.secret) && !text.includes('Bearer') && !text.includes('Basic'));
        return true;
      });
    }
  });

  describe('credentials', () => {
    const base64 = Buffer.from('an-id:a-secret').toString('base64');
    it('come as id and secret, or as the base64 form in either field, with blanks round them', () => {
      const expected = rteCredentials('an-id', 'a-secret');
      assert.equal(expected?.secret, base64);
      for (const pair of [
        [' an-id\n', '\ta-secret '],
        [` ${base64} `, ''],
        [undefined, base64],
      ] as const) {
        assert.deepEqual(rteCredentials(pair[0], pair[1]), expected);
      }
    });

    it('that are incomplete are none', () => {
      for (const pair of [
        ['', ''],
        ['an-id', ''],
        ['', 'a-secret'],
        [Buffer.from('an-id:').toString('base64'), undefined],
      ] as const) {
        assert.equal(rteCredentials(pair[0], pair[1]), undefined);
      }
    });

    it('are named in files without showing the id', () => {
      assert.match(rteCredentials('an-id', 'a-secret')?.fingerprint ?? '', /^[0-9a-f]{16}$/);
    });
  });
});
