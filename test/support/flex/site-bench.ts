// flex-site in Node-RED's test helper, behind a real HTTP server, on a clock whose hands the test turns.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import flexSite from '../../../nodes/flex-site/flex-site';
import type { OpenFlexSite } from '../../../nodes/flex-site/open-site';
import type { NodeAPI } from '../../../nodes/runtime/types';
import { FakeClock } from '../machine/fake-clock';
import { helper } from '../node-red/helper';

export const BACS_ID = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
export const KEY = 'k'.repeat(12) + '-operator-1';
export const OTHER_KEY = 'k'.repeat(12) + '-operator-2';
/** A Wednesday, 09:00 in Paris. */
export const NOW = '2025-04-02T09:00:00+02:00';

/** A site as the editor sends it; secrets lie beside it. */
export function siteNode(settings: Readonly<Record<string, unknown>> = {}): Record<string, unknown> & { id: string } {
  return {
    id: 'site',
    type: 'flex-site',
    name: 'the building',
    version: 1,
    bacsId: BACS_ID,
    bacsName: 'Town hall',
    description: 'A town hall with a heat pump',
    assets: [
      {
        asset: 'WholeBuilding',
        assetName: 'The whole building',
        product: 'WID',
        power: '100',
        delay: '1',
        duration: '120',
        perDay: '2',
        periods: '08:00-20:00',
      },
      {
        asset: 'HeatPump',
        assetName: '',
        product: 'WDA',
        power: '30',
        delay: '15',
        duration: '60',
        perDay: '1',
        periods: '08:00-20:00',
      },
    ],
    keys: [
      { slot: '1', holder: 'operator 1', keyAssets: '' },
      { slot: '2', holder: 'operator 2', keyAssets: 'HeatPump' },
    ],
    ...settings,
  };
}

export const SECRETS = { secret1: KEY, secret2: OTHER_KEY };

export interface Answered {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  readonly json: Record<string, unknown> & unknown[];
}

export interface CallOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Without its length beforehand. */
  readonly chunked?: true;
  /** Of the loopback: another client. */
  readonly from?: string;
}

export interface SiteBench {
  readonly clock: FakeClock;
  readonly url: string;
  readonly opened: OpenFlexSite;
  /** A path is sent as it is: nothing is normalised. */
  call(method: string, path: string, options?: CallOptions): Promise<Answered>;
  openedOf(id: string): OpenFlexSite | undefined;
  logged(): string;
  deploy(flow: readonly Record<string, unknown>[], credentials?: Record<string, object>): Promise<void>;
  stop(): Promise<void>;
}

type Flow = Parameters<typeof helper.load>[1];

export async function loadSite(
  flow: readonly Record<string, unknown>[] = [siteNode()],
  {
    userDir: given,
    settings = {},
    clock = new FakeClock(NOW),
    credentials = { site: { ...SECRETS } },
    nodes = [],
  }: {
    readonly userDir?: string;
    readonly settings?: object;
    readonly clock?: FakeClock;
    readonly credentials?: Record<string, object>;
    /** Registrations of other nodes. */
    readonly nodes?: readonly ((RED: NodeAPI) => void)[];
  } = {},
): Promise<SiteBench> {
  const userDir = given ?? (await mkdtemp(path.join(os.tmpdir(), 'linky-red-site-')));
  let app: http.RequestListener | undefined;
  const register = (RED: NodeAPI): void => {
    app = RED.httpNode;
    flexSite(RED, clock);
  };
  helper.settings({ userDir, credentialSecret: false, ...settings });
  const tab = { id: 'tab', type: 'tab', label: 'test' };
  await helper.load([register, ...nodes] as Parameters<typeof helper.load>[0], [tab, ...flow] as Flow, credentials);
  const server = http.createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const openedOf = (id: string): OpenFlexSite | undefined =>
    (helper.getNode(id) as unknown as { opened?: OpenFlexSite }).opened;
  return {
    clock,
    url,
    get opened() {
      const opened = openedOf('site');
      if (opened === undefined) throw new Error('the site cannot be used');
      return opened;
    },
    openedOf,
    call: (method, path, options) => callSite(url, method, path, options),
    logged: () => JSON.stringify(helper.log().args),
    deploy: async (next, secrets = credentials) => {
      await helper.setFlows([tab, ...next] as Flow, 'full', secrets);
    },
    stop: async () => {
      await helper.unload();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      if (given === undefined) await rm(userDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Resolves once the site answers. */
export async function listening(site: OpenFlexSite): Promise<void> {
  while (!site.server.listening && site.server.problem === null)
    await new Promise<void>((resolve) => {
      const stop = site.onChange(() => {
        stop();
        resolve();
      });
    });
}

export async function callSite(
  base: string,
  method: string,
  path: string,
  { token, headers = {}, body, from, chunked }: CallOptions = {},
  agent?: http.Agent,
): Promise<Answered> {
  const { hostname, port } = new URL(base);
  const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const request = http.request({
    hostname,
    port,
    method,
    path,
    ...(from !== undefined && { localAddress: from }),
    ...(agent && { agent }),
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(sent !== undefined && { 'Content-Type': 'application/json' }),
      ...(sent !== undefined &&
        (chunked === true ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': Buffer.byteLength(sent) })),
      ...headers,
    },
  });
  request.end(sent);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += piece as string;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    get json() {
      return JSON.parse(text) as Answered['json'];
    },
  };
}
