// States of ecowatt-signal and tempo-signal as they come over a wire, read without trust.
import type { EnumOption, Language } from '../discovery/row';

export type GridState = Readonly<Record<string, unknown>>;

/** So far the instant of a state may be from now: one that was asked for another instant (`evaluate`) is no state of now. */
const NOW_MS = 5 * 60_000;

/** Undefined: no state, or one of another instant. @returns its `at` is sure to be there */
export function readGridState(payload: unknown): GridState | undefined {
  const state = recordOf(payload);
  return Number.isNaN(atOf(state)) ? undefined : state;
}

export function isOfNow(state: GridState, now: number): boolean {
  return Math.abs(atOf(state) - now) < NOW_MS;
}

/** The instant that it speaks of, epoch milliseconds. */
export function atOf(state: GridState): number {
  return Date.parse(textOf(state['at']) ?? '');
}

export function labelOf(options: readonly EnumOption[], code: string, language: Language): string | null {
  return options.find((option) => option.code === code)?.name[language] ?? null;
}

export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

export function entriesOf(value: unknown): [at: number, value: unknown][] {
  return Array.isArray(value) ? value.map((one: unknown, at) => [at, one]) : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
