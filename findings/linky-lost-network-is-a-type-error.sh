#!/usr/bin/env bash
# One would guess that the library `linky` (Enedis data through Conso API) says that Conso API does not answer when it does not:
# it has the sentence for it, "Aucune réponse de Conso API". It puts the request behind it as JSON, and a request of Node holds its
# socket, which holds the request. What a flow gets is a TypeError about a circular structure, without the sentence and
# without the code of the network's error. Whoever tells a lost network from a fault of the program by the error's class retries
# nothing.
# linky 2.0.2, axios 1.21.1, run on 2026-11-29 with Node 20.20.2.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages linky@2.0.2 axios@1.21.1
cat >lost.mjs <<'JS'
import { Session } from 'linky';
const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');
const session = new Session(`${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: ['25000000000017'] })}.none`);
const error = await session.getDailyConsumption('2026-11-01', '2026-11-02').catch((reason) => reason);
console.log(`${error.name}: ${error.message.split('\n')[0]}; code ${error.code}`);
JS
# Nobody listens there: the network is lost before anything leaves this machine.
said=$(HTTPS_PROXY=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 NO_PROXY= no_proxy= node lost.mjs)
echo "$said"
grep -q '^TypeError: Converting circular structure to JSON; code undefined$' <<<"$said"
