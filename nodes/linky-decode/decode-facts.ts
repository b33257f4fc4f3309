// What linky-decode tells of itself in a report: meters and their families, and how the last frame came over the line.
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import type { Facts } from '../runtime/diagnostics/notes';
import type { MeterStreams } from './meter-streams';
import type { Roll } from './roll-call';

/** Of more meters nobody reads. */
const MOST_METERS = 5;

export function decodeFacts(streams: MeterStreams, { known, silent, silence }: Roll, last: DecodedFrame | null): Facts {
  const meters = [...streams.values()].slice(0, MOST_METERS).map(({ name, state, decoder }) => {
    const { id, family, mode, phases, type, year } = decoder.meter;
    return { stream: name, state, id: id ?? 'none', family, mode, phases, type, year, groups: decoder.groupsHeard };
  });
  return {
    meters: known === 0 ? meters : [...meters, { known, silent, secondsSinceFrame: Math.round(silence / 1000) }],
    'last frame': last === null ? 'none' : lastFrame(last),
  };
}

/** What was refused or held, and why, says `groups`: where the option of the node lists them. */
function lastFrame({ speaks, full, test, quality, groups }: DecodedFrame): Facts {
  const faults = groups.filter(({ ok }) => !ok).map(({ label, reason }) => `${label} ${reason ?? 'held'}`);
  return {
    ...quality,
    ...{ full, test, identity: speaks ? 'believed' : 'held' },
    ...(faults.length === 0 ? {} : { faults }),
  };
}
