// The groups of CJE, whose data hold several values with colons between (Enedis-NOI-CPT_02E §2.6; spec/tic.md §2.3).

export interface JauneState extends Record<string, unknown> {
  /** Clock of the meter, `HH:MM`, day and month; it sends no year. */
  at: string;
  day: number;
  month: number;
  /** `HPE` `HCE` `HPH` `HCH` `P` `PM`; the code as it came where it is none of these. */
  period: string;
  overrunNotice: boolean;
  /** Quadratic mean over some minutes, in VA. */
  apparentPowerVa: number;
  /** Share of the subscribed power at which the notice is given, %. */
  noticePercent: number;
}

const PERIODS: Readonly<Record<string, string>> = {
  '11': 'HPE',
  '12': 'HCE',
  '21': 'HPH',
  '22': 'HCH',
  '23': 'P',
  '44': 'PM',
};
/** The document names these; another code is believed when it comes again. */
export function isNamedPeriod(period: string): boolean {
  return Object.values(PERIODS).includes(period);
}

const VA_PER_DAVA = 10;

/** JAUNE (02E §2.6): power in VA, coefficient in %. Null where the text is no `hh:mn:jj:mm:pt:dp:abcde:kp`. */
export function decodeJaune(text: string): JauneState | null {
  const found = /^(\d\d):(\d\d):(\d\d):(\d\d):(\d\d):(DP| {2}):(\d{5}):(\d\d)$/.exec(text);
  if (found === null) return null;
  const [, hour = '', minute = '', day, month, code = '', notice, power, percent] = found;
  return {
    at: `${hour}:${minute}`,
    day: Number(day),
    month: Number(month),
    period: PERIODS[code] ?? code,
    overrunNotice: notice === 'DP',
    apparentPowerVa: Number(power) * VA_PER_DAVA,
    noticePercent: percent === '00' ? 100 : Number(percent),
  };
}

/** kWh, in the order of the contract: BASE HPH+P, HCH, HPE, HCE; EJP PM, HH, HPE, HCE. */
export function decodeIndexes(text: string): number[] | null {
  return /^\d+(:\d+)*$/.test(text) ? text.split(':').map(Number) : null;
}

/** Powers in daVA, high then low, as VA. */
export function decodeDecaVoltAmperes(text: string): number[] | null {
  return decodeIndexes(text)?.map((power) => power * VA_PER_DAVA) ?? null;
}
