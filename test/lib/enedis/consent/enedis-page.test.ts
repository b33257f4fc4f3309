import assert from 'node:assert/strict';
import fc from 'fast-check';
import { authorizeUrl, queryOfAddress, readCallback } from '../../../../lib/enedis/consent/enedis-page';

const [HOME, COTTAGE] = ['14000000000001', '14000000000002'];
const PAGE = 'https://mon-compte-particulier.enedis.fr/dataconnect/v2/oauth2/authorize';
const back = (query: string) => readCallback(new URLSearchParams(query));

describe('the consent page of Enedis', () => {
  it('is asked with four parameters, and no more', () => {
    const url = new URL(authorizeUrl(PAGE, 'my app&x=1', 'abc'));
    assert.equal(url.origin + url.pathname, PAGE);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: 'my app&x=1',
      response_type: 'code',
      state: 'abc',
      duration: 'P3Y',
    });
  });

  it('answers with an authorisation (v2), or with meters (v1), one or several', () => {
    assert.deepEqual(back('autorisation_id=10234&state=s'), { kind: 'authorised', state: 's', autorisationId: 10234 });
    assert.deepEqual(back(`code=c&state=s&usage_point_id=${HOME}`), { kind: 'meters', state: 's', prms: [HOME] });
    for (const mark of [',', ';', ', ', '%3B'])
      assert.deepEqual(back(`code=c&state=s&usage_point_id=${HOME}${mark}${COTTAGE}`), {
        kind: 'meters',
        state: 's',
        prms: [HOME, COTTAGE],
      });
  });

  it('answers with a refusal; of its words nothing comes through that is no word', () => {
    const query =
      'error=demande_non_aboutie&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E%20refus%C3%A9&state=s';
    assert.deepEqual(back(query), {
      kind: 'refused',
      state: 's',
      detail: 'demande_non_aboutie scriptalert(1)script refusé',
    });
  });

  it('is not believed when something is missing, doubled or strange', () => {
    for (const query of [
      'state=s',
      'autorisation_id=&state=s',
      'autorisation_id=-1&state=s',
      'autorisation_id=1&autorisation_id=2&state=s',
      'usage_point_id=123&state=s',
      `usage_point_id=${HOME},x&state=s`,
    ])
      assert.deepEqual(back(query), { kind: 'unreadable', state: 's' }, query);
    assert.deepEqual(back('autorisation_id=1&state=a&state=b'), { kind: 'unreadable', state: '' });
    assert.deepEqual(back('autorisation_id=1'), { kind: 'authorised', state: '', autorisationId: 1 });
  });

  it('never makes anything throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { kind } = readCallback(queryOfAddress(text));
        assert.ok(['authorised', 'meters', 'refused', 'unreadable'].includes(kind));
      }),
    );
  });

  it('may come back as the address that a user has copied', () => {
    const query = 'autorisation_id=10234&state=s';
    for (const pasted of [
      `https://home.example/red/dataconnect-oauth/callback?${query}`,
      ` http://localhost:1880/dataconnect-oauth/callback?${query}#top\n`,
      `?${query}`,
      query,
    ])
      assert.deepEqual(readCallback(queryOfAddress(pasted)), { kind: 'authorised', state: 's', autorisationId: 10234 });
  });
});
