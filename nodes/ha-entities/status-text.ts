// The status under ha-entities: what keeps it from working first, then how many entities there are.
import type { NodeStatus } from '../runtime/status/status';
import type { Translate } from '../runtime/types';
import type { HaState } from './ha-state';
import type { WillFault } from './process-status';

const WILL_FAULTS = {
  empty: 'ha-entities.status.no-will',
  fades: 'ha-entities.status.will-fades',
  unheard: 'ha-entities.status.unheard',
} as const satisfies Record<WillFault, string>;

export function showState(status: NodeStatus, translate: Translate, state: HaState): void {
  const { connected, devices, entities, speaking, held, refused, willFault, removed } = state;
  if (connected === false) status.show('failed', 'no-broker');
  else if (removed) status.show('stopped', 'removed');
  else if (held) status.show('alert', 'held');
  else if (devices === 0) status.show('waiting', 'waiting');
  else if (speaking === 0) status.show('failed', 'silent');
  else {
    const counted = translate('ha-entities.status.entities', { count: entities });
    const faults = [
      ...(willFault === null ? [] : [WILL_FAULTS[willFault]]),
      ...(refused ? ['ha-entities.status.refused'] : []),
    ].map((key) => translate(key));
    status.showFigures(faults.length === 0 ? 'ok' : 'waiting', [counted, ...faults].join(' · '));
  }
}
