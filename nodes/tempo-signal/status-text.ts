// What the status under tempo-signal says of the next colour: "then red at 6:00".
import type { TempoState } from '../../lib/rte/tempo/state';
import type { Translate } from '../runtime/types';

/** Undefined while it is not known. */
export function aheadOfTempo({ next: { colour } }: Pick<TempoState, 'next'>, translate: Translate): string | undefined {
  return colour === 'unknown'
    ? undefined
    : translate('tempo-signal.status.then', { colour: translate(`status.${colour}`) });
}
