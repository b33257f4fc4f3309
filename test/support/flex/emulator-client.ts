// The stand-in of the Flex Ready emulator on a clock of the test, and a client of it that holds every answer against its document.
import type { FlexModule } from '../../../sandbox/flexready/sessions/sessions';
import { startFlexReady, type FlexReadyOptions, type RunningFlexReady } from '../../../sandbox/flexready/server';
import { ask, type Answer } from '../enedis/answers';
import { Contract } from './contract';

/** The day of the reference, an hour before its example. */
export const SEED_MORNING = '2025-04-02T09:00:00+02:00';
export const SEED_BACS = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
export const SECOND_BACS = 'a987fbc9-4bed-4078-9f07-9141ba07c9f3';

export class EmulatorClient {
  private constructor(
    readonly emulator: RunningFlexReady,
    private readonly contract: Contract,
    private readonly clock: { now: number },
  ) {}

  static async open(options: FlexReadyOptions = {}, at = SEED_MORNING): Promise<EmulatorClient> {
    const clock = { now: Date.parse(at) };
    const emulator = await startFlexReady({ now: () => clock.now, ...options });
    const { json } = await ask(`${emulator.url}/openapi.json`);
    return new EmulatorClient(emulator, new Contract(json as ConstructorParameters<typeof Contract>[0]), clock);
  }

  get now(): number {
    return this.clock.now;
  }

  set now(at: number) {
    this.clock.now = at;
  }

  /** @param at ISO 8601 */
  goTo(at: string): void {
    this.clock.now = Date.parse(at);
  }

  open(module: FlexModule, url?: string): string {
    return this.emulator.open(module, url);
  }

  /** With a token of the participant; a body is sent as JSON. */
  async call(
    method: 'GET' | 'POST',
    where: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return await this.send(where, {
      method,
      headers: {
        authorization: `Bearer ${this.emulator.token()}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async send(where: string, init: RequestInit): Promise<Answer> {
    const answer = await ask(this.emulator.url + where, init);
    const path = where.split('?')[0] ?? where;
    this.contract.check({ method: init.method ?? 'GET', path, status: answer.status, json: answer.json });
    return answer;
  }
}

/** A body of create or confirm, in kilowatts and the time of Paris. */
export function terms(kW: number, start: string, end: string, flexProduct = 'WID'): object {
  return { flexProduct, power: [{ power: { unit: 'W', multiplier: 'k', value: kW }, start, end }] };
}
