#!/usr/bin/env bash
# ENTSO-E publishes what two countries can exchange in the year to come by months (year-ahead net transfer capacity, P1M), from midnight in
# Paris: 23:00 UTC of the day before. One would guess that entsoe-py gives twelve months, each with its value.
# It counts in beginnings of months from 31 December, 23:00 UTC: January and February fall on the same one, the later is kept, and each
# value stands a month too early: eleven values, February's in January. The installed capacity of a year (P1Y) begins on 2 January.
# entsoe-py 0.8.1 with pandas 3.1.1 (PyPI), run on 2026-11-30 on answers in the form of ENTSO-E.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages entsoe-py==0.8.1 pandas==3.1.1
cat >check.py <<'PY'
from importlib.metadata import version
from types import SimpleNamespace
import pandas
from entsoe import EntsoePandasClient

def ask(question, resolution, values, *args):
    points = ''.join(f'<Point><position>{n}</position><quantity>{value}</quantity></Point>' for n, value in enumerate(values, 1))
    interval = '<timeInterval><start>2025-12-31T23:00Z</start><end>2026-12-31T23:00Z</end></timeInterval>'
    nuclear = '<inBiddingZone_Domain.mRID>10YFR-RTE------C</inBiddingZone_Domain.mRID><MktPSRType><psrType>B14</psrType></MktPSRType>'
    series = f'<TimeSeries><mRID>1</mRID>{nuclear}<curveType>A01</curveType><Period>{interval}<resolution>{resolution}</resolution>{points}</Period></TimeSeries>'
    client = EntsoePandasClient(api_key='a-key')
    client._base_request = lambda **_: SimpleNamespace(text=f'<Publication_MarketDocument>{series}</Publication_MarketDocument>')
    year = {'start': pandas.Timestamp('2026-01-01', tz='Europe/Paris'), 'end': pandas.Timestamp('2026-12-31', tz='Europe/Paris')}
    answer = getattr(client, question)(*args, **year)
    answer = answer if isinstance(answer, pandas.Series) else answer.iloc[:, 0]
    return {str(at)[5:10]: int(value) for at, value in answer.items()}

months = ask('query_net_transfer_capacity_yearahead', 'P1M', range(1, 13), 'FR', 'ES')
year = ask('query_installed_generation_capacity', 'P1Y', [61370], 'FR')
print('entsoe-py', version('entsoe-py'), 'sent 1 to 12 for January to December:', months, 'sent for 2026:', year)
assert months == {f'{month:02}-02': month + 1 for month in range(1, 12)} and year == {'01-02': 61370}
PY
python3 check.py
