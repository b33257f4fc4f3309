import assert from 'node:assert/strict';
import { ALIASES } from '../../../../lib/opendata/dataset/aliases';
import { FAMILIES } from '../../../../lib/opendata/dataset/families';
import { PORTALS } from '../../../../lib/opendata/kind/kind';

const named = (id: string): (typeof FAMILIES)[number] => {
  const family = FAMILIES.find((one) => one.id === id);
  assert.ok(family, id);
  return family;
};

describe('lib/opendata/dataset/families', () => {
  it('has each family once, at a portal that has a name', () => {
    assert.equal(new Set(FAMILIES.map(({ id }) => id)).size, FAMILIES.length);
    const portals = new Set<string>(PORTALS.map(({ id }) => id));
    assert.deepEqual(
      FAMILIES.filter(({ portal }) => !portals.has(portal)),
      [],
    );
  });

  it('has a choice for each kind of data that is promised, at each of its meshes', () => {
    const promised: Readonly<Record<string, string>> = {
      'consumption-36-national': 'national',
      'consumption-36-region': 'region',
      'consumption-above-36-national': 'national',
      'consumption-above-36-region': 'region',
      'production-national': 'national',
      'production-region': 'region',
      'sector-consumption-iris': 'iris',
      'sector-consumption-commune': 'commune',
      'annual-production-iris': 'iris',
      'annual-production-commune': 'commune',
      'fleet-region': 'region',
      'fleet-department': 'department',
      'profile-coefficients': 'profile',
      'connection-requests-region': 'region',
      'connection-requests-department': 'department',
      continuity: 'department',
      'charging-points': 'national',
      weather: 'national',
      'outage-frequency-lv': 'national',
      'outage-duration-lv': 'national',
      'overhead-mv-lines': 'geometry',
      'underground-mv-lines': 'geometry',
      poles: 'geometry',
    };
    for (const [id, mesh] of Object.entries(promised)) assert.equal(named(id).mesh, mesh, id);
  });

  it('says what a set that stopped goes on as, and until when it went', () => {
    const stopped = FAMILIES.filter(({ notes }) => notes.includes('stopped'));
    assert.deepEqual(
      stopped.map(({ id, goesOn }) => [id, goesOn?.lastYear]),
      [['annual-production-iris', 2016]],
    );
    for (const { goesOn } of stopped)
      assert.ok(goesOn !== undefined && named(goesOn.family).notes.includes('dated-address'));
  });

  it('calls nothing verified that nobody has seen', () => {
    assert.equal(named('consumption-36-national').found.by, 'seen');
    for (const id of ['consumption-above-36-national', 'fleet-region', 'connection-requests-region'])
      assert.notEqual(named(id).found.by, 'seen', id);
  });

  it('says that the indicator of continuity binds nobody, and has a column a year', () => {
    assert.deepEqual(named('continuity').notes, ['wide', 'indicative']);
  });

  it('leads no old name to another old name', () => {
    for (const [old, alias] of Object.entries(ALIASES)) {
      assert.equal(old, old.toLowerCase());
      if ('is' in alias) assert.equal(ALIASES[alias.is], undefined, alias.is);
    }
  });
});
