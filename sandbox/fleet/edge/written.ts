// What a worker says of the frames that it has written, and how an edge names a frame: by its stream and when it was received.

/** @param received ISO 8601 */
export function frameKey(stream: string, received: string): string {
  return `${stream}\t${received}`;
}

/**
 * The frames that an acknowledgement names: `{"stream": ["2026-…Z", …], …}`, or on a stream's own topic the times alone, one of
 * them as bare text too.
 */
export function writtenKeys(topic: string, payload: Buffer): string[] {
  const name = topic.slice(topic.lastIndexOf('/') + 1);
  const told = parse(payload.toString('utf8'));
  if (typeof told !== 'object' || told === null) return [frameKey(name, String(told))];
  const times = Array.isArray(told) ? { [name]: told } : told;
  return Object.entries(times).flatMap(([stream, list]: [string, unknown]) =>
    (Array.isArray(list) ? list : [list]).map((time) => frameKey(stream, String(time))),
  );
}

/** JSON, or the bare text. */
function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
