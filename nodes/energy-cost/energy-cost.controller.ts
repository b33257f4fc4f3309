// energy-cost: what energy costs by a contract. Output 1 points as they came, then their costs; output 2 the price in force and what
// today and this month have cost by the meter's own indexes.
import { LinkyRedError } from '../../lib/errors';
import { atTime, type Clock } from '../../lib/grid/clock';
import { messageNamed, meterOfTopic } from '../../lib/grid/message';
import { PARIS } from '../../lib/grid/paris-time';
import { readPoints } from '../../lib/grid/read-points';
import type { Unpriced } from '../../lib/tariff/cost/unpriced';
import { CurveDays } from '../../lib/tariff/running/curve-days';
import { KnownColours } from '../../lib/tariff/running/known-colours';
import { PointPricer } from '../../lib/tariff/running/point-costs';
import { PresentTariff } from '../../lib/tariff/running/present-tariff';
import { meterTariff } from '../../lib/tariff/running/registers';
import { RunningCosts } from '../../lib/tariff/running/running-costs';
import type { CloseGuard } from '../runtime/close-guard';
import { isPlainObject, readCommand } from '../runtime/command';
import type { NodeMessage, Send } from '../runtime/types';
import { colourNews, tableOf, type ColourNews } from './colour-news';
import type { CostMemory } from './cost-memory';
import { costMessage, costState, pointsOf, priceMessage, priceState } from './cost-messages';
import type { EnergyCostConfig } from './energy-cost.config';
import type { ShownTariff } from './status-text';

interface Collaborators {
  readonly config: EnergyCostConfig;
  readonly memory: CostMemory;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  /** Told after each look, for the status. */
  readonly shown: (tariff: ShownTariff) => void;
  /** Told of energy that has no price. */
  readonly unpriced: (rows: readonly Unpriced[]) => void;
}

const COMMANDS = ['refresh', 'colours'] as const;
const MINUTE = 60_000;
/** Between two running costs that differ by their energy alone, and between two writes of them: what is lost is read again. */
const COSTS_EVERY_MS = MINUTE;
const KEEP_EVERY_MS = 5 * MINUTE;

/** Any message that has come, unchecked. */
type Message = NodeMessage & Partial<Record<'schema' | 'tic', unknown>>;

export class EnergyCost {
  private readonly colours: KnownColours;
  private readonly curveDays = new CurveDays();
  private readonly pricer: PointPricer;
  private readonly tariff: PresentTariff;
  private readonly costs: RunningCosts;
  private readonly ready: Promise<void>;
  /** What was last said: class and price, and of which day: a price that does not change is renewed at midnight. */
  private said = { tariff: '', day: '' };
  private costsAt = -Infinity;
  private keptAt = -Infinity;
  private stopTimer: (() => void) | undefined;

  constructor(private readonly around: Collaborators) {
    const { config, memory, guard } = around;
    const { contract } = config;
    this.colours = new KnownColours(contract);
    const { colourOf } = this.colours;
    this.pricer = new PointPricer(contract, this.colours, this.curveDays);
    this.tariff = new PresentTariff(contract, colourOf);
    this.costs = new RunningCosts(contract, colourOf);
    this.ready = memory.read().then(({ colours, curveDays, costs }) => {
      if (colours !== undefined) this.colours.restore(colours);
      if (curveDays !== undefined) this.curveDays.restore(curveDays);
      if (costs !== undefined) this.costs.restore(costs);
      // What was never read is not written over.
      guard.onClose(() => this.keep());
    });
    guard.onClose(() => this.stopTimer?.());
  }

  /** Once all nodes are there: the price in force. */
  async start(): Promise<void> {
    await this.ready;
    this.look(this.around.send);
  }

  /** @throws LinkyRedError ERR_COMMAND, ERR_INPUT */
  async receive(msg: Message, send: Send): Promise<void> {
    await this.ready;
    if (this.around.guard.closed) return;
    const { schema, payload } = msg;
    if (schema === undefined) {
      this.obey(payload, send);
      return;
    }
    const name = messageNamed(schema);
    if (name === undefined)
      throw new LinkyRedError('ERR_INPUT', {
        detail: typeof schema === 'string' ? schema.slice(0, 40) : typeof schema,
      });
    if (name === 'points') this.points(msg, send);
    if (name === 'reading' && !isTest(msg)) this.reading(msg, send);
    const news = isTest(msg) ? undefined : colourNews(name, msg);
    if (news !== undefined) this.learn(news, send);
  }

  private obey(payload: unknown, send: Send): void {
    const command = readCommand(payload, COMMANDS, true);
    if (command === undefined) throw new LinkyRedError('ERR_INPUT', { detail: typeof payload });
    if (command.name === 'colours') this.learn(tableOf(command.fields['days']), send);
    else this.look(send, true);
  }

  private points(msg: Message, send: Send): void {
    const points = readPoints(msg.payload);
    send([msg, null]);
    const { costs, billing, unpriced, hasNewCurve } = this.pricer.take(points);
    for (const message of [...pointsOf(costs, msg), ...pointsOf(billing, msg)]) send([message, null]);
    this.around.unpriced(unpriced);
    if (hasNewCurve) void this.around.memory.write({ curveDays: this.curveDays.kept() });
    this.show();
  }

  private reading(msg: Message, send: Send): void {
    const { payload, topic } = msg;
    if (!isPlainObject(payload)) throw new LinkyRedError('ERR_INPUT', { detail: 'linky-red/reading@1' });
    const now = this.around.clock.now();
    const meter = meterOfTopic(topic ?? '');
    const candidates = this.costs.take(meter, meterTariff(payload), now);
    const stream = isPlainObject(msg.tic) ? msg.tic['stream'] : undefined;
    if (typeof stream === 'string' && stream !== meter) this.costs.named(stream);
    this.tariff.hear(candidates, now);
    const ejp = this.tariff.ejpDay(now);
    if (ejp.length > 0) this.learn({ from: 'meter', colours: ejp }, send);
    this.look(send);
  }

  private learn({ from, colours }: ColourNews, send: Send): void {
    if (!this.colours.learn(colours, from)) return;
    void this.around.memory.write({ colours: this.colours.kept() });
    const { costs, unpriced } = this.pricer.takeAwaited();
    for (const message of pointsOf(costs)) send([message, null]);
    this.around.unpriced(unpriced);
    this.look(send);
  }

  /** Sends what has changed, and comes back when something may have: the price before the costs that carry it. */
  private look(send: Send, again = false): void {
    const { clock, config, guard } = this.around;
    if (guard.closed) return;
    const now = clock.now();
    const present = this.tariff.at(now);
    const next = this.tariff.nextLook(now);
    const said = {
      tariff: JSON.stringify([present?.tariffClass, present?.eurPerKWh]),
      day: `${PARIS.dayKey(now)} ${String(this.costs.hasBegun)}`,
    };
    const isOther = again || said.tariff !== this.said.tariff;
    const isDue = Math.abs(now - this.costsAt) >= COSTS_EVERY_MS && this.tariff.isAlive(now);
    if (isOther) send([null, priceMessage(priceState(config.name, now, present, next))]);
    if (isOther || isDue || said.day !== this.said.day) {
      const costs = this.costs.view(now, this.tariff.isAlive(now));
      send([null, costMessage(costState(config.name, now, present, costs))]);
      this.costsAt = now;
    }
    this.said = said;
    if (Math.abs(now - this.keptAt) >= KEEP_EVERY_MS) void this.keep();
    this.stopTimer?.();
    this.stopTimer = atTime(clock, next, () => {
      this.look(this.around.send);
    });
    this.show();
  }

  private show(): void {
    const present = this.tariff.at(this.around.clock.now());
    this.around.shown({ present, awaitedDays: this.pricer.awaitedDays });
  }

  private async keep(): Promise<void> {
    this.keptAt = this.around.clock.now();
    await this.around.memory.write({ costs: this.costs.kept() });
  }
}

/** The meter plays: nothing of it has been drawn. */
function isTest({ tic }: Message): boolean {
  return isPlainObject(tic) && tic['test'] === true;
}
