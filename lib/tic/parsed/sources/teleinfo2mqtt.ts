// fmartinou/teleinfo2mqtt (`teleinfo/NUMBER`): `{LABEL: {raw, value, timestamp?}}`, the labels of the meter, as of 9.1. It checks no
// sums, drops what has the wrong length, and makes VA of PREF and PCOUP by three zeros.
import { isJson, type Json } from '../../bytes/foreign';
import { availability, deviceOf, partsOf } from '../content';
import { numberIn, plainValue } from '../label-values';
import type { LabelValue, Mapped, ParsedMessage, ParsedSource, SourceValues } from '../source';

export const TELEINFO2MQTT: ParsedSource = {
  parsedBy: { by: 'teleinfo2mqtt', checked: false, mixed: false, slackWh: 0 },
  // Every 10 s, but a frame that is that of before is left out.
  silenceSeconds: 300,
  repeats: false,
  read,
  map,
};

/** In VA there. */
const KILO: ReadonlySet<string> = new Set(['PREF', 'PCOUP']);

function read({ topic, content }: ParsedMessage): ReturnType<ParsedSource['read']> {
  const parts = partsOf(topic);
  // The colours that it has asked others for, where it is told to.
  if (parts.at(-1) === 'tempo') return { kind: 'aside' };
  if (parts.at(-1) === 'status') return availability(content, deviceOf(parts.slice(0, -1)), true);
  if (!isJson(content) || !Object.values(content).some((entry) => isJson(entry) && 'raw' in entry)) return null;
  return { kind: 'values', device: deviceOf(parts), values: content, single: false };
}

function map(values: SourceValues): Mapped {
  const labels = Object.entries(values).flatMap(([label, entry]): LabelValue[] => {
    if (!isJson(entry)) return [];
    const horodate = horodateIn(label, entry);
    const value = plainValue(entry['raw']) ?? plainValue(entry['value']) ?? (horodate === undefined ? undefined : '');
    const kilo = KILO.has(label) ? numberIn(value) : undefined;
    if (value === undefined) return [];
    return [{ label, value: kilo === undefined ? value : kilo >= 1000 ? kilo / 1000 : kilo, horodate }];
  });
  return { mode: undefined, labels, absent: [] };
}

const SEASONS: Readonly<Record<string, string>> = { winter: 'H', summer: 'E' };

/** Dates to which the meter gives no season: it calls summer whatever is not winter. */
const WITHOUT_SEASON = /^[DF]PM\d$/;

/** Its dates are the meter's own figures, called UTC: season and figures make the horodate again. */
function horodateIn(label: string, { timestamp }: Json): string | undefined {
  if (!isJson(timestamp)) return undefined;
  const season = WITHOUT_SEASON.test(label) ? ' ' : SEASONS[String(timestamp['dst'])];
  const figures = /^20(\d\d)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(String(timestamp['date']))?.slice(1).join('');
  return season === undefined || figures === undefined ? undefined : `${season}${figures}`;
}
