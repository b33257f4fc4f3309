import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError } from '../../../lib/errors';
import { PORTALS } from '../../../lib/opendata/kind/kind';
import {
  DEFAULTS,
  PORTAL_CHOICES,
  type OpendataQueryFields,
} from '../../../nodes/opendata-query/opendata-query.choices';
import { readApiKey, readConfig } from '../../../nodes/opendata-query/opendata-query.config';
import '../../support/machine/property-seed';

const read = (change: Partial<OpendataQueryFields> = {}) =>
  readConfig({
    id: 'n1',
    type: 'opendata-query',
    name: '',
    z: '',
    ...DEFAULTS,
    dataset: 'national-balance',
    ...change,
  });
const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof LinkyRedError, String(error));
    return `${error.code} ${String(error.facts['field'] ?? error.facts['detail'])}`;
  }
  return 'nothing';
};

describe('the settings of opendata-query', () => {
  it('of a new node: Enedis, 1,000 rows at most in one message, a look every 6 hours', () => {
    assert.deepEqual(read(), {
      portal: PORTALS[0],
      dataset: 'national-balance',
      query: { limit: 1000 },
      reading: { watts: true, unpivot: false, timeIs: 'start' },
      send: 'one',
      mostRows: 10_000,
      batchRows: 1000,
      release: { by: 'credit', withinMs: 60_000 },
      format: 'csv',
      file: '',
      everyMs: 21_600_000,
    });
  });

  it('have each portal that has a name, and any other by its address', () => {
    for (const portal of PORTAL_CHOICES)
      if (portal !== 'other') assert.equal(read({ portal }).portal.id, portal, portal);
    assert.deepEqual(read({ portal: 'other', url: ' https://data.example.org/sub/?x=1 ' }).portal, {
      baseUrl: 'https://data.example.org/sub',
    });
  });

  it('need no dataset where messages name theirs', () => {
    assert.equal(read({ dataset: '', everyHours: '0' }).dataset, undefined);
    assert.equal(read({ dataset: '', everyHours: '0' }).everyMs, undefined);
  });

  it('ask for everything where the question is empty', () => {
    assert.deepEqual(read({ query: ' ' }).query, {});
  });

  it('hold what is left out of a flow that was written by hand', () => {
    assert.deepEqual(readConfig({ id: 'n1', type: 'opendata-query', name: '', z: '', dataset: 'prod' }).query, {
      limit: 1000,
    });
  });

  it('have a fixed pause in the place of a credit', () => {
    assert.deepEqual(read({ release: 'free', pauseMs: '50' }).release, { by: 'free', pauseMs: 50 });
  });

  for (const [change, said] of [
    [{ portal: 'insee' as never }, 'ERR_CONFIG portal'],
    [{ portal: 'other' }, 'ERR_CONFIG url'],
    [{ portal: 'other', url: 'data.example.org' }, 'ERR_CONFIG url'],
    [{ portal: 'other', url: 'https://user:pass@data.example.org' }, 'ERR_CONFIG url'],
    [{ dataset: '' }, 'ERR_CONFIG dataset'],
    [{ query: '{"limit":' }, 'ERR_CONFIG query'],
    [{ query: '[]' }, 'ERR_OPENDATA_QUERY'],
    [{ query: '{"limit":-1}' }, 'ERR_OPENDATA_QUERY'],
    [{ send: 'drips' as never }, 'ERR_CONFIG send'],
    [{ send: 'file' }, 'ERR_CONFIG file'],
    [{ mostRows: '0' }, 'ERR_CONFIG mostRows'],
    [{ mostRows: '1e9' }, 'ERR_CONFIG mostRows'],
    [{ batchRows: '2.5' }, 'ERR_CONFIG batchRows'],
    [{ release: 'soon' as never }, 'ERR_CONFIG release'],
    [{ creditSeconds: '0' }, 'ERR_CONFIG creditSeconds'],
    [{ pauseMs: '-1' }, 'ERR_CONFIG pauseMs'],
    [{ format: 'xlsx' as never }, 'ERR_CONFIG format'],
    [{ timeIs: 'middle' as never }, 'ERR_CONFIG timeIs'],
    [{ everyHours: '0.5' }, 'ERR_CONFIG everyHours'],
    [{ everyHours: '' }, 'ERR_CONFIG everyHours'],
    [{ everyHours: '721' }, 'ERR_CONFIG everyHours'],
  ] as const)
    it(`refuse ${JSON.stringify(change)}`, () => {
      const found = refusal(() => read(change));
      assert.ok(found.startsWith(said), found);
    });

  for (const field of Object.keys(DEFAULTS).filter((name) => name !== 'version') as (keyof OpendataQueryFields)[])
    it(`name a variable that was not put in its place, whatever else is set: ${field}`, () => {
      const raw = { id: 'n1', type: 'opendata-query', name: '', z: '', [field]: '${NOT_SET}' };
      assert.equal(
        refusal(() => readConfig(raw)),
        `ERR_CONFIG_VARIABLE ${field}`,
      );
    });

  it('have a key as a credential, or none', () => {
    assert.equal(readApiKey(undefined), undefined);
    assert.equal(readApiKey({ apiKey: ' k ' }), 'k');
    assert.equal(
      refusal(() => readApiKey({ apiKey: 'a${KEY}' })),
      'ERR_CONFIG_VARIABLE apiKey',
    );
  });

  it('take any text for a question, and refuse what is none with a code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (query) => {
        assert.match(
          refusal(() => read({ query })),
          /^(nothing|ERR_CONFIG query|ERR_CONFIG_VARIABLE query|ERR_OPENDATA_QUERY .+)$/s,
        );
      }),
    );
  });
});
