#!/usr/bin/env bash
# energy-cost makes a bill of measurements and a tariff; what step the measurements have, it finds out itself.
# One would guess that kilowatt-hours of each day, midnight to midnight in Paris, are days, whichever is the first.
# The step is the time between the first two. A series that begins with the last Sunday of October has a step of 25 hours, with that of March
# one of 23: behind it prices and days no longer meet, and each further day, and the bill of the month, is NaN.
# A series that begins a day earlier is right. TimeseriesFrame(…, resolution=timedelta(days=1)) helps.
# energy-cost 0.8.5 (PyPI), run on 2026-12-01.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages energy-cost==0.8.5
cat >check.py <<'PY'
from datetime import timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo
import pandas as pd
from energy_cost import Meter, Tariff, TimeseriesFrame

PARIS = ZoneInfo('Europe/Paris')
# 10 kWh a day at 200 €/MWh: 2 € a day.
tariff = Tariff.model_validate([{'start': '2020-01-01T00:00:00+01:00', 'consumption': {'constant_cost': 200.0}}])

def bill(first, **step):
    days = pd.date_range(first, periods=5, freq='D', tz='Europe/Paris')
    meter = Meter(measurements=TimeseriesFrame({'timestamp': days, 'value': 0.010}, **step))
    costs = tariff.apply(meter, timezone=PARIS, output_resolution=timedelta(days=1), start=days[0], end=days[-1] + pd.DateOffset(days=1))
    return str(meter.measurements.resolution), [None if pd.isna(cost) else round(cost, 2) for cost in costs[('total', 'total')]][:5]

got = {first: bill(first) for first in ('2026-10-24', '2026-10-25', '2026-03-29')}
week = Meter(measurements=TimeseriesFrame({'timestamp': pd.date_range('2026-10-25', periods=5, freq='D', tz='Europe/Paris'), 'value': 0.010}))
got['2026-10-25, as a month'] = float(tariff.apply(week, timezone=PARIS)[('total', 'total')].iloc[0])
got['2026-10-25, told'] = bill('2026-10-25', resolution=timedelta(days=1))
print('energy-cost', version('energy-cost'), 'five days of 2 €:', got)
right = [2] * 5
assert got['2026-10-24'] == ('1 days 00:00:00', right) and got['2026-10-25'] == ('1 days 01:00:00', [2, 2, None, None, None])
assert got['2026-03-29'] == ('0 days 23:00:00', [2, None, None, None, None]) and got['2026-10-25, told'][1] == right
assert pd.isna(got['2026-10-25, as a month'])
PY
python3 check.py
