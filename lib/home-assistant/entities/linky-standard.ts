// What the labels of Linky's standard mode become (spec/ha.md §3.5); STGE and RELAIS have tables of their own.
import type { LabelEntityRow } from '../discovery/row';
import {
  apparentPower,
  apparentPowerFigure,
  current,
  dated,
  diagnostic,
  energy,
  hidden,
  names,
  power,
  quiet,
  reactiveEnergy,
  text,
  voltage,
} from './write-row';

const PHASES = ['1', '2', '3'] as const;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const two = (n: number): string => String(n).padStart(2, '0');

export const STANDARD_ROWS: readonly LabelEntityRow[] = [
  text('VTIC', names('Version de la TIC', 'Version of the TIC'), 'mdi:information-outline', diagnostic),
  {
    id: 'date',
    labels: ['DATE'],
    name: names('Horloge du compteur', 'Clock of the meter'),
    platform: 'sensor',
    kind: 'timestamp',
    pace: 'index',
    ...quiet,
  },
  text('NGTF', names('Calendrier tarifaire', 'Tariff calendar'), 'mdi:calendar-clock', diagnostic),
  text('LTARF', names('Tarif en cours', 'Tariff in force'), 'mdi:cash-clock'),
  energy('EAST', names('Énergie soutirée (EAST)', 'Energy withdrawn (EAST)'), hidden),
  ...upTo(10).map((n) =>
    energy(`EASF${two(n)}`, names(`Index fournisseur ${String(n)}`, `Supplier index ${String(n)}`), { whenUsed: n }),
  ),
  ...upTo(4).map((n) =>
    energy(`EASD${two(n)}`, names(`Index distributeur ${String(n)}`, `Distributor index ${String(n)}`), quiet),
  ),
  energy('EAIT', names('Énergie injectée (EAIT)', 'Energy injected (EAIT)'), hidden),
  ...upTo(4).map((n) =>
    reactiveEnergy(`ERQ${String(n)}`, names(`Énergie réactive Q${String(n)}`, `Reactive energy Q${String(n)}`), quiet),
  ),
  ...PHASES.map((n) => current(`IRMS${n}`, names(`Intensité efficace phase ${n}`, `RMS current phase ${n}`))),
  ...PHASES.map((n) => voltage(`URMS${n}`, names(`Tension phase ${n}`, `Voltage phase ${n}`))),
  apparentPowerFigure('PREF', names('Puissance de référence', 'Reference power'), {
    ...diagnostic,
    ...hidden,
    scale: 1000,
  }),
  apparentPowerFigure('PCOUP', names('Puissance de coupure', 'Cut-off power'), { ...diagnostic, scale: 1000 }),
  apparentPower('SINSTS', names('Puissance apparente soutirée', 'Apparent power withdrawn'), hidden),
  ...PHASES.map((n) =>
    apparentPower(`SINSTS${n}`, names(`Puissance apparente phase ${n}`, `Apparent power phase ${n}`)),
  ),
  ...['', ...PHASES].flatMap((n) => {
    const [fr, en] = n === '' ? ['', ''] : [` phase ${n}`, ` phase ${n}`];
    return [
      apparentPowerFigure(`SMAXSN${n}`, names(`Maximum soutiré du jour${fr}`, `Highest power today${en}`), dated),
      apparentPowerFigure(`SMAXSN${n}-1`, names(`Maximum soutiré de la veille${fr}`, `Highest power yesterday${en}`), {
        ...dated,
        ...hidden,
      }),
    ];
  }),
  apparentPower('SINSTI', names('Puissance apparente injectée', 'Apparent power injected')),
  apparentPowerFigure('SMAXIN', names('Maximum injecté du jour', 'Highest power injected today'), dated),
  apparentPowerFigure('SMAXIN-1', names('Maximum injecté de la veille', 'Highest power injected yesterday'), {
    ...dated,
    ...hidden,
  }),
  power('CCASN', names('Courbe de charge soutirée', 'Load curve withdrawn'), dated),
  power('CCASN-1', names('Courbe de charge soutirée, point précédent', 'Load curve withdrawn, point before'), {
    ...dated,
    ...hidden,
  }),
  power('CCAIN', names('Courbe de charge injectée', 'Load curve injected'), dated),
  power('CCAIN-1', names('Courbe de charge injectée, point précédent', 'Load curve injected, point before'), {
    ...dated,
    ...hidden,
  }),
  ...PHASES.map((n) =>
    voltage(`UMOY${n}`, names(`Tension moyenne phase ${n}`, `Mean voltage phase ${n}`), {
      ...quiet,
      ...dated,
      onlyFamily: 'linky',
    }),
  ),
  text('STGE', names('Registre de statuts', 'Status register'), 'mdi:code-tags', quiet),
  text('MSG1', names('Message court', 'Short message'), 'mdi:message-text-outline'),
  text('MSG2', names('Message ultra-court', 'Very short message'), 'mdi:message-outline'),
  text('PRM', names('Point de livraison (PRM)', 'Delivery point (PRM)'), 'mdi:identifier', {
    ...quiet,
    personal: true,
  }),
  text('NTARF', names("Numéro de l'index en cours", 'Number of the index in force'), 'mdi:numeric', diagnostic),
  text('NJOURF', names('Profil du jour', 'Profile of the day'), 'mdi:calendar-today', quiet),
  text('NJOURF+1', names('Profil du lendemain', 'Profile of the next day'), 'mdi:calendar-arrow-right', quiet),
  text('PJOURF+1', names('Détail du profil du lendemain', 'Details of the next day'), 'mdi:calendar-text', {
    ...quiet,
    attributes: ['slots'],
  }),
  text('PPOINTE', names('Profil de la prochaine pointe', 'Profile of the next peak'), 'mdi:calendar-alert', {
    ...quiet,
    attributes: ['slots'],
  }),
];
