// From what an operator sends to what the desk understands: instants, watts, euros per kWh.
import type { CivilZone } from '../../../grid/paris-time';
import { inUnit, type Quantity, type QuantityUnit } from '../../quantity/quantity';
import type { Creation } from '../../desk/desk';
import type { Confirmation, PowerPeriod } from '../../request/request';
import { checked, Malformed } from './malformed';
import { readTime } from './times';
import { ConfirmWords, CreateWords, type ProfileWords } from './words';

/** Of one request, from its first start to its last end. */
const LONGEST_MS = 31 * 24 * 3_600_000;

/** @throws Malformed */
export function readCreation(body: string, zone: CivilZone): Creation & { readonly requestId: string } {
  const sent = jsonOf(body);
  const { requestID, flexProduct, power } = checked(CreateWords, withId(sent));
  return { requestId: requestID, product: flexProduct, profile: readProfile(power, zone) };
}

/** @param requestId that of the path @throws Malformed */
export function readConfirmation(body: string, requestId: string, zone: CivilZone): Confirmation {
  const sent = jsonOf(body);
  const { flexProduct, power, ackPrice } = checked(ConfirmWords, sent);
  const named = (withId(sent) as { requestID?: unknown }).requestID;
  if (named !== undefined && named !== requestId) throw new Malformed('requestID', 'not the one of the path');
  return {
    product: flexProduct,
    profile: readProfile(power, zone),
    ...(ackPrice && { ackPriceEurPerKWh: amountOf(ackPrice, '€/kWh', 'ackPrice') }),
  };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new Malformed('', 'not JSON');
  }
}

/** The reference writes `requestID`; what is spelt as its neighbours are is understood, too. */
function withId(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || 'requestID' in sent || !('requestId' in sent)) return sent;
  return { ...sent, requestID: sent.requestId };
}

function readProfile(words: ProfileWords, zone: CivilZone): PowerPeriod[] {
  let before = -Infinity;
  const periods = words.map(({ power, start, end }, index) => {
    const at = `power[${String(index)}]`;
    const powerW = amountOf(power, 'W', `${at}.power`);
    const from = timeOf(start, zone, before, `${at}.start`);
    const to = timeOf(end, zone, from + 1, `${at}.end`);
    if (to <= from) throw new Malformed(`${at}.end`, 'not after its start');
    before = to;
    return { start: from, end: to, powerW };
  });
  return inOrder(periods);
}

function inOrder(periods: readonly PowerPeriod[]): PowerPeriod[] {
  const sorted = [...periods].sort((a, b) => a.start - b.start);
  for (const [index, { start }] of sorted.entries())
    if (start < (sorted[index - 1]?.end ?? -Infinity)) throw new Malformed('power', 'periods overlap');
  const length = (sorted.at(-1)?.end ?? 0) - (sorted[0]?.start ?? 0);
  if (length > LONGEST_MS) throw new Malformed('power', 'longer than 31 days');
  return sorted;
}

function timeOf(text: string, zone: CivilZone, since: number, field: string): number {
  const instant = readTime(text, zone, since);
  if (instant === undefined) throw new Malformed(field, 'expected YYYY-MM-DDTHH:MM:SS, with or without an offset');
  return instant;
}

function amountOf(quantity: Quantity, unit: QuantityUnit, field: string): number {
  const amount = inUnit(quantity, unit);
  // Unit and multiplier have been looked at: what is left is a value that is too large for a number.
  if (typeof amount === 'string') throw new Malformed(`${field}.${amount}`, 'not a number of that unit');
  return amount;
}

/** The time that a query asks for; undefined: it does not. @throws Malformed */
export function queryTime(query: URLSearchParams, name: 'start' | 'end', zone: CivilZone): number | undefined {
  // A plus that was not escaped is read as a blank.
  const text = query.get(name)?.replace(/ (?=\d{2}:?\d{2}$)/, '+');
  return text === undefined || text === '' ? undefined : timeOf(text, zone, -Infinity, name);
}
