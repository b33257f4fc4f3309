// Output 1: each request as it moves, and once more when what it delivered is known.
import type { FlexReport } from '../../lib/flex/metering/metering';
import type { FlexRequest } from '../../lib/flex/request/request';
import {
  currentOf,
  hasBegun,
  isOver,
  requestView,
  sitePayload,
  siteOf,
  type ViewContext,
} from '../../lib/flex/view/views';
import type { FlexRequestPayload, FlexSitePayload, RequestView } from '../../lib/flex/view/request-view';
import { isoParis } from '../../lib/grid/paris-time';
import type { OpenRequests } from './open-requests';
import type { SiteSide } from './site-side';

export class RequestOutput {
  constructor(
    private readonly site: Pick<SiteSide, 'bacs' | 'rules' | 'metering'>,
    private readonly requests: OpenRequests,
  ) {}

  /** @param now epoch milliseconds */
  async payload(request: FlexRequest, now: number): Promise<FlexRequestPayload> {
    const all = this.requests.all(now);
    const view = await this.view(request);
    if (view.report?.deliveredWh != null) this.requests.unreported.delete(view.request);
    const current = currentOf(all);
    const shown = current === undefined ? null : current === request ? view : await this.view(current);
    return sitePayload(view, all, this.context, shown, now);
  }

  /** Of those whose report was not whole the ones of which it is now. */
  async completed(now: number): Promise<FlexRequestPayload[]> {
    const payloads: FlexRequestPayload[] = [];
    for (const name of [...this.requests.unreported]) {
      const request = this.requests.get(name);
      if (request === undefined || (await this.report(request))?.deliveredWh == null) continue;
      payloads.push(await this.payload(request, now));
    }
    return payloads;
  }

  /** The building alone: there is no request to speak of. */
  idle(now: number): FlexSitePayload {
    return { state: null, at: isoParis(now), site: siteOf(this.requests.all(now), this.context.bacs, null) };
  }

  /** A request that is made up. */
  played(view: RequestView, now: number): FlexRequestPayload {
    return { ...view, at: isoParis(now), site: siteOf(this.requests.all(now), this.context.bacs, view) };
  }

  private async view(request: FlexRequest): Promise<RequestView> {
    const view = requestView(request, this.context, await this.report(request));
    // A step that was passed at once waited for nobody.
    const latest = this.requests.get(view.request) ?? request;
    return { ...view, needsDecision: view.needsDecision && latest.state === 'requested' };
  }

  private async report(request: FlexRequest): Promise<FlexReport | null> {
    const { metering, rules } = this.site;
    return isOver(request) && hasBegun(request) ? metering.report(request, rules.sign) : null;
  }

  private get context(): ViewContext {
    return { bacs: this.site.bacs, sign: this.site.rules.sign };
  }
}
