// What the button "Try" opens first stays open with the store of the folder: its warnings must reach somebody.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { shareStore } from '../../../lib/store/shared-store';
import { tryAccount } from '../../../nodes/runtime/account/account-trial';
import type { NodeAPI } from '../../../nodes/runtime/types';
import { FakeClock } from '../../support/machine/fake-clock';

describe('the trial of an account', () => {
  let userDir: string;
  beforeEach(async () => {
    userDir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-trial-'));
  });
  afterEach(() => rm(userDir, { recursive: true, force: true, maxRetries: 5 }));

  it('names a ledger that is spoiled, when no node has opened it yet', async () => {
    const folder = path.join(userDir, 'linky-red');
    await mkdir(folder);
    await writeFile(path.join(folder, 'quota-ledger.json'), 'GARBAGE');
    const open = shareStore(folder, () => undefined);
    const warned: string[] = [];
    const RED = {
      settings: { userDir },
      log: { warn: (text: string) => warned.push(text) },
      _: (key: string, { file = '' } = {}) => `${key} ${file}`,
    } as unknown as NodeAPI;
    const row = {
      type: 'some-account',
      credentials: {},
      secret: 'secret',
      open: () => ({ account: { fingerprint: 'f' }, idle: () => Promise.resolve() }),
      report: async (_RED: unknown, _opened: unknown, { shared }: { shared: { ledger: { earliest: LedgerAsks } } }) => {
        await shared.ledger.earliest({ key: 'k', limits: [] });
        return [];
      },
    };
    assert.deepEqual(await tryAccount(RED, new FakeClock(), row, { secret: 's' }), []);
    await open.release();
    assert.deepEqual(warned, [`linky-red: warning.set-aside ${path.join(folder, 'quota-ledger.json')}`]);
  });
});

type LedgerAsks = (row: { key: string; limits: [] }) => Promise<number>;
