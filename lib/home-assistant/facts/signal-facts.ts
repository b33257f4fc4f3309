// From the events of a meter to its entities: binaries, colours, peaks. Unknown stays unknown, never OFF.
import { type GridSignal, isSimulated } from '../../grid/signal';
import { SIGNAL_ROWS as ROWS } from '../entities/signals';
import { isOpen, type OpenEvents } from './open-events';
import type { Language } from '../discovery/row';
import { labelled } from './labelled';
import type { Fact } from '../discovery/state';

/** After the end of a colour without a successor: the meter's clock may be late, and the next colour is about to come. */
const COLOUR_GRACE_MS = 300_000;

/** @param isBusiness a meter that warns before the subscribed power is exceeded */
export function signalFacts(events: OpenEvents, isBusiness: boolean, language: Language, now: number): Fact[] {
  return [
    ...overrunFacts(events, isBusiness, now),
    ...tariffFacts(events, language, now),
    ...peakFacts(events, language, now),
    ...colourFacts(events, language, now),
    ...faultFacts(events, now),
  ];
}

/** ON in this state, OFF in any other that is known; null: unknown. */
function whether(signal: GridSignal, state: 'active' | 'announced', now: number): boolean | null {
  if (signal.state === 'unknown') return null;
  return signal.state === state && isOpen(signal, now);
}

function overrunFacts(events: OpenEvents, isBusiness: boolean, now: number): Fact[] {
  const signal = events.latest('power-overrun', now);
  if (signal === undefined) return [];
  const overrun = whether(signal, 'active', now);
  const notice = whether(signal, 'announced', now);
  const facts: Fact[] = [
    { row: ROWS.overrun, value: overrun, attributes: about(signal, overrun, ['phases', 'value', 'threshold']) },
  ];
  const attributes = about(signal, notice, ['value', 'threshold']);
  if (notice === true || isBusiness) facts.push({ row: ROWS.preavis, value: notice, attributes });
  else if (notice !== null) facts.push({ row: ROWS.preavis, value: notice, attributes, onlyIfAnnounced: true });
  return facts;
}

function tariffFacts(events: OpenEvents, language: Language, now: number): Fact[] {
  // One that is announced is no news of the one in force.
  const signal = events.all('tariff-period', now).findLast(({ state }) => state === 'active' || state === 'unknown');
  if (signal === undefined) return [];
  const offPeak = signal.detail['offPeak'];
  const isSaid = typeof offPeak === 'boolean';
  const value = isSaid && signal.state !== 'unknown' ? offPeak : null;
  const label = { fr: value === true ? 'Heures creuses' : 'Heures pleines', en: value === true ? 'Off-peak' : 'Peak' };
  return [
    {
      row: ROWS.offPeak,
      value,
      attributes: {
        ...(value === null ? {} : { label: label[language] }),
        ...details(signal, now, ['period']),
        since: signal.start,
        simulated: isSimulated(signal),
      },
      // A period whose name does not say ends what was known, and is no reason to announce anything.
      ...(isSaid || signal.state === 'unknown' ? {} : { onlyIfAnnounced: true }),
    },
  ];
}

function peakFacts(events: OpenEvents, language: Language, now: number): Fact[] {
  const signal = events.latest('peak', now);
  if (signal === undefined) return [];
  const notice = whether(signal, 'announced', now);
  const peak = whether(signal, 'active', now);
  const pm = signal.detail['pm'];
  const numbered = typeof pm === 'number';
  const number = (inForce: boolean | null): string | null => {
    if (inForce === null) return null;
    return inForce && numbered ? `pm${String(pm)}` : 'none';
  };
  const choice = (row: typeof ROWS.peakNumber | typeof ROWS.peakNoticeNumber, inForce: boolean | null): Fact => {
    const value = number(inForce);
    const attributes = { ...labelled(row.options, value, language), ...about(signal, inForce, [], []) };
    return { row, value, attributes, ...(numbered ? {} : { onlyIfAnnounced: true }) };
  };
  const timed = (at: string | null): string | null => (notice === true ? at : null);
  const dated = signal.state === 'announced' && signal.start !== null;
  return [
    { row: ROWS.peakNotice, value: notice, attributes: about(signal, notice, ['pm']) },
    { row: ROWS.peak, value: peak, attributes: about(signal, peak, ['pm']) },
    choice(ROWS.peakNoticeNumber, notice),
    choice(ROWS.peakNumber, peak),
    ...(
      [
        [ROWS.peakNextStart, signal.start],
        [ROWS.peakNextEnd, signal.end],
      ] as const
    ).map(([row, at]): Fact => ({
      row,
      value: timed(at),
      attributes: about(signal, notice, ['pm'], []),
      ...(dated ? {} : { onlyIfAnnounced: true }),
    })),
  ];
}

function colourFacts(events: OpenEvents, language: Language, now: number): Fact[] {
  const days = events.all('day-colour', now);
  if (days.length === 0) return [];
  const current = colourNow(days, now);
  const next = days.findLast(
    (day) => day.state === 'announced' && (startOf(day) === null || (startOf(day) ?? 0) > now) && isOpen(day, now),
  );
  return [
    colourFact(ROWS.tempoNow, current, language, ['confirmed', 'day'], true),
    colourFact(ROWS.tempoNext, next, language, ['confirmed', 'day'], false),
  ];
}

/** The colour in force, or an announced one whose time has come. */
function colourNow(days: readonly GridSignal[], now: number): GridSignal | undefined {
  const last = days.findLast(({ state }) => state === 'active' || state === 'unknown');
  if (last?.state === 'active' && isOpen(last, now)) return last;
  const begun = days.findLast((day) => {
    const start = startOf(day);
    return day.state === 'announced' && start !== null && start <= now && isOpen(day, now);
  });
  if (begun !== undefined) return begun;
  const end = last?.end == null ? NaN : Date.parse(last.end);
  return last?.state === 'active' && !isSimulated(last) && now < end + COLOUR_GRACE_MS ? last : undefined;
}

function colourFact(
  row: typeof ROWS.tempoNow | typeof ROWS.tempoNext,
  day: GridSignal | undefined,
  language: Language,
  fields: readonly string[],
  withLevel: boolean,
): Fact {
  const colour = day?.detail['colour'];
  const known = row.options.some(({ code }) => code === colour);
  const value = known ? String(colour) : 'unknown';
  const about =
    day === undefined
      ? { simulated: false }
      : {
          ...picked(day, fields),
          ...(withLevel && day.level !== null ? { level: day.level } : {}),
          since: day.start,
          until: day.end,
          source: day.source,
          simulated: isSimulated(day),
        };
  return { row, value, attributes: { ...labelled(row.options, value, language), ...about } };
}

const FAULTS = [
  ['cover', ROWS.cover],
  ['overvoltage', ROWS.overvoltage],
  ['breaker', ROWS.breakerOpen],
  ['clock', ROWS.clock],
] as const;

function faultFacts(events: OpenEvents, now: number): Fact[] {
  return FAULTS.flatMap(([fault, row]): Fact[] => {
    const signal = events.latest('meter-fault', now, fault);
    if (signal === undefined) return [];
    const value = whether(signal, 'active', now);
    return [{ row, value, attributes: about(signal, value, [], ['since']) }];
  });
}

const MOMENTS = ['since', 'until', 'level'] as const;

/**
 * What an entity says of the event that it is on for. One that is off says nothing of it: neither of one that is over, nor of
 * an overrun where it tells the notice.
 */
function about(
  signal: GridSignal,
  isOn: boolean | null,
  fields: readonly string[],
  moments: readonly (typeof MOMENTS)[number][] = MOMENTS,
): Record<string, unknown> {
  const simulated = isOn !== false && isSimulated(signal);
  if (isOn !== true) return { simulated };
  const { start, end, level } = signal;
  const known = { since: start, until: end, level };
  return {
    ...Object.fromEntries(moments.flatMap((name) => (known[name] === null ? [] : [[name, known[name]]]))),
    ...picked(signal, fields),
    simulated,
  };
}

/** Details of an event that is over say nothing of now. */
function details(signal: GridSignal, now: number, fields: readonly string[]): Record<string, unknown> {
  return isOpen(signal, now) ? picked(signal, fields) : {};
}

function picked({ detail }: GridSignal, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap((field) => (detail[field] == null ? [] : [[field, detail[field]]])));
}

function startOf({ start }: GridSignal): number | null {
  return start === null ? null : Date.parse(start);
}
