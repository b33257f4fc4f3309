// A door opened with the token of a consent, or with the id and secret of an account: questions about a meter become calls.
import { LinkyRedError } from '../../errors';
import { ProviderAccount, type ProviderAccountOptions, type ProviderQuestion } from '../../provider/account';
import type { Provider, ProviderApi } from '../../provider/provider';
import type { ConsentQuestion, Door, DoorAnswer } from '../door';
import { maskedPrm } from '../prm';
import type { DayWindow, Series } from '../series';
import { effectOf, isQuota, refusalAt } from './refusals';
import { CompanyStamps, type CompanySettings } from './company-stamps';
import { companyApis } from './enedis';
import type { DoorApi, DoorDetails } from './row';

export interface DoorOptions extends Omit<ProviderAccountOptions<DoorApi>, 'provider'> {
  /** What the user says of the meters of a company account. */
  readonly company?: CompanySettings;
  /** What several accounts with one token ask for in the same moment is asked once; absent where there is one account. */
  readonly once?: <T>(name: string, task: () => Promise<T>) => Promise<T>;
}

/** @throws LinkyRedError ERR_URL */
export function openDoor(details: DoorDetails, options: DoorOptions): Door {
  const isCompany = details.id === 'enedis-company';
  const row = isCompany ? { ...details, apis: companyApis(options.company?.meters ?? 'own') } : details;
  const account = new ProviderAccount<DoorApi>({ ...options, provider: providerOf(row) });
  const ask = (api: DoorApi, question: ProviderQuestion): Promise<DoorAnswer> => {
    const asked = JSON.stringify([question.fields, question.body]);
    const name = [row.id, account.host, account.fingerprint, api, asked].join(' ');
    return options.once === undefined
      ? account.ask(api, question)
      : options.once(name, () => account.ask(api, question));
  };
  const contractOf = (prm: string): Promise<DoorAnswer> => ask('contract', { fields: { [row.fields.prm]: prm } });
  const stamps = isCompany ? new CompanyStamps(options.company ?? {}, contractOf, options) : undefined;
  const { stamps: same } = row;
  return {
    row,
    effectOf,
    ask: async (series, window, priority) => {
      const api = seriesApi(row, series);
      return await ask(api, { fields: fieldsOf(row, series, window), priority });
    },
    ...(knowsConsents(row) && {
      askConsent: async (question) => await ask(question.about, consentQuestion(row, question)),
    }),
    ...(stamps !== undefined && { stampsOf: async (prm) => await stamps.of(prm) }),
    ...(same !== undefined && { stampsOf: () => Promise.resolve(same) }),
    ...(row.token !== undefined && { checkSecret: () => account.checkSecret() }),
    earliest: async (series, priority) => await account.earliest(seriesApi(row, series), priority),
  };
}

/** @throws LinkyRedError ERR_ENEDIS_DIRECTION where the door has no such series: nobody has the maximum of a production */
function seriesApi({ id, apis }: DoorDetails, { prm, direction, measure }: Series): DoorApi {
  const api = `${direction}-${measure}` as const;
  if (apis[api] !== undefined) return api;
  throw new LinkyRedError('ERR_ENEDIS_DIRECTION', { prm: maskedPrm(prm), detail: `${id}: ${api}` });
}

/** @throws LinkyRedError ERR_ENEDIS_REQUEST for a window without a day: it would cost a call */
function fieldsOf(row: DoorDetails, { prm, measure }: Series, { from, to }: DayWindow): Record<string, string> {
  if (!(from < to)) throw new LinkyRedError('ERR_ENEDIS_REQUEST', { detail: `${from} – ${to}` });
  const { fields, maxPowerFields } = row;
  return {
    [fields.prm]: prm,
    [fields.from]: from,
    [fields.to]: to,
    ...(measure === 'max-power' && maxPowerFields),
  };
}

function knowsConsents({ apis }: DoorDetails): boolean {
  return apis.access !== undefined || apis.meters !== undefined || apis.services !== undefined;
}

/** @throws LinkyRedError ERR_INTERNAL for a question of another door */
function consentQuestion({ id, apis, fields }: DoorDetails, question: ConsentQuestion): ProviderQuestion {
  if (apis[question.about] === undefined)
    throw new LinkyRedError('ERR_INTERNAL', { detail: `${id}: ${question.about}` });
  switch (question.about) {
    case 'access':
      return { fields: { [fields.prm]: question.prm } };
    case 'meters':
      return {};
    case 'services':
      // Default values of its other fields are refused where they are said.
      return { body: { autorisationId: question.autorisationId, comptage: false } };
  }
}

function providerOf(row: DoorDetails): Provider<DoorApi> {
  const { id, limits, counts, closedMs } = row;
  const apis = Object.fromEntries(Object.entries(row.apis).map(([name, api]) => [name, { ...api, limits }]));
  return {
    id,
    apis: apis as Record<DoorApi, ProviderApi>,
    ...(row.token !== undefined && { token: row.token }),
    ...(row.tokenAs !== undefined && { tokenAs: row.tokenAs }),
    ...(row.headers !== undefined && { headers: row.headers }),
    ...(row.isGateway && { isGateway: true }),
    counts,
    refusal: (answer, about) => refusalAt(row, answer, about),
    isRefusal: saysNo,
    isQuota: (answer) => isQuota(row, answer),
    closedMs: { 429: closedMs },
  };
}

/** The envelope of MyElectricalData v2; nobody else has such a field. */
function saysNo(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'success' in json && json.success === false;
}
