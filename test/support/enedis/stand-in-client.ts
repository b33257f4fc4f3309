// The stand-in of Enedis on a clock of the test, and a client of it.
import { APPLICATION } from '../../../sandbox/enedis/applications';
import { startEnedis, type EnedisOptions, type RunningEnedis } from '../../../sandbox/enedis/server';
import { ask, form, pick, type Answer } from './answers';

export const CURVE = 'courbe_de_charge_consommation';
export const DAILY = 'consommation_quotidienne';

export class EnedisClient {
  private constructor(
    readonly enedis: RunningEnedis,
    private readonly clock: { now: number },
  ) {}

  static async open(options: EnedisOptions = {}, at = '2026-11-24T12:00:00+01:00'): Promise<EnedisClient> {
    const clock = { now: Date.parse(at) };
    return new EnedisClient(await startEnedis({ now: () => clock.now, ...options }), clock);
  }

  get now(): number {
    return this.clock.now;
  }

  set now(at: number) {
    this.clock.now = at;
  }

  ask(where: string, init?: RequestInit): Promise<Answer> {
    return ask(this.enedis.url + where, init);
  }

  async token({ id, secret } = APPLICATION): Promise<string> {
    const fields = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    return pick(await this.ask('/oauth2/v3/token', form(fields)), 'access_token') as string;
  }

  async get(where: string, bearer: string): Promise<Answer> {
    // So that the limit of a second is nobody's worry here.
    this.now += 1000;
    return await this.ask(where, { headers: { authorization: `Bearer ${bearer}` } });
  }
}

/** The address of a question of 2026. */
export function measures(type: string, prm: string, from: string, to: string, more = ''): string {
  return `/mesure_synchrone_auto/v2/${type}?pointId=${prm}&dateDebut=${from}&dateFin=${to}${more}`;
}
