// flex-request: the requests of one building. Output 1 each as it moves; output 2 grid signals of those that are confirmed.
import { LinkyRedError } from '../../lib/errors';
import type { FlexRequest } from '../../lib/flex/request/request';
import { needsDecision } from '../../lib/flex/request/states';
import type { FlexReadyPayload } from '../../lib/flex/view/flex-ready';
import { CivilZone, isoParis } from '../../lib/grid/paris-time';
import type { Clock } from '../../lib/grid/clock';
import { messageNamed } from '../../lib/grid/message';
import { Turns } from '../../lib/store/turns';
import type { CloseGuard } from '../runtime/close-guard';
import { readCommand, type Command } from '../runtime/command';
import { signalMessage } from '../runtime/signals/signal-message';
import { Simulator } from '../runtime/signals/simulator';
import type { NodeMessage, Send } from '../runtime/types';
import type { FlexMemory } from './flex-memory';
import type { FlexRequestConfig } from './flex-request.config';
import { journalIn } from './journal';
import { toldBy } from './measure';
import { flexReadyMessage, journalMessage, requestMessage, siteMessage } from './messages';
import { Meters } from './meters';
import { OpenRequests } from './open-requests';
import { RequestOutput } from './request-output';
import { SignalOutput } from './signal-output';
import { simulatedDetail, simulatedView } from './simulated-request';
import type { SiteSide } from './site-side';

export interface Collaborators {
  readonly config: FlexRequestConfig;
  readonly site: SiteSide;
  readonly memory: FlexMemory;
  readonly clock: Clock;
  readonly guard: CloseGuard;
  /** Where messages go that no message caused. */
  readonly send: Send;
  /** Told after each change, for the status: those that are open, and those that ended since a day. */
  readonly shown: (requests: readonly FlexRequest[]) => void;
  /** Told once when a meter's clock is off by more than a minute. */
  readonly offBy: (seconds: number) => void;
  readonly flexReady: () => FlexReadyPayload;
  /** What went wrong that no message caused. */
  readonly failed: (error: unknown) => void;
}

const COMMANDS = [
  'refresh',
  'simulate',
  'accept',
  'reject',
  'stop',
  'potentials',
  'measure',
  'journal',
  'flex-ready',
] as const;
type CommandName = (typeof COMMANDS)[number];
type Fields = Command<string>['fields'];

/** What a command is about that names nothing: accept and reject speak of what waits for a hand (`needsDecision`). */
const isComing = ({ state }: FlexRequest): boolean => state === 'confirmed' || state === 'active';
/** Readings come each second: whether they complete a report is looked at less often. */
const REPORTS_EVERY_MS = 5000;

export class FlexRequestNode {
  private readonly requests = new OpenRequests();
  private readonly output: RequestOutput;
  private readonly signals: SignalOutput;
  private readonly meters: Meters;
  private readonly simulator: Simulator;
  /** Steps, looks and commands one after the other. */
  private readonly turns = new Turns();
  private readonly ready: Promise<void>;
  private reportsAt = -Infinity;

  constructor(private readonly around: Collaborators) {
    const { site, clock, guard, config } = around;
    const { requests } = this;
    this.simulator = new Simulator(clock, guard);
    this.output = new RequestOutput(site, requests);
    this.signals = new SignalOutput({ ...around, requests, due: () => void this.turn(() => this.look(false)) });
    this.meters = new Meters({ site, asset: config.asset, clock, offBy: around.offBy });
    this.ready = this.turns.take(() => this.begin());
    this.ready.catch(around.failed);
  }

  /** @throws LinkyRedError ERR_COMMAND, ERR_INPUT, ERR_FLEX_ASSET, ERR_FLEX_METER; what the desk throws */
  async receive(msg: NodeMessage & { schema?: unknown; asset?: unknown }, send: Send): Promise<void> {
    const named = messageNamed(msg.schema);
    if (named === 'reading') {
      await this.meters.reading(msg);
      return this.turn(() => this.tellReports(REPORTS_EVERY_MS));
    }
    if (named === 'points') {
      await this.meters.points(msg);
      return this.turn(() => this.tellReports());
    }
    const command = readCommand(msg.payload, COMMANDS, true);
    if (command === undefined) throw new LinkyRedError('ERR_INPUT', { detail: named ?? typeof msg.payload });
    await this.ready;
    // What has happened before is known before.
    await this.turns.idle();
    if (this.around.guard.closed) return;
    await this.run[command.name](command.fields, send);
    await this.turns.idle();
  }

  private readonly run: Readonly<Record<CommandName, (fields: Fields, send: Send) => void | Promise<void>>> = {
    refresh: (_, send) => this.turn(() => this.tellAll(send)),
    simulate: (fields, send) => {
      this.simulate(fields, send);
    },
    accept: async (fields) => {
      await this.around.site.desk.accept(this.theOne('accept', fields));
    },
    reject: async (fields) => {
      await this.around.site.desk.reject(this.theOne('reject', fields), reasonIn(fields));
    },
    stop: async (fields) => {
      const now = this.around.clock.now();
      for (const name of this.requests.named('stop', fields['request'], isComing, now))
        await this.around.site.desk.stop(name, reasonIn(fields));
    },
    potentials: async (fields) => {
      const { potentials } = fields;
      if (!Array.isArray(potentials))
        throw new LinkyRedError('ERR_COMMAND', { detail: 'potentials, potentials: a list' });
      await this.around.site.setPotentials(this.meters.asset(fields['asset']), potentials);
    },
    measure: async (fields) => {
      const told = toldBy(fields, this.around.clock.now());
      await this.around.site.metering.tell(this.meters.asset(fields['asset']), told);
      await this.turn(() => this.tellReports());
    },
    journal: async (fields, send) => {
      const { desk, rules } = this.around.site;
      const zone = new CivilZone(rules.timeZone);
      send([journalMessage(await journalIn(desk.journal(), zone, fields)), null]);
    },
    'flex-ready': (_, send) => {
      send([flexReadyMessage(this.around.flexReady()), null]);
    },
  };

  private async begin(): Promise<void> {
    const { site, guard, send } = this.around;
    await this.signals.restore();
    if (guard.closed) return;
    guard.onClose(
      site.desk.listen((request) => {
        // Several steps may be told at once: what is sent of the first knows of the last.
        this.requests.take(request);
        void this.turn(() => this.step(request));
      }),
    );
    this.requests.begin(await site.desk.open());
    await this.tellAll(send);
  }

  private async step(request: FlexRequest): Promise<void> {
    const { clock, send } = this.around;
    await this.tell(request, send);
    await this.signals.look(false, send);
    this.around.shown(this.requests.all(clock.now()));
  }

  private async look(again: boolean): Promise<void> {
    await this.signals.look(again, this.around.send);
    this.around.shown(this.requests.all(this.around.clock.now()));
  }

  /** All that holds. */
  private async tellAll(send: Send): Promise<void> {
    const now = this.around.clock.now();
    const shown = this.requests.shown(now);
    if (shown.length === 0) send([siteMessage(this.output.idle(now)), null]);
    for (const request of shown) await this.tell(request, send);
    await this.signals.look(true, send);
    this.around.shown(this.requests.all(now));
  }

  private async tell(request: FlexRequest, send: Send): Promise<void> {
    const payload = await this.output.payload(request, this.around.clock.now());
    if (!this.around.guard.closed) send([requestMessage(payload), null]);
  }

  /** What was delivered is known once the meter has been heard after the end. */
  private async tellReports(everyMs = 0): Promise<void> {
    const now = this.around.clock.now();
    if (this.requests.unreported.size === 0 || Math.abs(now - this.reportsAt) < everyMs) return;
    this.reportsAt = now;
    for (const payload of await this.output.completed(now))
      if (!this.around.guard.closed) this.around.send([requestMessage(payload), null]);
  }

  private async turn(task: () => Promise<void>): Promise<void> {
    await this.turns.take(async () => {
      if (this.around.guard.closed) return;
      await task().catch(this.around.failed);
    });
  }

  /** @throws LinkyRedError ERR_COMMAND where nothing waits, or several do */
  private theOne(command: string, { request }: Fields): string {
    const names = this.requests.named(command, request, needsDecision, this.around.clock.now());
    const [name] = names;
    if (name !== undefined && names.length === 1) return name;
    throw new LinkyRedError('ERR_COMMAND', { detail: `${command}, request: ${names.join(' | ') || '–'}` });
  }

  private simulate(fields: Fields, send: Send): void {
    const { clock, site, guard } = this.around;
    const asset = this.meters.asset(fields['asset']);
    const { bacs } = site;
    const command = { ...fields, detail: simulatedDetail(asset, fields) };
    this.simulator.play(
      command,
      { source: 'flex', kinds: ['flexibility'], origin: `${bacs.id}/${asset}` },
      {
        acts: (origin) => this.signals.signals.actsOf(origin),
        begins: (signal) => {
          const view = simulatedView(bacs.id, signal, isoParis(clock.now()));
          send([requestMessage(this.output.played(view, clock.now())), null]);
          send([null, signalMessage(signal)]);
        },
        ends: (signal, isLast) => {
          const view = simulatedView(bacs.id, signal, isoParis(clock.now()));
          this.around.send([requestMessage(this.output.played(view, clock.now())), null]);
          this.around.send([null, signalMessage(signal)]);
          if (isLast && !guard.closed) void this.turn(() => this.tellAll(this.around.send));
        },
      },
    );
  }
}

function reasonIn({ reason }: Fields): string {
  return typeof reason === 'string' ? reason : '';
}
