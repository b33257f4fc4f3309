import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { SecretDocument } from '../../../lib/store/secrets';
import { Store, type Format, type Trouble } from '../../../lib/store/store';

interface Pass {
  readonly token: string;
}
const asPass: Format<Pass> = {
  version: 2,
  check: (value) =>
    typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string'
      ? { token: value.token }
      : undefined,
  migrations: { 1: (text) => ({ token: text }) },
};
const [SECRET, OTHER] = ['the secret of this Node-RED', 'another one'];

describe('lib/store: secrets', () => {
  let dir: string;
  let troubles: Trouble[];
  const open = (secret: string | undefined, name = 'pass', format = asPass): SecretDocument<Pass> =>
    new SecretDocument(new Store(dir, (trouble) => troubles.push(trouble)), name, format, secret);
  const file = (name = 'pass'): string => path.join(dir, `${name}.json`);

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-secrets-'));
    troubles = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  it('are there again after a restart, and nobody reads them in the file', async () => {
    assert.equal(await open(SECRET).write({ token: 'eyJ.hidden' }), true);
    assert.deepEqual(await open(SECRET).read(), { value: { token: 'eyJ.hidden' }, state: 'there' });
    const text = await readFile(file(), 'utf8');
    assert.doesNotMatch(text, /hidden|token/);
    assert.equal((await stat(file())).mode & 0o777, 0o600);
  });

  it('are never written the same way twice', async () => {
    await open(SECRET).write({ token: 'same' });
    const first = await readFile(file(), 'utf8');
    await open(SECRET).write({ token: 'same' });
    assert.notEqual(await readFile(file(), 'utf8'), first);
  });

  it('that were never written are absent, and those that were removed', async () => {
    assert.deepEqual(await open(SECRET).read(), { value: undefined, state: 'absent' });
    await open(SECRET).write({ token: 'gone' });
    await open(SECRET).remove();
    assert.deepEqual(await open(SECRET).read(), { value: undefined, state: 'absent' });
    assert.deepEqual(await readdir(dir), []);
  });

  it('stay locked while the secret of the host is another one or missing, and open again when it is back', async () => {
    await open(SECRET).write({ token: 'kept' });
    assert.deepEqual(await open(OTHER).read(), { value: undefined, state: 'locked' });
    assert.deepEqual(await open(undefined).read(), { value: undefined, state: 'locked' });
    assert.deepEqual(troubles, []);
    assert.deepEqual(await open(SECRET).read(), { value: { token: 'kept' }, state: 'there' });
  });

  it('that are locked give way to what is written next', async () => {
    await open(SECRET).write({ token: 'old' });
    await open(OTHER).write({ token: 'new' });
    assert.deepEqual(await open(OTHER).read(), { value: { token: 'new' }, state: 'there' });
  });

  it('are known without a secret for as long as the process runs, and lie on no disk', async () => {
    const secrets = open(undefined);
    assert.equal(await secrets.write({ token: 'in memory' }), false);
    assert.deepEqual(await secrets.read(), { value: { token: 'in memory' }, state: 'there' });
    assert.deepEqual(await readdir(dir), []);
    await secrets.remove();
    assert.deepEqual(await secrets.read(), { value: undefined, state: 'absent' });
  });

  it('that were changed by a bit, or moved to another name, do not open', async () => {
    await open(SECRET).write({ token: 'true' });
    const written = JSON.parse(await readFile(file(), 'utf8')) as { version: number; value: { data: string } };
    const data = Buffer.from(written.value.data, 'base64');
    data[0] = (data[0] ?? 0) ^ 1;
    const forged = { ...written, value: { ...written.value, data: data.toString('base64') } };
    await writeFile(file(), JSON.stringify(forged));
    assert.equal((await open(SECRET).read()).state, 'locked');
    await writeFile(file(), JSON.stringify(written));
    await rename(file(), file('other'));
    assert.equal((await open(SECRET, 'other').read()).state, 'locked');
  });

  it('that are spoiled are set aside and named', async () => {
    await writeFile(file(), '{"version":1,"val');
    assert.deepEqual(await open(SECRET).read(), { value: undefined, state: 'lost' });
    assert.equal(troubles[0]?.file, file());
  });

  it('of an older version become what is known now; what is no such thing is lost', async () => {
    const older = { version: 1, check: (value: unknown) => value as never } satisfies Format<Pass>;
    await open(SECRET, 'pass', older).write('plain text' as never);
    assert.deepEqual(await open(SECRET).read(), { value: { token: 'plain text' }, state: 'there' });
    await open(SECRET, 'pass', older).write({ nobody: 1 } as never);
    assert.equal((await open(SECRET, 'pass', { version: 2, check: asPass.check }).read()).state, 'lost');
  });

  it('never throw, whatever lies there', async () => {
    const text = fc.base64String({ maxLength: 64 });
    const sealed = fc.record({ salt: text, iv: text, data: text, tag: text });
    await fc.assert(
      fc.asyncProperty(sealed, async (value) => {
        await writeFile(file(), JSON.stringify({ version: 1, value }));
        assert.equal((await open(SECRET).read()).state, 'locked');
      }),
      { numRuns: 50 },
    );
  });
});
