// The address of a meter, `CC AA TT NNNNNN`: maker, year, type, serial number (Association Euridis, list of codes V3.04A;
// spec/tic.md §1.6). The list is of 2019: a code that is not in it says nothing about the meter.

export interface MeterAddress {
  /** Null where the code is not in the list. */
  readonly maker: string | null;
  /** Year of construction. */
  readonly year: number;
  /** Two digits, as in the address. */
  readonly type: string;
}

const MAKERS: Readonly<Record<string, string>> = {
  '01': 'Crouzet',
  '02': 'Sagemcom',
  '03': 'Itron',
  '04': 'Landis+Gyr',
  '05': 'Stepper',
  '06': 'Itron',
  '11': 'Elster/Honeywell',
  '30': 'Michaud',
  '34': 'Elster/Honeywell',
  '36': 'AEC',
  '39': 'ZIV',
  '81': 'Sagemcom',
  '82': 'Landis+Gyr',
  '83': 'Elster/Honeywell',
  '84': 'Sagemcom',
  '85': 'Itron',
};

/** Null where the text is no address of 12 digits. */
export function readAddress(id: string): MeterAddress | null {
  if (!/^\d{12}$/.test(id)) return null;
  const year = Number(id.slice(2, 4));
  return { maker: MAKERS[id.slice(0, 2)] ?? null, year: year >= 80 ? 1900 + year : 2000 + year, type: id.slice(4, 6) };
}
