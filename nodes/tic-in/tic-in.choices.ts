// What the form of tic-in offers and begins with; shared by the editor and the runtime.

/** serial: a path of our own. serial-port: the path of a config node of node-red-node-serialport. input: only what is wired in. */
export const SOURCES = ['serial', 'serial-port', 'tcp', 'input'] as const;
type SourceChoice = (typeof SOURCES)[number];

/** auto: the speed is searched. historique: 1200 Bd. standard: 9600 Bd. fixed: the speed typed here, or the config node's. */
export const MODES = ['auto', 'historique', 'standard', 'fixed'] as const;
export type Mode = (typeof MODES)[number];

export const DELIVERIES = ['frame', 'group'] as const;

/** Raw fields as the editor stores them; version counts changes of their meaning. */
export const DEFAULTS = {
  version: 1,
  source: 'serial',
  port: '',
  serial: '',
  host: '',
  tcpPort: '2001',
  mode: 'auto',
  speed: '9600',
  deliver: 'frame',
  stream: '',
} as const;

/**
 * What is read where a flow that was written by hand does not say it: what it names, else the input.
 */
export function sourceOf({ port, serial, host }: Partial<Record<'port' | 'serial' | 'host', unknown>>): SourceChoice {
  const named = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
  return named(port) ? 'serial' : named(serial) ? 'serial-port' : named(host) ? 'tcp' : 'input';
}

export type TicInFields = { -readonly [Field in keyof typeof DEFAULTS]: string | number };
