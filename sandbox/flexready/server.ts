// The stand-in of the Flex Ready emulator on loopback: annex 1 (it plays a building, and an operator that calls one), annex 2 (sessions,
// reports, prices), the issuer of its tokens, its OpenAPI document, and a page for an operator.
import { parisTime } from '../paris-clock';
import {
  startWebServer,
  type Reply,
  type Request,
  type Route,
  type RunningService,
  type WebServerOptions,
} from '../web-server';
import { dataset, SEED_DAY } from './bacs/dataset';
import { bacsRoutes } from './bacs/routes';
import { distorted } from './distortions';
import { FLEX_DISTORTIONS, FLEX_FAULTS, problem, type FlexDistortion, type FlexFault } from './faults';
import { FLEX_ADMIN, FLEX_PARTICIPANT, type FlexAccount } from './issuer/accounts';
import { FlexIssuer, type FlexClaims } from './issuer/issuer';
import { issuerRoutes } from './issuer/routes';
import type { FlexCall } from './names';
import { flexReadyDocument } from './openapi/document';
import { operatorRoutes } from './operator/routes';
import { pageRoutes } from './page/routes';
import { loadPdfkit, type LoadPdf } from './sessions/report';
import { sessionRoutes } from './sessions/routes';
import { SessionRegister, type FlexModule, type JournalEntry } from './sessions/sessions';
import { SignalRegister } from './supplier/register';
import { supplierRoutes } from './supplier/routes';

export interface FlexReadyOptions extends WebServerOptions {
  /** Default the participant and the admin of accounts.ts. */
  readonly accounts?: readonly FlexAccount[];
  readonly tokenSeconds?: number;
  readonly checks?: 'lenient' | 'strict';
  readonly decideSeconds?: number;
  readonly potentials?: 'seed' | 'today';
  /** What the operator's page sends to. */
  readonly building?: string;
  readonly buildingKey?: string;
  /** What the page proposes, kW; default 80. */
  readonly askKW?: number;
  /** How many times faster than ours the clock runs: a request is proposed so far ahead that somebody can accept it; default 1. */
  readonly pace?: number;
  /** Default pdfkit. */
  readonly loadPdf?: LoadPdf;
}

export interface RunningFlexReady extends RunningService<FlexCall, FlexFault> {
  readonly issuer: FlexIssuer;
  /** Every token that was handed out: what must stand nowhere. */
  readonly tokens: readonly string[];
  /** A token without a browser; `more` in the place of its usual claims. */
  token(account?: FlexAccount, more?: Partial<FlexClaims>): string;
  /** A session of the participant. @returns its id */
  open(module: FlexModule, url?: string): string;
  /** What came in a session of the participant. */
  journal(session: string): readonly JournalEntry[];
}

export async function startFlexReady(options: FlexReadyOptions = {}): Promise<RunningFlexReady> {
  const now = options.now ?? Date.now;
  let url = '';
  const accounts = options.accounts ?? [FLEX_PARTICIPANT, FLEX_ADMIN];
  const address = (): string => `${url}/issuer`;
  const issuer = await FlexIssuer.open({ accounts, tokenSeconds: options.tokenSeconds ?? 3600, address });
  const sessions = new SessionRegister({
    buildings: (at) => dataset(options.potentials === 'today' ? dayText(at) : SEED_DAY),
    checks: options.checks ?? 'lenient',
    decideMs: (options.decideSeconds ?? 0) * 1000,
  });
  const door = { issuer, sessions };
  const routes: readonly Route<FlexCall>[] = [
    ...issuerRoutes(issuer),
    ...sessionRoutes(door, options.loadPdf ?? loadPdfkit),
    ...supplierRoutes(door, new SignalRegister()),
    ...operatorRoutes(door),
    ...bacsRoutes(door),
    {
      name: 'openapi',
      method: 'GET',
      path: /^(?:\/api\/v1)?\/openapi\.json$/,
      answer: () => ({ body: flexReadyDocument(url) }),
    },
    ...pageRoutes({
      building: options.building ?? 'http://127.0.0.1:1880/flex',
      key: options.buildingKey ?? '',
      askKW: options.askKW ?? 80,
      pace: options.pace ?? 1,
    }),
  ];
  const failing = async (fault: FlexFault, request: Request, name: FlexCall): Promise<Reply> => {
    if (!isDistortion(fault)) return FLEX_FAULTS[fault];
    const route = routes.find((one) => one.name === name && one.path.test(request.url.pathname));
    return route === undefined ? FLEX_FAULTS.internal : distorted(fault, await route.answer(request));
  };
  const notFound = problem(404, 'not-found', 'there is nothing at this address');
  const running = await startWebServer({ ...options, now }, { routes, failing, notFound });
  url = running.url;
  const participant = accounts[0] ?? FLEX_PARTICIPANT;
  return {
    ...running,
    issuer,
    tokens: issuer.issued,
    token: (account = participant, more = {}) => issuer.token(account, now(), more),
    open: (module, to) => sessions.open(participant.id, module, to?.replace(/\/+$/, '') ?? null, now()).id,
    journal: (session) => sessions.find(session, participant.id)?.journal ?? [],
  };
}

function isDistortion(fault: FlexFault): fault is FlexDistortion {
  return Object.hasOwn(FLEX_DISTORTIONS, fault);
}

function dayText(at: number): string {
  const { year, month, day } = parisTime(at);
  return [String(year), ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-');
}
