// What portals answer when they do not give what was asked, case by case.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError } from '../../../../lib/errors';
import { closedUntil, quotaOf, refusalOf } from '../../../../lib/opendata/portal/said';
import '../../../support/machine/property-seed';

const HOST = 'portal.example';
const NOW = Date.parse('2026-11-06T09:00:00Z');
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
const HTML = { 'content-type': 'text/html; charset=utf-8' };

interface Case {
  readonly what: string;
  readonly status: number;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly to?: string;
  readonly dataset?: string;
  readonly is: object;
}

const CASES: readonly Case[] = [
  {
    what: 'a limit that Opendatasoft does not take',
    status: 400,
    headers: JSON_TYPE,
    text: '{"error_code":"InvalidRESTParameterError","message":"Invalid value for limit"}',
    is: { code: 'ERR_PORTAL_REFUSED', facts: { host: HOST, status: 400, detail: 'Invalid value for limit' } },
  },
  {
    what: 'text in French',
    status: 400,
    headers: TEXT,
    text: 'le paramètre "where" est invalide :\n  Expected …',
    is: {
      code: 'ERR_PORTAL_REFUSED',
      facts: { host: HOST, status: 400, detail: 'le paramètre "where" est invalide : Expected …' },
    },
  },
  {
    what: 'a whole trace',
    status: 400,
    headers: TEXT,
    text: 'x'.repeat(5000),
    is: { code: 'ERR_PORTAL_REFUSED', facts: { host: HOST, status: 400, detail: `${'x'.repeat(300)}…` } },
  },
  {
    what: 'the look-alike that does not do this',
    status: 410,
    headers: TEXT,
    text: "Cette couche de compatibilité pour la version d'API précédente ne supporte pas cette requête.",
    dataset: 'd',
    is: { code: 'ERR_PORTAL_GONE', facts: { host: HOST, status: 410 } },
  },
  {
    what: 'no such API',
    status: 404,
    headers: TEXT,
    text: 'unknown API',
    dataset: 'd',
    is: { code: 'ERR_PORTAL_GONE' },
  },
  {
    what: 'no such dataset, in words',
    status: 404,
    headers: TEXT,
    text: 'Dataset not found',
    dataset: 'd',
    is: { code: 'ERR_DATASET', facts: { host: HOST, dataset: 'd' } },
  },
  {
    what: 'no such dataset, in JSON',
    status: 404,
    headers: JSON_TYPE,
    text: '{"error_code":"NotFound","message":"…"}',
    dataset: 'd',
    is: { code: 'ERR_DATASET' },
  },
  {
    what: 'a page, where it was asked',
    status: 404,
    headers: HTML,
    text: '<html>',
    dataset: 'd',
    is: { code: 'ERR_PORTAL_GONE' },
  },
  {
    what: 'a page, after a redirect',
    status: 404,
    headers: HTML,
    text: '<!DOCTYPE html>',
    to: 'https://opendata.enedis.fr/api',
    dataset: 'd',
    is: { code: 'ERR_PORTAL_MOVED', facts: { host: HOST, to: 'https://opendata.enedis.fr/api' } },
  },
  {
    what: 'a redirect that nobody follows with a key',
    status: 301,
    headers: { location: '/elsewhere?key=hunter2' },
    is: { code: 'ERR_PORTAL_MOVED', facts: { host: HOST, to: `https://${HOST}/elsewhere` } },
  },
  { what: 'a redirect to nowhere', status: 302, is: { code: 'ERR_PORTAL_MOVED', facts: { host: HOST, to: '–' } } },
  {
    what: 'a bad key',
    status: 401,
    headers: JSON_TYPE,
    text: '{}',
    is: { code: 'ERR_PORTAL_KEY', facts: { host: HOST, status: 401 } },
  },
  { what: 'a key without the right', status: 403, is: { code: 'ERR_PORTAL_KEY', facts: { host: HOST, status: 403 } } },
  {
    what: 'a failure without a word',
    status: 500,
    text: '',
    is: { code: 'ERR_PORTAL_FAILED', facts: { host: HOST, status: 500, detail: '–' } },
  },
  {
    what: 'a failure on a page',
    status: 502,
    headers: HTML,
    text: '<html>',
    is: { code: 'ERR_PORTAL_FAILED', facts: { host: HOST, status: 502, detail: '–' } },
  },
  { what: 'a search that took too long', status: 504, is: { code: 'ERR_PORTAL_FAILED' } },
];

describe('lib/opendata/portal/said', () => {
  for (const { what, status, text = '', headers = {}, to, dataset, is } of CASES) {
    it(`knows ${what} (${String(status)})`, () => {
      const error = refusalOf({ status, text, headers, redirectedTo: to }, { host: HOST, ...(dataset && { dataset }) });
      assert.ok(error instanceof LinkyRedError);
      assert.deepEqual({ code: error.code, facts: error.facts, ...is }, { code: error.code, facts: error.facts });
    });
  }

  it('has a sentence for whatever comes', () => {
    const status = fc.integer({ min: 300, max: 599 });
    const headers = fc.dictionary(fc.constantFrom('content-type', 'location'), fc.string());
    fc.assert(
      fc.property(status, fc.string(), headers, (code, text, said) => {
        const error = refusalOf(
          { status: code, text, headers: said, redirectedTo: undefined },
          { host: HOST, dataset: 'd' },
        );
        assert.doesNotMatch(error.message, /\{\w+\}/);
        assert.ok(error.message.length < 600);
      }),
    );
  });

  describe('of too many calls', () => {
    for (const [what, text, headers, until] of [
      [
        'the day of a domain',
        '{"errorcode":10002,"reset_time":"2026-11-07T00:00:00Z","error":"…"}',
        {},
        '2026-11-07T00:00:00Z',
      ],
      ['the header', '', { 'x-ratelimit-reset': '1793923200' }, undefined],
      [
        'the header, of tomorrow',
        '',
        { 'x-ratelimit-reset': String(Date.parse('2026-11-07T00:00:00Z') / 1000) },
        '2026-11-07T00:00:00Z',
      ],
      ['a time that is over', '{"reset_time":"2021-01-26T00:00:00Z"}', {}, undefined],
      ['no time', 'Trop de traffic dans un interval restreint sur cette API.', {}, undefined],
      ['nonsense', '{"reset_time":"soon"}', {}, undefined],
      ['a year', '{"reset_time":"2027-11-07T00:00:00Z"}', {}, '2026-11-07T09:00:00Z'],
    ] as const) {
      it(`reads ${what}`, () => {
        assert.equal(closedUntil({ text, headers }, NOW), until === undefined ? undefined : Date.parse(until));
      });
    }
  });

  it('reads what is left in headers', () => {
    const reset = NOW / 1000;
    assert.deepEqual(
      quotaOf({ 'x-ratelimit-limit': '10000', 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': String(reset) }),
      { limit: 10_000, remaining: 9, resetAt: NOW },
    );
    assert.deepEqual(quotaOf({ 'x-ratelimit-remaining': '0' }), { limit: null, remaining: 0, resetAt: null });
    assert.equal(quotaOf({}), undefined);
    assert.equal(quotaOf({ 'x-ratelimit-remaining': 'many' }), undefined);
  });
});
