// The address that Enedis left: it leads to a path of the new one where there is nothing but a page for people.
import type { Route } from '../web-server';
import type { OpenDataCall } from './names';

export function movedRoutes(target: () => string): readonly Route<OpenDataCall>[] {
  return [
    {
      name: 'page',
      method: 'GET',
      path: /^.*$/,
      answer: ({ url }) => ({
        status: 301,
        headers: { Location: `${target()}/anciens-liens${url.pathname}`, 'Content-Type': 'text/html' },
        body: '<html><head><title>301 Moved Permanently</title></head></html>',
      }),
    },
  ];
}
