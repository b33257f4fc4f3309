// Copies of plain data: what JSON can say. structuredClone takes several times as long for the small objects of messages.

/** A deep copy of strings, numbers, booleans, null, undefined, lists and plain objects of these. */
export function plainCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainCopy) as T;
  const copy = { ...value } as Record<string, unknown>;
  for (const key in copy) {
    const part = copy[key];
    if (typeof part === 'object' && part !== null) copy[key] = plainCopy(part);
  }
  return copy as T;
}
