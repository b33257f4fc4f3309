// What the emulator shows to people comes in French and in English: by `?lang=`, else as their browser asks.
import type { Request } from '../web-server';

export type Language = 'fr' | 'en';

export function languageOf({ url, headers }: Pick<Request, 'url' | 'headers'>): Language {
  const asked = url.searchParams.get('lang') ?? headers['accept-language'] ?? '';
  return /^fr\b/i.test(asked) ? 'fr' : 'en';
}
