// The events of Ecowatt: one per run of hours of level 2 or more; outside of those the grid is at rest, `cleared` with level 0
// or 1. What is sent of them, lib/grid/event says.
import type { OpenEvent, Outlook } from '../../grid/event/outlook';
import { runOutlook } from '../../grid/event/run-outlook';
import type { LevelSlot } from '../../grid/event/runs';
import { isoParis } from '../../grid/paris-time';
import type { SignalLevel } from '../../grid/signal';
import { isoSlot, type EcowattSlot, type Received } from './state';
import { hourSlots } from './slots';

/** `detail` of a grid-tension signal from Ecowatt. */
export interface EcowattDetail {
  /** The hours of the event, neighbours of one level in one piece; empty when none is in force or announced. */
  slots: readonly EcowattSlot[];
  /** While announced: minutes until it starts. */
  leadMinutes: number | null;
  /** When RTE made the publication behind it. */
  publishedAt: string | null;
  /** True when it was read from RTE's sandbox, whose days are made up. */
  sandbox?: true;
}

/**
 * @param open what was sent and is not over
 * @param received undefined while nothing is known
 * @param now epoch milliseconds
 * @param again all is to be sent again
 */
export function tensionOutlook(
  open: readonly OpenEvent[],
  received: Received | undefined,
  now: number,
  again: boolean,
): Outlook<EcowattDetail> {
  const published = {
    slots: received ? hourSlots(received.publication) : [],
    issuedAt: received?.receivedAt ?? null,
    detail: detailMaker(received, now),
    // The grid at rest is at 0 or 1.
    restLevel: (level: SignalLevel) => level,
  };
  return runOutlook(open, published, now, again);
}

function detailMaker(received: Received | undefined, now: number) {
  const generatedAt = received?.publication.generatedAt ?? null;
  return (announcedFor: number | null, slots: readonly LevelSlot[]): EcowattDetail => ({
    slots: slots.map(isoSlot),
    leadMinutes: announcedFor === null ? null : Math.round((announcedFor - now) / 60_000),
    publishedAt: generatedAt === null ? null : isoParis(generatedAt),
    ...(received?.source === 'rte-sandbox' && { sandbox: true }),
  });
}
