// The status under ha-entities: what keeps it from working first, then how many entities there are.
import type { NodeStatus } from '../runtime/status';
import type { Translate } from '../runtime/types';
import type { HaState } from './ha-state';

export function showState(status: NodeStatus, translate: Translate, state: HaState): void {
  const { connected, devices, entities, speaking, held, hasWill, removed } = state;
  if (connected === false) status.show('failed', 'no-broker');
  else if (removed) status.show('stopped', 'removed');
  else if (held) status.show('alert', 'held');
  else if (devices === 0) status.show('waiting', 'waiting');
  else if (speaking === 0) status.show('failed', 'silent');
  else {
    const counted = translate('ha-entities.status.entities', { count: entities });
    const text = hasWill ? counted : `${counted} · ${translate('ha-entities.status.no-will')}`;
    status.showFigures(hasWill ? 'ok' : 'waiting', text);
  }
}
