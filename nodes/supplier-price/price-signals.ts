// The grid signals of one node: each threshold has its events. What a threshold had that is no more, or that of another delivery
// point, is ended first.
import type { SentSignal } from '../../lib/grid/event/act';
import type { KeptEvents } from '../../lib/grid/event/kept-events';
import { EventOutlook } from '../../lib/grid/event/outlook';
import {
  thresholdOutlook,
  WATCHED,
  type KnownRows,
  type SupplierDetail,
  type Watch,
  type Watched,
} from '../../lib/flex/supplier/thresholds';
import type { SentPrices } from './price-memory';

type Signals = SentSignal<SupplierDetail>[];

export class PriceSignals {
  private readonly events: ReadonlyMap<Watched, EventOutlook<SupplierDetail>>;
  /** Of what is not watched any more: ended with the first look. */
  private left: EventOutlook<SupplierDetail>[] = [];

  /** @param origin of new events */
  constructor(
    private readonly watches: readonly Watch[],
    private readonly origin: string,
  ) {
    this.events = new Map(watches.map(({ kind }) => [kind, outlookOf(kind, origin)]));
  }

  /** Gives back what was kept before a restart; nothing is sent. */
  restore({ deliveryPoint, open }: Pick<SentPrices, 'deliveryPoint' | 'open'>): void {
    for (const kind of Object.keys(WATCHED) as Watched[]) {
      const kept = open[kind];
      if (kept === undefined) continue;
      const goesOn = deliveryPoint === this.origin ? this.events.get(kind) : undefined;
      const events = goesOn ?? outlookOf(kind, deliveryPoint);
      events.restore(kept);
      if (goesOn === undefined) this.left.push(events);
    }
  }

  look(known: KnownRows, now: number, again: boolean): Signals {
    const over = this.left.splice(0).flatMap((events) => ended(events, now));
    const present = this.watches.flatMap((watch) => {
      const events = this.events.get(watch.kind);
      return events?.look(thresholdOutlook(events.open, watch, known, now, again), again) ?? [];
    });
    return [...over, ...present];
  }

  /** Among whose signals a simulated one counts; undefined for a kind without a threshold. */
  of(kind: unknown): EventOutlook<SupplierDetail> | undefined {
    return this.events.get(kind as Watched);
  }

  /** When the first event is to start that is only announced, epoch ms; undefined: none is. */
  next(kind: Watched): number | undefined {
    return this.events.get(kind)?.open.find(({ state }) => state === 'announced')?.start;
  }

  /** Something is over its threshold. */
  get isOver(): boolean {
    return [...this.events.values()].some(({ open }) =>
      open.some(({ state, level }) => state === 'active' && level === 2),
    );
  }

  kept(): SentPrices['open'] {
    return Object.fromEntries([...this.events].map(([kind, events]): [Watched, KeptEvents] => [kind, events.kept()]));
  }
}

function outlookOf(kind: Watched, origin: string): EventOutlook<SupplierDetail> {
  return new EventOutlook<SupplierDetail>('supplier', kind, origin);
}

function ended(events: EventOutlook<SupplierDetail>, now: number): Signals {
  const ending = ({ detail }: { readonly detail: SupplierDetail }) => ({ level: null, detail, issuedAt: null });
  return events.look({ now, events: [], ending }, true);
}
