#!/usr/bin/env bash
# Enedis leaves out a day that it has not collected (yet). One would guess that a client of its API leaves it out as well, or says None.
# enedis-data-connect fills every missing day of the daily consumption and production with 0 Wh: yesterday, which Enedis has not published
# before noon, looks like a day without any consumption, and no field tells it from a true zero.
# In the load curve it keys by the time on the wall: of the doubled hour of October the second half-hours overwrite the first, 48 of 50 stay.
# enedis-data-connect 1.1.0 (PyPI), run on 2026-11-29 on answers built here, without the network.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages enedis-data-connect==1.1.0 requests==2.34.2
cat >check.py <<'PY'
from datetime import date, datetime, timedelta, timezone
from importlib.metadata import version
from zoneinfo import ZoneInfo
from enedis_data_connect.enedis_client import EnedisApiHelper

class Client:
    def __init__(self, readings): self.answer = {'meter_reading': {'usage_point_id': '00000000000001', 'interval_reading': readings}}
    def get_data(self, url, params=None): return self.answer
    def get_consumption_prm(self): return '00000000000001'

days = EnedisApiHelper(Client([{'date': '2026-11-26', 'value': '9120'}])).get_daily_consumption(date(2026, 11, 26), date(2026, 11, 29))

paris, at, readings = ZoneInfo('Europe/Paris'), datetime(2026, 10, 24, 22, tzinfo=timezone.utc), []
while len(readings) < 50:
    at += timedelta(minutes=30)
    readings.append({'date': f'{at.astimezone(paris):%Y-%m-%d %H:%M:%S}', 'value': '1000'})
curve = EnedisApiHelper(Client(readings)).get_consumption_load_curve(date(2026, 10, 25), date(2026, 10, 26))

print('enedis-data-connect', version('enedis-data-connect'), {str(d): wh for d, wh in days.items()}, len(readings), 'half-hours →', len(curve))
assert days == {date(2026, 11, 26): 9120, date(2026, 11, 27): 0, date(2026, 11, 28): 0}
assert len(curve) == 48
PY
python3 check.py
