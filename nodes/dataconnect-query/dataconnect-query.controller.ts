// dataconnect-query: what one meter has used and produced. Output 1 the points that are new or asked for, output 2 the summary, on
// change.
import { PRESETS } from '../../lib/enedis/collect/periods';
import type { Collector } from '../../lib/enedis/collect/collector';
import type { CollectorState, News, Request, Want } from '../../lib/enedis/collect/news';
import type { Consents } from '../../lib/enedis/consent/consents';
import type { DayWindow } from '../../lib/enedis/series';
import type { EnergySummary } from '../../lib/enedis/summary/energy-summary';
import { LinkyRedError } from '../../lib/errors';
import type { Clock } from '../../lib/grid/clock';
import { PARIS } from '../../lib/grid/paris-time';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand, type Command } from '../runtime/command';
import { pointMessages } from '../runtime/point-messages';
import type { NodeMessage, Send } from '../runtime/types';
import { summaryMessage } from './messages';
import { noMeter } from './no-meter';
import { periodOf } from './period';

export type Collecting = Pick<
  Collector,
  'listen' | 'ask' | 'replay' | 'refresh' | 'reload' | 'cancel' | 'summary' | 'state'
>;

export interface Collaborators {
  readonly want: Want;
  /** What is typed; undefined: the only meter of the account. */
  readonly prm: string | undefined;
  readonly consents: Pick<Consents, 'all' | 'listen'>;
  readonly collector: (prm: string) => Collecting;
  readonly clock: Pick<Clock, 'now'>;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  /** Told after each look, for the status; without a meter both are undefined. `quiet`: the sender of a message hears of a problem. */
  readonly shown: (state: CollectorState | undefined, summary: EnergySummary | undefined, quiet: boolean) => void;
  /** What was known could not be summed up: a fault of ours. */
  readonly failed: (error: unknown) => void;
  /** Told of what came that fits together badly. */
  readonly doubted: (news: Pick<News, 'differences' | 'remarks'>) => void;
}

const COMMANDS = ['refresh', 'replay', 'reload', 'cancel'] as const;

interface Meter {
  readonly prm: string;
  readonly collector: Collecting;
}

export class DataconnectQuery {
  private meter: Meter | undefined;
  private stop: (() => void) | undefined;
  private sent = '';
  private asked = false;
  /** One look at a time; all that are asked for while one runs are one more. */
  private looking: Promise<void> = Promise.resolve();
  private nextLook: Promise<void> | undefined;

  constructor(private readonly around: Collaborators) {
    const { consents, guard } = around;
    guard.onClose(() => this.stop?.());
    guard.onClose(
      consents.listen(() => {
        this.choose();
      }),
    );
    this.choose();
  }

  /** @throws LinkyRedError ERR_COMMAND, ERR_INPUT, ERR_CONFIG without a meter; what the provider refuses, where the user must act */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    const command = commandOf(msg.payload);
    const today = PARIS.dayKey(this.around.clock.now());
    const window = command === undefined ? periodOf(msg.payload, today) : undefined;
    const meter = this.chosen();
    this.asked = true;
    try {
      if (command !== undefined) await this.run[command.name](meter, command, msg, send);
      else if (window !== undefined) await this.answer(meter, window, msg, send);
      else throw new LinkyRedError('ERR_INPUT', { detail: typeof msg.payload });
    } finally {
      this.asked = false;
    }
  }

  private readonly run: Readonly<
    Record<
      (typeof COMMANDS)[number],
      (meter: Meter, command: Command<string>, msg: NodeMessage, send: Send) => Promise<void>
    >
  > = {
    refresh: async ({ collector }, _command, _msg, send) => {
      try {
        await collector.refresh();
      } catch (error) {
        // What is there is no older than the tries of the day allow: nothing is wrong with it.
        if (!(error instanceof LinkyRedError && error.code === 'ERR_QUOTA')) throw error;
      } finally {
        this.sent = '';
        await this.look(send);
      }
    },
    replay: async ({ prm, collector }, { fields }, msg, send) => {
      const window = periodOf(fields, PARIS.dayKey(this.around.clock.now()));
      if (window === undefined) throw new LinkyRedError('ERR_COMMAND', { detail: 'replay, from, to: YYYY-MM-DD' });
      const points = await collector.replay(this.request(window));
      for (const message of pointMessages(prm, points, msg)) send([message, null]);
    },
    reload: async ({ collector }) => {
      await collector.reload();
    },
    cancel: async ({ collector }) => {
      await collector.cancel();
    },
  };

  private async answer({ prm, collector }: Meter, window: DayWindow, msg: NodeMessage, send: Send): Promise<void> {
    const { points, missing, problem } = await collector.ask(this.request(window), this.told);
    if (this.around.guard.closed) return;
    const told = { missing, ...(problem && { problem: { code: problem.code } }) };
    for (const message of pointMessages(prm, points, { ...msg, ...told })) send([message, null]);
    // What passes by itself is in the answer, in what it lacks.
    if (problem?.row.reader === 'user-must-act') throw problem;
  }

  private request(window: DayWindow): Request {
    const { directions, measures } = this.around.want;
    return { window, directions, measures };
  }

  /** The meter that is typed, or the only one of the account; listens to whoever collects of it. */
  private choose(): void {
    const { prm, consents, collector, want, shown, guard } = this.around;
    const linked = new Set(consents.all().flatMap(({ prms }) => prms));
    const [only] = linked.size === 1 ? linked : [];
    const chosen = prm ?? only;
    if (guard.closed || (chosen === this.meter?.prm && chosen !== undefined)) return;
    this.stop?.();
    this.stop = undefined;
    this.meter = chosen === undefined ? undefined : { prm: chosen, collector: collector(chosen) };
    if (this.meter === undefined) shown(undefined, undefined, false);
    else this.stop = this.meter.collector.listen(want, this.told);
  }

  /** @throws LinkyRedError ERR_CONFIG while nothing says which meter */
  private chosen(): Meter {
    if (this.meter !== undefined) return this.meter;
    throw noMeter(this.around.consents);
  }

  /** What whoever collects has to tell: who has asked gets an answer, and is not told the same as news. */
  private readonly told = ({ points, differences, remarks }: News): void => {
    const { guard, send, doubted } = this.around;
    if (guard.closed || this.meter === undefined) return;
    if (points.length > 0) for (const message of pointMessages(this.meter.prm, points)) send([message, null]);
    if (differences.length > 0 || remarks.length > 0) doubted({ differences, remarks });
    void this.look(send);
  };

  /** Sends the summary where it has changed, and shows how things stand. */
  private look(send: Send): Promise<void> {
    this.nextLook ??= this.looking.then(() => {
      this.nextLook = undefined;
      this.looking = this.lookNow(send);
      return this.looking;
    });
    return this.nextLook;
  }

  private async lookNow(send: Send): Promise<void> {
    const { guard, want, shown, failed } = this.around;
    const { meter, asked } = this;
    if (meter === undefined || guard.closed) return;
    try {
      const summary = await meter.collector.summary(want);
      if (this.around.guard.closed || meter !== this.meter) return;
      shown(meter.collector.state, summary, asked);
      const text = JSON.stringify({ ...summary, at: '' });
      if (text !== this.sent) send([null, summaryMessage(summary)]);
      this.sent = text;
    } catch (error) {
      failed(error);
    }
  }
}

/** A bare word may be a preset. */
function commandOf(payload: unknown): Command<(typeof COMMANDS)[number]> | undefined {
  const isPreset = typeof payload === 'string' && PRESETS.some((preset) => preset === payload.trim());
  return isPreset ? undefined : readCommand(payload, COMMANDS, true);
}
