// tempo-signal: what the collector knows of the days, looked at anew at 06:00 and 22:00. Output 1 the state, on change; output 2 the
// edges.
import { LinkyRedError } from '../../lib/errors';
import { EventOutlook } from '../../lib/grid/event/outlook';
import { atTime, type Clock } from '../../lib/grid/clock';
import { MESSAGES } from '../../lib/grid/message';
import type { GridSignal, SignalLevel } from '../../lib/grid/signal';
import { isoParis, PARIS } from '../../lib/grid/paris-time';
import { colourOutlook, type TempoDetail } from '../../lib/rte/tempo/day-colour';
import { tempoState, tempoView, type TempoState } from '../../lib/rte/tempo/state';
import { parseMeterMessage } from '../../lib/rte/tempo/answers';
import type { TempoCollector } from '../../lib/rte/tempo/collector';
import type { CloseGuard } from '../runtime/close-guard';
import { instantOf, isPlainObject, readCommand, type Command } from '../runtime/command';
import { signalMessage } from '../runtime/signals/signal-message';
import { Simulator } from '../runtime/signals/simulator';
import type { NodeMessage, Send } from '../runtime/types';
import type { TempoMemory } from './tempo-memory';

export interface Collaborators {
  readonly collector: TempoCollector;
  readonly memory: TempoMemory;
  /** Origin of new events. */
  readonly origin: string;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  /** Told after each look, for the status. `quiet`: the sender of a message hears of the problem. */
  readonly shown: (state: TempoState, problem: LinkyRedError | undefined, quiet: boolean) => void;
}

const COMMANDS = ['refresh', 'evaluate', 'history', 'simulate'] as const;
const DAY_KEY = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;
/** The longest that history goes back in one command: what RTE's data begin with is 2014. */
const LONGEST_HISTORY_DAYS = 15 * 366;

export class TempoSignal {
  private readonly events: EventOutlook<TempoDetail>;
  /** False until the colour in force has been known and sent once. */
  private hasSent = false;
  private asked = false;
  private state = '';
  /** What was written of open events last. */
  private written = '';
  private stopTimer: (() => void) | undefined;
  private readonly simulator: Simulator;
  private readonly ready: Promise<void>;

  constructor(private readonly around: Collaborators) {
    const { clock, collector, guard, memory } = around;
    this.simulator = new Simulator(clock, guard);
    guard.onClose(() => {
      this.stopTimer?.();
      return collector.close();
    });
    this.events = new EventOutlook('tempo', 'day-colour', around.origin);
    this.ready = memory.read().then(async ({ open }) => {
      this.events.restore(open);
      await collector.start();
    });
  }

  /** The collector has news. */
  changed(): void {
    this.look(this.around.send);
  }

  /** @throws LinkyRedError ERR_COMMAND, ERR_INPUT; what the sources throw */
  async receive(msg: NodeMessage, send: Send): Promise<void> {
    await this.ready;
    if (this.around.guard.closed) return;
    if (this.hear(msg)) return;
    const command = readCommand(msg.payload, COMMANDS, true);
    if (command === undefined) throw new LinkyRedError('ERR_INPUT', { detail: typeof msg.payload });
    await this.run[command.name](command.fields, send);
  }

  /** A reading of a meter, or one of its signals. */
  private hear(msg: NodeMessage & { schema?: unknown; tic?: unknown }): boolean {
    const colours = parseMeterMessage(msg);
    if (colours === undefined) return false;
    this.around.collector.hear(colours);
    return true;
  }

  private readonly run: Readonly<
    Record<(typeof COMMANDS)[number], (fields: Command<string>['fields'], send: Send) => void | Promise<void>>
  > = {
    refresh: async (_, send) => {
      this.asked = true;
      try {
        await this.around.collector.refresh();
      } catch (error) {
        // The last answer is no older than the quota allows: nothing is wrong with it.
        if (!(error instanceof LinkyRedError && error.code === 'ERR_QUOTA')) throw error;
      } finally {
        this.look(send, true);
        this.asked = false;
      }
    },
    evaluate: ({ at }, send) => {
      const instant = at === undefined ? this.around.clock.now() : instantOf(at);
      if (instant === undefined) throw new LinkyRedError('ERR_COMMAND', { detail: 'evaluate, at: ISO 8601' });
      send([stateMessage(tempoState(this.around.collector.knowledge, instant)), null]);
    },
    history: async ({ from, to }, send) => {
      const [first, last] = [
        dayOf(from, 'from'),
        to === undefined ? PARIS.dayKey(this.around.clock.now()) : dayOf(to, 'to'),
      ];
      if (last < first || PARIS.addDays(first, LONGEST_HISTORY_DAYS) < last) throw wrongDay('from..to');
      const payload = await this.around.collector.past(first, last);
      send([{ topic: MESSAGES.rows.topic, schema: MESSAGES.rows.schema, payload }, null]);
    },
    simulate: (fields, send) => {
      this.simulate(fields, send);
    },
  };

  /** Sends what has changed, and comes back at the next change of hours or colour. */
  private look(send: Send, again = false): void {
    const { clock, collector, guard, memory, shown } = this.around;
    if (guard.closed) return;
    const now = clock.now();
    const { knowledge } = collector;
    const real = tempoState(knowledge, now);
    const { playing } = this.simulator;
    const state: TempoState = { ...real, ...(playing && playedState(playing, real)) };
    shown(state, collector.problem, this.asked);
    this.stopTimer?.();
    this.stopTimer = atTime(clock, Date.parse(state.nextChange.at), () => {
      this.look(this.around.send);
    });
    const view = tempoView(knowledge, now);
    const known = view.now.colour !== null || view.next.colour !== null;
    if (!known && !this.hasSent && !again) return;

    const text = JSON.stringify({ ...state, at: '' });
    if (text !== this.state || again) send([stateMessage(state), null]);
    this.state = text;
    const signals = this.events.look(colourOutlook(view, now), again || !this.hasSent);
    this.hasSent ||= known;
    for (const signal of signals) send([null, signalMessage(signal)]);
    // That a day in force is certain now is no signal, and yet what its end will say.
    const open = this.events.kept();
    const kept = JSON.stringify(open);
    if (kept !== this.written) void memory.write({ open });
    this.written = kept;
  }

  private simulate(fields: Command<string>['fields'], send: Send): void {
    const { clock, collector, origin } = this.around;
    const now = clock.now();
    const about = { day: PARIS.tariffDay(now), ...colourDetail(fields['level']) };
    const wished = fields['detail'] ?? {};
    this.simulator.play(
      { ...fields, detail: isPlainObject(wished) ? { ...about, ...wished } : wished },
      { source: 'tempo', kinds: ['day-colour'], origin },
      {
        acts: () => this.events.acts,
        begins: (signal) => {
          const real = tempoState(collector.knowledge, now);
          send([stateMessage({ ...real, ...playedState(signal, real) }), null]);
          send([null, signalMessage(signal)]);
        },
        ends: (signal, isLast) => {
          this.around.send([null, signalMessage(signal)]);
          if (!isLast) return;
          if (this.hasSent) this.look(this.around.send, true);
          else this.around.send([stateMessage(tempoState(collector.knowledge, clock.now())), null]);
        },
      },
    );
  }
}

/** What the state shows while a made-up event plays. */
function playedState({ level }: GridSignal, real: TempoState): Partial<TempoState> {
  return { level, now: { ...real.now, colour: colourDetail(level).colour }, simulated: true };
}

/** Levels 2 and 3 are a red day, off-peak and in peak hours; 1 is any other. */
function colourDetail(level: unknown): { colour: 'red' | 'blue'; confirmed: true } {
  return { colour: level === (1 satisfies SignalLevel) ? 'blue' : 'red', confirmed: true };
}

function stateMessage(payload: TempoState): NodeMessage & { schema: string } {
  return { topic: MESSAGES.tempo.topic, schema: MESSAGES.tempo.schema, payload };
}

function dayOf(value: unknown, field: string): string {
  if (typeof value === 'string' && DAY_KEY.test(value) && isoParis(PARIS.startOfDay(value)).startsWith(value))
    return value;
  throw wrongDay(field);
}

function wrongDay(field: string): LinkyRedError {
  return new LinkyRedError('ERR_COMMAND', { detail: `history, ${field}: YYYY-MM-DD` });
}
