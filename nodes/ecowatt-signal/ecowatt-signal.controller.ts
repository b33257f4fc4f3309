// ecowatt-signal: the last answer of the account, looked at anew at each hour. Output 1 the state, on change; output 2 the edges.
import { LinkyRedError } from '../../lib/errors';
import { EventOutlook } from '../../lib/grid/event/outlook';
import { atTime, type Clock } from '../../lib/grid/clock';
import { MESSAGES } from '../../lib/grid/message';
import type { GridSignal } from '../../lib/grid/signal';
import { colourOf, ecowattState, type EcowattState } from '../../lib/rte/ecowatt/state';
import type { EcowattFeed, EcowattNews } from '../../lib/rte/ecowatt/feed';
import { tensionOutlook, type EcowattDetail } from '../../lib/rte/ecowatt/grid-tension';
import { nextPlanEdge, type HourPlan } from '../../lib/rte/ecowatt/hour-plan';
import type { CloseGuard } from '../runtime/close-guard';
import { instantOf, readCommand, type Command } from '../runtime/command';
import { signalMessage } from '../runtime/signals/signal-message';
import { Simulator } from '../runtime/signals/simulator';
import type { NodeMessage, Send } from '../runtime/types';
import type { EcowattMemory, SentByEcowatt } from './ecowatt-memory';
import type { EcowattSignalConfig } from './ecowatt-signal.config';
import { planStep, shownPlan, type ShownPlan } from './plan';

export interface Collaborators {
  readonly config: EcowattSignalConfig;
  readonly feed: Pick<EcowattFeed, 'listen' | 'refresh' | 'news'>;
  readonly memory: EcowattMemory;
  /** Origin of new events. */
  readonly origin: string;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  /** Told after each look, for the status. */
  readonly shown: (state: EcowattState, problem: LinkyRedError | undefined, quiet: boolean) => void;
}

/** `msg.payload` of output 1. */
export interface EcowattPayload extends EcowattState {
  /** Present when the node plans hours. */
  readonly plan?: ShownPlan;
}

const COMMANDS = ['refresh', 'evaluate', 'simulate'] as const;
const HOUR = 3_600_000;

export class EcowattSignal {
  private plan: HourPlan | undefined;
  private readonly events: EventOutlook<EcowattDetail>;
  /** False until the present state of everything has been sent once. */
  private hasSent = false;
  private state = '';
  private stopTimer: (() => void) | undefined;
  /** While a message has asked: its sender hears of a problem, nobody else need. */
  private asked = false;
  private readonly simulator: Simulator;
  private readonly ready: Promise<void>;

  constructor(private readonly around: Collaborators) {
    this.simulator = new Simulator(around.clock, around.guard);
    this.events = new EventOutlook('ecowatt', 'grid-tension', around.origin);
    this.ready = around.memory.read().then(({ open, plan }) => {
      this.plan = plan;
      this.events.restore(open);
      if (around.guard.closed) return;
      around.guard.onClose(
        around.feed.listen((news) => {
          this.look(news, around.send);
        }),
      );
    });
    around.guard.onClose(() => this.stopTimer?.());
  }

  /** @throws LinkyRedError ERR_COMMAND; what the account throws */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    await this.ready;
    if (this.around.guard.closed) return;
    const command = readCommand(msg.payload, COMMANDS, true);
    if (command === undefined) throw new LinkyRedError('ERR_INPUT', { detail: typeof msg.payload });
    await this.run[command.name](command, send);
  }

  private readonly run: Readonly<
    Record<(typeof COMMANDS)[number], (command: Command<string>, send: Send) => void | Promise<void>>
  > = {
    refresh: async (_, send) => {
      this.asked = true;
      try {
        await this.around.feed.refresh();
      } catch (error) {
        // The last answer is no older than the quota allows: nothing is wrong with it.
        if (!(error instanceof LinkyRedError && error.code === 'ERR_QUOTA')) throw error;
      } finally {
        this.look(this.around.feed.news, send, true);
        this.asked = false;
      }
    },
    evaluate: ({ fields }, send) => {
      const at = fields['at'] === undefined ? this.around.clock.now() : instantOf(fields['at']);
      if (at === undefined) throw new LinkyRedError('ERR_COMMAND', { detail: 'evaluate, at: ISO 8601' });
      send([stateMessage(ecowattState(this.around.feed.news.received, at)), null]);
    },
    simulate: ({ fields }, send) => {
      this.simulate(fields, send);
    },
  };

  /** Sends what has changed, and comes back when something may have. */
  private look(news: EcowattNews, send: Send, again = false): void {
    const { clock, guard, memory, shown } = this.around;
    if (guard.closed) return;
    const now = clock.now();
    const { playing } = this.simulator;
    const plan = planStep(this.plan, this.around.config.plan, news.received, now);
    const state: EcowattPayload = {
      ...ecowattState(news.received, now),
      ...(plan && { plan: shownPlan(plan, now) }),
      ...(playing && playedState(playing)),
    };
    shown(state, news.problem, this.asked);
    this.comeBack(now, plan === undefined ? Infinity : nextPlanEdge(plan, now));
    // Before the first answer there is nothing to tell.
    if (news.received === undefined && !this.hasSent && !again) return;

    const text = changing(state);
    if (text !== this.state || again) send([stateMessage(state), null]);
    this.state = text;
    const all = again || !this.hasSent;
    const before = JSON.stringify(this.kept());
    const signals = this.events.look(tensionOutlook(this.events.open, news.received, now, all), all);
    this.hasSent ||= news.received !== undefined;
    for (const signal of signals) send([null, signalMessage(signal)]);
    this.plan = plan;
    const kept = this.kept();
    if (JSON.stringify(kept) !== before) void memory.write(kept);
  }

  private kept(): SentByEcowatt {
    return { open: this.events.kept(), ...(this.plan && { plan: this.plan }) };
  }

  private comeBack(now: number, edge: number): void {
    this.stopTimer?.();
    const at = Math.min((Math.floor(now / HOUR) + 1) * HOUR, edge);
    this.stopTimer = atTime(this.around.clock, at, () => {
      this.look(this.around.feed.news, this.around.send);
    });
  }

  private simulate(fields: Command<string>['fields'], send: Send): void {
    const { clock, origin, feed } = this.around;
    const now = clock.now();
    this.simulator.play(
      fields,
      { source: 'ecowatt', kinds: ['grid-tension'], origin },
      {
        acts: () => this.events.acts,
        begins: (signal) => {
          send([stateMessage({ ...ecowattState(feed.news.received, now), ...playedState(signal) }), null]);
          send([null, signalMessage(signal)]);
        },
        ends: (signal, isLast) => {
          this.around.send([null, signalMessage(signal)]);
          if (!isLast) return;
          if (this.hasSent) this.look(feed.news, this.around.send, true);
          else this.around.send([stateMessage(ecowattState(feed.news.received, clock.now())), null]);
        },
      },
    );
  }
}

/** What the state shows while a made-up event plays. */
function playedState({ level, start, end }: GridSignal): Partial<EcowattPayload> {
  const isAlert = level !== null && level >= 2 && start !== null && end !== null;
  return { level, colour: colourOf(level), alert: isAlert ? { level, start, end, slots: [] } : null, simulated: true };
}

function stateMessage(payload: EcowattPayload): NodeMessage & { schema: string } {
  return { topic: MESSAGES.ecowatt.topic, schema: MESSAGES.ecowatt.schema, payload };
}

/** The part of a state whose change is worth a message: not its age. */
function changing({ at: _at, ageMinutes: _age, receivedAt: _received, nextAlert, ...rest }: EcowattPayload): string {
  return JSON.stringify({ ...rest, nextAlert: nextAlert && { ...nextAlert, leadMinutes: 0 } });
}
