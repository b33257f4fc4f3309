// The stand-in of the gateways that households use, on one port of loopback: conso-api and MyElectricalData v1 and v2, told apart
// by their paths. conso-api bans an address as its operator does.
import type { CurveOrder } from '../enedis/bodies-2026';
import { householdOf, households, type Households } from '../household/households';
import type { Household } from '../household/household';
import { startWebServer, type Route, type RunningService, type WebServerOptions } from '../web-server';
import { AddressBan } from './address-ban';
import { consoApiRoutes, consoEnvelope, consoToken } from './conso-api';
import { medV1Envelope, medV1Routes } from './myelectricaldata-v1';
import { medV2Envelope, medV2Routes } from './myelectricaldata-v2';
import { GATEWAY_FAULTS, through, type AnyFault, type Envelope } from './faults';

/** Whoever gives measures. */
export const GATEWAYS = ['conso-api', 'myelectricaldata-v1', 'myelectricaldata-v2'] as const;
export type GatewayName = (typeof GATEWAYS)[number] | 'conso-page';

export interface GatewaysOptions extends WebServerOptions, Partial<CurveOrder> {
  /** Default: those of sandbox/household, from the moment of the start. */
  readonly households?: Households;
  /** Which minutes the operator's job is late by. */
  readonly seed?: number;
}

export interface RunningGateways extends RunningService<GatewayName, AnyFault> {
  /** Every token that was handed out: what must stand nowhere. */
  readonly tokens: readonly string[];
  /** A token of conso-api without a browser. */
  consoToken(prms: string | readonly string[]): string;
  /** The holder takes the consent back at Enedis; the tokens stay as they are. */
  revoke(prm: string): void;
  /** Whether conso-api has banned an address; default that of loopback. */
  isBanned(address?: string): boolean;
  /** The operator lifts a ban. */
  liftBan(address?: string): void;
  /** The truth behind the answers. */
  household(prm: string): Household;
}

const LOOPBACK = '127.0.0.1';
const ENVELOPES: Readonly<Record<GatewayName, Envelope>> = {
  'conso-api': consoEnvelope,
  'conso-page': consoEnvelope,
  'myelectricaldata-v1': medV1Envelope,
  'myelectricaldata-v2': medV2Envelope,
};

export async function startGateways(options: GatewaysOptions = {}): Promise<RunningGateways> {
  const now = options.now ?? Date.now;
  const known = options.households ?? households(now());
  const order: CurveOrder = { doubledHour: options.doubledHour ?? 'as-it-ran' };
  const ban = new AddressBan(options.seed);
  const revoked = new Set<string>();
  const tokens: string[] = [];
  const isAllowed = (prm: string): boolean => !revoked.has(prm);
  const issue = (token: string): void => {
    tokens.push(token);
  };
  const world = { households: known, order, isAllowed, issue, startedAt: now() };
  const routes: Route<GatewayName>[] = [...medV1Routes(world), ...medV2Routes(world), ...consoApiRoutes(world)];
  const running = await startWebServer<GatewayName, AnyFault>(
    { ...options, now },
    {
      routes,
      failing: (fault, _request, name) => through(fault, ENVELOPES[name]),
      notFound: { status: 404, body: { status: 404, message: 'Not found' } },
      gate: (name, request) => {
        const isHost = name.startsWith('conso-');
        return isHost && !ban.admits(request.address, request.now) ? GATEWAY_FAULTS.banned : undefined;
      },
    },
  );
  return {
    ...running,
    tokens,
    consoToken: (prms) => {
      const token = consoToken(prms, now());
      issue(token);
      return token;
    },
    revoke: (prm) => {
      revoked.add(prm);
    },
    isBanned: (address = LOOPBACK) => ban.isBanned(address, now()),
    liftBan: (address = LOOPBACK) => {
      ban.lift(address);
    },
    household: (prm) => householdOf(known, prm),
  };
}
