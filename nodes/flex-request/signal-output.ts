// Output 2: the grid signals of the requests, looked at anew at each step of one and at each edge of its profile.
import { type FlexRequest, requestName } from '../../lib/flex/request/request';
import { type FlexCircumstances, FlexSignals } from '../../lib/flex/signals/flex-signals';
import { atTime, type Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import { signalMessage } from '../runtime/signals/signal-message';
import type { Send } from '../runtime/types';
import type { FlexMemory } from './flex-memory';
import type { OpenRequests } from './open-requests';
import { assetNames, type SiteSide } from './site-side';

export interface SignalSurroundings {
  readonly site: Pick<SiteSide, 'bacs' | 'rules' | 'metering'>;
  readonly memory: FlexMemory;
  readonly requests: OpenRequests;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** An edge has come: look. */
  readonly due: () => void;
}

export class SignalOutput {
  readonly signals = new FlexSignals();
  /** W, by the name of the request. */
  private readonly baselines = new Map<string, number>();
  private written = '{}';
  private stopTimer: (() => void) | undefined;

  constructor(private readonly around: SignalSurroundings) {
    around.guard.onClose(() => this.stopTimer?.());
  }

  async restore(): Promise<void> {
    const kept = await this.around.memory.read();
    this.written = JSON.stringify(kept);
    this.signals.restore(kept);
  }

  /** @param again everything is told that holds, as after a start */
  async look(again: boolean, send: Send): Promise<void> {
    const { site, requests, clock, guard } = this.around;
    const now = clock.now();
    const all = requests.all(now);
    await this.learnBaselines(all);
    if (guard.closed) return;
    const about: FlexCircumstances = { now, sign: site.rules.sign, baselines: this.baselines };
    const { signals, before, after } = this.signals.look(all, assetNames(site.bacs), about, again);
    this.comeBack(this.signals.nextEdge(all, about));
    await this.keep(before);
    // Who closes now comes back with what is kept, and tells it then.
    if (this.around.guard.closed) return;
    for (const signal of signals) send([null, signalMessage(signal)]);
    await this.keep(after);
  }

  private async keep(kept: object): Promise<void> {
    const text = JSON.stringify(kept);
    if (text === this.written) return;
    this.written = text;
    await this.around.memory.write(kept as Parameters<FlexMemory['write']>[0]);
  }

  private async learnBaselines(all: readonly FlexRequest[]): Promise<void> {
    const { site } = this.around;
    const active = all.filter(({ state }) => state === 'active');
    const names = new Set(active.map(requestName));
    for (const name of this.baselines.keys()) if (!names.has(name)) this.baselines.delete(name);
    for (const request of active) {
      const name = requestName(request);
      if (this.baselines.has(name)) continue;
      const { baseline } = await site.metering.report(request, site.rules.sign);
      if (baseline.powerW !== null) this.baselines.set(name, baseline.powerW);
    }
  }

  private comeBack(edge: number): void {
    this.stopTimer?.();
    this.stopTimer = edge === Infinity ? undefined : atTime(this.around.clock, edge, this.around.due);
  }
}
