#!/usr/bin/env bash
# electricity-cost-dkk adds the spot prices of a day and the time-of-use tariff of the grid, which has a price for each hour of the clock.
# One would guess that it looks the tariff up by the hour of each spot price.
# It counts: the first spot price is hour 0, and so on. On the day with 25 hours the last one has no tariff, and the whole day has "No price
# data available". On the day with 23 hours all prices from 03:00 on stand under the hour before and have its tariff: what is called 17:00, with
# the dear tariff of 17:00, is the spot price of 18:00, and the list ends at 22:00.
# electricity-cost-dkk 0.1.1 with freezegun 1.5.5 (PyPI), run on 2026-12-01 against servers of this script.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages electricity-cost-dkk==0.1.1 freezegun==1.5.5
cat >check.py <<'PY'
import contextlib
import io
import json
import os
import sys
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from urllib.parse import parse_qs, urlparse
from zoneinfo import ZoneInfo
from freezegun import freeze_time
from electricity_cost_dkk import app, eloverblik, nordpool

ZONE = ZoneInfo('Europe/Copenhagen')

def day_ahead(day):
    """Each hour of the day at the price of its hour of the clock: 17 DKK/kWh at 17:00."""
    at = datetime.fromisoformat(day).replace(tzinfo=ZONE).astimezone(timezone.utc)
    entries = []
    while str(at.astimezone(ZONE).date()) == day:
        entries.append({'deliveryStart': f'{at:%Y-%m-%dT%H:%M:%SZ}', 'entryPerArea': {'DK2': at.astimezone(ZONE).hour * 1000.0}})
        at += timedelta(hours=1)
    return {'currency': 'DKK', 'multiIndexEntries': entries}

# 100 DKK from 17:00 to 21:00.
prices = [{'position': str(hour + 1), 'price': 100.0 if 17 <= hour < 21 else 0.0} for hour in range(24)]
charges = {'result': [{'success': True, 'result': {'tariffs': [{'name': 'Nettarif C time', 'owner': '1', 'periodType': 'PT1H', 'prices': prices}]}}]}

class Server(BaseHTTPRequestHandler):
    def answer(self):
        url = urlparse(self.path)
        body = day_ahead(parse_qs(url.query)['date'][0]) if url.path == '/spot' else charges if 'getcharges' in url.path else {'result': 'token'}
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())
    do_GET = do_POST = answer
    def log_message(self, *_):
        pass

server = HTTPServer(('127.0.0.1', 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
nordpool.API_URL, eloverblik.BASE_URL = (f'http://127.0.0.1:{server.server_port}/{path}' for path in ('spot', 'eloverblik'))
os.environ.update(REGION='EAST', PROVIDER_MARKUP='0', VAT_RATE='0', ELOVERBLIK_TOKEN='x', ELOVERBLIK_METERING_POINT_ID='1')

def run(day):
    sys.argv, out = ['electricity-cost-dkk', '--json', day], io.StringIO()
    with freeze_time(day + 'T12:00:00Z'), contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        app.main()
    answer = json.loads(out.getvalue())
    hours = {hour['hour']: hour['total'] for hour in answer.get('hours', [])}
    return answer.get('error') or {f'{hour}:00': hours.get(hour) for hour in (1, 16, 17, 20, 21, 23)}

got = {day: run(day) for day in ('2026-03-28', '2026-03-29', '2026-10-25')}
print('electricity-cost-dkk', version('electricity-cost-dkk'), 'DKK/kWh = the hour, + 100 from 17:00 to 21:00:', got)
assert list(got.values()) == [
    {'1:00': 1, '16:00': 16, '17:00': 117, '20:00': 120, '21:00': 21, '23:00': 23},
    {'1:00': 1, '16:00': 17, '17:00': 118, '20:00': 121, '21:00': 22, '23:00': None},
    'No price data available',
]
PY
python3 check.py
