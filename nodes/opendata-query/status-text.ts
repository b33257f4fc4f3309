// What the status under opendata-query says.
import { isoParis } from '../../lib/grid/paris-time';
import type { NodeStatus } from '../runtime/status/status';
import type { Translate } from '../runtime/types';

export type Shown =
  | { readonly is: 'ready' | 'asking' | 'looking' | 'unchanged' | 'stopped' }
  /** Under way. `of`: how many there will be, where that is known. */
  | { readonly is: 'rows'; readonly rows: number; readonly of: number | null }
  | { readonly is: 'credit'; readonly rows: number }
  | { readonly is: 'file'; readonly bytes: number }
  /** Over. `rows` null: a file was written. `updatedAt`: since when the data are as they are, ISO 8601. */
  | { readonly is: 'done'; readonly rows: number | null; readonly updatedAt: string | null };

const OWN = 'opendata-query.status';

export function showState(status: NodeStatus, translate: Translate, state: Shown): void {
  const say = (key: string, facts: Readonly<Record<string, string>> = {}): string => translate(`${OWN}.${key}`, facts);
  switch (state.is) {
    case 'ready':
      status.show('waiting', 'ready');
      return;
    case 'unchanged':
      status.show('ok', 'unchanged');
      return;
    case 'stopped':
      status.show('stopped', 'stopped');
      return;
    case 'asking':
    case 'looking':
      status.show('working', state.is);
      return;
    case 'rows': {
      const { rows, of } = state;
      const text =
        of === null ? say('rows', { n: grouped(rows) }) : say('rows-of', { n: grouped(rows), of: grouped(of) });
      status.showFigures('working', text);
      return;
    }
    case 'credit':
      status.showText('waiting', say('credit', { n: grouped(state.rows) }));
      return;
    case 'file':
      status.showFigures('working', say('file', { n: grouped(Math.floor(state.bytes / 1_000_000)) }));
      return;
    case 'done': {
      const { rows, updatedAt } = state;
      const what = rows === null ? say('written') : say('rows', { n: grouped(rows) });
      status.showText('ok', updatedAt === null ? what : `${what} · ${say('data-of', { date: dayOf(updatedAt) })}`);
    }
  }
}

/** Groups of three digits, as both languages may write them. */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}

function dayOf(instant: string): string {
  const at = Date.parse(instant);
  const iso = Number.isNaN(at) ? instant : isoParis(at);
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}
