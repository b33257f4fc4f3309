// The sites that answer on Node-RED's own server for flows. What is registered there stays for ever, whatever is deployed: it is one
// handler for all, which looks up who is there at the moment.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BacsApi } from '../../../lib/flex/bacs/api';
import { problem } from '../../../lib/flex/bacs/problems';
import { answerCall } from './answer-call';

/** A site that wants a path. */
export interface Claim {
  /** As the user calls it. */
  readonly name: string;
  readonly api: Pick<BacsApi, 'handle'>;
  /** It has the path, or whoever has it does. Told again when that changes. */
  readonly told: (holder: string | undefined) => void;
}

/** A redeploy is over in less: until then an operator is told to come again, and not that the building is gone. */
const LEAVING_MS = 30_000;

export class NodeRedServer {
  /** By base path: who came first has it, the others wait. */
  private readonly claims = new Map<string, Claim[]>();
  /** Paths whose site has just closed, and since when. */
  private readonly left = new Map<string, number>();

  /** @param elapsed milliseconds since some start */
  constructor(private readonly elapsed: () => number) {}

  /** @returns gives it back */
  claim(path: string, claim: Claim): () => void {
    const waiting = this.claims.get(path) ?? [];
    this.claims.set(path, waiting);
    this.left.delete(path);
    waiting.push(claim);
    claim.told(waiting[0] === claim ? undefined : waiting[0]?.name);
    return () => {
      const had = waiting[0] === claim;
      waiting.splice(waiting.indexOf(claim), 1);
      if (waiting.length === 0) {
        this.claims.delete(path);
        this.left.set(path, this.elapsed());
      }
      if (had) for (const [index, one] of waiting.entries()) one.told(index === 0 ? undefined : waiting[0]?.name);
    };
  }

  /** @returns whether a site answers */
  readonly serve = (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = request.url ?? '';
    const [path = ''] = url.split('?');
    // The longest path first: one may lie below another.
    const base = [...this.claims.keys()].filter((one) => liesBelow(path, one)).sort((a, b) => b.length - a.length)[0];
    const holder = base === undefined ? undefined : this.claims.get(base)?.[0];
    if (base === undefined || holder === undefined) return this.hasLeft(path) && comeAgain(request, response);
    void answerCall(holder.api, url.slice(base.length), request, response);
    return true;
  };

  private hasLeft(path: string): boolean {
    for (const [base, since] of this.left) {
      if (this.elapsed() - since > LEAVING_MS) this.left.delete(base);
      else if (liesBelow(path, base)) return true;
    }
    return false;
  }
}

/** As the site itself says it when nobody takes requests. */
function comeAgain(request: IncomingMessage, response: ServerResponse): true {
  const { status, headers, body } = problem('unavailable');
  request.resume();
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  return true;
}

function liesBelow(path: string, base: string): boolean {
  return (
    path.startsWith(`${base}/bacs`) ||
    path === `${base}/openapi.json` ||
    (base !== '' && (path === base || path.startsWith(`${base}/`)))
  );
}
