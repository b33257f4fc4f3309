#!/usr/bin/env bash
# RTE answers with the Tempo days asked for, newest first, each with its offset: +01:00 in winter, +02:00 in summer.
# One would guess that rte-tempo-api finds today in it all the year round.
# +01:00 is written into it: from April to October no day of the answer is today's for it. Today is None, and the colour of today, being the
# last of the answer, goes out as that of tomorrow.
# rte-tempo-api 1.0.0 (PyPI), run on 2026-11-30 against a server on the loopback that gives today and tomorrow in RTE's form.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages rte-tempo-api==1.0.0
cat >check.py <<'PY'
import datetime, http.server, importlib, json, threading
from importlib.metadata import version
from zoneinfo import ZoneInfo

PARIS = ZoneInfo('Europe/Paris')
client = importlib.import_module('rte-tempo-api.rte-api')

def answer(noon):
    def midnight(days):
        return datetime.datetime.combine(noon.date() + datetime.timedelta(days), datetime.time(), PARIS).isoformat()
    values = [{'start_date': midnight(day), 'end_date': midnight(day + 1), 'value': colour} for day, colour in ((1, 'WHITE'), (0, 'BLUE'))]
    return {'tempo_like_calendars': {'start_date': midnight(0), 'end_date': midnight(2), 'values': values}}

class Rte(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        token = {'access_token': 'a-token', 'token_type': 'Bearer', 'expires_in': 7200}
        body = json.dumps(token if self.path.startswith('/token') else answer(client.d.noon)).encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Rte)
threading.Thread(target=server.serve_forever, daemon=True).start()
client.RteApi.host = f'http://127.0.0.1:{server.server_port}'

def seen(year, month, day):
    class Clock(datetime.datetime):
        noon = datetime.datetime(year, month, day, 12)

        @classmethod
        def now(cls, tz=None):
            return cls.noon
    client.d = Clock
    return client.RteApi('id', 'secret').get_calendar()

got = {'20 January': seen(2027, 1, 20), '20 October': seen(2026, 10, 20)}
print('rte-tempo-api', version('rte-tempo-api'), 'today BLUE, tomorrow WHITE; read:', got)
assert got == {'20 January': ('BLUE', 'WHITE'), '20 October': (None, 'BLUE')}, got
PY
python3 check.py
