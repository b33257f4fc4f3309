// The addresses of the issuer, below /issuer.
import type { Route } from '../../web-server';
import { languageOf } from '../language';
import type { FlexCall } from '../names';
import type { FlexIssuer } from './issuer';
import { loginPage, tokenPage } from './login-page';

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

export function issuerRoutes(issuer: FlexIssuer): Route<FlexCall>[] {
  return [
    { name: 'token', method: 'POST', path: /^\/issuer\/token$/, answer: (request) => issuer.grant(request) },
    { name: 'jwks', method: 'GET', path: /^\/issuer\/jwks$/, answer: () => ({ body: issuer.jwks() }) },
    {
      name: 'discovery',
      method: 'GET',
      path: /^\/issuer\/\.well-known\/openid-configuration$/,
      answer: () => ({ body: issuer.discovery() }),
    },
    {
      name: 'identity',
      method: 'GET',
      path: /^\/issuer\/login$/,
      answer: (request) => ({ headers: HTML, body: loginPage(issuer.accounts, languageOf(request)) }),
    },
    {
      name: 'identity',
      method: 'POST',
      path: /^\/issuer\/login$/,
      answer: (request) => {
        const account = issuer.account(new URLSearchParams(request.body).get('account'));
        if (account === undefined) return { status: 403, body: { error: 'unknown-account' } };
        return { headers: HTML, body: tokenPage(issuer.token(account, request.now), languageOf(request)) };
      },
    },
  ];
}
