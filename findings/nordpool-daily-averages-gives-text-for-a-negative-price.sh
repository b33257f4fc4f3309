#!/usr/bin/env bash
# nordpool-daily-averages gives the prices of a day. One would guess that an hour below zero has a number below zero, and that an instant with
# a Z is UTC.
# A negative price becomes the `increment`, which is text ("0" if not set; a surcharge of "0.25" makes the hour at -0.04 the dearest of the
# day, and is added to no other). Z stands behind the local time of Sweden, by the season that the day began in: on the last Sunday of March
# from 03:00 on each is called an hour too early even so.
# nordpool-daily-averages 1.1.42 with httpx 0.27.2 (PyPI), run on 2026-12-01 on answers of this script.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages nordpool-daily-averages==1.1.42 httpx==0.27.2
cat >check.py <<'PY'
import asyncio
from importlib.metadata import version
import httpx
import nordpool

def answer(request):
    hours = {'2026-06-14': (('2026-06-14T10:00:00Z', 30), ('2026-06-14T11:00:00Z', -40)), '2026-03-29': (('2026-03-28T23:00:00Z', 50), ('2026-03-29T10:00:00Z', 60))}
    entries = [{'deliveryStart': at, 'entryPerArea': {'FR': price}} for at, price in hours[request.url.params['date']]]
    return httpx.Response(200, json={'multiAreaEntries': entries})

async def read(day, **options):
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        hours = await nordpool.Hourly('FR', 'EUR', **options).get_hourly_prices(day, client)
    return [(hour['date'], hour['price']) for hour in hours]

got = [asyncio.run(read('2026-06-14')), asyncio.run(read('2026-06-14', increment='0.25')), asyncio.run(read('2026-03-29'))]
print('nordpool-daily-averages', version('nordpool-daily-averages'), got)
noon, one = '2026-06-14T12:00:00Z', '2026-06-14T13:00:00Z'
assert got[:2] == [[(noon, 0.03), (one, '0')], [(noon, 0.03), (one, '0.25')]]
# 10:00 UTC was 12:00 in Sweden.
assert got[2] == [('2026-03-29T00:00:00Z', 0.05), ('2026-03-29T11:00:00Z', 0.06)]
PY
python3 check.py
