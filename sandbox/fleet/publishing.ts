// A fleet towards a broker: each frame is handed to its meter's edge when its last byte has come.
import { setTimeout as pause } from 'node:timers/promises';
import { Edge } from './edge/edge';
import { type EdgeCounts, noCounts } from './edge/edge-counts';
import type { Figures } from './figures';
import type { FleetMeter } from './fleet-meter';
import type { BrokerTarget } from './settings';
import type { Truth } from './truth';
import { Wheel } from './wheel';

/** Of frames that end within so long of one another those of one edge leave together. */
const TICK_MS = 20;
const REPEAT_CHECK_MS = 1_000;

/** Where the frames of a fleet go. */
export interface Sending {
  readonly where: string;
  figures(): EdgeCounts & Pick<Figures, 'open' | 'skipped' | 'late'>;
  /** What is still open. */
  stop(): Promise<readonly string[]>;
}

interface Appointment {
  readonly meter: FleetMeter;
  readonly edge: Edge;
  frame: ReturnType<FleetMeter['next']>;
}

export class Publishing implements Sending {
  readonly where: string;
  private readonly edges: Edge[] = [];
  private readonly wheel = new Wheel<Appointment>(Date.now());
  private readonly timers: NodeJS.Timeout[];
  private skipped = 0;
  private late = 0;

  constructor(
    meters: readonly FleetMeter[],
    private readonly truth: Truth,
    private readonly target: BrokerTarget,
    log: (line: string) => void,
  ) {
    const size = Math.ceil(meters.length / target.edges);
    for (let from = 0; from < meters.length; from += size)
      this.edges.push(this.makeEdge(meters.slice(from, from + size), log));
    this.where = `${target.url.protocol}//${target.url.host} by ${String(this.edges.length)} edges`;
    this.timers = [
      setInterval(() => {
        this.tick();
      }, TICK_MS),
      setInterval(() => {
        for (const edge of this.edges) edge.repeat();
      }, REPEAT_CHECK_MS),
    ];
  }

  figures(): ReturnType<Sending['figures']> {
    const sum = { ...noCounts(), open: 0, skipped: this.skipped, late: this.late };
    this.late = 0;
    for (const { counts, open } of this.edges) {
      for (const name of Object.keys(counts) as (keyof EdgeCounts)[]) sum[name] += counts[name];
      sum.open += open;
    }
    return sum;
  }

  async stop(): Promise<readonly string[]> {
    const [ticking, repeating] = this.timers;
    clearInterval(ticking);
    for (const edge of this.edges) edge.end();
    const end = Date.now() + this.target.drainSeconds * 1000;
    while (this.edges.some((edge) => edge.open > 0) && Date.now() < end) await pause(TICK_MS);
    clearInterval(repeating);
    for (const edge of this.edges) edge.close();
    return this.edges.flatMap((edge) => edge.openKeys());
  }

  private makeEdge(meters: readonly FleetMeter[], log: (line: string) => void): Edge {
    const { url, root, partitions, acknowledge, keep, repeatSeconds } = this.target;
    const edge = new Edge({
      url,
      clientId: `fleet-edge-${String(meters[0]?.rank)}`,
      root,
      partitions,
      acknowledge,
      keep: keep * meters.length,
      repeatMs: repeatSeconds * 1000,
      streams: meters.map(({ stream }) => stream),
      now: Date.now,
      log,
    });
    for (const meter of meters) this.expect({ meter, edge, frame: meter.next() });
    return edge;
  }

  private expect(appointment: Appointment): void {
    this.wheel.add(appointment.frame.completedAt, appointment);
  }

  private tick(): void {
    const now = Date.now();
    this.wheel.due(now, (due) => {
      const { meter, edge, frame } = due;
      this.late = Math.max(this.late, now - frame.completedAt);
      this.truth.add(meter, frame);
      edge.take(meter.stream, frame);
      if (meter.catchUp(now)) this.skipped += 1;
      due.frame = meter.next();
      this.expect(due);
    });
    for (const edge of this.edges) edge.flush();
  }
}
