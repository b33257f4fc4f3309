// Plays a story of the stand-in of RTE through a node: the hands of the clock go from timer to timer, and what the node sends
// is written down with the hour at which it came.
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import type { Scenario } from '../../../sandbox/rte/scenario';
import { PATIENCE_MS } from '../machine/patience';
import { RteBench } from './rte';
import {
  loadSignals,
  type SignalBench,
  type SignalMessage,
  type SignalSetting,
  type StateMessage,
} from '../node-red/signal-bench';

export interface Heard {
  /** Wall clock in Paris with its offset, to the hour: `2026-10-25T02+01:00`. */
  readonly hour: string;
  readonly signal: SignalMessage['payload'];
}

const HOUR = 3_600_000;

export class Story {
  readonly signals: Heard[] = [];

  private constructor(
    readonly bench: RteBench,
    readonly nodes: SignalBench,
  ) {}

  static async begin(at: string, scenario: Scenario, setting: SignalSetting): Promise<Story> {
    const bench = await RteBench.open(at, 'calm', [DEFAULT_APPLICATION]);
    bench.rte.play(scenario);
    const story = new Story(bench, await loadSignals(bench, setting));
    await story.settle();
    return story;
  }

  /** The newest state that the node has sent. */
  get state(): StateMessage['payload'] {
    return this.nodes.states.all.at(-1)?.payload ?? {};
  }

  /** Lets time pass until then, and everything that is due on the way happen. */
  async until(time: string): Promise<void> {
    const { clock } = this.bench;
    const end = Date.parse(time);
    while (clock.now() < end) {
      clock.advanceTo(Math.min(end, Math.max(clock.nextTimer ?? end, clock.now())));
      // Between the hours and the calls it only looks at the clock.
      if (clock.pending < 2 || clock.now() % HOUR === 0) await this.settle();
    }
    await this.settle();
  }

  async end(): Promise<void> {
    await this.nodes.stop();
    await this.bench.close();
  }

  /** The node waits for two times: its next look and its next call. While a call is under way, for one. */
  private async settle(): Promise<void> {
    const givenUp = Date.now() + PATIENCE_MS;
    while (this.bench.clock.pending < 2) {
      if (Date.now() > givenUp) throw new Error('the node does not come to rest');
      await new Promise(setImmediate);
    }
    // Node-RED delivers in turns of its own.
    for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
    const news = this.nodes.signals.all.slice(this.signals.length);
    for (const { payload } of news) this.signals.push({ hour: hourOf(this.bench.clock.now()), signal: payload });
  }
}

const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  timeZoneName: 'longOffset',
});

/** By the runtime's own calendar, not the product's. */
function hourOf(ms: number): string {
  const part = (name: Intl.DateTimeFormatPartTypes): string =>
    parts.formatToParts(ms).find(({ type }) => type === name)?.value ?? '';
  const offset = part('timeZoneName').replace('GMT', '');
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}${offset}`;
}
