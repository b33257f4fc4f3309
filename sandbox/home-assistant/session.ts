// One link to a Home Assistant: the token first, then commands with ids that increase, answers as they are ready.
import { setTimeout as delay } from 'node:timers/promises';
import { COMMANDS, type Around } from './commands';
import type { HomeAssistantFault } from './faults';
import { objectOf } from './format';
import { Refusal } from './refusal';

export interface Link {
  send(text: string): void;
  /** Without a word of goodbye. */
  drop(): void;
  /** With a goodbye. */
  close(): void;
}

export interface House {
  readonly around: (isLost: boolean) => Around;
  /** Whether the token is good; a wrong one is counted. */
  readonly admits: (token: unknown) => boolean;
  /** Told of each command; what goes wrong with it. */
  readonly came: (type: string) => HomeAssistantFault | undefined;
  readonly lateMs: number;
}

type Fields = Readonly<Record<string, unknown>>;

export class Session {
  private isIn = false;
  private lastId = 0;

  constructor(
    private readonly link: Link,
    private readonly house: House,
  ) {
    this.say({ type: 'auth_required', ha_version: this.version });
  }

  async hear(text: string): Promise<void> {
    const message = parsed(text);
    if (message === undefined) this.link.close();
    else if (this.isIn) await this.command(message);
    else this.enter(message);
  }

  private enter(message: Fields): void {
    if (message['type'] === 'auth' && this.house.admits(message['access_token'])) {
      this.isIn = true;
      this.say({ type: 'auth_ok', ha_version: this.version });
      return;
    }
    this.say({ type: 'auth_invalid', message: 'Invalid access token or password' });
    this.link.close();
  }

  private async command(message: Fields): Promise<void> {
    const { id, type, ...fields } = message;
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 1 || typeof type !== 'string') {
      this.refuse(typeof id === 'number' ? id : null, new Refusal('invalid_format', 'Message incorrectly formatted.'));
      return;
    }
    if (id <= this.lastId) {
      this.refuse(id, new Refusal('id_reuse', 'Identifier values have to increase.'));
      return;
    }
    this.lastId = id;
    const fault = this.house.came(type);
    if (fault === 'drop-before') this.link.drop();
    else await this.obey(id, type, fields, fault);
  }

  private async obey(id: number, type: string, fields: Fields, fault: HomeAssistantFault | undefined): Promise<void> {
    try {
      if (fault === 'refuse') throw new Refusal('home_assistant_error', 'The recorder is not running');
      const result = type === 'ping' ? undefined : await this.run(type, fields, fault === 'lose');
      if (fault === 'late') await delay(this.house.lateMs);
      if (fault === 'silent') return;
      if (fault === 'drop-after') this.link.drop();
      else if (fault === 'no-json') this.link.send('Bad Gateway');
      else this.say(type === 'ping' ? { id, type: 'pong' } : { id, type: 'result', success: true, result });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(id, error);
    }
  }

  /** @throws Refusal */
  private run(type: string, fields: Fields, isLost: boolean): unknown {
    const command = COMMANDS[type];
    if (command === undefined) throw new Refusal('unknown_command', 'Unknown command.');
    const around = this.house.around(isLost);
    const wrong = objectOf(command.keys(around.release))(fields, 'data');
    if (wrong !== undefined) throw new Refusal('invalid_format', wrong);
    if (command.admin && !around.isAdmin) throw new Refusal('unauthorized', 'Unauthorized');
    return command.run(fields, around);
  }

  private refuse(id: number | null, { code, message }: Refusal): void {
    this.say({ id, type: 'result', success: false, error: { code, message } });
  }

  private get version(): string {
    return this.house.around(false).release.version;
  }

  private say(message: object): void {
    this.link.send(JSON.stringify(message));
  }
}

function parsed(text: string): Fields | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? (message as Fields) : undefined;
  } catch {
    return undefined;
  }
}
