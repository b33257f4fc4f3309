import assert from 'node:assert/strict';
import { Consents, type Consent } from '../../../../lib/enedis/consent/consents';

const [HOME, COTTAGE, PARENTS] = ['14000000000001', '14000000000002', '14000000000003'];
const consent = (id: string, prms: readonly string[], more: Partial<Consent> = {}): Consent => ({
  id,
  prms,
  credentials: { secret: `token of ${id}`, fingerprint: id },
  ...more,
});

describe('the consents of an account', () => {
  let consents: Consents;
  let told: number;
  beforeEach(() => {
    consents = new Consents();
    told = 0;
    consents.listen(() => (told += 1));
  });

  it('are found by meter: two homes of one holder, one of another', () => {
    consents.set(consent('mine', [HOME, COTTAGE]));
    consents.set(consent('theirs', [PARENTS]));
    assert.equal(consents.of(COTTAGE)?.id, 'mine');
    assert.equal(consents.of(PARENTS)?.id, 'theirs');
    assert.equal(consents.of('14000000000009'), undefined);
    assert.equal(told, 2);
  });

  it('that are taken back stay so for that meter alone, until a new one comes', () => {
    consents.set(consent('mine', [HOME, COTTAGE]));
    consents.revoke(HOME);
    assert.equal(consents.of(HOME)?.isRevoked, true);
    assert.equal(consents.of(COTTAGE)?.isRevoked, false);
    assert.deepEqual(consents.all()[0]?.revoked, [HOME]);
    consents.revoke(HOME);
    assert.deepEqual(consents.all()[0]?.revoked, [HOME]);
    consents.set(consent('mine', [HOME, COTTAGE]));
    assert.equal(consents.of(HOME)?.isRevoked, false);
  });

  it('of two nodes for one meter: the one that holds counts', () => {
    consents.set(consent('old', [HOME], { revoked: [HOME] }));
    consents.set(consent('new', [HOME]));
    assert.equal(consents.of(HOME)?.id, 'new');
  });

  it('go with their node, a revoked one too, and what was said since stays', () => {
    const stopOld = consents.set(consent('mine', [HOME]));
    const stopNew = consents.set(consent('mine', [COTTAGE]));
    stopOld();
    assert.equal(consents.of(COTTAGE)?.id, 'mine');
    consents.revoke(COTTAGE);
    stopNew();
    assert.deepEqual(consents.all(), []);
  });
});
