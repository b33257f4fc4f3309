// Charging stations as ODRÉ has them (points, flags, days), and a set each for the portals that are only visited.
import { noiseAt } from '../../random';
import { listTable, type Row } from '../table';
import { integer, number, PLACE_COLUMNS, places, text } from './columns';

export const CHARGING_STATIONS = listTable(
  {
    slug: 'bornes-irve',
    title: 'Infrastructures de recharge pour véhicules électriques (IRVE)',
    columns: [
      text('id_pdc_itinerance', 'Identifiant du point de charge'),
      text('nom_operateur', 'Opérateur'),
      text('code_insee_commune', 'Code INSEE'),
      number('puissance_nominale', 'Puissance nominale (kW)'),
      { key: 'prise_type_2', type: 'boolean', title: 'Prise type 2' },
      { key: 'date_mise_en_service', type: 'date', title: 'Date de mise en service' },
      { key: 'geo_point_borne', type: 'geo-point', title: 'Géolocalisation' },
    ],
  },
  Array.from({ length: 150 }, (_, n): Row => ({
    id_pdc_itinerance: `FRSBXE${String(n).padStart(5, '0')}`,
    nom_operateur: n % 3 === 0 ? 'Bornes d’ici' : 'Recharge & Cie',
    code_insee_commune: ['01004', '74010', '35238'][n % 3] ?? null,
    puissance_nominale: [7.4, 22, 50, 150][n % 4] ?? null,
    prise_type_2: n % 10 === 9 ? null : n % 2 === 0,
    date_mise_en_service: `20${String(20 + (n % 6))}-0${(n % 9) + 1}-1${n % 10}`,
    geo_point_borne:
      n % 25 === 24
        ? null
        : {
            lon: Math.round((6.1 + noiseAt(51, n) / 10) * 1e5) / 1e5,
            lat: Math.round((45.9 + noiseAt(53, n) / 10) * 1e5) / 1e5,
          },
  })),
);

export const DOWNSTREAM = {
  ore: listTable(
    {
      slug: 'conso-elec-gaz-annuelle-par-secteur-dactivite-agregee-commune',
      title: "Consommation annuelle d'électricité et gaz par commune et par secteur d'activité",
      columns: [
        text('annee', 'Année'),
        ...PLACE_COLUMNS,
        text('filiere', 'Filière'),
        number('conso', 'Consommation (MWh)'),
      ],
    },
    places(0).flatMap((place, p) =>
      ['Electricité', 'Gaz'].map((filiere, f): Row => ({
        annee: '2024',
        ...place,
        filiere,
        conso: 1000.5 + p * 700 - f * 90,
      })),
    ),
  ),
  ademe: listTable(
    {
      slug: 'base-carboner',
      title: 'Base Carbone',
      columns: [
        text('nom_base_francais', 'Nom'),
        text('unite_francais', 'Unité'),
        number('total_poste_non_decompose', 'Total'),
        integer('annee', 'Année'),
      ],
    },
    [
      {
        nom_base_francais: 'Électricité, mix moyen',
        unite_francais: 'kgCO2e/kWh',
        total_poste_non_decompose: 0.052,
        annee: 2024,
      },
      {
        nom_base_francais: 'Électricité, chauffage',
        unite_francais: 'kgCO2e/kWh',
        total_poste_non_decompose: 0.079,
        annee: 2024,
      },
    ],
  ),
};
