import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAccess, readMeters, readServices } from '../../../../lib/enedis/consent/answers';

const [HOME, COTTAGE] = ['14000000000001', '14000000000002'];

describe('valid_access of MyElectricalData v1', () => {
  const answer = { valid: true, consent_expiration_date: '2028-07-14T15:32:38', quota_reached: false, ban: false };

  it('says until when, by French clocks', () => {
    const until = Date.parse('2028-07-14T15:32:38+02:00');
    assert.deepEqual(readAccess(answer), { state: 'valid', until, information: '' });
    const winter = readAccess({ ...answer, consent_expiration_date: '2028-01-14 15:32:38.125' });
    assert.equal(winter?.until, Date.parse('2028-01-14T15:32:38+01:00'));
    const withZone = readAccess({ ...answer, consent_expiration_date: '2028-01-14T15:32:38Z' });
    assert.equal(withZone?.until, Date.parse('2028-01-14T15:32:38Z'));
  });

  it('tells a used up day from a consent that is gone', () => {
    const full = { ...answer, valid: false, quota_reached: true, information: 'quota' };
    assert.equal(readAccess(full)?.state, 'quota');
    assert.equal(readAccess({ ...full, ban: true })?.state, 'refused');
    assert.deepEqual(readAccess({ valid: false, information: 'inconnu', ban: null }), {
      state: 'refused',
      information: 'inconnu',
    });
  });

  it('is nothing else', () => {
    for (const json of [undefined, null, [], {}, { valid: 'yes' }, 'text']) assert.equal(readAccess(json), undefined);
    assert.equal(readAccess({ ...answer, consent_expiration_date: 'soon' })?.until, undefined);
  });
});

describe('the meters of a MyElectricalData v2 account', () => {
  it('are found in whatever list, in an envelope or not', () => {
    const list = [{ usage_point_id: HOME, name: 'home' }, { pdl: COTTAGE }, { pdl: HOME }];
    for (const json of [{ success: true, data: list }, list, [HOME, COTTAGE, 'x']])
      assert.deepEqual(readMeters(json), { prms: [HOME, COTTAGE] });
    assert.deepEqual(readMeters({ success: true, data: [] }), { prms: [] });
    for (const json of [undefined, {}, { data: {} }, 7]) assert.equal(readMeters(json), undefined);
  });
});

describe('subscribed_services of Enedis', () => {
  const ID = 10234;
  const service = {
    pointId: HOME,
    soutirage: true,
    injection: false,
    etatCode: 'ACTIF',
    dateDebut: '2026-11-29',
    dateFin: '2029-11-29',
    mesuresTypeCode: ['CDC', 'ENERGIE', 'PMAX', 'IDX', 'ITC'],
    autorisation: { autorisationId: ID },
  };
  const read = (...services: unknown[]) => readServices({ nbTotalServices: 2, serviceSouscrit: services }, ID);

  it('say meter, directions, measures, and until when', () => {
    const injection = { ...service, soutirage: false, injection: true, mesuresTypeCode: ['CDC', 'ENERGIE'] };
    assert.deepEqual(read(service, injection), {
      prms: [HOME],
      since: '2026-11-29',
      until: Date.parse('2029-11-29T00:00:00+01:00'),
      directions: ['consumption', 'production'],
      measures: ['load-curve', 'energy', 'max-power', 'index'],
    });
    assert.deepEqual(read(service)?.directions, ['consumption']);
  });

  it('are not there yet: null, nothing, or an empty list', () => {
    for (const serviceSouscrit of [null, undefined, []])
      assert.deepEqual(readServices({ nbTotalServices: 0, serviceSouscrit }, ID), { prms: [] });
  });

  it('of another consent, or that have ended, are none of it', () => {
    assert.deepEqual(read({ ...service, autorisation: { autorisationId: 7 } }), { prms: [] });
    assert.deepEqual(read({ ...service, etatCode: 'TERMINE' }), { prms: [] });
    assert.deepEqual(read({ ...service, pointId: 'x' }, 'nonsense', null), { prms: [] });
  });

  it('say as much as they have', () => {
    assert.deepEqual(read({ pointId: 14000000000001 }), { prms: [HOME] });
    assert.deepEqual(read({ ...service, dateDebut: null, dateFin: null, mesuresTypeCode: ['ITC'] }), {
      prms: [HOME],
      directions: ['consumption'],
      measures: [],
    });
  });

  it('are nothing else, whatever comes', () => {
    for (const json of [undefined, null, 'x', { serviceSouscrit: 'x' }])
      assert.equal(readServices(json, ID), undefined);
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        for (const grant of [
          readServices({ serviceSouscrit: [json] }, ID),
          readMeters(json),
          readMeters({ data: [json] }),
        ])
          grant?.prms.forEach((prm) => {
            assert.match(prm, /^\d{14}$/);
          });
        readAccess(json);
      }),
    );
  });
});
