// The command `simulate`, as all nodes that send signals play it: the beginning now, the end in its time, and then what really
// holds. Nothing of it outlives the node.
import type { Clock } from '../../../lib/grid/clock';
import type { ActTracker, SentSignal } from '../../../lib/grid/event/act';
import { beginSimulation, type Player } from '../../../lib/grid/event/simulation';
import type { GridSignal } from '../../../lib/grid/signal';
import type { CloseGuard } from '../close-guard';

/** What becomes of one made-up event. */
export interface Role {
  /** Among whose signals it counts. */
  readonly acts: (origin: string) => ActTracker;
  readonly begins: (signal: SentSignal) => void;
  /**
   * The node sends the end, and what really holds last: a flow must not go on with the end of a story.
   * @param isLast false: another one that began later plays on
   */
  readonly ends: (signal: SentSignal, isLast: boolean) => void;
}

export class Simulator {
  /** The event that began last, while it plays. */
  playing: GridSignal | undefined;

  constructor(
    private readonly clock: Pick<Clock, 'now' | 'after'>,
    private readonly guard: CloseGuard,
  ) {}

  /**
   * @param command see beginSimulation
   * @throws LinkyRedError ERR_COMMAND
   */
  play(command: unknown, player: Player, role: Role): void {
    const { begin, end, seconds } = beginSimulation(command, player, this.clock.now());
    const acts = role.acts(begin.origin);
    this.playing = begin;
    role.begins(acts.sent(begin));
    this.guard.after(this.clock, seconds * 1000, () => {
      const isLast = this.playing === undefined || this.playing === begin;
      if (isLast) this.playing = undefined;
      role.ends(acts.sent(end), isLast);
    });
  }
}
