// Exports as Enedis, its account, EDF and a downloader write them, made of truths of the test. Labels are luxon's, which the code
// under test does not ask for a single one.
import { DateTime } from 'luxon';

/** One interval and the power in it. Instants are epoch ms. */
export interface Truth {
  readonly start: number;
  readonly end: number;
  readonly watts: number;
}

export const METER = '25000000000001';
const ZONE = 'Europe/Paris';
const MINUTE = 60_000;

/** Every interval of civil days. @param to exclusive @param watts of the n-th one */
export function truths(from: string, to: string, minutes: number, watts: (n: number) => number): Truth[] {
  const end = DateTime.fromISO(to, { zone: ZONE }).toMillis();
  const found: Truth[] = [];
  for (let start = DateTime.fromISO(from, { zone: ZONE }).toMillis(); start < end; start += minutes * MINUTE)
    found.push({ start, end: start + minutes * MINUTE, watts: watts(found.length) });
  return found;
}

const at = (ms: number): DateTime => DateTime.fromMillis(ms, { zone: ZONE });
const iso = (ms: number): string => at(ms).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
const french = (ms: number): string => at(ms).toFormat('dd/MM/yyyy HH:mm:ss');
const comma = (value: number): string => String(value).replace('.', ',');
const day = (ms: number): string => at(ms).toFormat('dd/MM/yyyy');

const SGE_FACTS =
  'Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite;Pas en minutes';

/** The two lines of facts and the header of SGE's curve. @param facts what stands in the second line from the unit on */
export function sgeHead(list: readonly Truth[], facts = 'W;', trade = 'Consommation'): string[] {
  const [first, last] = [list[0]?.start ?? 0, list.at(-1)?.end ?? 0];
  return [
    SGE_FACTS,
    `${METER};Courbe de charge;${day(first)};${day(last)};Energie active;${trade};Comptage Brut;${facts}`,
    'Horodate;Valeur',
  ];
}

const FLUX_COLUMNS =
  'Identifiant PRM;Date de début;Date de fin;Grandeur physique;Grandeur métier;Etape métier;Unité;Horodate;Valeur;Nature;Pas;' +
  'Indice de vraisemblance;Etat complémentaire';
const wall = (ms: number): string => at(ms).toFormat('yyyy-MM-dd HH:mm:ss');

interface FluxFacts {
  /** Midnights of the days that were asked for. */
  readonly from: string;
  readonly to: string;
  readonly pas: (one: Truth) => string;
}

function fluxFacts(list: readonly Truth[]): FluxFacts {
  return {
    from: wall(
      at(list[0]?.start ?? 0)
        .startOf('day')
        .toMillis(),
    ),
    to: wall(
      at((list.at(-1)?.end ?? 1) - 1)
        .startOf('day')
        .plus({ days: 1 })
        .toMillis(),
    ),
    pas: ({ start, end }) => `PT${(end - start) / MINUTE}M`,
  };
}

/** R63 as CSV: each row with all that is said of it. @param tail nature, step, and what is doubted of a Linky or of a bigger meter */
function fluxRows(list: readonly Truth[], label: (one: Truth) => string, tail: (pas: string) => string): string[] {
  const { from, to, pas } = fluxFacts(list);
  return [
    FLUX_COLUMNS,
    ...list.map((one) => `${METER};${from};${to};PA;CONS;BRUT;W;${label(one)};${one.watts};${tail(pas(one))}`),
  ];
}

/** R63 as JSON, in as many measures as are told. */
export function fluxJson(list: readonly Truth[], codeFlux = 'R63', parts = 1): string {
  const { from, to, pas } = fluxFacts(list);
  const size = Math.ceil(list.length / parts);
  const mesures = Array.from({ length: parts }, (_, i) => ({
    idPrm: METER,
    etapeMetier: 'BRUT',
    periode: { dateDebut: from, dateFin: to },
    modeCalcul: 'MESURE',
    grandeur: [
      {
        grandeurMetier: 'CONS',
        grandeurPhysique: 'PA',
        unite: 'W',
        points: list.slice(i * size, (i + 1) * size).map((one) => {
          const d = wall(codeFlux === 'R63A' ? one.start : one.end);
          return { v: String(one.watts), d, p: pas(one), n: 'B', iv: 0, ec: 0 };
        }),
      },
    ],
  }));
  return JSON.stringify({ header: { codeFlux, format: 'JSON' }, mesures });
}

export const WRITERS = {
  /** Ends, with their offset. */
  sge: (list: readonly Truth[]) => [...sgeHead(list), ...list.map(({ end, watts }) => `${iso(end)};${watts}`)],
  /** The same after a spreadsheet: no offset any more. */
  'sge, saved again': (list: readonly Truth[]) => [
    ...sgeHead(list),
    ...list.map(({ end, watts }) => `${at(end).toFormat('dd/MM/yyyy HH:mm')};${watts}`),
  ],
  account: (list: readonly Truth[]) => [
    ';Point Référence Mesure (PRM) : ;' + METER + ';Type de comptage : ;Consommation Horaire',
    ';Plage horaire',
    ';Début;Fin;Valeur (en kW)',
    ...list.map(({ start, end, watts }) => `;${french(start)};${french(end)};${comma(watts / 1000)}`),
  ],
  'account, parted by commas': (list: readonly Truth[]) => [
    `,,Point Référence Mesure (PRM) : ,${METER}`,
    ',,Type de comptage : ,Consommation Horaire',
    ',,Début,Fin,Valeur (en kW)',
    ...list.map(({ start, end, watts }) => `,,${french(start)},${french(end)},"${comma(watts / 1000)}"`),
  ],
  downloader: (list: readonly Truth[]) => [
    'debut;fin;kW',
    ...list.map(
      ({ start, end, watts }) =>
        `${at(start).toFormat("yyyy-MM-dd'T'HH:mm")};${at(end).toFormat("yyyy-MM-dd'T'HH:mm")};"${comma(watts / 1000)}"`,
    ),
  ],
  /** Newest first; midnight is the last moment of its day. */
  edf: (list: readonly Truth[]) => {
    const days = new Map<string, string[]>();
    for (const { end, watts } of [...list].reverse()) {
      const name = day(end - 1);
      days.set(name, [...(days.get(name) ?? []), `${at(end).toFormat('HH:mm:ss')};${watts};Réelle`]);
    }
    return [
      'Récapitulatif de mes puissances atteintes en W',
      '',
      'Date et heure de relève par le distributeur;Puissance atteinte (W);Nature de la donnée',
      ...[...days].flatMap(([name, rows]) => [`${name};;`, ...rows, '']),
    ];
  },
  /** A Linky: ends. */
  flux: (list: readonly Truth[]) =>
    fluxRows(
      list,
      ({ end }) => wall(end),
      (pas) => `B;${pas};0;0`,
    ),
  /** A bigger meter: starts. */
  'flux by starts': (list: readonly Truth[]) =>
    fluxRows(
      list,
      ({ start }) => wall(start),
      (pas) => `R;${pas};null;null`,
    ),
  'flux, saved again': (list: readonly Truth[]) =>
    fluxRows(
      list,
      ({ end }) => at(end).toFormat('dd/MM/yyyy HH:mm'),
      (pas) => `B;${pas};0;0`,
    ).map((line) => line.replaceAll(';', '\t')),
  'flux as JSON': (list: readonly Truth[]) => [fluxJson(list)],
  'flux as JSON, cut': (list: readonly Truth[]) => [fluxJson(list, 'R63B', 3)],
} as const satisfies Record<string, (list: readonly Truth[]) => string[]>;
