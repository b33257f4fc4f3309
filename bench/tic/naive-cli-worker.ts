// A command line that decodes, as it is written in an hour: standard input to one line of JSON per frame, with the fields of ours
// that a naive decoder can have. `values`: the values alone.
import { NaiveDecoder } from './naive-decoder';

const onlyValues = process.argv[2] === 'values';

/** By the beginnings of labels; units that are glued to a number stay there. */
const UNITS: readonly (readonly [string, RegExp])[] = [
  ['Wh', /^(EA|EJP|BBR|HC|BASE)/],
  ['VA', /^(SINST|SMAX|PAPP)/],
  ['W', /^(CCA|PMAX)/],
  ['A', /^(I|IRMS|ISOUSC|ADPS)/],
  ['V', /^(URMS|UMOY)/],
  ['kVA', /^(PREF|PCOUP)/],
];
const HORODATE = /^[HEhe ](\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

function print(values: Record<string, string | number>, horodates: Record<string, string>): string {
  if (onlyValues) return JSON.stringify(values);
  const units: Record<string, string> = {};
  for (const [label, value] of Object.entries(values)) {
    if (typeof value !== 'number') continue;
    const unit = UNITS.find(([, pattern]) => pattern.test(label))?.[0];
    if (unit !== undefined) units[label] = unit;
  }
  const times = Object.fromEntries(Object.entries(horodates).map(([label, horodate]) => [label, iso(horodate)]));
  const id = values['ADSC'] ?? values['ADCO'] ?? values['ADS'];
  const meter = { id, mode: 'ADSC' in values ? 'standard' : 'historique' };
  const quality = { groups: Object.keys(values).length };
  return JSON.stringify({ meter, time: times['DATE'] ?? null, values, units, horodates: times, quality });
}

function iso(horodate: string): string {
  const parts = HORODATE.exec(horodate);
  if (parts === null) return horodate;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = parts;
  const offset = horodate.startsWith('E') ? '+02:00' : '+01:00';
  return `20${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
}

const decoder = new NaiveDecoder((values, horodates) => {
  process.stdout.write(`${print(values, horodates)}\n`);
});
process.stdin.on('data', (chunk: Buffer) => {
  decoder.push(chunk);
});
