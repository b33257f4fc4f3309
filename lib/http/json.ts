/** undefined for what is no JSON: a 503 may be HTML, and some answers have no body. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
