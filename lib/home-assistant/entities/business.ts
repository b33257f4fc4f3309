// What the labels of the business meters become: PME-PMI, SAPHIR, ICE (spec/ha.md §3.5, spec/tic.md §2.4–2.6). Values since
// the last Td top, older points, closed periods and reactive energy are there but switched off, or have no entity at all
// (without-entity.ts).
import type { LabelEntityRow } from '../discovery/row';
import {
  apparentEnergy,
  energyKwh,
  energySinceTop,
  minutes,
  percent,
  powerKw,
  powerKwFigure,
  reactiveKvar,
  reactiveKvarh,
  reactiveSinceTop,
  tangent,
} from './write-business-row';
import { apparentPowerFigure, current, diagnostic, hidden, names, quiet, text, voltage } from './write-row';
import { slug } from '../discovery/topics';

const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8].map(String);
/** Tariff periods of the meter's own calendars (spec/tic.md §2.4). */
const PME_PERIODS = ['P', 'PM', 'HH', 'HP', 'HC', 'HPH', 'HCH', 'HPE', 'HCE', 'HPD', 'HCD', 'JA'];
const ICE_PERIODS = ['P', 'PM', 'HPH', 'HCH', 'HPE', 'HCE', 'HPD', 'HCD', 'JA', 'HH', 'HD', 'HM', 'DSM', 'SCM'];

/** An index is masculine in French, an energy is not. */
function masculine(participle: string): string {
  return participle.replace(/e$/, '');
}

/** A meter that sends the index of the period in force alone: one entity for each counter (label, period). */
function perPeriod(
  label: string,
  periodLabel: string,
  periods: readonly string[],
  row: (label: string, period: string, extras: Pick<LabelEntityRow, 'id' | 'onlyWhen'>) => LabelEntityRow,
): LabelEntityRow[] {
  return periods.map((period) =>
    row(label, period, {
      id: `${slug(label)}_${slug(period)}`,
      onlyWhen: { label: periodLabel, is: period },
    }),
  );
}

const SHARED: readonly LabelEntityRow[] = [
  text('PTCOUR', names('Période tarifaire en cours', 'Tariff period in force'), 'mdi:clock-outline'),
  percent('KDC', names('Seuil du préavis', 'Threshold of the notice')),
  percent('KDCD', names('Seuil de fin du préavis', 'Threshold of the end of the notice')),
  powerKw('PA1MN', names('Puissance active 1 min', 'Active power 1 min')),
  powerKw('PA10MN', names('Puissance active 10 min', 'Active power 10 min'), hidden),
  reactiveKvar('PREA1MN', names('Puissance réactive 1 min', 'Reactive power 1 min')),
  reactiveKvar('PREA10MN', names('Puissance réactive 10 min', 'Reactive power 10 min')),
  powerKw('IPA1MN', names('Puissance active injectée 1 min', 'Active power injected 1 min')),
  powerKw('IPATMN', names('Puissance active injectée 10 min', 'Active power injected 10 min'), hidden),
  reactiveKvar('IPREA1MN', names('Puissance réactive injectée 1 min', 'Reactive power injected 1 min')),
  reactiveKvar('IPREATMN', names('Puissance réactive injectée 10 min', 'Reactive power injected 10 min')),
  voltage('U10MN', names('Tension moyenne 10 min', 'Mean voltage 10 min'), quiet),
];

const PME_PMI: readonly LabelEntityRow[] = [
  text('MESURES1', names('Tarif du calendrier 1', 'Tariff of calendar 1'), 'mdi:calendar-clock', diagnostic),
  text('MESURES2', names('Tarif du calendrier 2', 'Tariff of calendar 2'), 'mdi:calendar-clock', diagnostic),
  text('PTCOUR1', names('Période en cours, calendrier 1', 'Period in force, calendar 1'), 'mdi:clock-outline'),
  text('PTCOUR2', names('Période en cours, calendrier 2', 'Period in force, calendar 2'), 'mdi:clock-outline'),
  text('TARIFDYN', names('Signal tarifaire externe', 'External tariff signal'), 'mdi:antenna', quiet),
  text('CONFIG', names('Configuration du compteur', 'Configuration of the meter'), 'mdi:cog-outline', quiet),
  ...(['s', 'i'] as const).flatMap((way): LabelEntityRow[] => {
    const [fr, en] = way === 's' ? ['soutirée', 'withdrawn'] : ['injectée', 'injected'];
    return [
      energySinceTop(`EA_${way}`, names(`Énergie ${fr} depuis le top`, `Energy ${en} since the top`)),
      // SAPHIR and PME-PMI count the same and spell it in two ways.
      ...['+', '-'].map((sign) =>
        reactiveSinceTop(
          `ER${sign}_${way}`,
          names(`Réactive ${sign} ${fr} depuis le top`, `Reactive ${sign} ${en} since the top`),
          { labels: [`ER${sign}_${way}`, `ER${sign}${way.toUpperCase()}`] },
        ),
      ),
      apparentEnergy(
        `EAPP_${way}`,
        names(`Énergie apparente ${fr} depuis le top`, `Apparent energy ${en} since the top`),
      ),
      powerKw(`PA1_${way}`, names(`Point de courbe ${fr}`, `Load curve point ${en}`), hidden),
      ...perPeriod(`EAP_${way}`, 'PTCOUR1', PME_PERIODS, (label, period, extras) =>
        energyKwh(label, names(`Index ${masculine(fr)} ${period}`, `Index ${en} ${period}`), extras),
      ),
      ...(['+', '-'] as const).flatMap((sign) =>
        perPeriod(`ER${sign}P_${way}`, 'PTCOUR1', PME_PERIODS, (label, period, extras) =>
          reactiveKvarh(
            label,
            names(`Index réactif ${sign} ${masculine(fr)} ${period}`, `Reactive index ${sign} ${en} ${period}`),
            extras,
          ),
        ),
      ),
      apparentPowerFigure(`PMAX_${way}`, names(`Puissance apparente maximale ${fr}`, `Highest apparent power ${en}`), {
        ...hidden,
        scale: 1000,
        onlyUnit: 'kVA',
      }),
      powerKwFigure(`PMAX_${way}`, names(`Puissance maximale ${fr}`, `Highest power ${en}`), {
        ...hidden,
        id: `pmax_${way}_w`,
        onlyUnit: 'kW',
      }),
      tangent(`TGPHI_${way}`, names(`Tangente φ ${fr}`, `Tangent φ ${en}`)),
    ];
  }),
  ...perPeriod('EaP_s2', 'PTCOUR2', PME_PERIODS, (label, period, extras) =>
    energyKwh(label, names(`Index soutiré ${period}, calendrier 2`, `Index withdrawn ${period}, calendar 2`), extras),
  ),
  apparentPowerFigure('PS', names('Puissance souscrite (PS)', 'Subscribed power (PS)'), {
    ...diagnostic,
    ...hidden,
    scale: 1000,
    onlyUnit: 'kVA',
  }),
  powerKwFigure('PS', names('Puissance active souscrite (PS)', 'Subscribed active power (PS)'), {
    ...diagnostic,
    ...hidden,
    id: 'ps_w',
    onlyUnit: 'kW',
  }),
];

/** Distributor's calendar (D), both ways; supplier's (F), withdrawal only. */
const SAPHIR: readonly LabelEntityRow[] = [
  text('MESSAGE', names('Message', 'Message'), 'mdi:message-text-outline'),
  minutes('TD', names('Durée de la période Td', 'Length of a Td period')),
  minutes('TC', names('Pas de la courbe de charge', 'Step of the load curve')),
  text('GRILLE_D', names('Calendrier du distributeur', "Distributor's calendar"), 'mdi:calendar-clock', diagnostic),
  text('GRILLE_F', names('Calendrier du fournisseur', "Supplier's calendar"), 'mdi:calendar-clock', diagnostic),
  text('PTCOURD', names('Période en cours, distributeur', 'Period in force, distributor'), 'mdi:clock-outline'),
  text('PTCOURF', names('Période en cours, fournisseur', 'Period in force, supplier'), 'mdi:clock-outline'),
  ...(['S', 'I'] as const).flatMap((way): LabelEntityRow[] => {
    const [fr, en] = way === 'S' ? ['soutirée', 'withdrawn'] : ['injectée', 'injected'];
    return [
      energySinceTop(`EA${way}`, names(`Énergie ${fr} depuis le top (SAPHIR)`, `Energy ${en} since the top (SAPHIR)`)),
      powerKw(`PA1${way}`, names(`Point de courbe ${fr} (SAPHIR)`, `Load curve point ${en} (SAPHIR)`), hidden),
      ...EIGHT.flatMap((n) => [
        energyKwh(
          `EAp${n}${way}D`,
          names(`Index ${n} ${masculine(fr)}, distributeur`, `Index ${n} ${en}, distributor`),
          {
            whenUsed: 0,
          },
        ),
        reactiveKvarh(`ER+p${n}${way}D`, names(`Index ${n} réactif + ${masculine(fr)}`, `Reactive index ${n} + ${en}`)),
        reactiveKvarh(`ER-p${n}${way}D`, names(`Index ${n} réactif - ${masculine(fr)}`, `Reactive index ${n} - ${en}`)),
      ]),
      tangent(`TGPHI${way}`, names(`Tangente φ ${fr} (SAPHIR)`, `Tangent φ ${en} (SAPHIR)`)),
    ];
  }),
  ...EIGHT.flatMap((n) => [
    energyKwh(`EAp${n}SF`, names(`Index ${n} soutiré, fournisseur`, `Index ${n} withdrawn, supplier`), {
      whenUsed: 0,
    }),
    powerKwFigure(`PSp${n}`, names(`Puissance souscrite ${n}`, `Subscribed power ${n}`), quiet),
  ]),
  voltage('UMOY1', names('Tension moyenne du dernier point', 'Mean voltage of the last point'), {
    ...quiet,
    id: 'umoy_point',
    onlyFamily: 'saphir',
  }),
  ...['1', '2', '3'].map((n) =>
    current(`I${n}I`, names(`Intensité injectée ${n} (SAPHIR)`, `Current injected ${n} (SAPHIR)`)),
  ),
];

const ICE: readonly LabelEntityRow[] = [
  text('CONTRAT', names('Contrat', 'Contract'), 'mdi:file-document-outline', diagnostic),
  energySinceTop('EA', names('Énergie depuis le top', 'Energy since the top')),
  reactiveSinceTop('ERP', names('Réactive + depuis le top', 'Reactive + since the top')),
  reactiveSinceTop('ERN', names('Réactive - depuis le top', 'Reactive - since the top')),
  powerKw('PA1', names('Point de courbe', 'Load curve point'), hidden),
  ...ICE_PERIODS.flatMap((period) => [
    energyKwh(`EAp${period}`, names(`Index ${period}`, `Index ${period}`)),
    reactiveKvarh(`ERPp${period}`, names(`Index réactif + ${period}`, `Reactive index + ${period}`)),
    reactiveKvarh(`ERNp${period}`, names(`Index réactif - ${period}`, `Reactive index - ${period}`)),
    powerKwFigure(`PS${period}`, names(`Puissance souscrite ${period}`, `Subscribed power ${period}`), quiet),
  ]),
  tangent('TGPHI', names('Tangente φ', 'Tangent φ')),
];

/** Second part of an ICE-4Q. */
const ICE_INJECTION: readonly LabelEntityRow[] = [
  text('injection_PTCOUR', names('Période en cours, injection', 'Period in force, injection'), 'mdi:clock-outline'),
  energySinceTop('injection_EA', names('Énergie injectée depuis le top (4Q)', 'Energy injected since the top (4Q)')),
  reactiveSinceTop(
    'injection_ERP',
    names('Réactive + depuis le top, injection', 'Reactive + since the top, injection'),
  ),
  reactiveSinceTop(
    'injection_ERN',
    names('Réactive - depuis le top, injection', 'Reactive - since the top, injection'),
  ),
  powerKw('injection_P1', names('Point de courbe injectée (4Q)', 'Load curve point injected (4Q)'), hidden),
  ...perPeriod('injection_EApCour', 'injection_PTCOUR', ['1', '2', '3', '4', '5'], (label, period, extras) =>
    energyKwh(label, names(`Index injecté ${period}`, `Index injected ${period}`), extras),
  ),
  ...(['ERPpCour', 'ERNpCour'] as const).flatMap((name) =>
    perPeriod(`injection_${name}`, 'injection_PTCOUR', ['1', '2', '3', '4', '5'], (label, period, extras) => {
      const sign = name.startsWith('ERP') ? '+' : '-';
      return reactiveKvarh(
        label,
        names(`Index réactif ${sign} injecté ${period}`, `Reactive index ${sign} injected ${period}`),
        extras,
      );
    }),
  ),
  powerKwFigure(
    'injection_PrapCour',
    names('Puissance de raccordement, injection', 'Power of connection, injection'),
    quiet,
  ),
  ...['1', '2', '3'].map((n) =>
    current(`injection_I${n}`, names(`Intensité injectée phase ${n}`, `Current injected phase ${n}`)),
  ),
  tangent('injection_TGPHI', names('Tangente φ injection', 'Tangent φ injection')),
  voltage('injection_U10MN', names('Tension moyenne 10 min, injection', 'Mean voltage 10 min, injection'), quiet),
  ...(['IPA1MN', 'IPATMN'] as const).map((label) =>
    powerKw(
      `injection_${label}`,
      names(
        label === 'IPA1MN' ? 'Puissance injectée 1 min (4Q)' : 'Puissance injectée 10 min (4Q)',
        label === 'IPA1MN' ? 'Power injected 1 min (4Q)' : 'Power injected 10 min (4Q)',
      ),
      label === 'IPA1MN' ? {} : hidden,
    ),
  ),
  ...(['IPREA1MN', 'IPREATMN'] as const).map((label) =>
    reactiveKvar(
      `injection_${label}`,
      names(
        label === 'IPREA1MN' ? 'Réactive injectée 1 min (4Q)' : 'Réactive injectée 10 min (4Q)',
        label === 'IPREA1MN' ? 'Reactive injected 1 min (4Q)' : 'Reactive injected 10 min (4Q)',
      ),
    ),
  ),
];

export const BUSINESS_ROWS: readonly LabelEntityRow[] = [...SHARED, ...PME_PMI, ...SAPHIR, ...ICE, ...ICE_INJECTION];
