#!/usr/bin/env bash
# esios-api (Home Assistant's prices of Spain) takes the local time zone, and gives the prices of a tariff of the mainland by their instants.
# One would guess that the zone is for the names of hours: a price and its instant are the same, whatever zone the server has.
# Any zone but Europe/Madrid is taken for the Canaries. Their price is given in place of the mainland's, in Paris or on a server in UTC, and
# all instants are moved by the hours between the zone and Madrid on 1 January 2021: in UTC the price of now is that of an hour ago.
# esios-api 4.4.0 (PyPI), run on 2026-12-01 on an answer of this script.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages esios-api==4.4.0
cat >check.py <<'PY'
import copy
from importlib.metadata import version
from zoneinfo import ZoneInfo
from esios_api.parser import extract_esios_data

answer = {'indicator': {
    'name': 'PVPC', 'id': 1001, 'magnitud': [{'name': 'Precio'}], 'tiempo': [{'name': 'Hora'}],
    'values': [{'geo_id': geo, 'datetime': '2026-12-01T20:00:00.000+01:00', 'value': price} for geo, price in ((8741, 150), (8742, 90))],
}}

def instants(zone):
    data = extract_esios_data(copy.deepcopy(answer), 'https://api.esios.ree.es/indicators/1001', 'PVPC', '2.0TD', ZoneInfo(zone))
    return [(f'{instant:%H:%M}', price) for instant, price in data.series['PVPC'].items()]

got = {zone: instants(zone) for zone in ('Europe/Madrid', 'Europe/Paris', 'UTC', 'Europe/London', 'Europe/Athens')}
print('esios-api', version('esios-api'), 'at 19:00 UTC 0.15 €/kWh, on the Canaries 0.09:', got)
assert list(got.values()) == [[('19:00', 0.15)], [('19:00', 0.09)], [('20:00', 0.09)], [('20:00', 0.09)], [('18:00', 0.09)]]
PY
python3 check.py
