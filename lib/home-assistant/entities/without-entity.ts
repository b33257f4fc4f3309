// Labels that are no entity by themselves, and why. A label that is neither here nor in a table fails a test.

/** Whole kinds of labels, by pattern. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:injection_)?DATEP?A?[1-6]$/, 'the date of a point of the load curve'],
  [/^(?:PA[2-6](?:_[si]|[SI])?|injection_P[2-6])$/, 'an older point: Home Assistant has recorded it when it was new'],
  [/^UMOY[4-6]$/, 'an older point: Home Assistant has recorded it when it was new'],
  [/^PR[+-][1-6][SI]$/, 'reactive points of the load curve: PREA1MN tells the reactive power'],
  [/^(?:injection_)?(?:DEBUT|FIN)(?:p1?|P1)$/, 'a bound of a billing period'],
  [/^(?:Deb|Fin)P(?:-1)?(?:_2)?$/, 'a bound of a billing period'],
  [/^CAFp1?$/, 'the closing code of a billing period'],
  [/^(?:EA|ERP|ERN)p1(?!(?:SD|ID|SF)$)[A-Z]+$/, 'energy of a closed billing period'],
  [/^injection_(?:EA|ERP|ERN)p1P[1-8]$/, 'energy of a closed billing period'],
  [/^(?:EaP|ER[+-]P)-1_(?:s|i|s2)$/, 'energy of a closed billing period'],
  [/^(?:EAp|ER[+-]p)[1-8](?:SD|ID|SF)1$/, 'energy of a closed billing period'],
  [/^LIB_p[1-8][DF]$/, 'the name of a period: PTCOURD and PTCOURF tell the one in force'],
  [/^(?:ETATDYN|PREAVIS|TDYN)(?:[12DF]|[12]C[DF]|[12]F[DF])$/, 'the signals peak and tariff-period tell it'],
];

/** Why a label has no entity of its own; undefined: it should have one. */
export function reasonForNone(label: string): string | undefined {
  return SINGLE[label] ?? KINDS.find(([pattern]) => pattern.test(label))?.[1];
}

const SINGLE: Readonly<Record<string, string>> = {
  TRAME: 'the meter plays a test (entity test_mode)',
  MODE: 'the meter plays a test (entity test_mode)',
  injection_MODE: 'the meter plays a test (entity test_mode)',
  PREAVIS: 'transient: the signals power-overrun and peak tell it (entities preavis, peak_notice)',
  injection_PREAVIS: 'transient: the signals power-overrun and peak tell it (entities preavis, peak_notice)',
  LG_TRM: 'it only says how long the frame is',
  Appli: 'it only says that what follows is of injection',
  DATECOUR: 'the clock of the meter (entity date)',
  injection_DATECOUR: 'the clock of the meter (entity date)',
  JAUNE: 'several values in one: jaune.ts',
  ENERG: 'several values in one: jaune.ts',
  PMAXC: 'several values in one: jaune.ts',
  PSOUSC: 'several values in one: jaune.ts',
  PMAXP: 'of a closed billing period',
  PERCC: 'a bound of a billing period',
  PERCP: 'a bound of a billing period',
  PSOUSP: 'of a billing period to come',
  TDEPA: 'minutes of overrun of a billing period, by power: no single figure',
  FCOU: 'the listening window of the meter',
  ADPS: 'transient: the signal power-overrun tells it (entity overrun)',
  ADIR1: 'transient: the signal power-overrun tells it (entity overrun)',
  ADIR2: 'transient: the signal power-overrun tells it (entity overrun)',
  ADIR3: 'transient: the signal power-overrun tells it (entity overrun)',
  PEJP: 'transient, and always 30 minutes: the signal peak tells it (entity peak_notice)',
  DEMAIN: 'the signal day-colour tells it (entity tempo_next)',
  DPM1: 'the signals peak and day-colour tell it (entities peak_next_start, tempo_next)',
  FPM1: 'the signals peak and day-colour tell it (entities peak_next_end, tempo_next)',
  DPM2: 'the signals peak and day-colour tell it (entities peak_next_start, tempo_next)',
  FPM2: 'the signals peak and day-colour tell it (entities peak_next_end, tempo_next)',
  DPM3: 'the signals peak and day-colour tell it (entities peak_next_start, tempo_next)',
  FPM3: 'the signals peak and day-colour tell it (entities peak_next_end, tempo_next)',
  RELAIS: 'one entity for each relay (relays.ts)',
};
