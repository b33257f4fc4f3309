// A clock that is days ahead when colours of the past are asked for: what is tomorrow in truth is no past, and a pre-signal of it is
// not kept for good.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { shareLedger, type SharedLedger } from '../../../../lib/provider/quota/shared-ledger';
import { parseServicesRte, type ColourOfDay } from '../../../../lib/rte/tempo/answers';
import { TempoHistory } from '../../../../lib/rte/tempo/history';
import { KeptReader } from '../../../../lib/rte/tempo/kept-reader';
import { FakeClock } from '../../../support/machine/fake-clock';
import { run, servicesRteAnswer } from '../../../support/rte/tempo';

describe('the past of Tempo by a clock that is wrong', () => {
  let dir: string;
  let shared: SharedLedger;
  let clock: FakeClock;
  /** What the source tells, its newest day last. */
  let told: ColourOfDay[];
  let kept: KeptReader;

  const tells = (first: string, letters: string): void => {
    told = parseServicesRte(servicesRteAnswer(run(first, letters)));
  };
  const past = async (from: string, to: string): Promise<string[]> => {
    await kept.range(from, to);
    return TempoHistory.of(shared)
      .between(from, to)
      .map(({ day, colour }) => `${day.slice(5)} ${colour}`);
  };

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-ahead-'));
    clock = new FakeClock('2026-11-26T12:30:00+01:00');
    shared = shareLedger(path.join(dir, 'linky-red'), clock, () => undefined);
    kept = new KeptReader(
      {
        source: 'services-rte',
        name: 'services-rte',
        recent: () => Promise.resolve(told.slice(-2)),
        range: async function* () {
          yield await Promise.resolve(told);
        },
      },
      shared,
      clock,
    );
  });
  afterEach(async () => {
    await shared.release();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('two days ahead: today and tomorrow of the source are no past', async () => {
    // It is the 24th: white for the 25th is a pre-signal.
    tells('2026-11-22', 'wwbw');
    await kept.recent();
    assert.deepEqual(await past('2026-11-22', '2026-11-25'), ['11-22 white', '11-23 white']);
    // The 25th was red in the end.
    clock.advance(600_000);
    tells('2026-11-22', 'wwbrbb');
    await kept.recent();
    assert.deepEqual(await past('2026-11-22', '2026-11-25'), ['11-22 white', '11-23 white', '11-24 blue', '11-25 red']);
  });

  it('a season that is over is kept to its last day, whatever is known of today', async () => {
    tells('2026-08-29', 'bbb');
    assert.deepEqual(await past('2026-08-29', '2026-08-31'), ['08-29 blue', '08-30 blue', '08-31 blue']);
  });

  it('where the source knows today, all days before it are kept', async () => {
    tells('2026-11-24', 'wrbb');
    assert.deepEqual(await past('2026-11-24', '2026-11-25'), ['11-24 white', '11-25 red']);
  });
});
