// The stand-ins of the portals, and clients of them on a clock whose waits take no time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OpenPortal } from '../../../lib/opendata/portal/open-portal';
import type { PortalAddress, PortalTools } from '../../../lib/opendata/portal/tools';
import { shareLedger } from '../../../lib/provider/quota/shared-ledger';
import { startOpenData, type OpenDataOptions, type RunningOpenData } from '../../../sandbox/opendata/server';
import type { SandboxPortal } from '../../../sandbox/opendata/names';
import { EagerClock } from '../flex/eager-clock';

export interface PortalBench {
  readonly sandbox: RunningOpenData;
  readonly clock: EagerClock;
  readonly tools: PortalTools;
  open(portal: SandboxPortal, more?: Partial<PortalAddress>, tools?: Partial<PortalTools>): OpenPortal;
  /** What the portal was asked since the last time, as `name path?query`. */
  asked(portal: SandboxPortal): string[];
  stop(): Promise<void>;
}

/** @param lasting the folder for what lasts; without one it lasts as long as the bench */
export async function portalBench(options: OpenDataOptions = {}, lasting?: string): Promise<PortalBench> {
  const dir = lasting ?? (await mkdtemp(path.join(tmpdir(), 'opendata-')));
  const clock = new EagerClock('2026-11-06T09:00:00+01:00');
  const sandbox = await startOpenData({ now: () => clock.now(), ...options });
  const shared = shareLedger(dir, clock, () => undefined);
  const abort = new AbortController();
  const { ledger, store, once } = shared;
  const tools: PortalTools = { ledger, store, once, clock, signal: abort.signal, timeoutMs: 10_000 };
  const told = new Map<SandboxPortal, number>();
  return {
    sandbox,
    clock,
    tools,
    open: (portal, more = {}, others = {}) =>
      new OpenPortal({ baseUrl: sandbox[portal], ...more }, { ...tools, ...others }),
    asked: (portal) => {
      const calls = sandbox.calls(portal);
      const fresh = calls.slice(told.get(portal) ?? 0);
      told.set(portal, calls.length);
      return fresh.map(({ name, url }) => `${name} ${decodeURIComponent(url.replaceAll('+', ' '))}`);
    },
    stop: async () => {
      abort.abort();
      await sandbox.stop();
      await shared.release();
      if (lasting === undefined) await rm(dir, { recursive: true, maxRetries: 5 });
    },
  };
}

export async function all<T>(pieces: AsyncIterable<readonly T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const piece of pieces) rows.push(...piece);
  return rows;
}
