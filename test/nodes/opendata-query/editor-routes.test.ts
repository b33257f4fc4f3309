// What the form asks of a portal through Node-RED: told as keys of the catalogue where it fails, and a stored key never goes to
// another address than that which was deployed with it.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startOpenData, type RunningOpenData } from '../../../sandbox/opendata/server';
import { SYSTEM_CLOCK } from '../../../lib/grid/clock';
import { answerEditor } from '../../../nodes/opendata-query/editor-side/routes';
import type { EditorQuestion } from '../../../nodes/opendata-query/editor-side/answers';
import { translateOf } from '../../support/node-red/catalogues';

type Api = Parameters<typeof answerEditor>[0];

describe('what the form of opendata-query asks', () => {
  let userDir: string;
  let portals: RunningOpenData;
  let locked: RunningOpenData;
  before(async () => {
    userDir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-form-'));
    portals = await startOpenData({});
    locked = await startOpenData({ apiKey: 'the-key' });
  });
  after(async () => {
    await portals.stop();
    await locked.stop();
    await rm(userDir, { recursive: true, maxRetries: 5 });
  });

  /** A Node-RED in which one node is deployed, with a key. */
  const red = (deployedUrl: string): Api =>
    ({
      _: translateOf('opendata-query', 'fr'),
      log: { warn: (text: string) => assert.fail(text) },
      settings: { userDir },
      nodes: {
        eachNode: (each: (node: object) => void) => {
          each({ id: 'other', type: 'inject' });
          each({ id: 'deployed', type: 'opendata-query', portal: 'other', url: `${deployedUrl}/` });
        },
        getCredentials: (id: string) => (id === 'deployed' ? { apiKey: 'the-key' } : undefined),
      },
    }) as unknown as Api;
  const ask = <Q extends EditorQuestion>(question: Q, form: object, deployedUrl = portals.enedis) =>
    answerEditor(red(deployedUrl), SYSTEM_CLOCK, question, {
      id: 'deployed',
      apiKey: '',
      portal: 'other',
      url: portals.enedis,
      query: '{"limit":1000}',
      ...form,
    });

  it('searches, describes, lists values and shows ten rows, at both kinds of portals', async () => {
    for (const [url, dataset, field, value] of [
      [portals.enedis, 'national-balance', 'mois', '01'],
      [portals.odre, 'eco2mix-national', 'perimetre', 'France'],
    ] as const) {
      const described = (await ask('dataset', { url, dataset })).value;
      assert.ok(described !== undefined);
      assert.ok(described.fields.some(({ key }) => key === field));
      const found = (await ask('search', { url, text: described.title })).value;
      assert.ok(found?.some(({ id }) => id === described.id));
      assert.ok((await ask('values', { url, dataset, field })).value?.includes(value));
      const preview = (await ask('preview', { url, dataset })).value;
      assert.equal(preview?.rows.length, 10);
      assert.equal(preview.count, Math.min(described.count, 1000));
      assert.ok(preview.columns.includes(field) && !preview.columns.includes('_flags'));
    }
  });

  it('tells what is wrong as a key and its facts, whatever language the runtime has', async () => {
    for (const [form, code, key] of [
      [{ dataset: 'nothing-such' }, 'ERR_DATASET', 'dataset'],
      [{ dataset: 'national-balance', query: '{"where":{}}' }, 'ERR_OPENDATA_QUERY', 'opendata-query'],
      [{ dataset: 'national-balance', query: '{"select":["nothing"]}' }, 'ERR_OPENDATA_FIELD', 'opendata-field'],
      [{ dataset: '${NAME}' }, 'ERR_CONFIG_VARIABLE', 'config-variable'],
      [{ url: 'ftp://x' }, 'ERR_CONFIG', 'config'],
    ] as const) {
      const { error, value } = await ask('preview', form);
      assert.deepEqual([error?.code, error?.key, value], [code, key, undefined]);
    }
    const { error } = await ask('dataset', { dataset: 'nothing-such' });
    assert.deepEqual(error?.facts, { host: new URL(portals.enedis).host, dataset: 'nothing-such' });
  });

  it('refuses what comes from no form', async () => {
    for (const body of [undefined, 'text', { id: 1 }])
      await assert.rejects(answerEditor(red(portals.enedis), SYSTEM_CLOCK, 'search', body), { code: 'ERR_INPUT' });
  });

  it('sends a key that is typed, and a stored one to the address that was deployed with it', async () => {
    const form = { url: locked.enedis, dataset: 'national-balance' };
    const typed = await ask('dataset', { ...form, apiKey: 'the-key' });
    assert.equal(typed.value?.id, 'bilan-electrique-demi-heure');
    const stored = await ask('dataset', { ...form, apiKey: '__PWRD__' }, locked.enedis);
    assert.equal(stored.value?.id, 'bilan-electrique-demi-heure');
    assert.equal(stored.keyKept, undefined);
  });

  it('keeps a stored key from any other address, and says so', async () => {
    const form = { url: locked.enedis, dataset: 'national-balance', apiKey: '__PWRD__' };
    const { value, error, keyKept } = await ask('dataset', form, portals.enedis);
    assert.deepEqual([value, error?.code, keyKept], [undefined, 'ERR_PORTAL_KEY', true]);
    const undeployed = await ask('dataset', { ...form, id: 'new' }, locked.enedis);
    assert.deepEqual([undeployed.error?.code, undeployed.keyKept], ['ERR_PORTAL_KEY', true]);
  });
});
