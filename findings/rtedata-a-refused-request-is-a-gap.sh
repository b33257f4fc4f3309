#!/usr/bin/env bash
# rtedata fetches a stretch of RTE's data in requests of some days each. One would guess that retrieve() of 1 to 13 June gives these twelve
# days, or an error.
# It gives fourteen: each request reaches out a day on both sides, and the outer two stay. Where RTE refuses a request (429, 500), a line goes
# to the log and the rest comes back as if it were all: twelve days of values, as asked for, but two in the middle are not among them.
# rtedata 1.0.5 with pandas 3.1.1 (PyPI), run on 2026-11-30 against a server on the loopback with one value an hour.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages rtedata==1.0.5 pandas==3.1.1
cat >check.py <<'PY'
import http.server, json, logging, threading, urllib.parse
from datetime import datetime, timedelta
from importlib.metadata import version
import requests
import rtedata

logging.disable(logging.CRITICAL)
RTE, HOUR, KEY = 'https://digital.iservices.rte-france.com', timedelta(hours=1), 'consolidated_power_consumption'
refused = set()

class Server(http.server.BaseHTTPRequestHandler):
    count = 0

    def reply(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.reply(200, {'access_token': 'a-token', 'token_type': 'Bearer', 'expires_in': 7200})

    def do_GET(self):
        Server.count += 1
        if Server.count in refused:
            return self.reply(429, {'error': 'too many requests'})
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        at, end = (datetime.fromisoformat(query[name][0].replace('Z', '+00:00')) for name in ('start_date', 'end_date'))
        values = []
        while at < end:
            values.append({'start_date': at.isoformat(), 'end_date': (at + HOUR).isoformat(), 'value': 1})
            at += HOUR
        self.reply(200, {KEY: [{'values': values}]})

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f'http://127.0.0.1:{server.server_port}'
for method in ('get', 'post'):
    real = getattr(requests, method)
    setattr(requests, method, lambda url, real=real, **options: real(url.replace(RTE, base), **options))

def days(*refuse):
    refused.clear()
    refused.update(refuse)
    Server.count = 0
    rows = rtedata.Client('id', 'secret').retrieve_data('2026-06-01 00:00:00', '2026-06-13 00:00:00', KEY)[KEY]
    found = sorted({at[:10] for at in rows['start_date']})
    return len(rows) / 24, found[0], found[-1]

got = {'all answered': days(), 'the second refused': days(2)}
print('rtedata', version('rtedata'), '1 to 13 June, days of values, first and last:', got)
assert got == {'all answered': (14, '2026-05-31', '2026-06-13'), 'the second refused': (12, '2026-05-31', '2026-06-13')}, got
PY
python3 check.py
