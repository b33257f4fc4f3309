#!/usr/bin/env bash
# ENTSO-E gives the actual generation of a country by fuel (A75). Pumped storage has two series of the same fuel, B10: what the turbines make,
# with an inBiddingZone_Domain, and what the pumps take, with an outBiddingZone_Domain; both are positive.
# One would guess that a client tells the two apart, by a sign, a column or a name.
# python-entsoe and sc-entsoe give both under the same instant and fuel and with nothing to tell them by: a sum or a mean over the fuel adds
# the pumping of the night to the generation. And python-entsoe drops rows that are alike: where both series are 0, one of them is missing.
# python-entsoe 0.6.3 and sc-entsoe 0.2.0 (PyPI), run on 2026-12-01 on a document built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages python-entsoe==0.6.3 sc-entsoe==0.2.0
cat >check.py <<'PY'
from importlib.metadata import version
from entsoe._xml import parse_timeseries
from sc_entsoe.parsers.xml_parser import parse_entsoe_xml

def series(direction, megawatts):
    points = ''.join(f'<Point><position>{at}</position><quantity>{mw}</quantity></Point>' for at, mw in enumerate(megawatts, 1))
    return f'''<TimeSeries><mRID>1</mRID><businessType>A01</businessType><objectAggregation>A08</objectAggregation>
      <{direction}BiddingZone_Domain.mRID codingScheme="A01">10YFR-RTE------C</{direction}BiddingZone_Domain.mRID>
      <quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>A01</curveType><MktPSRType><psrType>B10</psrType></MktPSRType>
      <Period><timeInterval><start>2026-11-30T23:00Z</start><end>2026-12-01T02:00Z</end></timeInterval><resolution>PT60M</resolution>{points}</Period>
    </TimeSeries>'''

def document(*all_series):
    space = 'urn:iec62325.351:tc57wg16:451-6:generationloaddocument:3:0'
    return f'<GL_MarketDocument xmlns="{space}"><mRID>1</mRID><type>A75</type>{"".join(all_series)}</GL_MarketDocument>'

made, taken = [0, 0, 2500], [1800, 0, 0]
xml = document(series('in', made), series('out', taken))
frame, rows = parse_timeseries(xml), parse_entsoe_xml(xml).data
apart = {(row['area'], row['business_type'], row['psr_type']) for row in rows}
print('python-entsoe', version('python-entsoe'), 'sc-entsoe', version('sc-entsoe'), 'made', made, 'taken', taken)
print(frame.drop(columns='quantity_unit').to_string(), *rows, sep='\n')
assert sum(frame['value']) == sum(row['value'] for row in rows) == 4300 and len(frame) == 5 and len(rows) == 6
assert set(frame['psr_type']) == {'Hydro Pumped Storage'} and list(frame.columns) == ['timestamp', 'value', 'psr_type', 'quantity_unit']
assert apart == {(None, 'A01', 'B10')} and all(len(row) == 5 for row in rows)
PY
python3 check.py
