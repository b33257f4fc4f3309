// What a stand-in has answered, as its clients see it.

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where it is none. */
  readonly json: unknown;
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  const text = await answer.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: answer.status, headers: answer.headers, text, json };
}

/** What lies in the JSON of an answer: `a.0.b`. */
export function pick({ json }: Answer, where: string): unknown {
  return where.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], json);
}

/** A form that is posted. */
export function form(fields: Readonly<Record<string, string>>): RequestInit {
  return { method: 'POST', body: new URLSearchParams(fields) };
}

/** The lines of a curve of 2026. */
export function pointsOf(answer: Answer): { v: string; d: string; p: string }[] {
  return pick(answer, 'grandeur.0.points') as { v: string; d: string; p: string }[];
}

/** Keys and kinds of values; of a list the first element. */
export function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, shape(inner)]));
}
