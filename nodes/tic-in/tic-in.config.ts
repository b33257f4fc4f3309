// The settings of tic-in, read once: raw editor strings, or what an environment variable put in their place.
import { LinkyRedError } from '../../lib/errors';
import type { Delivery } from '../../lib/tic/bytes/frame-splitter';
import { HISTORIQUE_BAUD, SPEEDS_TO_TRY, STANDARD_BAUD } from '../../lib/tic/bytes/line-speeds';
import { typed } from '../runtime/typed';
import type { RawConfig } from '../runtime/types';
import { DEFAULTS, DELIVERIES, MODES, SOURCES, sourceOf, type Mode, type TicInFields } from './tic-in.choices';

export type Source =
  | { readonly kind: 'serial'; readonly path: string }
  | { readonly kind: 'serial-port'; readonly id: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'input' };

export interface TicInConfig {
  readonly source: Source;
  readonly mode: Mode;
  /** Bd; for mode fixed without a config node. */
  readonly speed: number;
  readonly deliver: Delivery;
  /** Name of the stream as typed; empty: the node's name or the port. */
  readonly stream: string;
}

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field that makes no sense */
export function readConfig(raw: RawConfig<TicInFields>): TicInConfig {
  const mode = oneOf(MODES, 'mode', raw);
  const source = readSource(raw);
  // The speed matters in mode fixed alone: what an unused field holds is nobody's error.
  const speed = mode === 'fixed' && source.kind === 'serial' ? wholeNumber('speed', raw, 50, 4_000_000) : 0;
  return { source, mode, speed, deliver: oneOf(DELIVERIES, 'deliver', raw), stream: text('stream', raw) };
}

/** Speeds for a port that we open, in the order to try. @param fixed Bd, for mode fixed */
export function speedsOf(mode: Mode, fixed: number): readonly number[] {
  switch (mode) {
    case 'auto':
      return SPEEDS_TO_TRY;
    case 'historique':
      return [HISTORIQUE_BAUD];
    case 'standard':
      return [STANDARD_BAUD];
    case 'fixed':
      return [fixed];
  }
}

function readSource(raw: RawConfig<TicInFields>): Source {
  const isNamed = String(raw.source ?? '').trim() !== '';
  const kind = isNamed ? oneOf(SOURCES, 'source', raw) : sourceOf(raw);
  switch (kind) {
    case 'serial':
      return { kind, path: required('port', raw) };
    case 'serial-port':
      return { kind, id: required('serial', raw) };
    case 'tcp':
      return { kind, host: host(raw), port: wholeNumber('tcpPort', raw, 1, 65_535) };
    case 'input':
      return { kind };
  }
}

type Field = keyof TicInFields;

/** Missing (an older flow, a flow written by hand) counts as the default. */
function text(field: Field, raw: RawConfig<TicInFields>): string {
  return typed(field, raw[field] ?? DEFAULTS[field]);
}

function required(field: Field, raw: RawConfig<TicInFields>): string {
  const value = text(field, raw);
  if (value === '') throw new LinkyRedError('ERR_CONFIG', { field, detail: '' });
  return value;
}

/** An IPv6 address may stand in brackets, as in a URL. */
function host(raw: RawConfig<TicInFields>): string {
  return required('host', raw).replace(/^\[(.+)\]$/, '$1');
}

function oneOf<Choice extends string>(choices: readonly Choice[], field: Field, raw: RawConfig<TicInFields>): Choice {
  const value = text(field, raw);
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new LinkyRedError('ERR_CONFIG', { field, detail: value });
  return choice;
}

function wholeNumber(field: Field, raw: RawConfig<TicInFields>, least: number, most: number): number {
  const value = text(field, raw);
  const number = Number(value);
  if (value === '' || !Number.isInteger(number) || number < least || number > most) {
    throw new LinkyRedError('ERR_CONFIG', { field, detail: value });
  }
  return number;
}
