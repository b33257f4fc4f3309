// What a host says no with; the routes turn it into an answer.
import type { Reply } from '../web-server';

export class Refusal extends Error {
  constructor(readonly reply: Reply) {
    super(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  }
}

/** Data Fair speaks in plain text, in French; of what is its own fault it says nothing at all. */
export function plainRefusal(status: number, text: string): Refusal {
  return new Refusal({ status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: text });
}
