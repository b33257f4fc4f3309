// When an announced tariff period begins and ends: TDYNnFD and TDYNnFF of PME-PMI, the list of TDYND and TDYNF of SAPHIR.
import { datedInstant, readLocalDate } from '../../value/local-date';
import type { AcceptedGroup } from '../../belief/accepted-group';
import type { Frame } from '../../frame/frame';
import { LabelPresence } from '../../frame/label-presence';
import type { Situation } from '../knowledge';

export const NOTICES = ['PREAVIS1', 'PREAVIS2', 'PREAVISD', 'PREAVISF'] as const;
export type NoticeLabel = (typeof NOTICES)[number];

const NEXT: Readonly<Partial<Record<NoticeLabel, readonly [string, string]>>> = {
  PREAVIS1: ['TDYN1FD', 'TDYN1FF'],
  PREAVIS2: ['TDYN2FD', 'TDYN2FF'],
};
const LISTED: Readonly<Partial<Record<NoticeLabel, string>>> = { PREAVISD: 'TDYND', PREAVISF: 'TDYNF' };

export const DATE_LABELS: readonly string[] = Object.values(NEXT).flat();
const LIST_LABELS: ReadonlySet<string> = new Set(Object.values(LISTED));

export interface NoticeBounds {
  readonly start: number | null;
  readonly end: number | null;
  /** A date of it may have been lost on the line. */
  readonly doubtful: boolean;
}

export const NOT_KNOWN: NoticeBounds = { start: null, end: null, doubtful: false };

export class NoticeDates {
  private readonly lists = new Map<string, readonly string[]>();
  private readonly inFrame = new Map<string, string[]>();
  /** The dates that PME-PMI sends beside a notice: those of an older one are not those of this one. */
  private readonly dates = DATE_LABELS.map((label) => new LabelPresence(label));
  /** Of these, what the frame neither brought nor proved to be absent. */
  private lost: readonly string[] = [];

  /** True: the group belongs to a list. */
  take({ label, value }: AcceptedGroup): boolean {
    this.dates.find((date) => date.label === label)?.saw();
    if (!LIST_LABELS.has(label)) return false;
    if (value !== null) this.inFrame.set(label, [...(this.inFrame.get(label) ?? []), String(value)]);
    return true;
  }

  /** A list is believed from a whole frame, or when it comes again. */
  frameEnded(frame: Frame, { knowledge }: Situation): void {
    if (!frame.steady) for (const date of this.dates) date.frameEnded(frame);
    this.lost = DATE_LABELS.filter((label) => !frame.valid && !frame.seen(label) && !frame.skipped(label));
    if (frame.kind === 'long')
      for (const label of LIST_LABELS) {
        const list = this.inFrame.get(label) ?? [];
        if (knowledge.believe(label, list.join(), frame.valid) !== 'doubtful') this.lists.set(label, list);
      }
    this.inFrame.clear();
  }

  /** @param period as the notice names it */
  of(label: NoticeLabel, period: string, { knowledge, moment, zone }: Situation): NoticeBounds {
    const instant = (text: string | undefined): number | null => {
      const date = text === undefined ? null : readLocalDate(text);
      return date === null ? null : datedInstant(date, zone, moment.at);
    };
    const next = NEXT[label];
    if (next !== undefined) {
      const sent = (name: string): boolean => this.dates.some((date) => date.label === name && date.present === true);
      const [start, end] = next.map((name) => instant(sent(name) ? knowledge.text(name) : undefined));
      const doubtful = next.some((name) => !sent(name) && this.lost.includes(name));
      return toCome({ start: start ?? null, end: end ?? null, doubtful }, moment.at);
    }
    const edges = (this.lists.get(LISTED[label] ?? '') ?? []).flatMap((text) => {
      const at = instant(text);
      return at === null || `TD-${text.slice(-1)}` !== period ? [] : [{ edge: text.charAt(0), at }];
    });
    for (const { edge, at: start } of edges) {
      if (edge !== 'd') continue;
      const end = edges.find((other) => other.edge === 'f' && other.at > start)?.at ?? null;
      const bounds = toCome({ start, end, doubtful: false }, moment.at);
      if (bounds.start !== null) return bounds;
    }
    return NOT_KNOWN;
  }
}

/** Bounds that are over are those of an older notice. */
function toCome(bounds: NoticeBounds, now: number | null): NoticeBounds {
  return now !== null && bounds.end !== null && bounds.end <= now
    ? { ...NOT_KNOWN, doubtful: bounds.doubtful }
    : bounds;
}
