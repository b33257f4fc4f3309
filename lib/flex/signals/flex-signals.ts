// The grid signals of one building: of each confirmed request, and at the start of each asset of which nothing is in force.
import * as v from 'valibot';
import type { ActTracker, SentSignal } from '../../grid/event/act';
import { type KeptEvents, KeptEventsSchema } from '../../grid/event/kept-events';
import { EventOutlook } from '../../grid/event/outlook';
import { type FlexRequest, requestName } from '../request/request';
import type { SignConvention } from '../site/site';
import { flexOutlook, nextFlexEdge } from './flexibility';

/** Open events by the name of their request. */
export type KeptFlex = Readonly<Record<string, KeptEvents>>;
export const KeptFlexSchema = v.record(v.string(), KeptEventsSchema);

export interface FlexLook {
  /** In the order in which they are to be sent. */
  readonly signals: readonly SentSignal<object>[];
  /**
   * To be on the disk before they are sent, and after. What begins is kept before anybody hears of it, what ends after: whoever
   * is killed in between says the end when he comes back.
   */
  readonly before: KeptFlex;
  readonly after: KeptFlex;
}

export interface FlexCircumstances {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly sign: SignConvention;
  /** W, by the name of the request; absent: not known. */
  readonly baselines: ReadonlyMap<string, number>;
}

/** Of an asset of which nothing is in force. */
const IDLE = 'idle';

export class FlexSignals {
  private readonly outlooks = new Map<string, EventOutlook<object>>();
  /** By `bacs/asset`: what tells at a start that nothing is in force. */
  private readonly idle = new Map<string, EventOutlook<object>>();
  private hasLooked = false;

  /** Gives back what was kept before a restart; nothing is sent. */
  restore(kept: KeptFlex): void {
    for (const [name, events] of Object.entries(kept)) {
      const outlook = this.outlook(name);
      outlook.restore(events);
      this.outlooks.set(name, outlook);
    }
  }

  /**
   * What has changed since the last look; the first one, and each with `again`, tells all that holds as `initial`.
   * @param requests those that are open, and those that ended lately
   * @param assets `bacs/asset` of all
   */
  look(
    requests: readonly FlexRequest[],
    assets: readonly string[],
    about: FlexCircumstances,
    again: boolean,
  ): FlexLook {
    const isFirst = again || !this.hasLooked;
    this.hasLooked = true;
    const kept = this.kept();
    const byName = new Map(requests.map((request) => [requestName(request), request]));
    const looked = [...this.outlooks.keys(), ...byName.keys()];
    const signals = [...new Set(looked)].flatMap((name) => this.lookAt(name, byName.get(name), about, isFirst));
    if (isFirst) signals.push(...assets.flatMap((asset) => this.idleAt(asset, requests, about)));
    return {
      signals: signals.sort(endingsFirst),
      before: { ...this.kept(), ...openBefore(kept, this.kept()) },
      after: this.kept(),
    };
  }

  /** When something changes by itself; Infinity: never. */
  nextEdge(requests: readonly FlexRequest[], { now, sign }: Pick<FlexCircumstances, 'now' | 'sign'>): number {
    return Math.min(...requests.map((request) => nextFlexEdge(request, sign, now)));
  }

  /** Among whose signals a made-up one counts. @param origin of it */
  actsOf(origin: string): ActTracker {
    return (this.outlooks.get(origin) ?? this.idleOutlook(origin)).acts;
  }

  private kept(): KeptFlex {
    return Object.fromEntries(
      [...this.outlooks].flatMap(([name, outlook]) => {
        const events = outlook.kept();
        return Object.keys(events).length === 0 ? [] : [[name, events]];
      }),
    );
  }

  private lookAt(
    name: string,
    request: FlexRequest | undefined,
    { now, sign, baselines }: FlexCircumstances,
    isFirst: boolean,
  ): SentSignal<object>[] {
    const known = this.outlooks.get(name);
    const outlook = known ?? this.outlook(name);
    const all =
      request === undefined
        ? { now, events: [], ending: unchanged(now) }
        : flexOutlook(request, sign, now, baselines.get(name) ?? null);
    if (known === undefined && all.events.length === 0) return [];
    // Of one that is new nothing was known before: what comes is an edge.
    if (known === undefined && !isFirst) outlook.look({ now, events: [], ending: unchanged(now) }, true);
    const signals = outlook.look(all as Parameters<typeof outlook.look>[0], isFirst);
    if (outlook.open.length === 0) this.outlooks.delete(name);
    else this.outlooks.set(name, outlook);
    return signals;
  }

  private idleAt(asset: string, requests: readonly FlexRequest[], { now }: FlexCircumstances): SentSignal<object>[] {
    const isActive = ({ state, bacs, asset: id }: FlexRequest): boolean =>
      state === 'active' && `${bacs}/${id}` === asset;
    if (requests.some(isActive)) return [];
    const detail = {
      requestId: null,
      asset: asset.slice(asset.indexOf('/') + 1),
      product: null,
      direction: null,
      powerW: null,
    };
    const event = { name: IDLE, state: 'cleared', level: null, detail, issuedAt: now } as const;
    return this.idleOutlook(asset).look({ now, events: [event], ending: unchanged(now) }, true);
  }

  private idleOutlook(origin: string): EventOutlook<object> {
    const outlook = this.idle.get(origin) ?? this.outlook(origin);
    this.idle.set(origin, outlook);
    return outlook;
  }

  private outlook(origin: string): EventOutlook<object> {
    return new EventOutlook('flex', 'flexibility', origin);
  }
}

/** Those that are not open any more, and of those that are, the events that are over. */
function openBefore(before: KeptFlex, after: KeptFlex): KeptFlex {
  return Object.fromEntries(Object.entries(before).map(([name, events]) => [name, { ...events, ...after[name] }]));
}

function unchanged(now: number) {
  return ({ detail }: { detail: object }) => ({ level: null, detail, issuedAt: now });
}

/** Of two requests that follow one another the end of the first is told first. */
function endingsFirst(one: SentSignal<object>, other: SentSignal<object>): number {
  return Number(one.state !== 'cleared') - Number(other.state !== 'cleared');
}
