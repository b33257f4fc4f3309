import assert from 'node:assert/strict';
import { categoryFields, isCategory, isFigure, isTotal } from '../../../../lib/opendata/dataset/facts';
import { typeOfDataFair, typeOfOds } from '../../../../lib/opendata/dataset/field-type';
import { unitOf } from '../../../../lib/opendata/dataset/unit';
import { unpivotOf } from '../../../../lib/opendata/dataset/unpivot';
import { field } from '../../../support/opendata/fields';

describe('lib/opendata/dataset: what columns are', () => {
  describe('units', () => {
    const titles: readonly (readonly [string, string | undefined])[] = [
      ['Total énergie soutirée (Wh)', 'Wh'],
      ['Puissance moyenne des consommations totales (W)', 'W'],
      ['Température réalisée lissée (°C)', '°C'],
      ['Consommation totale (MWh)', 'MWh'],
      ['Thermosensibilité (kWh / DJU)', 'kWh/DJU'],
      ['Part thermosensible (en %)', '%'],
      ['Durée de coupure (BT) (minutes)', 'min'],
      ['Taux de CO₂ (g/kWh)', 'gCO2/kWh'],
      ['Puissance [kVA]', 'kVA'],
      ['Horodate', undefined],
      ['Consommation (HTA)', undefined],
      ['Nombre de départs (H)', undefined],
      ['Réseau (M)', undefined],
      ['()', undefined],
      ['', undefined],
    ];
    for (const [title, unit] of titles)
      it(`${JSON.stringify(title)} is in ${unit ?? 'nothing'}`, () => {
        assert.equal(unitOf(title), unit);
      });
  });

  it('knows the types of Opendatasoft', () => {
    assert.deepEqual(
      [
        'text',
        'int',
        'double',
        'boolean',
        'date',
        'datetime',
        'geo_point_2d',
        'geo_shape',
        'file',
        'json_blob',
        '?',
      ].map(typeOfOds),
      ['text', 'integer', 'number', 'boolean', 'date', 'datetime', 'geo-point', 'geo-shape', 'file', 'json', 'text'],
    );
  });

  it('knows the types of Data Fair, geography by what a column stands for', () => {
    const type = (type: string, format?: string, refersTo?: string): string =>
      typeOfDataFair({ key: 'x', type, format, refersTo });
    assert.equal(type('string', 'date-time'), 'datetime');
    assert.equal(type('string', 'date'), 'date');
    assert.equal(type('string', 'uri-reference'), 'text');
    assert.equal(type('integer'), 'integer');
    assert.equal(type('number'), 'number');
    assert.equal(type('boolean'), 'boolean');
    assert.equal(type('object'), 'json');
    assert.equal(type('string', undefined, 'https://purl.org/geojson/vocab#geometry'), 'geo-shape');
    assert.equal(typeOfDataFair({ key: '_geopoint', type: 'string' }), 'geo-point');
    assert.equal(typeOfDataFair({ key: 'x' }), 'text');
  });

  it('knows a total by the word after its code, whatever blanks there are', () => {
    for (const total of ['P0: Total <= 36 kVA', 'P0 : Total toutes puissances', 'F0 : total', 'P7: Total > 36 kVA'])
      assert.equal(isTotal(total), true, total);
    for (const part of ['P1: ]0-3] kVA', 'P7 : > 12000 kW', 'Total', 'F5 : Solaire', '', 'P', 'P0'])
      assert.equal(isTotal(part), false, part);
    assert.equal(isCategory('P1: ]0-3] kVA'), true);
    assert.equal(isCategory('Bretagne'), false);
  });

  it('names the columns of categories that a dataset has', () => {
    const fields = [
      field('horodate', 'datetime'),
      field('profil'),
      field('plage_de_puissance_souscrite'),
      field('region'),
    ];
    assert.deepEqual(
      categoryFields({ fields }).map(({ key }) => key),
      ['profil', 'plage_de_puissance_souscrite'],
    );
  });

  it('takes text for figures only where the column is one', () => {
    assert.equal(isFigure(field('indice_representativite_courbe_ndeg1')), true);
    assert.equal(isFigure({ ...field('part'), unit: '%' }), true);
    assert.equal(isFigure(field('code_region')), false);
    assert.equal(isFigure(field('indice_representativite_courbe_ndeg1', 'number')), false);
  });

  describe('wide tables', () => {
    const of = (...keys: string[]): ReturnType<typeof unpivotOf> => unpivotOf(keys.map((key) => ({ key })));

    it('knows the columns of years of the indicator of continuity', () => {
      const unpivot = of('ndeg_departement', 'aaa2023', 'aaa2024');
      assert.equal(unpivot?.label, 'annee');
      assert.deepEqual(unpivot.values, ['part_mal_alimentee']);
      assert.deepEqual([...unpivot.columns.keys()], ['aaa2023', 'aaa2024']);
    });

    it('knows three kinds of charging points', () => {
      assert.equal(of('trimestre', 'accessible_au_public', 'particulier', 'societe')?.label, 'typologie');
    });

    it('knows sites and energy of each filière', () => {
      const unpivot = of(
        'annee',
        'nb_sites_eolien_enedis',
        'energie_produite_annuelle_eolien_enedis_mwh',
        'nb_sites_bio_energie_enedis',
      );
      assert.deepEqual(unpivot?.values, ['nb_sites', 'energie_produite_annuelle_mwh']);
      assert.deepEqual(unpivot.columns.get('nb_sites_bio_energie_enedis'), {
        label: 'bio_energie',
        value: 'nb_sites',
      });
    });

    it('knows any columns that differ by a year alone', () => {
      assert.deepEqual(of('code', 'mwh_2022', 'mwh_2023', 'mwh_2024')?.values, ['mwh']);
      assert.deepEqual(of('2022', '2023', '2024')?.values, ['valeur']);
    });

    it('takes no table for wide that is not', () => {
      assert.equal(of('annee', 'superficie_des_logements_30_m2', 'superficie_des_logements_30_a_40_m2'), undefined);
      assert.equal(of('code', 'mwh_2023', 'mwh_2024'), undefined);
      assert.equal(of('avant_1919', 'de_1919_a_1945', 'apres_1990'), undefined);
      assert.equal(of('societe', 'ville'), undefined);
    });

    it('makes no column that is there already', () => {
      assert.equal(of('annee', 'mwh_2022', 'mwh_2023', 'mwh_2024'), undefined);
    });
  });
});
