// The settings of tic-in, read once.
import type { Delivery } from '../../lib/tic/bytes/frame-splitter';
import { HISTORIQUE_BAUD, SPEEDS_TO_TRY, STANDARD_BAUD } from '../../lib/tic/bytes/line-speeds';
import { Settings } from '../runtime/settings';
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
  const settings = new Settings<TicInFields>(raw, DEFAULTS);
  const mode = settings.choice('mode', MODES);
  const source = readSource(settings, raw);
  // The speed matters in mode fixed alone: what an unused field holds is nobody's error.
  const isTyped = mode === 'fixed' && source.kind === 'serial';
  const speed = isTyped ? settings.number('speed', { least: 50, most: 4_000_000, whole: true }) : 0;
  return { source, mode, speed, deliver: settings.choice('deliver', DELIVERIES), stream: settings.text('stream') };
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

function readSource(settings: Settings<TicInFields>, raw: RawConfig<TicInFields>): Source {
  const isNamed = String(raw.source ?? '').trim() !== '';
  const kind = isNamed ? settings.choice('source', SOURCES) : sourceOf(raw);
  switch (kind) {
    case 'serial':
      return { kind, path: settings.filled('port') };
    case 'serial-port':
      return { kind, id: settings.filled('serial') };
    case 'tcp': {
      // An IPv6 address may stand in brackets, as in a URL.
      const host = settings.filled('host').replace(/^\[(.+)\]$/, '$1');
      return { kind, host, port: settings.number('tcpPort', { least: 1, most: 65_535, whole: true }) };
    }
    case 'input':
      return { kind };
  }
}
