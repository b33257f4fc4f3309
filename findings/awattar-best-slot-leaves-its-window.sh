#!/usr/bin/env bash
# awattar finds the cheapest hours of day-ahead prices: best_slot(duration, start_datetime, end_datetime). One would guess that a slot between
# 18:40 and 23:00 begins at 18:40 or later and ends by 23:00.
# The start is set back to the full hour: at 18:40 the best slot may have begun at 18:00, and a car that waits for its beginning waits for
# ever. And the last slot of the data is not held against the end: with prices up to midnight, one that ends at midnight is given for 23:00.
# With prices for a day more behind it the end is kept, so it depends on whether tomorrow's prices have come.
# awattar 0.8.1 (PyPI), run on 2026-12-01 on prices of this script.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages awattar==0.8.1
cat >check.py <<'PY'
import json
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from unittest import mock
import requests
from awattar import AwattarClient

MIDNIGHT = datetime(2026, 12, 1, tzinfo=timezone.utc)

def at(hour, minute=0):
    return MIDNIGHT + timedelta(hours=hour, minutes=minute)

def best(cheap, hours):
    prices = [
        {'start_timestamp': int(at(hour).timestamp() * 1000), 'end_timestamp': int(at(hour + 1).timestamp() * 1000),
         'marketprice': 10.0 if hour == cheap else 100.0, 'unit': 'Eur/MWh'} for hour in range(hours)
    ]
    answer = requests.Response()
    answer.status_code, answer._content = 200, json.dumps({'data': prices}).encode()
    client = AwattarClient('AT')
    with mock.patch('requests.get', return_value=answer):
        client.request(at(0), at(hours))
    slot = client.best_slot(1, at(18, 40), at(23))
    return f'{slot.start_datetime.astimezone(timezone.utc):%H:%M}-{slot.end_datetime.astimezone(timezone.utc):%H:%M}'

got = {'18:00 is cheap': best(18, 24), '23:00 is cheap': best(23, 24), '23:00 is cheap, two days': best(23, 48)}
print('awattar', version('awattar'), 'one hour between 18:40 and 23:00:', got)
assert list(got.values()) == ['18:00-19:00', '23:00-00:00', '18:00-19:00']
PY
python3 check.py
