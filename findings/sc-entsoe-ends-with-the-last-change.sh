#!/usr/bin/env bash
# The prices of ENTSO-E come in curves of variable blocks (A03): a point that is left out has the value of the one before, up to the end of the
# period. sc-entsoe fills in what is left out. One would guess that a day has all of its prices.
# It fills between the points, not behind the last one: when the price of the last hours is one and the same, those hours are missing.
# A night at 0 €/MWh ends at its first hour. python-entsoe has all of them.
# sc-entsoe 0.2.0 and python-entsoe 0.6.3 (PyPI), run on 2026-12-01 on a document built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages sc-entsoe==0.2.0 python-entsoe==0.6.3
cat >check.py <<'PY'
from importlib.metadata import version
from entsoe._xml import parse_timeseries
from sc_entsoe.parsers.xml_parser import parse_entsoe_xml

# Six hours: 40, 35, 35, 0, 0, 0.
points = ''.join(f'<Point><position>{at}</position><price.amount>{price}</price.amount></Point>' for at, price in ((1, 40), (2, 35), (4, 0)))
zone = '10YFR-RTE------C'
xml = f'''<Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3"><mRID>1</mRID><type>A44</type>
  <TimeSeries><mRID>1</mRID><businessType>A62</businessType><in_Domain.mRID codingScheme="A01">{zone}</in_Domain.mRID>
    <out_Domain.mRID codingScheme="A01">{zone}</out_Domain.mRID><currency_Unit.name>EUR</currency_Unit.name>
    <price_Measure_Unit.name>MWH</price_Measure_Unit.name><curveType>A03</curveType>
    <Period><timeInterval><start>2026-11-30T17:00Z</start><end>2026-11-30T23:00Z</end></timeInterval><resolution>PT60M</resolution>{points}</Period>
  </TimeSeries></Publication_MarketDocument>'''
got = {
    'sc-entsoe ' + version('sc-entsoe'): [row['price'] for row in parse_entsoe_xml(xml).data],
    'python-entsoe ' + version('python-entsoe'): list(parse_timeseries(xml)['value']),
}
print('sent: 40, 35, 35, 0, 0, 0', got)
assert list(got.values()) == [[40, 35, 35, 0], [40, 35, 35, 0, 0, 0]]
PY
python3 check.py
