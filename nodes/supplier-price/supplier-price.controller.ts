// supplier-price: the last signal of the supplier, looked at anew at each of its steps. Output 1 what holds now and comes, on change;
// output 2 the edges of what is over a threshold.
import { LinkyRedError } from '../../lib/errors';
import type { FlexAccount } from '../../lib/flex/operator/flex-account';
import { bestWindows, NO_WINDOWS, type BestWindows } from '../../lib/flex/supplier/best-windows';
import type { PricesNews, SupplierFeed } from '../../lib/flex/supplier/feed';
import type { PricesPayload } from '../../lib/flex/supplier/prices-view';
import { atTime, type Clock } from '../../lib/grid/clock';
import { ActTracker } from '../../lib/grid/event/act';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand, type Command } from '../runtime/command';
import { signalMessage } from '../runtime/signals/signal-message';
import { Simulator } from '../runtime/signals/simulator';
import type { NodeMessage, Send } from '../runtime/types';
import { askEmulator, type EmulatorCommand } from './ask-emulator';
import type { PriceMemory, SentPrices } from './price-memory';
import { PriceSignals } from './price-signals';
import { changing, pricesMessage, pricesPayload } from './prices-message';
import type { SupplierPriceConfig } from './supplier-price.config';

export interface Collaborators {
  readonly config: SupplierPriceConfig;
  readonly feed: Pick<SupplierFeed, 'listen' | 'refresh' | 'news'>;
  readonly account: Pick<FlexAccount, 'ask'>;
  readonly memory: PriceMemory;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  /** Told after each look, for the status. */
  readonly shown: (payload: PricesPayload, problem: LinkyRedError | undefined, how: Shown) => void;
}

export interface Shown {
  /** Something is over its threshold. */
  readonly isOver: boolean;
  /** When the price will be, epoch ms. */
  readonly overAt: number | undefined;
  /** The sender of a message hears of a problem, nobody else need. */
  readonly quiet: boolean;
}

type Fields = Command<string>['fields'];

const COMMANDS = ['refresh', 'simulate', 'upload', 'check'] as const;
const HOUR = 3_600_000;

export class SupplierPrice {
  private readonly signals: PriceSignals;
  private readonly simulator: Simulator;
  /** Of kinds that have no threshold, and are played all the same. */
  private readonly acts = new ActTracker();
  private windows: BestWindows = NO_WINDOWS;
  /** False until the present state of everything has been sent once. */
  private hasSent = false;
  private state = '';
  private stopTimer: (() => void) | undefined;
  private asked = false;
  private readonly ready: Promise<void>;

  constructor(private readonly around: Collaborators) {
    const { config, clock, guard, memory, feed, send } = around;
    this.simulator = new Simulator(clock, guard);
    this.signals = new PriceSignals(config.watches, config.wish.deliveryPoint);
    this.ready = memory.read().then((sent) => {
      if (sent !== undefined) this.restore(sent);
      if (guard.closed) return;
      guard.onClose(
        feed.listen((news) => {
          this.look(news, send);
        }),
      );
    });
    guard.onClose(() => this.stopTimer?.());
  }

  /** @throws LinkyRedError ERR_COMMAND, ERR_INPUT; what the supplier or the emulator refuses, and what the account throws */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    await this.ready;
    if (this.around.guard.closed) return;
    const command = readCommand(msg.payload, COMMANDS, true);
    if (command === undefined) throw new LinkyRedError('ERR_INPUT', { detail: typeof msg.payload });
    await this.run[command.name](command.fields, msg, send);
  }

  private readonly run: Readonly<
    Record<(typeof COMMANDS)[number], (fields: Fields, msg: NodeMessage, send: Send) => void | Promise<void>>
  > = {
    refresh: async (_fields, _msg, send) => {
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
    simulate: (fields, _msg, send) => {
      this.simulate(fields, send);
    },
    upload: (fields, msg, send) => this.ask('upload', fields, msg, send),
    check: (fields, msg, send) => this.ask('check', fields, msg, send),
  };

  private async ask(command: EmulatorCommand, fields: Fields, msg: NodeMessage, send: Send): Promise<void> {
    const { account, config, clock, guard } = this.around;
    const around = { account, config, now: clock.now(), signal: guard.signal };
    const { message, problem } = await askEmulator(command, fields, msg, around);
    if (guard.closed) return;
    if (problem === undefined) {
      send([message, null]);
      return;
    }
    // What a Catch node finds beside the error.
    Object.assign(msg, { answer: message.payload });
    throw problem;
  }

  private restore(sent: SentPrices): void {
    this.signals.restore(sent);
    if (sent.deliveryPoint === this.around.config.wish.deliveryPoint) this.windows = sent.windows;
  }

  /** Sends what has changed, and comes back when something may have. */
  private look({ received, problem }: PricesNews, send: Send, again = false): void {
    const { clock, guard, config, memory, shown } = this.around;
    if (guard.closed) return;
    const now = clock.now();
    const rows = received?.rows ?? [];
    const before = JSON.stringify(this.kept());
    this.windows = bestWindows(this.windows, rows, config.windowHours, now);
    const payload = this.payload(received, now);
    // Before the first answer there is nothing to tell.
    const knows = received !== undefined || this.hasSent || again;
    const all = again || !this.hasSent;
    const signals = knows ? this.signals.look({ rows, receivedAt: received?.receivedAt }, now, all) : [];
    shown(payload, problem, { isOver: this.signals.isOver, overAt: this.signals.next('price'), quiet: this.asked });
    this.comeBack(received, now);
    const text = changing(payload);
    if (again || (knows && text !== this.state)) send([pricesMessage(payload), null]);
    this.state = text;
    this.hasSent ||= received !== undefined;
    for (const signal of signals) send([null, signalMessage(signal)]);
    const kept = this.kept();
    if (JSON.stringify(kept) !== before) void memory.write(kept);
  }

  private payload(received: PricesNews['received'], now: number): PricesPayload {
    const payload = pricesPayload(this.around.config.wish.deliveryPoint, received, this.windows, now);
    return { ...payload, ...(this.simulator.playing && { simulated: true }) };
  }

  private kept(): SentPrices {
    const { deliveryPoint } = this.around.config.wish;
    return { deliveryPoint, open: this.signals.kept(), windows: this.windows };
  }

  private comeBack(received: PricesNews['received'], now: number): void {
    this.stopTimer?.();
    const { cheapest, cleanest } = this.windows;
    const spans = [...(received?.rows ?? []), ...(cheapest ? [cheapest] : []), ...(cleanest ? [cleanest] : [])];
    const edges = spans.flatMap(({ start, end }) => [start, end]).filter((edge) => edge > now);
    const at = edges.reduce((first, edge) => Math.min(first, edge), now + HOUR);
    this.stopTimer = atTime(this.around.clock, at, () => {
      this.look(this.around.feed.news, this.around.send);
    });
  }

  private simulate(fields: Fields, send: Send): void {
    const { clock, config, feed } = this.around;
    const state = (to: Send): void => {
      to([pricesMessage(this.payload(feed.news.received, clock.now())), null]);
    };
    this.simulator.play(
      fields,
      { source: 'supplier', kinds: ['price', 'co2'], origin: config.wish.deliveryPoint },
      {
        acts: () => this.signals.of(fields['signal'])?.acts ?? this.acts,
        begins: (signal) => {
          state(send);
          send([null, signalMessage(signal)]);
        },
        ends: (signal, isLast) => {
          this.around.send([null, signalMessage(signal)]);
          if (!isLast) return;
          if (this.hasSent) this.look(feed.news, this.around.send, true);
          else state(this.around.send);
        },
      },
    );
  }
}
