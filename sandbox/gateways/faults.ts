// What goes wrong at the gateways themselves, one row each; what Enedis refuses comes through them in an envelope of theirs.
import { ENEDIS_FAULTS, type EnedisFault, type Fault } from '../enedis/faults';
import type { Reply } from '../web-server';

export const GATEWAY_FAULTS = {
  banned: {
    status: 403,
    describe: 'the address is blocked: HTML of Cloudflare with a Ray ID',
    headers: { 'Content-Type': 'text/html; charset=UTF-8', 'CF-RAY': '8f2b6c7d9e0a1b2c-CDG', Server: 'cloudflare' },
    body: `<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1>
<p>Cloudflare Ray ID: <strong>8f2b6c7d9e0a1b2c</strong> &bull; Your IP: <span>127.0.0.1</span></p></body></html>`,
  },
  'origin-down': {
    status: 522,
    describe: 'HTML of Cloudflare: nobody answers behind it',
    headers: { 'Content-Type': 'text/html; charset=UTF-8', Server: 'cloudflare' },
    body: '<!DOCTYPE html><html><head><title>522: Connection timed out</title></head><body>Error 522</body></html>',
  },
  token: {
    status: 401,
    describe: 'the token is wrong, has ended, or is that of another meter',
    body: JSON.stringify({ status: 401, message: "Votre token est invalide ou ne permet pas d'accéder à ce PRM" }),
  },
  'own-500': {
    status: 500,
    describe: 'an error of the gateway',
    body: JSON.stringify({ status: 500, message: 'Internal server error' }),
  },
  'limit-reached': {
    status: 409,
    describe: 'MyElectricalData v1: the calls of the day are used up',
    body: JSON.stringify({
      tag: 'limit_reached',
      error_code: 409,
      description: 'Limite de 50 demandes par jour atteinte.',
      alert_user: true,
      enedis_return: false,
    }),
  },
} as const satisfies Record<string, Fault>;

export type GatewayFault = keyof typeof GATEWAY_FAULTS;
export type AnyFault = GatewayFault | EnedisFault;

/** How a gateway hands on what Enedis has refused; `said` is its JSON, or its text. */
export type Envelope = (status: number, said: unknown) => Reply;

/** A fault as it comes out of a gateway: its own as it is, one of Enedis in the envelope. */
export function through(fault: AnyFault, envelope: Envelope): Reply {
  if (isOwn(fault)) return GATEWAY_FAULTS[fault];
  return wrapped(ENEDIS_FAULTS[fault], envelope);
}

/** An answer of Enedis as it comes out of a gateway. */
export function wrapped(reply: Reply, envelope: Envelope): Reply {
  const { status = 200 } = reply;
  if (status < 400 || reply.stalls === true) return reply;
  return envelope(status, typeof reply.body === 'string' ? jsonOrText(reply.body) : reply.body);
}

function isOwn(fault: AnyFault): fault is GatewayFault {
  return fault in GATEWAY_FAULTS;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
