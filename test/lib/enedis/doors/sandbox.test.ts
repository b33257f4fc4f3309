// The doors beside the sandbox, which was written without knowledge of them: every series comes through and can be read, and every
// failure that it knows means the same at each door.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { normalise } from '../../../../lib/enedis/bodies';
import type { Door, DoorId } from '../../../../lib/enedis/door';
import { openDoor } from '../../../../lib/enedis/doors/open-door';
import { DOORS } from '../../../../lib/enedis/doors/rows';
import { DIRECTIONS, type DayWindow, type Series } from '../../../../lib/enedis/series';
import { LinkyRedError, type ErrorCode } from '../../../../lib/errors';
import { clientCredentials, tokenCredentials } from '../../../../lib/provider/credentials';
import type { Credentials } from '../../../../lib/provider/provider';
import { shareLedger } from '../../../../lib/provider/quota/shared-ledger';
import { APPLICATION, COMPANY } from '../../../../sandbox/enedis/applications';
import { MEASURE_NAMES, startEnedis, type RunningEnedis } from '../../../../sandbox/enedis/server';
import type { EnedisFault } from '../../../../sandbox/enedis/faults';
import { MED_V1_TOKEN } from '../../../../sandbox/gateways/myelectricaldata-v1';
import { MED_V2_ACCOUNT } from '../../../../sandbox/gateways/myelectricaldata-v2';
import { startGateways, type RunningGateways } from '../../../../sandbox/gateways/server';
import { PRM } from '../../../../sandbox/household/households';
import { FakeClock } from '../../../support/machine/fake-clock';

const HOUR_MS = 3_600_000;
const WEEK: DayWindow = { from: '2026-11-16', to: '2026-11-23' };

/** What the sandbox's failures have to mean; those that are about a token apart. */
const MEANINGS: Partial<Record<EnedisFault, ErrorCode>> = {
  'missing-parameter': 'ERR_ENEDIS_REQUEST',
  'start-after-end': 'ERR_ENEDIS_REQUEST',
  'end-in-future': 'ERR_ENEDIS_REQUEST',
  'end-before-start': 'ERR_ENEDIS_REQUEST',
  'before-activation': 'ERR_ENEDIS_ACTIVATION',
  'too-old': 'ERR_ENEDIS_TOO_OLD',
  'too-old-dc': 'ERR_ENEDIS_TOO_OLD',
  'too-long': 'ERR_ENEDIS_TOO_LONG',
  'too-long-dc': 'ERR_ENEDIS_TOO_LONG',
  'wrong-direction': 'ERR_ENEDIS_DIRECTION',
  'not-recognised': 'ERR_CONSENT_HOLDER',
  objected: 'ERR_ENEDIS_COLLECTION',
  moved: 'ERR_CONSENT_REVOKED',
  'no-consent': 'ERR_CONSENT_REVOKED',
  'no-consent-underscore': 'ERR_CONSENT_REVOKED',
  'before-consent': 'ERR_ENEDIS_TOO_OLD',
  'unauthorized-user': 'ERR_CONSENT_HOLDER',
  'not-holder': 'ERR_CONSENT_REVOKED',
  'not-subscribed': 'ERR_ENEDIS_SUBSCRIPTION',
  'no-data': 'ERR_ENEDIS_NO_CURVE',
  'no-data-14': 'ERR_ENEDIS_NO_CURVE',
  'no-data-20': 'ERR_ENEDIS_NO_CURVE',
  'no-data-2026': 'ERR_ENEDIS_NO_CURVE',
  'unknown-prm': 'ERR_ENEDIS_PRM',
  'quota-second': 'ERR_QUOTA',
  'quota-hour': 'ERR_QUOTA',
  threshold: 'ERR_QUOTA',
  'throttled-out': 'ERR_QUOTA',
  sla: 'ERR_QUOTA',
  'core-down': 'ERR_STATUS',
  'dc-500': 'ERR_STATUS',
  'stm-500': 'ERR_STATUS',
  internal: 'ERR_STATUS',
  'not-receivable': 'ERR_ENEDIS_NO_DATA',
  'no-service': 'ERR_ENEDIS_SERVICE',
  'history-limit': 'ERR_ENEDIS_TOO_OLD',
};

describe('lib/enedis/doors beside the sandbox', () => {
  // By its clock the quotas of a day pass between two questions.
  const clock = new FakeClock('2026-11-24T12:00:00+01:00');
  const abort = new AbortController();
  let dir: string;
  let shared: ReturnType<typeof shareLedger>;
  let enedis: RunningEnedis;
  let gateways: RunningGateways;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-doors-'));
    shared = shareLedger(dir, clock, () => undefined);
    const options = { port: 0, now: () => clock.now() };
    enedis = await startEnedis(options);
    gateways = await startGateways(options);
    enedis.consentTo(PRM.roof);
  });
  after(async () => {
    abort.abort();
    await shared.release();
    await enedis.stop();
    await gateways.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  const credentials: Record<DoorId, () => Credentials> = {
    'conso-api': () => tokenCredentials(gateways.consoToken([PRM.roof, PRM.family])),
    'myelectricaldata-v1': () => tokenCredentials(MED_V1_TOKEN),
    'myelectricaldata-v2': () => clientCredentials(MED_V2_ACCOUNT.id, MED_V2_ACCOUNT.secret),
    'enedis-direct': () => clientCredentials(APPLICATION.id, APPLICATION.secret),
    'enedis-company': () => clientCredentials(COMPANY.id, COMPANY.secret),
  };
  function doorTo(id: DoorId): Door {
    const { url: baseUrl } = DOORS[id].isGateway ? gateways : enedis;
    return openDoor(DOORS[id], { credentials: credentials[id](), baseUrl, clock, signal: abort.signal, ...shared });
  }

  for (const id of Object.keys(DOORS) as DoorId[])
    it(`${id}: every series that it has comes through, and its points are those of the meter`, async () => {
      const door = doorTo(id);
      const { apis, measures } = DOORS[id];
      const prm = id === 'enedis-company' ? PRM.workshop : PRM.roof;
      for (const direction of DIRECTIONS)
        for (const measure of measures) {
          if (apis[`${direction}-${measure}`] === undefined) continue;
          if (id === 'enedis-company' && direction === 'production') continue;
          clock.advance(HOUR_MS);
          const series: Series = { prm, direction, measure };
          const { json } = await door.ask(series, WEEK, 'daily');
          const form = (await door.stampsOf?.(prm)) ?? { stamps: 'end', dates: 'local' };
          const { points } = normalise(json, { series, source: id, ...form });
          const [first] = points;
          assert.ok(first !== undefined, `${direction} ${measure}`);
          assert.deepEqual([first.prm, first.direction, first.kind], [prm, direction, measure]);
        }
    });

  it('the company account stamps the starts of a meter above 36 kVA, the ends of an office, and has the words', async () => {
    const door = doorTo('enedis-company');
    assert.deepEqual(await door.stampsOf?.(PRM.workshop), { stamps: 'start', dates: 'local' });
    assert.deepEqual(await door.stampsOf?.(PRM.office), { stamps: 'end', dates: 'local' });
  });

  const curves: [DoorId, prm: string][] = [
    ['conso-api', PRM.roof],
    ['myelectricaldata-v1', PRM.roof],
    ['myelectricaldata-v2', PRM.roof],
    ['enedis-direct', PRM.roof],
    ['enedis-company', PRM.workshop],
  ];
  for (const [id, prm] of curves)
    it(`${id}: every failure that the sandbox knows has its code`, async () => {
      const door = doorTo(id);
      const names = id === 'conso-api' || id.startsWith('myelectricaldata') ? [] : MEASURE_NAMES;
      const series: Series = { prm, direction: 'consumption', measure: 'load-curve' };
      await door.checkSecret?.();
      for (const [fault, meaning] of Object.entries(MEANINGS) as [EnedisFault, ErrorCode][]) {
        clock.advance(25 * HOUR_MS);
        await door.checkSecret?.();
        const fail = (times: number): void => {
          for (const name of names) enedis.fail(name, fault, times);
          if (DOORS[id].isGateway) gateways.fail(id as 'conso-api', fault, times, /curve|charge|detail/);
        };
        fail(1);
        const error = await door.ask(series, WEEK, 'daily').then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        fail(0);
        assert.ok(error instanceof LinkyRedError, `${id} ${fault}`);
        const expected = fault === 'wrong-direction' && id === 'enedis-company' ? 'ERR_ENEDIS_COLLECTION' : meaning;
        assert.equal(error.code, expected, `${id} ${fault}: ${error.message}`);
      }
    });
});
