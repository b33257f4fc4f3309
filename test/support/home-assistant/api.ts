// The websocket of a Home Assistant: commands, and the states as they change, waited for without sleeping.
import { once } from 'node:events';
import WebSocket from 'ws';
import { PATIENCE_MS } from '../machine/patience';

export interface State {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
  last_changed: string;
}

const STATISTICS = 'recorder_5min_statistics_generated';

export type States = ReadonlyMap<string, State>;

interface Incoming {
  id: number;
  type: string;
  success?: boolean;
  result?: unknown;
  error?: { code: string; message: string };
  event?: { event_type: string; data: { entity_id: string; new_state: State | null } };
}

interface Waiter {
  look: () => boolean;
}

interface Pending {
  command: string;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export class HomeAssistantApi {
  private readonly states = new Map<string, State>();
  private readonly changes: State[] = [];
  private readonly waiters = new Set<Waiter>();
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  /** How often its five-minute statistics were compiled since the connection was made. */
  compiled = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.receive(JSON.parse(data.toString()) as Incoming);
    });
    socket.on('close', () => {
      for (const { command, reject } of this.pending.values()) reject(new Error(`${command}: the connection is gone`));
    });
  }

  /** Connects and knows all states from then on. */
  static async connect(url: string, token: string): Promise<HomeAssistantApi> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/websocket`);
    await once(socket, 'message');
    socket.send(JSON.stringify({ type: 'auth', access_token: token }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    const { type } = JSON.parse(answer.toString()) as { type: string };
    if (type !== 'auth_ok') throw new Error(`Home Assistant refuses the token: ${type}`);
    const api = new HomeAssistantApi(socket);
    await api.ask('subscribe_events', { event_type: 'state_changed' });
    await api.ask('subscribe_events', { event_type: STATISTICS });
    for (const state of await api.ask<State[]>('get_states')) {
      api.states.set(state.entity_id, state);
      api.changes.push(state);
    }
    return api;
  }

  /** Sends a command of the websocket API; rejects with its code where it is refused. */
  async ask<T = unknown>(command: string, fields: Record<string, unknown> = {}): Promise<T> {
    const id = ++this.lastId;
    return await new Promise<T>((resolve, reject) => {
      this.pending.set(id, {
        command,
        resolve: (result) => {
          resolve(result as T);
        },
        reject,
      });
      this.socket.send(JSON.stringify({ ...fields, id, type: command }));
    });
  }

  /** Performs an action, `switch.turn_on`, and waits for it. */
  async act(action: string, target: Record<string, unknown>, data: Record<string, unknown> = {}): Promise<void> {
    const [domain, service] = action.split('.');
    await this.ask('call_service', { domain, service, target, service_data: data });
  }

  /** Resolves when everything has started. */
  async running(): Promise<void> {
    for (;;) {
      const { state } = await this.ask<{ state: string }>('get_config');
      if (state === 'RUNNING') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  state(entity: string): State | undefined {
    return this.states.get(entity);
  }

  /** All entities whose id fits. */
  all(fits: (entity: string) => boolean = () => true): State[] {
    return [...this.states.values()].filter(({ entity_id: id }) => fits(id));
  }

  /** The states that an entity has gone through since the connection was made, repetitions left out. */
  course(entity: string): string[] {
    const states = this.changes.filter(({ entity_id: id }) => id === entity).map(({ state }) => state);
    return states.filter((state, i) => state !== states[i - 1]);
  }

  /** Everything that was written of an entity since the connection was made, changes of its attributes alone included. */
  written(entity: string): State[] {
    return this.changes.filter(({ entity_id: id }) => id === entity);
  }

  /** Waits until an entity has a state (and what else `fits` asks). */
  async until(entity: string, wanted: string | ((state: State) => boolean), withinMs = PATIENCE_MS): Promise<State> {
    const fits = typeof wanted === 'string' ? (state: State) => state.state === wanted : wanted;
    const what = `${entity} ${typeof wanted === 'string' ? `= ${wanted}` : String(wanted)}`;
    return await this.see(what, (states) => found(states.get(entity), fits), withinMs);
  }

  /** Waits until `look` finds something in the states. */
  async see<T>(what: string, look: (states: States) => T | undefined, withinMs = PATIENCE_MS): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiters.delete(waiter);
        reject(new Error(`not within ${withinMs} ms: ${what}; now: ${this.summary(what)}`));
      }, withinMs);
      const waiter: Waiter = {
        look: () => {
          const seen = look(this.states);
          if (seen === undefined) return false;
          clearTimeout(late);
          resolve(seen);
          return true;
        },
      };
      if (!waiter.look()) this.waiters.add(waiter);
    });
  }

  close(): void {
    this.socket.close();
  }

  private receive(message: Incoming): void {
    if (message.type === 'event' && message.event !== undefined) {
      const { entity_id: id, new_state: state } = message.event.data;
      if (message.event.event_type === STATISTICS) this.compiled += 1;
      else if (state === null) this.states.delete(id);
      else {
        this.states.set(id, state);
        this.changes.push(state);
      }
      for (const waiter of this.waiters) if (waiter.look()) this.waiters.delete(waiter);
      return;
    }
    const asked = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (asked === undefined) return;
    if (message.success === true) asked.resolve(message.result);
    else asked.reject(new Error(`${asked.command}: ${message.error?.code ?? ''} ${message.error?.message ?? ''}`));
  }

  /** For the sentence of a failure: the entity that was named, or how many there are. */
  private summary(what: string): string {
    const named = this.states.get(what.split(' ', 1)[0] ?? '');
    return named === undefined ? `${this.states.size} entities, not this one` : JSON.stringify(named);
  }
}

function found(state: State | undefined, fits: (state: State) => boolean): State | undefined {
  return state !== undefined && fits(state) ? state : undefined;
}
