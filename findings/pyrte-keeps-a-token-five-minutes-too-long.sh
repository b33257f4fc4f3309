#!/usr/bin/env bash
# RTE's data API gives a token with its time to live, two hours. pyrte remembers when it ends and looks at it before each request, with a
# margin of five minutes. One would guess that it fetches a new one five minutes before the end.
# The margin has the wrong sign: it goes on with the dead one for five minutes. Whoever asks every few minutes is refused with 401 for five
# minutes out of each two hours, and what should have come then does not come.
# pyrte 0.1.2 with pandas 3.1.1 and httpx 0.28.1 (PyPI), run on 2026-11-30 against a server on the loopback whose tokens live a second.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages pyrte==0.1.2 pandas==3.1.1 httpx==0.28.1
cat >check.py <<'PY'
import http.server, json, threading, time, warnings
from importlib.metadata import version
import pandas
from pyrte.rte_client import APIService, PrevisionType, RTEAuth, RTEClient, RTEError

warnings.simplefilter('ignore')
ENDS, calls = {}, []

class Rte(http.server.BaseHTTPRequestHandler):
    def reply(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        token = f'token-{len(ENDS)}'
        ENDS[token] = time.monotonic() + 1
        calls.append('token')
        self.reply(200, {'access_token': token, 'token_type': 'Bearer', 'expires_in': 1})

    def do_GET(self):
        alive = ENDS[self.headers['Authorization'].split()[1]] > time.monotonic()
        calls.append('data' if alive else '401')
        self.reply(200, {'short_term': []}) if alive else self.reply(401, {'error': 'invalid_token'})

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Rte)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f'http://127.0.0.1:{server.server_port}/'
RTEAuth.token_url = base + 'token/oauth/'
client = RTEClient({APIService.short_term_consumption: {'client_id': 'id', 'client_secret': 'secret'}}, base_url=base)
day = [pandas.Timestamp('2026-06-01', tz='Europe/Paris'), pandas.Timestamp('2026-06-02', tz='Europe/Paris')]

client.get_short_term_consumption(*day, PrevisionType.REALISED)
time.sleep(2)
try:
    client.get_short_term_consumption(*day, PrevisionType.REALISED)
    second = 'an answer'
except RTEError as error:
    second = f'{type(error).__name__} {error.code}'
print('pyrte', version('pyrte'), 'calls:', calls, 'a second after the end of the token:', second)
assert calls == ['token', 'data', '401'] and second == 'RTEError 401', (calls, second)
PY
python3 check.py
