// What the status under flex-operator says while nothing is wrong: that it calls, that it waits for work, that a token ends soon.
import { isoParis } from '../../lib/grid/paris-time';
import type { NodeStatus } from '../runtime/status/status';
import type { Translate } from '../runtime/types';

/** A token that lives for less than this is worth a word: somebody has to paste another. */
const SOON_MS = 24 * 3_600_000;
/** Those of an emulator live for an hour or so: nobody is told so each time. */
const SHORT_MS = 3 * 3_600_000;

/** @param tokenUntil epoch ms; null: it does not say, or another one is had by itself */
export function showIdle(status: NodeStatus, tokenUntil: number | null, now: number, translate: Translate): void {
  if (tokenUntil === null || tokenUntil > now + SOON_MS || tokenUntil <= now) status.show('ok', 'ready');
  else status.showText(tokenUntil > now + SHORT_MS ? 'ok' : 'waiting', untilText(tokenUntil, translate));
}

/** "token until 30/11 14h05": a colon has no place in a status. */
function untilText(at: number, translate: Translate): string {
  const iso = isoParis(at);
  const date = `${iso.slice(8, 10)}/${iso.slice(5, 7)}`;
  return translate('flex-operator.status.until', { date, time: iso.slice(11, 16).replace(':', 'h') });
}
