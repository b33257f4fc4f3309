// How Data Fair lets answers be kept: by the date of the dataset, and only for whoever sends exactly that date back.
import type { Reply, Request } from '../../web-server';
import type { Held } from '../shelf';

export function cached(held: Held, { url, headers }: Request, answer: () => Reply): Reply {
  const lastModified = new Date(held.changedAt).toUTCString();
  const kept = { 'Last-Modified': lastModified, 'Cache-Control': 'public, max-age=300' };
  const isMoving = /now\(/i.test([...url.searchParams.values()].join(' '));
  if (!isMoving && headers['if-modified-since'] === lastModified) return { status: 304, headers: kept };
  const reply = answer();
  return { ...reply, headers: { ...kept, ...reply.headers } };
}
