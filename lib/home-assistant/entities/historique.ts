// What the labels of historique become (spec/ha.md §3.5).
import type { EnumOption, LabelEntityRow } from '../discovery/row';
import {
  apparentPower,
  apparentPowerFigure,
  current,
  currentFigure,
  diagnostic,
  energy,
  hidden,
  names,
  power,
  text,
} from './write-row';

const PHASES = ['1', '2', '3'] as const;

/** PTEC, without its dots and in small letters; one list for all options of tariff. */
export const PERIODS: readonly EnumOption[] = [
  { code: 'th', name: names('Toutes heures', 'All hours') },
  { code: 'hc', name: names('Heures creuses', 'Off-peak hours') },
  { code: 'hp', name: names('Heures pleines', 'Peak hours') },
  { code: 'hn', name: names('Heures normales', 'Normal hours') },
  { code: 'pm', name: names('Pointe mobile', 'Mobile peak') },
  { code: 'hcjb', name: names('Heures creuses, jour bleu', 'Off-peak hours, blue day') },
  { code: 'hcjw', name: names('Heures creuses, jour blanc', 'Off-peak hours, white day') },
  { code: 'hcjr', name: names('Heures creuses, jour rouge', 'Off-peak hours, red day') },
  { code: 'hpjb', name: names('Heures pleines, jour bleu', 'Peak hours, blue day') },
  { code: 'hpjw', name: names('Heures pleines, jour blanc', 'Peak hours, white day') },
  { code: 'hpjr', name: names('Heures pleines, jour rouge', 'Peak hours, red day') },
  { code: 'unknown', name: names('Inconnue', 'Unknown') },
];

export const HISTORIQUE_ROWS: readonly LabelEntityRow[] = [
  text('OPTARIF', names('Option tarifaire', 'Tariff option'), 'mdi:file-document-outline', diagnostic),
  currentFigure('ISOUSC', names('Intensité souscrite', 'Subscribed current'), diagnostic),
  energy('BASE', names('Index base', 'Index base'), hidden),
  energy('HCHC', names('Index heures creuses', 'Index off-peak hours')),
  energy('HCHP', names('Index heures pleines', 'Index peak hours')),
  energy('EJPHN', names('Index EJP heures normales', 'Index EJP normal hours')),
  energy('EJPHPM', names('Index EJP pointe mobile', 'Index EJP mobile peak')),
  energy('BBRHCJB', names('Index bleu heures creuses', 'Index blue off-peak hours')),
  energy('BBRHPJB', names('Index bleu heures pleines', 'Index blue peak hours')),
  energy('BBRHCJW', names('Index blanc heures creuses', 'Index white off-peak hours')),
  energy('BBRHPJW', names('Index blanc heures pleines', 'Index white peak hours')),
  energy('BBRHCJR', names('Index rouge heures creuses', 'Index red off-peak hours')),
  energy('BBRHPJR', names('Index rouge heures pleines', 'Index red peak hours')),
  {
    id: 'gaz',
    labels: ['GAZ'],
    name: names('Index gaz', 'Gas index'),
    platform: 'sensor',
    kind: 'number',
    pace: 'index',
    deviceClass: 'gas',
    unit: 'm³',
    precision: 2,
    stateClass: 'total_increasing',
    // The meter counts decalitres.
    scale: 0.01,
  },
  {
    id: 'autre',
    labels: ['AUTRE'],
    name: names('Index autre compteur', 'Index of the other meter'),
    platform: 'sensor',
    kind: 'number',
    pace: 'index',
    unit: 'm³',
    precision: 2,
    stateClass: 'total_increasing',
    scale: 0.01,
    icon: 'mdi:counter',
  },
  {
    id: 'ptec',
    labels: ['PTEC'],
    name: names('Période tarifaire', 'Tariff period'),
    platform: 'sensor',
    kind: 'enum',
    pace: 'at-once',
    options: PERIODS,
    attributes: ['label', 'period'],
    icon: 'mdi:clock-outline',
  },
  current('IINST', names('Intensité', 'Current')),
  ...PHASES.map((n) => current(`IINST${n}`, names(`Intensité phase ${n}`, `Current phase ${n}`))),
  currentFigure('IMAX', names('Intensité maximale', 'Highest current'), { ...diagnostic, ...hidden }),
  ...PHASES.map((n) =>
    currentFigure(`IMAX${n}`, names(`Intensité maximale phase ${n}`, `Highest current phase ${n}`), {
      ...diagnostic,
      ...hidden,
    }),
  ),
  // The day's maximum of a Linky is in VA and that of an older three-phase meter in W: two entities, a class never changes.
  apparentPowerFigure('PMAX', names('Puissance apparente maximale', 'Highest apparent power'), {
    ...hidden,
    onlyUnit: 'VA',
  }),
  power('PMAX', names('Puissance maximale atteinte', 'Highest power reached'), {
    ...hidden,
    id: 'pmax_w',
    onlyUnit: 'W',
  }),
  apparentPower('PAPP', names('Puissance apparente (PAPP)', 'Apparent power (PAPP)'), hidden),
  text('HHPHC', names('Horaire heures pleines / creuses', 'Schedule of peak hours'), 'mdi:clock-edit-outline', {
    ...diagnostic,
    ...hidden,
  }),
  text('MOTDETAT', names("Mot d'état", 'Status word'), 'mdi:code-tags', { ...diagnostic, ...hidden }),
  text('PPOT', names('Présence des potentiels', 'Potential of the phases'), 'mdi:flash-alert', {
    ...diagnostic,
    ...hidden,
  }),
];
