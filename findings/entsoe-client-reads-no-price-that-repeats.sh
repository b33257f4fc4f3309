#!/usr/bin/env bash
# The prices of ENTSO-E come in curves of variable blocks (A03), which leave out a point with the same value as the one before.
# One would guess that a client for them fills it in, or gives the points that are there.
# entsoe-client asserts that there are as many points as hours: one price twice in a row, and the document is an AssertionError without a word
# of explanation. It reads days on which no hour costs the same as the one before.
# entsoe-client 0.2.3 with pandas 2.3.3 (PyPI), run on 2026-12-01 on documents built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages entsoe-client==0.2.3 pandas==2.3.3
cat >check.py <<'PY'
from importlib.metadata import version
import pandas
import requests
from entsoe_client.Parsers import Parser

def read(*points):
    zone = '10YFR-RTE------C'
    xml = f'''<?xml version="1.0" encoding="UTF-8"?>
<Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3"><mRID>1</mRID><type>A44</type>
  <TimeSeries><mRID>1</mRID><businessType>A62</businessType><in_Domain.mRID codingScheme="A01">{zone}</in_Domain.mRID>
    <out_Domain.mRID codingScheme="A01">{zone}</out_Domain.mRID><curveType>A03</curveType>
    <Period><timeInterval><start>2026-11-30T20:00Z</start><end>2026-11-30T23:00Z</end></timeInterval><resolution>PT60M</resolution>
      {''.join(f'<Point><position>{at}</position><price.amount>{price}</price.amount></Point>' for at, price in points)}
    </Period></TimeSeries></Publication_MarketDocument>'''
    answer = requests.Response()
    answer.headers['Content-Type'], answer._content = 'text/xml', xml.encode()
    try:
        return [float(price) for price in Parser.parse(answer)['price.amount']]
    except Exception as error:
        return repr(error)

got = {'40, 35, 30': read((1, 40), (2, 35), (3, 30)), '40, 35, 35': read((1, 40), (2, 35))}
print('entsoe-client', version('entsoe-client'), 'pandas', pandas.__version__, got)
assert list(got.values()) == [[40, 35, 30], 'AssertionError()']
PY
python3 check.py
