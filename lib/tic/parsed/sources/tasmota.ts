// Tasmota with its teleinfo driver (`tele/DEVICE/SENSOR`, `{"TIC":{…}}`), as of 2026, and the firmware of N. Bernaerts that
// sends the same object with texts instead of numbers. Labels are those of the meter. Its own ENERGY is not read: a power in VA
// stands there as W.
import { isJson } from '../../bytes/foreign';
import { availability, deviceOf, partsOf } from '../content';
import { plainValue } from '../label-values';
import type { LabelValue, Mapped, ParsedMessage, ParsedSource, SourceValues } from '../source';

export const TASMOTA: ParsedSource = {
  parsedBy: { by: 'Tasmota', checked: true, mixed: false, slackWh: 0 },
  // It reports every 300 s unless told otherwise.
  silenceSeconds: 750,
  repeats: false,
  keeps: ['notice'],
  read,
  map,
};

/** Parts of a topic that name what is sent, not who sends. */
const PREFIXES: ReadonlySet<string> = new Set(['tele', 'stat', 'cmnd']);
/** What else a device sends. */
const ASIDES = /^(STATE|INFO\d|STATUS\d*|UPTIME|HEAP|POWER\d*|LIVE|discovery)$/;
/** Its labels, where an older firmware sends them without the object around them. */
const ADDRESSES = ['ADCO', 'ADSC', 'ADS'];

function read({ topic, content }: ParsedMessage): ReturnType<ParsedSource['read']> {
  const parts = partsOf(topic);
  const last = parts.at(-1) ?? '';
  const device = deviceOf(parts.slice(0, -1).filter((part) => !PREFIXES.has(part)));
  if (last === 'LWT') return availability(content, device);
  if (isJson(content)) {
    const { TIC: tic } = content;
    if (isJson(tic)) return { kind: 'values', device, values: tic, single: false };
    if (ADDRESSES.some((label) => label in content)) return { kind: 'values', device, values: content, single: false };
    // The energies of a device are an aside until its first frame has come.
    if (last === 'SENSOR' && 'Time' in content) return { kind: 'aside' };
  }
  return ASIDES.test(last) ? { kind: 'aside' } : null;
}

function map(values: SourceValues): Mapped {
  const computed = computedIn(values);
  const labels = Object.entries(values).flatMap(([label, raw]): LabelValue[] => {
    const value = plainValue(raw);
    if (value === undefined || isCut(label, value) || computed?.test(label) === true) return [];
    return [{ label, value: isAlarm(values) ? undefined : value }];
  });
  // With the option comes all that the driver has; what the meter has never sent is not among it.
  const isWhole = 'OPTARIF' in values && !('PEJP' in values);
  return { mode: undefined, labels, absent: isWhole ? ['PEJP'] : [] };
}

const OVERRUNS = ['ADPS', 'ADIR1', 'ADIR2', 'ADIR3'];

/** The moment an overrun begins: its label alone, with the number of the phase instead of the current. */
function isAlarm(values: SourceValues): boolean {
  const [label = '', ...others] = Object.keys(values);
  return others.length === 0 && OVERRUNS.includes(label) && [1, 2, 3].includes(values[label] as number);
}

/**
 * Fourteen digits are too many for a number of the device: what it makes of them is no PRM. Of the twelve of an address LibTeleinfo
 * makes 2147483647 where it writes numbers: the same for every meter.
 */
function isCut(label: string, value: string | number): boolean {
  return typeof value === 'number' && (label === 'PRM' || (ADDRESSES.includes(label) && value <= 0x7fffffff));
}

/**
 * What the firmware of N. Bernaerts reckoned up to 2023 and put beside the labels of the meter, under names that mean phases there:
 * `"PHASE":1,"SSOUSC":"6000","IINST1":"3","SINSTS1":"780"`, on a single-phase meter, too. That of 2020 has a share in percent as
 * ADIRn, all the time. Null: nothing of it.
 */
function computedIn(values: SourceValues): RegExp | null {
  const { PHASE: phases, SSOUSC: power, SINSTS1: share, IINST1: current } = values;
  if (phases === undefined && power === undefined && (share === undefined || current === undefined)) return null;
  if (Number(phases) === 1) return /^(PHASE|SSOUSC|(IINST|SINSTS|ADIR)\d)$/;
  // No mode has currents as IINSTn and powers as SINSTSn.
  if ('ADSC' in values) return /^(PHASE|SSOUSC|IINST\d)$/;
  // The meter's own figures are texts there.
  return typeof values['ADIR1'] === 'number' ? /^(PHASE|SSOUSC|SINSTS\d?|ADIR\d)$/ : /^(PHASE|SSOUSC|SINSTS\d?)$/;
}
