// The building that the emulator plays in one session: what is asked of it, what it decides, and where each request stands. The states
// and the status codes are not in the reference; they are those of the project's spec.
import type { CheckRule } from '../../../lib/flex/request/request';
import type { Period } from '../wire';
import { broken, endOf, startOf } from './checks';
import type { SeededAsset, SeededBacs } from './dataset';

export type BacsState =
  'REQUESTED' | 'ACCEPTED' | 'REJECTED' | 'CONFIRMED' | 'ACTIVE' | 'COMPLETED' | 'EXPIRED' | 'CANCELLED' | 'FAILED';

export interface BacsRules {
  readonly buildings: (now: number) => readonly SeededBacs[];
  /** Lenient: what breaks a rule is named and taken all the same, as the reference's own example does. */
  readonly checks: 'lenient' | 'strict';
  /** How long it thinks before it accepts. */
  readonly decideMs: number;
}

/** What somebody asks or confirms. */
export interface Terms {
  readonly product: string;
  readonly profile: readonly Period[];
  readonly ackPrice?: number;
}

export interface KeptRequest {
  readonly requestId: string;
  readonly asset: SeededAsset;
  readonly bacs: string;
  readonly asked: Terms;
  readonly createdAt: number;
  deviations: CheckRule[];
  isRejected: boolean;
  confirmed?: Terms & { readonly at: number };
}

export type BacsOutcome =
  { readonly kind: 'done' | 'refused' | 'conflict'; readonly request: KeptRequest } | { readonly kind: 'unknown' };

export class BacsModule {
  private readonly kept = new Map<string, KeptRequest>();

  constructor(private readonly rules: BacsRules) {}

  buildings(now: number): readonly SeededBacs[] {
    return this.rules.buildings(now);
  }

  asset(bacs: string, asset: string, now: number): SeededAsset | undefined {
    return this.buildings(now)
      .find(({ id }) => id === bacs)
      ?.assets.find(({ id }) => id === asset);
  }

  request(bacs: string, asset: string, requestId: string): KeptRequest | undefined {
    return this.kept.get(nameOf(bacs, asset, requestId));
  }

  create(bacs: string, asset: SeededAsset, requestId: string, asked: Terms, now: number): BacsOutcome {
    const known = this.request(bacs, asset.id, requestId);
    if (known !== undefined) return { kind: isSame(known.asked, asked) ? 'done' : 'conflict', request: known };
    const deviations = this.brokenBy(bacs, asset, requestId, asked, now);
    const isRejected = this.rules.checks === 'strict' && deviations.length > 0;
    const request: KeptRequest = { requestId, asset, bacs, asked, createdAt: now, deviations, isRejected };
    this.kept.set(nameOf(bacs, asset.id, requestId), request);
    return { kind: isRejected ? 'refused' : 'done', request };
  }

  confirm(bacs: string, asset: SeededAsset, requestId: string, terms: Terms, now: number): BacsOutcome {
    const request = this.request(bacs, asset.id, requestId);
    if (request === undefined) return { kind: 'unknown' };
    if (request.confirmed !== undefined)
      return { kind: isSame(request.confirmed, terms) ? 'done' : 'conflict', request };
    if (!['REQUESTED', 'ACCEPTED'].includes(this.state(request, now))) return { kind: 'conflict', request };
    const deviations = this.brokenBy(bacs, asset, requestId, terms, now);
    request.deviations = deviations;
    if (this.rules.checks === 'strict' && deviations.length > 0) {
      request.isRejected = true;
      return { kind: 'refused', request };
    }
    request.confirmed = { ...terms, at: now };
    return { kind: 'done', request };
  }

  state(request: KeptRequest, now: number): BacsState {
    const { isRejected, createdAt, confirmed, asked, asset } = request;
    if (isRejected) return 'REJECTED';
    const isDecided = now - createdAt >= this.rules.decideMs;
    const profile = confirmed?.profile ?? asked.profile;
    const last = startOf(profile) - asset.potential.mobilizationMs;
    // A window that had begun when it was asked for does not expire: it was taken as it was.
    const isOver = createdAt < last && now >= last;
    if (confirmed === undefined || !isDecided) return isOver ? 'EXPIRED' : isDecided ? 'ACCEPTED' : 'REQUESTED';
    if (now < startOf(profile)) return 'CONFIRMED';
    if (now < endOf(profile)) return 'ACTIVE';
    // What was past already when it was confirmed has never been carried out.
    return confirmed.at < endOf(profile) ? 'COMPLETED' : 'CONFIRMED';
  }

  /** What has been confirmed of an asset and is, was or will be carried out. */
  confirmedOf(bacs: string, asset: string, except?: string): readonly Period[][] {
    return [...this.kept.values()].flatMap((request) => {
      const { confirmed } = request;
      const isMeant = request.bacs === bacs && request.asset.id === asset && request.requestId !== except;
      return isMeant && confirmed !== undefined && confirmed.at < endOf(confirmed.profile)
        ? [[...confirmed.profile]]
        : [];
    });
  }

  private brokenBy(bacs: string, asset: SeededAsset, requestId: string, terms: Terms, now: number): CheckRule[] {
    const others = this.confirmedOf(bacs, asset.id, requestId);
    return broken(asset, { product: terms.product, profile: terms.profile, now, others });
  }
}

/** A name that no two requests share, whatever their ids hold. */
function nameOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function isSame(one: Terms, other: Terms): boolean {
  const text = ({ product, profile, ackPrice }: Terms): string => JSON.stringify([product, profile, ackPrice ?? null]);
  return text(one) === text(other);
}
