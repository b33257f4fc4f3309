// dataconnect-oauth and its account in Node-RED's test helper, on the stand-ins of Enedis and of the gateways, on one clock.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type { DoorId } from '../../../lib/enedis/door';
import dataconnectOauth from '../../../nodes/dataconnect-oauth/dataconnect-oauth';
import dataconnectQuery from '../../../nodes/dataconnect-query/dataconnect-query';
import enedisAccount from '../../../nodes/enedis-account/enedis-account';
import type { OpenEnedis } from '../../../nodes/enedis-account/open-enedis';
import type { Node, NodeAPI, NodeMessage } from '../../../nodes/runtime/types';
import { APPLICATION } from '../../../sandbox/enedis/applications';
import { startEnedis, type RunningEnedis } from '../../../sandbox/enedis/server';
import { MED_V2_ACCOUNT } from '../../../sandbox/gateways/myelectricaldata-v2';
import { startGateways, type RunningGateways } from '../../../sandbox/gateways/server';
import { Arrivals } from '../machine/arrivals';
import { FakeClock } from '../machine/fake-clock';
import { PATIENCE_MS } from '../machine/patience';
import { textsBelow } from '../machine/texts-below';
import { helper } from '../node-red/helper';
import type { FlowItem } from '../node-red/signal-bench';

export interface ConsentMessage extends NodeMessage {
  schema: string;
  payload: {
    state: string;
    prm?: string;
    meters: { prm: string; state: string }[];
    covers: { directions: string[] | null; measures: string[] };
    since: string | null;
    until: string | null;
    daysLeft: number | null;
    page: string | null;
    problem: { code: string; text: string } | null;
  };
}
interface CaughtMessage extends NodeMessage {
  error: { code: string; message: string };
}

/** What the test types into the forms. */
export interface Typed {
  readonly provider: DoorId;
  readonly token?: string;
  readonly prm?: string;
  /** false: encryption is switched off. */
  readonly credentialSecret?: string | false;
  /** What the form of the account says; default: the provider, and the stand-in as its address. */
  readonly account?: Readonly<Record<string, unknown>>;
  /** Further consents on the same account: nodes `n2`, `n3` … */
  readonly more?: readonly { readonly token?: string; readonly prm?: string }[];
  /** Further nodes of the flow; they reach the account as `a1`. */
  readonly nodes?: readonly FlowItem[];
}

/** How often the test looks whether something came, and turns the clock by a second in between. */
const [LOOK_MS, TURN_EVERY] = [5, 20];
const LOOKS = PATIENCE_MS / LOOK_MS;
const SECRET = 'the secret of this Node-RED';

export class ConsentBench {
  messages = new Arrivals<ConsentMessage>('consent');
  caught = new Arrivals<CaughtMessage>('caught error');
  statuses = new Arrivals<{ text?: string; fill?: string }>('status');

  private constructor(
    readonly clock: FakeClock,
    readonly dir: string,
    readonly enedis: RunningEnedis,
    readonly gateways: RunningGateways,
  ) {}

  static async open(at = '2026-11-29T14:00:00+01:00'): Promise<ConsentBench> {
    const clock = new FakeClock(at);
    const now = (): number => clock.now();
    const dir = await mkdtemp(path.join(os.tmpdir(), 'linky-red-consent-'));
    return new ConsentBench(clock, dir, await startEnedis({ now }), await startGateways({ now }));
  }

  /** As after a start of Node-RED with this flow: one node `n1`, in the name of the account `home`. */
  async load({
    provider,
    token,
    prm,
    credentialSecret = SECRET,
    account,
    more = [],
    nodes = [],
  }: Typed): Promise<void> {
    this.messages = new Arrivals<ConsentMessage>('consent');
    this.caught = new Arrivals<CaughtMessage>('caught error');
    this.statuses = new Arrivals<{ text?: string; fill?: string }>('status');
    const host = provider.startsWith('enedis') ? this.enedis.url : this.gateways.url;
    const consents = [{ ...(token !== undefined && { token }), ...(prm !== undefined && { prm }) }, ...more];
    const client = provider === 'myelectricaldata-v2' ? MED_V2_ACCOUNT : APPLICATION;
    const at = { z: 'tab', x: 1, y: 1 };
    const flow = [
      { id: 'tab', type: 'tab', label: 'test' },
      {
        id: 'a1',
        type: 'enedis-account',
        ...(account ?? {
          name: 'home',
          version: 1,
          provider,
          baseUrl: provider === 'myelectricaldata-v2' ? `${host}/api` : host,
          consentPage: provider === 'enedis-direct' ? `${host}/dataconnect/v2/oauth2/authorize` : host,
        }),
      },
      ...consents.map((_, index) => ({
        id: `n${String(index + 1)}`,
        type: 'dataconnect-oauth',
        ...at,
        version: 1,
        account: 'a1',
        wires: [['out']],
      })),
      ...nodes,
      { id: 'out', type: 'listener', ...at, hears: 'messages', wires: [] },
      { id: 'c1', type: 'catch', ...at, scope: null, uncaught: false, wires: [['l1']] },
      { id: 'l1', type: 'listener', ...at, hears: 'caught', wires: [] },
      { id: 's1', type: 'status', ...at, scope: null, wires: [['l2']] },
      { id: 'l2', type: 'listener', ...at, hears: 'statuses', wires: [] },
    ];
    const onClock = (register: (RED: NodeAPI, clock: FakeClock) => void) => (RED: NodeAPI) => {
      register(RED, this.clock);
    };
    // The test bench has no settings that could be asked for; Node-RED has.
    const get = (name: string): unknown => (name === 'credentialSecret' ? credentialSecret : undefined);
    helper.settings({ userDir: this.dir, credentialSecret, get } as Parameters<typeof helper.settings>[0]);
    await helper.load(
      [onClock(enedisAccount), onClock(dataconnectOauth), onClock(dataconnectQuery), this.listener()],
      flow,
      {
        a1: { clientId: client.id, clientSecret: client.secret },
        ...Object.fromEntries(consents.map((typed, index) => [`n${String(index + 1)}`, typed])),
      },
    );
  }

  /** A message to the node. */
  receive(payload: unknown): void {
    helper.getNode('n1').receive({ payload });
  }

  /** What the editor asks the admin side. */
  async ask(
    request: string,
    body: Readonly<Record<string, string>>,
  ): Promise<{ status: number; payload: ConsentMessage['payload'] }> {
    const { status, body: payload } = await reply(helper.request().post(`/dataconnect-oauth/${request}`).send(body));
    return { status, payload: payload as ConsentMessage['payload'] };
  }

  /** The browser follows the way back to the admin side. */
  async follow(
    address: URL,
    language = 'fr',
  ): Promise<{ status: number; text: string; headers: Readonly<Record<string, string>> }> {
    const asked = helper.request().get(`/dataconnect-oauth/callback${address.search}`);
    return await reply(asked.set('Accept-Language', language));
  }

  get account(): OpenEnedis {
    return (helper.getNode('a1') as unknown as { opened: OpenEnedis }).opened;
  }

  /** Lets the clock run until something arrives that fits: what the node waits for comes with time. */
  async next(fits: (payload: ConsentMessage['payload']) => boolean): Promise<ConsentMessage['payload']> {
    const waited: { found?: ConsentMessage } = {};
    void this.messages.next(({ payload }) => fits(payload)).then((message) => (waited.found = message));
    for (let n = 1; waited.found === undefined && n < LOOKS; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      if (n % TURN_EVERY === 0) this.clock.advance(1000);
    }
    if (waited.found === undefined) throw new Error(`not sent: ${inspect(this.messages.all, { depth: 4 })}`);
    return waited.found.payload;
  }

  /** What the holder's browser does on the page of Enedis: ticks the box and confirms, or refuses. @returns where it is sent then */
  async decide(page: string, decision: 'accept' | 'refuse', prm?: string): Promise<URL> {
    const { searchParams } = new URL(page);
    const body = new URLSearchParams({
      version: page.includes('/v1/') ? 'v1' : 'v2',
      client_id: searchParams.get('client_id') ?? '',
      state: searchParams.get('state') ?? '',
      duration: searchParams.get('duration') ?? '',
      agree: 'yes',
      decision,
      ...(prm !== undefined && { prm }),
    });
    const answer = await fetch(`${this.enedis.url}/dataconnect/decision`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
    });
    return new URL(answer.headers.get('location') ?? '');
  }

  /** Messages, errors with their causes, statuses, the log, and what lies on the disk. */
  everything(): string {
    const { names, texts } = textsBelow(this.dir);
    const shown = [this.messages, this.caught, this.statuses].map(({ all }) =>
      inspect(all, { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null }),
    );
    return [...shown, JSON.stringify(helper.log().args), ...names, ...texts].join('\n');
  }

  async close(): Promise<void> {
    await helper.unload();
    await this.enedis.stop();
    await this.gateways.stop();
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private listener() {
    return (RED: NodeAPI): void => {
      const heard = { messages: this.messages, caught: this.caught, statuses: this.statuses };
      RED.nodes.registerType(
        'listener',
        function (
          this: Node,
          config: { hears: 'messages' | 'caught' | 'statuses' } & Parameters<typeof RED.nodes.createNode>[1],
        ) {
          RED.nodes.createNode(this, config);
          this.on('input', (msg, _send, done) => {
            if (config.hears === 'statuses') heard.statuses.add((msg as { status?: { text?: string } }).status ?? {});
            else heard[config.hears].add(msg as never);
            done();
          });
        },
      );
    };
  }
}

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

function reply(request: { end(done: (error: Error | null, response: Reply) => void): unknown }): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request.end((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}
