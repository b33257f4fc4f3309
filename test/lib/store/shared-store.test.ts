import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { shareLedger } from '../../../lib/provider/quota/shared-ledger';
import { shareStore } from '../../../lib/store/shared-store';
import type { Format } from '../../../lib/store/store';
import { FakeClock } from '../../support/machine/fake-clock';

const NUMBER: Format<number> = { version: 1, check: (value) => (typeof value === 'number' ? value : undefined) };

describe('the store of a folder', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-shared-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  it('is one for all, those of a provider too, until the last one leaves', async () => {
    const [meter, provider] = [shareStore(dir, () => undefined), shareLedger(dir, new FakeClock(), () => undefined)];
    const document = meter.store.document('count', NUMBER);
    assert.equal(provider.store.document('count', NUMBER), document);
    await provider.release();
    const again = shareLedger(dir, new FakeClock(), () => undefined);
    assert.equal(again.store.document('count', NUMBER), document);
    assert.equal(again.ledger, provider.ledger);
    await meter.release();
    await again.release();
    const later = shareStore(dir, () => undefined);
    assert.notEqual(later.store.document('count', NUMBER), document);
    await later.release();
  });

  it('tells who opened a file first what goes wrong with it', async () => {
    const told: string[] = [];
    const [first, second] = ['first', 'second'].map((name) => shareStore(dir, () => told.push(name)));
    await writeFile(path.join(dir, 'count.json'), 'GARBAGE');
    assert.ok(first !== undefined && second !== undefined);
    const document = second.store.document('count', NUMBER);
    await first.store.document('count', NUMBER).read();
    assert.deepEqual(told, ['second']);
    await first.store.forget('count');
    assert.equal(await document.write(1), true);
    await Promise.all([first.release(), second.release()]);
  });
});
