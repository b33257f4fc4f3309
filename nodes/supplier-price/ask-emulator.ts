// The commands that are calls of their own: a signal put in place (upload), and the check of a supplier's server (check).
import type { FlexAccount } from '../../lib/flex/operator/flex-account';
import { answerPayload } from '../../lib/flex/operator/flex-answer';
import type { FlexBody } from '../../lib/flex/operator/flex-client';
import { formWithFile } from '../../lib/flex/operator/multipart';
import { pricesPeriod } from '../../lib/flex/supplier/feed';
import { readSignal } from '../../lib/flex/supplier/signal';
import { LinkyRedError } from '../../lib/errors';
import { isoParis } from '../../lib/grid/paris-time';
import { MESSAGES } from '../../lib/grid/message';
import { parseJson } from '../../lib/http/json';
import { NO_RETRY } from '../../lib/http/retry';
import { instantOf, isPlainObject } from '../runtime/command';
import type { NodeMessage } from '../runtime/types';
import { UPLOADS, type Upload } from './supplier-price.choices';
import type { SupplierPriceConfig } from './supplier-price.config';

type Fields = Readonly<Record<string, unknown>>;
export type EmulatorCommand = 'upload' | 'check';

export interface Around {
  readonly account: Pick<FlexAccount, 'ask'>;
  readonly config: Pick<SupplierPriceConfig, 'wish' | 'uploadAs'>;
  /** Epoch ms. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** An answer as a message, with what else the question carried. */
export interface Told {
  readonly message: NodeMessage;
  /** Of a refusal: why. */
  readonly problem: LinkyRedError | undefined;
}

/** @throws LinkyRedError ERR_COMMAND, ERR_INPUT; what the account throws */
export async function askEmulator(
  command: EmulatorCommand,
  fields: Fields,
  msg: NodeMessage,
  around: Around,
): Promise<Told> {
  const session = textOf(command, fields, 'session') ?? '';
  const { parts, body } = command === 'upload' ? uploadOf(fields, around) : checkOf(fields, around);
  const question = {
    side: 'emulator',
    parts: { ...parts, ...(session !== '' && { session }) },
    body,
    emulatorHeaders: headersOf(command, fields),
  } as const;
  const reply = await around.account.ask(command, question, { retry: NO_RETRY, signal: around.signal });
  const payload = answerPayload({ command, session }, reply);
  const topic = `${MESSAGES.flexAnswer.topic}/${command}`;
  const message: NodeMessage & { schema: string } = { ...msg, topic, schema: MESSAGES.flexAnswer.schema, payload };
  return { message, problem: reply.problem };
}

interface Asked {
  readonly parts: Readonly<Record<string, string>>;
  readonly body: FlexBody;
}

function uploadOf(fields: Fields, { config: { wish, uploadAs } }: Around): Asked {
  const { signal } = fields;
  const as = UPLOADS.find((one) => one === (fields['as'] ?? uploadAs));
  if (as === undefined) throw new LinkyRedError('ERR_COMMAND', { detail: `upload, as: ${UPLOADS.join(' | ')}` });
  const json = Buffer.isBuffer(signal) || typeof signal === 'string' ? parseJson(signal.toString()) : signal;
  checkSignal(json);
  // Null is said on purpose: the signal is then that of all who have none of their own.
  const named = fields['deliveryPoint'] === null ? '' : textOf('upload', fields, 'deliveryPoint');
  return { parts: { deliveryPoint: named ?? wish.deliveryPoint }, body: uploadBody(json, as) };
}

function uploadBody(json: unknown, as: Upload): FlexBody {
  if (as === 'json') return { contentType: 'application/json', text: JSON.stringify({ signal_file: json }) };
  const { contentType, body: text } = formWithFile({
    field: 'signal_file',
    fileName: 'signal.json',
    type: 'application/json',
    text: JSON.stringify(json),
  });
  return { contentType, text };
}

/** @throws LinkyRedError ERR_INPUT for what a client would refuse */
function checkSignal(json: unknown): void {
  try {
    readSignal(json);
  } catch (error) {
    const { detail = '' } = error instanceof LinkyRedError ? error.facts : {};
    throw new LinkyRedError('ERR_INPUT', { detail: `signal, ${String(detail)}` }, error);
  }
}

function checkOf(fields: Fields, { config, now }: Around): Asked {
  const usual = pricesPeriod(config.wish, now);
  const text = JSON.stringify({
    delivery_point: textOf('check', fields, 'deliveryPoint') ?? usual.delivery_point,
    start_date: timeOf(fields, 'start') ?? usual.start_date,
    end_date: timeOf(fields, 'end') ?? usual.end_date,
  });
  return { parts: {}, body: { contentType: 'application/json', text } };
}

function timeOf(fields: Fields, name: 'start' | 'end'): string | undefined {
  if (fields[name] === undefined) return undefined;
  const at = instantOf(fields[name]);
  if (at === undefined) throw new LinkyRedError('ERR_COMMAND', { detail: `check, ${name}: ISO 8601` });
  return isoParis(at);
}

function headersOf(command: EmulatorCommand, fields: Fields): Readonly<Record<string, string>> {
  const { emulatorHeaders = {} } = fields;
  if (!isPlainObject(emulatorHeaders))
    throw new LinkyRedError('ERR_COMMAND', { detail: `${command}, emulatorHeaders` });
  const named = Object.entries(emulatorHeaders).map(
    ([name, value]) => [name.startsWith('EMULATOR_') ? name : `EMULATOR_${name}`, String(value)] as const,
  );
  return Object.fromEntries(named);
}

/** undefined where the message says nothing. */
function textOf(command: EmulatorCommand, fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === 'string') return value?.trim();
  throw new LinkyRedError('ERR_COMMAND', { detail: `${command}, ${name}` });
}
