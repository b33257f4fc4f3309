// The BACS API of one building: from a call to its answer. It knows no server: whoever has one hands calls in.
import type { Clock } from '../../grid/clock';
import { CivilZone } from '../../grid/paris-time';
import type { OperatorDesk, Outcome } from '../desk/desk';
import type { FlexRequest } from '../request/request';
import type { Asset, Bacs, SiteRules } from '../site/site';
import { isAnswer, type Gate, type Headers } from './access/gate';
import { mayAsk, type Credential } from './access/credential';
import { aggregateOf, detailsOf, ofRequest, periodOf, type Meters } from './consumption';
import { bacsDocument } from './document/openapi';
import { json, problem, type BacsAnswer } from './problems';
import { findRoute, ROUTES, type Operation, type PathIds } from './routes';
import { Malformed } from './wire/malformed';
import { readConfirmation, readCreation } from './wire/read';
import { assetList, bacsList, consumptionAnswer, potentialList, requestAnswer } from './wire/write';

export interface BacsCall {
  readonly method: string;
  /** From the base path on, as it was sent: `/bacs/…?start=…`. */
  readonly url: string;
  readonly headers: Headers;
  /** Address of whoever calls. */
  readonly address: string;
  /** Read only where the operation has a body; undefined: it is longer than that. */
  readonly body: (mostBytes: number) => Promise<string | undefined>;
}

export interface BacsApiParts {
  /** With the present potentials. */
  readonly bacs: () => Bacs;
  readonly rules: SiteRules;
  readonly desk: OperatorDesk;
  readonly meters: Meters;
  readonly gate: Gate;
  readonly clock: Clock;
  /** What a breach of the potentials is answered with. */
  readonly breachStatus: 422 | 200;
  /** Of this package, in the document. */
  readonly version: string;
  /** Told of what should not have happened. */
  readonly onFailure: (error: unknown) => void;
}

/** A profile of a week in quarters of an hour has 100 kB. */
export const LONGEST_BODY_BYTES = 256 * 1024;

interface Question {
  readonly ids: PathIds;
  readonly credential: Credential;
  readonly query: URLSearchParams;
  readonly body: string;
}

export class BacsApi {
  private readonly zone: CivilZone;
  private readonly operations: Readonly<Record<Operation, (question: Question) => BacsAnswer | Promise<BacsAnswer>>> = {
    listBacs: () => json(200, bacsList(this.parts.bacs())),
    listAssets: (question) => this.listAssets(question),
    getFlexibilityPotentials: (question) =>
      this.ofAsset(question, (asset, bacs) => json(200, potentialList(bacs, asset, this.now, this.zone))),
    createFlexRequest: (question) => this.create(question),
    getFlexRequest: ({ ids, credential }) => this.asked(this.parts.desk.read(credential.name, ids)),
    confirmFlexRequest: ({ ids, credential, body }) =>
      this.asked(this.parts.desk.confirm(credential.name, ids, readConfirmation(body, ids.requestId, this.zone))),
    realizeFlexRequest: (question) => this.realize(question),
    getAssetConsumptions: (question) => this.consumed(question, detailsOf),
    getAssetConsumptionsAggregate: (question) => this.consumed(question, aggregateOf),
    getDocument: () => json(200, bacsDocument(this.parts)),
  };

  constructor(private readonly parts: BacsApiParts) {
    this.zone = new CivilZone(parts.rules.timeZone);
  }

  /** Never rejects. */
  async handle(call: BacsCall): Promise<BacsAnswer> {
    try {
      return await this.answer(call);
    } catch (error) {
      if (error instanceof Malformed) return problem('malformed', { field: error.field, detail: error.message });
      this.parts.onFailure(error);
      return problem('internal');
    }
  }

  private async answer(call: BacsCall): Promise<BacsAnswer> {
    // First of all: whoever has no right learns nothing, not even what there is not.
    const credential = await this.parts.gate.admit(call.headers, call.address);
    if (isAnswer(credential)) return credential;
    const [path = '', ...query] = call.url.split('?');
    const found = findRoute(call.method, path);
    if (found.kind === 'nothing') return problem('unknown-path');
    if (found.kind === 'other-method') return problem('other-method', { headers: { Allow: found.allowed.join(', ') } });
    const { operation, ids } = found;
    const refusal = this.refusal(operation, ids, credential);
    if (refusal !== undefined) return refusal;
    const body = await bodyOf(operation, call);
    if (typeof body !== 'string') return body;
    return await this.operations[operation]({ ids, credential, query: new URLSearchParams(query.join('?')), body });
  }

  /** What is not there for this credential, whoever else may see it. */
  private refusal(operation: Operation, ids: PathIds, credential: Credential): BacsAnswer | undefined {
    // What writes finds out by itself whether the disk takes something again.
    const writes = ROUTES[operation].method === 'POST' || operation === 'realizeFlexRequest';
    if (operation !== 'getDocument' && !writes && !this.parts.desk.available) return problem('unavailable');
    const { id, assets } = this.parts.bacs();
    if (ids.bacs !== '' && ids.bacs !== id) return problem('unknown-bacs');
    if (ids.asset === '') return undefined;
    // Of a request the desk knows more: its asset may have left the building.
    const known =
      mayAsk(credential, ids.asset) && (ids.requestId !== '' || assets.some(({ id: one }) => one === ids.asset));
    return known ? undefined : problem('unknown-asset');
  }

  private get now(): number {
    return this.parts.clock.now();
  }

  private listAssets({ credential }: Question): BacsAnswer {
    const bacs = this.parts.bacs();
    const visible = bacs.assets.filter(({ id }) => mayAsk(credential, id));
    return json(200, assetList(bacs, visible, this.now, this.zone));
  }

  private ofAsset({ ids }: Question, answer: (asset: Asset, bacs: Bacs) => BacsAnswer): BacsAnswer {
    const bacs = this.parts.bacs();
    const asset = bacs.assets.find(({ id }) => id === ids.asset);
    return asset === undefined ? problem('unknown-asset') : answer(asset, bacs);
  }

  private create({ ids, credential, body }: Question): Promise<BacsAnswer> {
    const { requestId, ...creation } = readCreation(body, this.zone);
    return this.asked(this.parts.desk.create(credential.name, { ...ids, requestId }, creation));
  }

  private async asked(outcome: Promise<Outcome>): Promise<BacsAnswer> {
    return this.answerTo(await outcome, (request) => json(200, requestAnswer(request, this.zone)));
  }

  private async realize({ ids, credential }: Question): Promise<BacsAnswer> {
    const outcome = await this.parts.desk.report(credential.name, ids);
    return await this.answerTo(outcome, async (request) => {
      const { periods, baseline } = await ofRequest(this.parts.meters, request, this.parts.rules.sign);
      return json(200, consumptionAnswer(periods, this.zone, baseline));
    });
  }

  private async consumed({ ids, query }: Question, how: typeof detailsOf): Promise<BacsAnswer> {
    const period = periodOf(query, this.now, this.zone);
    return json(200, consumptionAnswer(await how(this.parts.meters, ids, period), this.zone));
  }

  private answerTo<Answer>(outcome: Outcome, done: (request: FlexRequest) => Answer): Answer | BacsAnswer {
    switch (outcome.kind) {
      case 'done':
        return done(outcome.request);
      case 'refused':
        return json(this.parts.breachStatus, requestAnswer(outcome.request, this.zone, outcome.rules));
      case 'unknown':
        return problem(`unknown-${outcome.what}`);
      case 'conflict':
        return problem('conflict');
      case 'unavailable':
        return problem('unavailable');
    }
  }
}

/** Empty where the operation has none: what is sent with a GET is not looked at. */
async function bodyOf(operation: Operation, { headers, body }: BacsCall): Promise<string | BacsAnswer> {
  if (ROUTES[operation].method === 'GET') return '';
  const packed = headers['content-encoding'];
  if (packed !== undefined && packed !== 'identity') return problem('packed');
  return (await body(LONGEST_BODY_BYTES)) ?? problem('too-long');
}
