// What holds the next message back: until the last one has come back, or for a fixed pause. While it holds, nobody reads on.
import { setImmediate as turn } from 'node:timers/promises';
import { LinkyRedError } from '../../lib/errors';
import type { Clock } from '../../lib/grid/clock';
import { wait } from '../../lib/http/wait';
import type { ReleaseRule } from './opendata-query.config';

export interface Gate {
  /** To be called before the message goes out: what comes back may be here before `send` has returned. */
  sent(index: number): void;
  /** A message has come back. @param index which one, where it says it */
  credit(index: number | undefined): void;
  /** Resolves when the next one may go. @throws LinkyRedError ERR_NO_CREDIT; ERR_CLOSED when the signal aborts */
  next(): Promise<void>;
}

type Timers = Pick<Clock, 'after'>;

/** Sooner nobody need hear of it: a flow takes its time for a batch. */
const TOLD_AFTER_MS = 10_000;

/** @param waiting told when it has been waited for a credit for a while */
export function gateOf(rule: ReleaseRule, clock: Timers, signal: AbortSignal, waiting: () => void): Gate {
  return rule.by === 'credit'
    ? new CreditGate(rule.withinMs, clock, signal, waiting)
    : new PauseGate(rule.pauseMs, clock, signal);
}

class CreditGate implements Gate {
  private last = -1;
  private isOpen = false;
  private opened: (() => void) | undefined;

  constructor(
    private readonly withinMs: number,
    private readonly clock: Timers,
    private readonly signal: AbortSignal,
    private readonly waiting: () => void,
  ) {}

  sent(index: number): void {
    this.last = index;
    this.isOpen = false;
  }

  /** One message may come back on several wires: the second time it lets nothing go. */
  credit(index: number | undefined): void {
    if (index !== undefined && index < this.last) return;
    this.isOpen = true;
    this.opened?.();
  }

  next(): Promise<void> {
    const { signal, clock, withinMs } = this;
    return new Promise((resolve, reject) => {
      if (signal.aborted) reject(new LinkyRedError('ERR_CLOSED'));
      else if (this.isOpen) resolve();
      else {
        const end = (settle: () => void): void => {
          stopTimer();
          stopTelling();
          signal.removeEventListener('abort', close);
          this.opened = undefined;
          settle();
        };
        const close = (): void => {
          end(() => {
            reject(new LinkyRedError('ERR_CLOSED'));
          });
        };
        const stopTimer = clock.after(withinMs, () => {
          end(() => {
            reject(new LinkyRedError('ERR_NO_CREDIT', { seconds: withinMs / 1000 }));
          });
        });
        signal.addEventListener('abort', close, { once: true });
        this.opened = () => {
          end(resolve);
        };
        const stopTelling = clock.after(TOLD_AFTER_MS, () => {
          this.waiting();
        });
      }
    });
  }
}

class PauseGate implements Gate {
  constructor(
    private readonly pauseMs: number,
    private readonly clock: Timers,
    private readonly signal: AbortSignal,
  ) {}

  sent(): void {
    // Whenever it was.
  }

  credit(): void {
    // Whatever comes back.
  }

  async next(): Promise<void> {
    if (this.signal.aborted) throw new LinkyRedError('ERR_CLOSED');
    // Without a pause the others of the flow get their turn all the same.
    if (this.pauseMs === 0) await turn();
    else await wait(this.clock, this.pauseMs, this.signal);
  }
}
