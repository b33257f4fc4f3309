// What a message asks of flex-operator, read at the edge.
import { randomUUID } from 'node:crypto';
import { SIDES, type FlexCallName } from '../../lib/flex/operator/calls';
import type { AccountQuestion } from '../../lib/flex/operator/flex-account';
import type { Asked } from '../../lib/flex/operator/flex-answer';
import { BadField, confirmBody, createBody, writtenTime } from '../../lib/flex/operator/request-body';
import { LinkyRedError } from '../../lib/errors';
import { isPlainObject } from '../runtime/command';
import type { FlexOperatorConfig } from './flex-operator.config';

export const COMMANDS = [
  'login',
  'session',
  'report',
  'list',
  'assets',
  'potentials',
  'create',
  'confirm',
  'realise',
  'consumptions',
  'aggregate',
] as const satisfies readonly FlexCallName[];
export type OperatorCommand = (typeof COMMANDS)[number];

export interface OperatorQuestion {
  readonly asked: Asked;
  readonly question: AccountQuestion;
  /** What keeps its order; empty: nothing. */
  readonly about: string;
}

type Fields = Readonly<Record<string, unknown>>;
const OF_A_REQUEST: readonly string[] = ['create', 'confirm', 'realise'];
const OF_A_BACS: readonly string[] = [...OF_A_REQUEST, 'assets', 'potentials', 'consumptions', 'aggregate'];
const OF_A_PERIOD: readonly string[] = ['consumptions', 'aggregate'];

/** @throws LinkyRedError ERR_COMMAND with the field that is missing or makes no sense */
export function questionOf(command: OperatorCommand, fields: Fields, config: FlexOperatorConfig): OperatorQuestion {
  try {
    return read(command, fields, config);
  } catch (error) {
    if (error instanceof BadField) throw new LinkyRedError('ERR_COMMAND', { detail: `${command}, ${error.message}` });
    throw error;
  }
}

function read(command: OperatorCommand, fields: Fields, config: FlexOperatorConfig): OperatorQuestion {
  const session = textOf(fields, 'session');
  const bacs = OF_A_BACS.includes(command) ? textOf(fields, 'bacs') || config.bacs : '';
  const asset = OF_A_BACS.includes(command) && command !== 'assets' ? textOf(fields, 'asset') || config.asset : '';
  const requestId = OF_A_REQUEST.includes(command) ? requestIdOf(command, fields) : '';
  const elsewhere = { baseUrl: textOf(fields, 'baseUrl'), token: textOf(fields, 'token') };
  const isElsewhere = elsewhere.baseUrl !== '' || elsewhere.token !== '';
  return {
    asked: { command, bacs, asset, requestId, session },
    question: {
      side: sideOf(fields, config),
      parts: {
        bacs,
        asset,
        request: requestId,
        ...(command === 'session' && { module: textOf(fields, 'module'), url: textOf(fields, 'url') }),
        ...(session !== '' && { session }),
        ...(OF_A_PERIOD.includes(command) && periodOf(fields, config)),
      },
      query: textsOf(fields, 'query'),
      ...bodyOf(command, fields, requestId, config),
      ...(isElsewhere && { elsewhere }),
      emulatorHeaders: Object.fromEntries(
        Object.entries(textsOf(fields, 'emulatorHeaders')).map(([name, value]) => [emulatorName(name), value]),
      ),
    },
    about: requestId === '' ? '' : JSON.stringify([elsewhere.baseUrl, bacs, asset, requestId]),
  };
}

function bodyOf(
  command: OperatorCommand,
  fields: Fields,
  requestId: string,
  { writing }: FlexOperatorConfig,
): Pick<AccountQuestion, 'body'> {
  if (command !== 'create' && command !== 'confirm') return {};
  // An answer to `create` that is sent back as a confirmation repeats the profile that was asked.
  const { answer } = fields;
  const said = command === 'confirm' && isPlainObject(answer) && fields['power'] === undefined ? answer : {};
  const told = { power: said['power'], flexProduct: said['flexProduct'], ...fields };
  const json = command === 'create' ? createBody(told, requestId, writing) : confirmBody(told, writing);
  return { body: { contentType: 'application/json', text: JSON.stringify(json) } };
}

/** The operator chooses it: where the message does not, one that nobody else has. */
function requestIdOf(command: OperatorCommand, fields: Fields): string {
  const id = textOf(fields, 'requestId') || textOf(fields, 'requestID');
  if (id !== '') return id;
  if (command === 'create') return randomUUID();
  throw new BadField('requestId');
}

function periodOf(fields: Fields, { writing }: FlexOperatorConfig): Fields & Record<string, string> {
  const named = (['start', 'end'] as const).filter((name) => fields[name] !== undefined);
  return Object.fromEntries(named.map((name) => [name, writtenTime(fields[name], name, writing)]));
}

function sideOf(fields: Fields, config: FlexOperatorConfig): AccountQuestion['side'] {
  if (fields['side'] === undefined) return config.side;
  const side = SIDES.find((one) => one === fields['side']);
  if (side === undefined) throw new BadField(`side: ${SIDES.join(' | ')}`);
  return side;
}

function emulatorName(name: string): string {
  return name.startsWith('EMULATOR_') ? name : `EMULATOR_${name}`;
}

/** A text or a number; empty where there is none. */
function textOf(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  throw new BadField(name);
}

function textsOf(fields: Fields, name: string): Readonly<Record<string, string>> {
  const value = fields[name] ?? {};
  if (!isPlainObject(value)) throw new BadField(name);
  return Object.fromEntries(Object.keys(value).map((key) => [key, textOf(value, key)]));
}
