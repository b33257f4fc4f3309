// The attribute `label` of an enum: its code in the language of the dashboard.
import type { EnumOption, Language } from '../discovery/row';

/** @param code null: unknown */
export function labelled(options: readonly EnumOption[], code: string | null, language: Language): { label?: string } {
  const option = options.find((candidate) => candidate.code === (code ?? 'unknown'));
  return option === undefined ? {} : { label: option.name[language] };
}
