// What the event entity tells: something has just happened. Only edges, never what was found at a start, and never retained.
import { attributesJson } from './attributes';
import { type GridSignal, isSimulated, type SignalChange } from '../../grid/signal';

const EDGES: readonly SignalChange[] = ['announced', 'started', 'worsened', 'eased', 'ended', 'withdrawn'];

/**
 * The JSON of an event, or null where this change is none: `initial` and `lost` tell what is known, not what happens.
 * @param known types that the device has announced
 */
export function eventPayload(signal: GridSignal, known: readonly string[]): string | null {
  if (!EDGES.includes(signal.change)) return null;
  const type = typeOf(signal);
  if (type === null || !known.includes(type)) return null;
  const { detail, level, expected, start, end, source } = signal;
  const details = Object.fromEntries(
    DETAILS.flatMap((field) => (detail[field] == null ? [] : [[field, detail[field]]])),
  );
  return attributesJson({
    event_type: type,
    ...details,
    ...(level === null ? {} : { level }),
    ...(expected === null || expected === level ? {} : { expected }),
    ...(start === null ? {} : { since: start }),
    ...(end === null ? {} : { until: end }),
    source,
    simulated: isSimulated(signal),
  });
}

/** Details of signals that an event carries along; none of these names is one that Home Assistant owns. */
export const DETAILS = [
  ...['phases', 'value', 'threshold', 'pm', 'period', 'day', 'colour', 'confirmed', 'fault', 'cause'],
  ...['requestId', 'asset', 'product', 'direction', 'powerW'],
];

function typeOf({ signal, change, state }: GridSignal): string | null {
  // Between normal and decarbonised hours the level moves too: no alert does.
  if (signal === 'grid-tension' && state === 'cleared' && change !== 'ended' && change !== 'withdrawn') return null;
  const types = TYPES[signal] ?? {};
  return types[change] ?? null;
}

const TYPES: Partial<Record<string, Partial<Record<SignalChange, string>>>> = {
  'power-overrun': {
    announced: 'overrun_notice',
    started: 'overrun_start',
    worsened: 'overrun_start',
    eased: 'overrun_notice',
    ended: 'overrun_end',
    withdrawn: 'overrun_end',
  },
  peak: { announced: 'peak_notice', started: 'peak_start', ended: 'peak_end', withdrawn: 'peak_withdrawn' },
  'tariff-period': { started: 'tariff_start' },
  'day-colour': {
    announced: 'colour_announced',
    started: 'colour_start',
    worsened: 'colour_level',
    eased: 'colour_level',
  },
  'meter-fault': { started: 'fault_start', ended: 'fault_end' },
  'grid-tension': {
    announced: 'alert_announced',
    started: 'alert_start',
    worsened: 'alert_level',
    eased: 'alert_level',
    ended: 'alert_end',
    withdrawn: 'alert_withdrawn',
  },
  flexibility: alike('flexibility'),
  price: alike('price'),
  co2: alike('co2'),
};

/** Types of a signal that tells every edge in the same way. */
function alike(word: string): Partial<Record<SignalChange, string>> {
  return {
    announced: `${word}_announced`,
    started: `${word}_start`,
    worsened: `${word}_level`,
    eased: `${word}_level`,
    ended: `${word}_end`,
    withdrawn: `${word}_withdrawn`,
  };
}
