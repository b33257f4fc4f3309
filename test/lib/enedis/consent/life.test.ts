import assert from 'node:assert/strict';
import { daysLeft, nextChange, standingOf } from '../../../../lib/enedis/consent/life';

const DAY = 24 * 3_600_000;
const [HOME, COTTAGE] = ['14000000000001', '14000000000002'];
const until = Date.parse('2029-11-29T00:00:00+01:00');
const consent = { prms: [HOME, COTTAGE], until };

describe('what a consent is worth', () => {
  it('is told 30 days before it ends, and when it has ended', () => {
    assert.equal(standingOf(consent, until - 30 * DAY - 1), 'linked');
    assert.equal(standingOf(consent, until - 30 * DAY), 'expiring');
    assert.equal(standingOf(consent, until - 1), 'expiring');
    assert.equal(standingOf(consent, until), 'expired');
  });

  it('without an end is linked for good', () => {
    assert.equal(standingOf({ prms: [HOME] }, until), 'linked');
    assert.equal(daysLeft({ prms: [HOME] }, until), null);
    assert.equal(nextChange({ prms: [HOME] }, until), undefined);
  });

  it('is revoked when it is so for all of its meters', () => {
    assert.equal(standingOf({ ...consent, revoked: [HOME] }, 0), 'linked');
    assert.equal(standingOf({ ...consent, revoked: [COTTAGE, HOME] }, 0), 'revoked');
  });

  it('changes at two moments', () => {
    assert.equal(nextChange(consent, 0), until - 30 * DAY);
    assert.equal(nextChange(consent, until - 30 * DAY), until);
    assert.equal(nextChange(consent, until), undefined);
    assert.equal(daysLeft(consent, until - DAY - 1), 2);
    assert.equal(daysLeft(consent, until + 1), 0);
  });
});
