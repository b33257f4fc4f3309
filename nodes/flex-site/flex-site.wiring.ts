// flex-site: wiring.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LinkyRedError } from '../../lib/errors';
import { BacsApi } from '../../lib/flex/bacs/api';
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';
import type { AccountNode } from '../runtime/account/account';
import { closeGuard, type CloseGuard } from '../runtime/close-guard';
import { noteFlexReady } from '../runtime/flex-ready';
import type { Wire } from '../runtime/lazy-node';
import { reportable, reportError } from '../runtime/status/error-report';
import { openStore } from '../runtime/store/open-store';
import { tellWhenInUse } from '../runtime/store/store-in-use';
import type { Node, NodeAPI } from '../runtime/types';
import { packageVersion } from '../runtime/version';
import { whenStarted } from '../runtime/when-started';
import type { FlexSiteFields } from './flex-site.choices';
import { readConfig, type FlexSiteConfig, type Place } from './flex-site.config';
import { gateOf } from './gate';
import { OpenSite, type OpenFlexSite } from './open-site';
import { NodeRedServer } from './server/node-red-server';
import { openServer } from './server/own-server';
import { wayIn } from './server/way-in';

/** What the registration has laid before Node-RED's server for flows. */
export interface Routes {
  serve?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

interface Around {
  readonly clock: Clock;
  readonly guard: CloseGuard;
}

export function flexSite(
  RED: NodeAPI,
  routes: Routes,
  clock: Clock = SYSTEM_CLOCK,
): Wire<FlexSiteFields, Node<Record<string, unknown>>> {
  const nodeRed = new NodeRedServer(() => clock.elapsed());
  routes.serve = nodeRed.serve;
  /** By the id of the BACS: two sites of one would be one building with two minds. */
  const running = new Map<string, string>();
  return (node, raw) => {
    const guard = closeGuard(node);
    let site: OpenSite | undefined;
    try {
      const config = readConfig(raw, node.credentials);
      takeId(config, node, running, guard);
      const { place } = config;
      const opened = open(RED, node, config, { clock, guard });
      const api = apiOf(RED, node, opened, { clock, guard });
      noteFlexReady(RED, guard, 'operator-api', () => {
        const { listening, problem, lastCallAt } = opened.server;
        return { met: listening && problem === null, at: lastCallAt };
      });
      site = opened;
      whenStarted(RED, guard, () => void serve(RED, node, opened, place, { api, nodeRed, guard }));
    } catch (thrown) {
      whenStarted(RED, guard, () => {
        reportError(node, RED._, thrown);
      });
    }
    Object.assign(node, { opened: site } satisfies AccountNode<OpenFlexSite>);
  };
}

/** @throws LinkyRedError ERR_FLEX_TWICE */
function takeId({ bacs }: FlexSiteConfig, node: Node, running: Map<string, string>, guard: CloseGuard): void {
  const other = running.get(bacs.id);
  if (other !== undefined) throw new LinkyRedError('ERR_FLEX_TWICE', { bacs: bacs.id, site: other });
  running.set(bacs.id, nameOf(node));
  guard.onClose(() => void running.delete(bacs.id));
}

function open(RED: NodeAPI, node: Node, config: FlexSiteConfig, { clock, guard }: Around): OpenSite {
  const store = openStore(RED, guard);
  tellWhenInUse(RED, node, { store, guard, clock });
  const site = new OpenSite(config, addressOf(RED, config.place), { store, clock });
  guard.onClose(() => site.close());
  return site;
}

function apiOf(RED: NodeAPI, node: Node, site: OpenSite, { clock, guard }: Around): BacsApi {
  const { config, desk, metering } = site;
  const { gate } = gateOf(config, {
    clock,
    signal: guard.signal,
    onProblem: (thrown) => {
      note(RED, node, site, thrown);
    },
    onCall: () => {
      site.note({ lastCallAt: clock.now() });
    },
  });
  return new BacsApi({
    bacs: () => site.bacs,
    rules: config.rules,
    desk,
    meters: metering,
    gate,
    clock,
    breachStatus: config.breachStatus,
    version: packageVersion(),
    onFailure: (error) => {
      if (!guard.closed) reportError(node, RED._, error);
    },
  });
}

/**
 * Takes its path or port at once, so that of two sites the first in the flows has it at every start, whatever the disk reads first;
 * answers once all is known that requests are judged by.
 */
async function serve(
  RED: NodeAPI,
  node: Node,
  site: OpenSite,
  place: Place,
  { api, nodeRed, guard }: { readonly api: BacsApi; readonly nodeRed: NodeRedServer; readonly guard: CloseGuard },
): Promise<void> {
  const loaded = site.load();
  const patient: Pick<BacsApi, 'handle'> = {
    handle: async (call) => {
      await loaded;
      return await api.handle(call);
    },
  };
  try {
    if (place.server === 'node-red') {
      const { problem } = wayIn(RED.settings, site.config);
      let holder: string | undefined;
      let isLoaded = false;
      const tell = (): void => {
        if (!isLoaded) return;
        const taken =
          holder === undefined ? undefined : new LinkyRedError('ERR_FLEX_PATH', { path: place.path, site: holder });
        site.note({ listening: taken === undefined && problem?.code !== 'ERR_FLEX_HTTP_OFF' });
        note(RED, node, site, taken ?? problem);
      };
      const told = (whoHasIt: string | undefined): void => {
        holder = whoHasIt;
        tell();
      };
      guard.onClose(nodeRed.claim(place.path, { name: nameOf(node), api: patient, told }));
      await loaded;
      if (guard.closed) return;
      isLoaded = true;
      tell();
    } else {
      const close = await openServer(place, patient);
      if (guard.signal.aborted) {
        await close();
        return;
      }
      guard.onClose(close);
      await loaded;
      if (!guard.closed) site.note({ listening: true });
    }
  } catch (thrown) {
    note(RED, node, site, thrown);
  }
}

/** What stands against a site is told when it comes, and shown as long as it holds. */
function note(RED: NodeAPI, node: Node, site: OpenSite, thrown: unknown): void {
  if (thrown === undefined) {
    site.note({ problem: null });
    return;
  }
  const before = site.server.problem?.code;
  const problem = reportable(RED._, thrown);
  site.note({ problem });
  if (problem.code !== before) reportError(node, RED._, problem);
}

function addressOf(RED: NodeAPI, place: Place): string {
  if (place.server === 'node-red') return `${rootOf(RED)}${place.path}`;
  const host = place.host === '' ? '*' : place.host;
  return `${place.server === 'tls' ? 'https' : 'http'}://${host}:${String(place.port)}${place.path}`;
}

function rootOf({ settings }: NodeAPI): string {
  const { httpNodeRoot } = settings as { httpNodeRoot?: unknown };
  return typeof httpNodeRoot === 'string' ? httpNodeRoot.replace(/\/+$/, '') : '';
}

function nameOf({ name, id }: Node): string {
  return name === undefined || name === '' ? id : name;
}
