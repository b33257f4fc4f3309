// The desk of one building: what operators ask is judged, kept and carried out by the clock. What is answered is on the disk; only
// the end of an activation happens whatever the disk says.
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { CivilZone } from '../../grid/paris-time';
import type { Store } from '../../store/store';
import { brokenRules, type Judged } from '../request/checks';
import { accepted, asked, confirmed, isAsked, isConfirmation, type Verdict } from '../request/decisions';
import { normalised, windowOf } from '../request/profile';
import { type Confirmation, type FlexRequest, type RequestKey, requestName } from '../request/request';
import { mayMove, moved, needsDecision } from '../request/states';
import type { Asset, Bacs, SiteRules } from '../site/site';
import type { Creation, FlexDesk, OnStep, Outcome } from './desk';
import { RequestSteps } from './request-steps';

export interface DeskParts {
  /** With the present potentials. */
  readonly bacs: () => Bacs;
  readonly rules: SiteRules;
  readonly store: Store;
  /** Of the file that keeps its requests: letters, digits, dots, dashes (the id of the site's node). */
  readonly name: string;
  readonly clock: Clock;
}

const UNAVAILABLE: Outcome = { kind: 'unavailable' };

export class RequestDesk implements FlexDesk {
  private readonly steps: RequestSteps;
  private readonly zone: CivilZone;

  constructor(private readonly parts: DeskParts) {
    this.steps = new RequestSteps(parts);
    this.zone = new CivilZone(parts.rules.timeZone);
  }

  get available(): boolean {
    return this.steps.available;
  }

  /** @throws RangeError for a profile that is none (see `normalised`): that is for the edge to find */
  create(creator: string, key: RequestKey, { product, profile }: Creation): Promise<Outcome> {
    const judged: Judged = { product, profile: wellFormed(profile) };
    return this.answer(key, async (found) => {
      if (found !== undefined) {
        if (found.creator !== creator || !isSameKey(found, key)) return { kind: 'conflict' };
        return isAsked(found, judged) ? standing(found) : { kind: 'conflict', request: found };
      }
      if (this.parts.bacs().id !== key.bacs) return { kind: 'unknown', what: 'bacs' };
      const asset = this.steps.assetOf(key);
      if (asset === undefined) return { kind: 'unknown', what: 'asset' };
      if (this.steps.kept.isFull) return UNAVAILABLE;
      return await this.outcome(undefined, asked(creator, key, judged, this.verdict(key, judged, asset)));
    });
  }

  /** @throws RangeError as `create` does */
  confirm(creator: string, key: RequestKey, words: Confirmation): Promise<Outcome> {
    const confirmation: Confirmation = { ...words, profile: wellFormed(words.profile) };
    return this.answerOwn(creator, key, async (found) => {
      if (found.confirmation !== undefined)
        return isConfirmation(found, confirmation) ? standing(found) : { kind: 'conflict', request: found };
      if (found.state !== 'requested' && found.state !== 'accepted') return { kind: 'conflict', request: found };
      const verdict = this.verdict(key, confirmation, this.steps.assetOf(key));
      return await this.outcome(found, confirmed(found, confirmation, verdict));
    });
  }

  read(creator: string, key: RequestKey): Promise<Outcome> {
    return this.answerOwn(creator, key, (found) => Promise.resolve({ kind: 'done', request: found }));
  }

  report(creator: string, key: RequestKey): Promise<Outcome> {
    return this.answerOwn(creator, key, async (found) => {
      if (!mayMove(found.state, 'reported', 'operator')) return { kind: 'done', request: found };
      return await this.outcome(found, moved(found, { state: 'reported', at: this.now, by: 'operator' }));
    });
  }

  listen(onStep: OnStep): () => void {
    return this.steps.listen(onStep);
  }

  async open(): Promise<readonly FlexRequest[]> {
    await this.steps.whenKnown();
    return await this.steps.kept.current(this.now);
  }

  accept(name: string): Promise<FlexRequest> {
    return this.command(name, needsDecision, (request) => {
      const { confirmation } = request;
      const asset = this.steps.assetOf(request) ?? NO_ASSET;
      const verdict = confirmation && this.verdict(request, confirmation, asset);
      return accepted(request, verdict ?? { broken: [], rules: this.parts.rules, now: this.now });
    });
  }

  reject(name: string, reason: string): Promise<FlexRequest> {
    return this.command(name, needsDecision, (request) =>
      moved(request, { state: 'rejected', at: this.now, by: 'person', reason }),
    );
  }

  stop(name: string, reason: string): Promise<FlexRequest> {
    const stopped = (request: FlexRequest): 'rejected' | 'cancelled' =>
      request.state === 'requested' ? 'rejected' : 'cancelled';
    return this.command(
      name,
      (request) => mayMove(request.state, stopped(request), 'person'),
      (request) => moved(request, { state: stopped(request), at: this.now, by: 'person', reason }),
    );
  }

  journal(): AsyncIterable<FlexRequest> {
    return this.steps.kept.all();
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return this.steps.idle();
  }

  /** Nothing runs any more; resolves when what was under way is on the disk. */
  close(): Promise<void> {
    return this.steps.close();
  }

  private get now(): number {
    return this.parts.clock.now();
  }

  private async answer(key: RequestKey, work: (found: FlexRequest | undefined) => Promise<Outcome>): Promise<Outcome> {
    if (!(await this.steps.ready())) return UNAVAILABLE;
    return await this.steps.inTurn(requestName(key), work);
  }

  /** Nobody but its creator learns that there is one. */
  private answerOwn(
    creator: string,
    key: RequestKey,
    work: (found: FlexRequest) => Promise<Outcome>,
  ): Promise<Outcome> {
    return this.answer(key, async (found) => {
      if (found?.creator === creator && isSameKey(found, key))
        return this.steps.kept.owes(key) ? UNAVAILABLE : await work(found);
      if (this.parts.bacs().id !== key.bacs) return { kind: 'unknown', what: 'bacs' };
      return { kind: 'unknown', what: this.steps.assetOf(key) === undefined ? 'asset' : 'request' };
    });
  }

  private async outcome(before: FlexRequest | undefined, after: FlexRequest): Promise<Outcome> {
    return (await this.steps.step(before, after)) ? standing(after) : UNAVAILABLE;
  }

  private async command(
    name: string,
    mayBe: (request: FlexRequest) => boolean,
    change: (request: FlexRequest) => FlexRequest,
  ): Promise<FlexRequest> {
    if (!(await this.steps.ready())) throw new LinkyRedError('ERR_FLEX_DISK');
    return await this.steps.inTurn(name, async (request) => {
      if (request === undefined || !mayBe(request))
        throw new LinkyRedError('ERR_FLEX_REQUEST', { request: name, state: request?.state ?? '–' });
      const after = change(request);
      // Whoever opts out does so whatever the disk says.
      if (after.state === 'cancelled') await this.steps.stepAnyhow(request, after);
      else if (!(await this.steps.step(request, after))) throw new LinkyRedError('ERR_FLEX_DISK');
      return after;
    });
  }

  private verdict(key: RequestKey, judged: Judged, asset: Asset = NO_ASSET): Verdict {
    const { rules } = this.parts;
    const { now, zone } = this;
    const bookings = this.steps.kept.bookings.near(key, windowOf(judged.profile));
    return { broken: brokenRules(judged, { asset, bookings, sign: rules.sign, zone, now }), rules, now };
  }
}

/** It was there once. */
const NO_ASSET: Asset = { id: '', name: '', potentials: [] };

function wellFormed(profile: Creation['profile']): Creation['profile'] {
  const known = normalised(profile);
  if (known === undefined) throw new RangeError('no profile: periods have to be in order, and apart');
  return known;
}

/** A repeat of what broke a rule is answered as it was. */
function standing(request: FlexRequest): Outcome {
  const rule = request.state === 'rejected' ? request.history.at(-1)?.rule : undefined;
  return rule === undefined ? { kind: 'done', request } : { kind: 'refused', request, rules: request.deviations };
}

/** Ids with strokes in them may make one name of two keys. */
function isSameKey(a: RequestKey, b: RequestKey): boolean {
  return a.bacs === b.bacs && a.asset === b.asset && a.requestId === b.requestId;
}
