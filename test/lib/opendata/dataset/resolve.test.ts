import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FAMILIES } from '../../../../lib/opendata/dataset/families';
import type { FoundDataset } from '../../../../lib/opendata/dataset/dataset';
import { type Catalogue, resolveDataset } from '../../../../lib/opendata/dataset/resolve';
import { LinkyRedError } from '../../../../lib/errors';

interface Asked extends Catalogue {
  readonly texts: string[];
}

/** A catalogue that finds these whatever it is asked. */
function catalogue(...found: (readonly [id: string, title: string])[]): Asked {
  const texts: string[] = [];
  const rows = found.map(([id, title]): FoundDataset => ({ id, title, description: '', count: 1, updatedAt: null }));
  return {
    host: 'portal.test',
    texts,
    search(text) {
      // As a portal does, it needs itself.
      this.texts.push(text);
      return Promise.resolve(rows);
    },
  };
}

async function refused(name: string, at: Catalogue): Promise<LinkyRedError> {
  const error: unknown = await resolveDataset(name, at).then(
    (id) => assert.fail(`resolved to ${id}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof LinkyRedError);
  return error;
}

describe('lib/opendata/dataset/resolve', () => {
  it('knows the identifier of a family without asking anybody', async () => {
    const at = catalogue();
    assert.equal(await resolveDataset('consumption-36-region', at), 'conso-inf36-region');
    assert.equal(await resolveDataset(' national-balance ', at), 'bilan-electrique-demi-heure');
    assert.deepEqual(at.texts, []);
  });

  it('resolves every family, given a catalogue that has what is looked for', async () => {
    for (const { id, found } of FAMILIES) {
      if (found.by === 'pattern') continue;
      assert.equal(await resolveDataset(id, catalogue()), found.id);
    }
  });

  it('leaves an identifier as it is, also one of underscores', async () => {
    const at = catalogue();
    for (const id of ['conso-inf36', 'coefficients_de_pertes', 'dpe03existant', "les-aides-financieres-de-l'ademe"])
      assert.equal(await resolveDataset(id, at), id);
    assert.deepEqual(at.texts, []);
  });

  it('leads names of before to those of today', async () => {
    assert.equal(
      await resolveDataset('nombre-de-points-de-charge-par-typologie', catalogue()),
      'nombre-total-de-points-de-charge',
    );
    assert.equal(await resolveDataset('Poteaux-HTA', catalogue()), 'position-geographique-des-poteaux-hta-et-bt');
    assert.equal(await resolveDataset('lignes-aeriennes-moyenne-tension-hta', catalogue()), 'reseau-hta');
  });

  it('explains a name that no dataset has', async () => {
    const error = await refused('prod-sup36', catalogue());
    assert.equal(error.code, 'ERR_DATASET_RETIRED');
    assert.match(error.message, /prod-region/);
  });

  it('takes the identifier out of addresses, of the portal of before too', async () => {
    for (const address of [
      'https://data.enedis.fr/explore/dataset/conso-inf36-region/information/?refine.x=1',
      'https://data.enedis.fr/api/explore/v2.1/catalog/datasets/conso-inf36-region/records?limit=1',
      'https://opendata.enedis.fr/datasets/conso-inf36-region',
      'https://opendata.enedis.fr/data-fair/api/v1/datasets/conso-inf36-region/lines',
    ])
      assert.equal(await resolveDataset(address, catalogue()), 'conso-inf36-region');
    assert.equal(
      await resolveDataset('https://data.enedis.fr/explore/dataset/poteaux-bt/', catalogue()),
      'position-geographique-des-poteaux-hta-et-bt',
    );
  });

  describe('where the catalogue must tell', () => {
    const old = ['registre-national-installation-production-stockage-electricite-agrege-311225', 'Registre'] as const;
    const later = ['registre-national-installation-production-stockage-electricite-agrege-300626', 'Registre'] as const;

    it('takes the last issue of a set with a date in its address', async () => {
      assert.equal(await resolveDataset('installations', catalogue(later, old)), later[0]);
      assert.equal(await resolveDataset('installations', catalogue(old, later)), later[0]);
    });

    it('goes on from an issue that is gone to the last one, and stays at one that is there', async () => {
      assert.equal(await resolveDataset(old[0], catalogue(later)), later[0]);
      assert.equal(await resolveDataset(old[0], catalogue(later, old)), old[0]);
    });

    it('finds a title that fits the pattern, accents and capitals aside', async () => {
      const at = catalogue(
        ['fa-region', 'Demandes de raccordement en cours (maille RÉGION)'],
        ['fa-dept', 'Demandes de raccordement en cours (maille Département)'],
        ['other', 'Températures par région'],
      );
      assert.equal(await resolveDataset('connection-requests-region', at), 'fa-region');
      assert.equal(await resolveDataset('connection-requests-department', at), 'fa-dept');
    });

    it('does not take the fleet of departments for that of regions, nor a title without a mesh for none', async () => {
      const title = 'Parc de production – Tranches de puissance et modalités d’injection';
      const department = ['parc-dept', 'Parc de production par département'] as const;
      assert.equal(await resolveDataset('fleet-region', catalogue(department, ['parc', title])), 'parc');
      const two = await refused('fleet-region', catalogue(['parc-a', title], ['parc-b', title]));
      assert.equal(two.code, 'ERR_DATASET_SEVERAL');
    });

    it('says so when nothing fits', async () => {
      const error = await refused('fleet-region', catalogue(['weather', 'Température par région']));
      assert.equal(error.code, 'ERR_DATASET');
      assert.deepEqual(error.facts, { host: 'portal.test', dataset: 'fleet-region' });
    });

    it('names the candidates when several fit', async () => {
      const at = catalogue(
        ['queue-a', 'Demandes de raccordement en cours, région, HTA'],
        ['queue-b', 'Demandes de raccordement en cours, région, BT'],
      );
      const error = await refused('connection-requests-region', at);
      assert.equal(error.code, 'ERR_DATASET_SEVERAL');
      assert.match(String(error.facts['candidates']), /queue-a \(.*HTA\), queue-b \(.*BT\)/);
    });

    it('finds a dataset by its title, and asks back where it could be more than one', async () => {
      const poles = ['poles', 'Position géographique des poteaux HTA et BT'] as const;
      assert.equal(await resolveDataset('position geographique des Poteaux  HTA et BT', catalogue(poles)), 'poles');
      assert.equal(await resolveDataset('des poteaux', catalogue(poles)), 'poles');
      const two = await refused('des poteaux', catalogue(poles, ['other', 'Des poteaux et des câbles']));
      assert.equal(two.code, 'ERR_DATASET_SEVERAL');
      assert.equal((await refused('des poteaux', catalogue())).code, 'ERR_DATASET');
    });

    it('lets the error of the catalogue through', async () => {
      const failed = new Error('no network');
      await assert.rejects(
        resolveDataset('installations', { host: 'x', search: () => Promise.reject(failed) }),
        (error) => error === failed,
      );
    });
  });

  it('gives an identifier or an error of its own for whatever is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
        try {
          assert.notEqual(await resolveDataset(name, catalogue()), '');
        } catch (error) {
          assert.ok(error instanceof LinkyRedError);
        }
      }),
    );
  });
});
