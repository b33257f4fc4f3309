#!/usr/bin/env bash
# OpenADR 3 has two values that are no dates: a start of 0001-01-01 may mean "now", a duration of P9999Y "without an end" (its OpenAPI,
# intervalPeriod). One would guess that a client made for OpenADR 3 knows them.
# openadr3 counts: an event that begins now began in the year 1 and was over an hour later, so nothing is shed; one without an end is a
# ValueError, and with it go all other events of the same list.
# openadr3 0.5.0 (PyPI), run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages openadr3==0.5.0
cat >check.py <<'PY'
from importlib.metadata import version
import httpx
from openadr3.api import OpenADRClient

def event(name, start, duration):
    intervals = [{'id': 0, 'payloads': [{'type': 'IMPORT_CAPACITY_LIMIT', 'values': [3]}]}]
    return {'objectType': 'EVENT', 'programID': 'p', 'eventName': name, 'intervalPeriod': {'start': start, 'duration': duration}, 'intervals': intervals}

def read(*events):
    client = OpenADRClient.__new__(OpenADRClient)
    client.get_events = lambda **_: httpx.Response(200, json=list(events), request=httpx.Request('GET', 'http://vtn/events'))
    try:
        return [str(found.resolved_intervals()[0].interval_period.period[1]) for found in client.events()]
    except Exception as error:
        return f'{type(error).__name__}: {error}'

dated = event('dated', '2026-12-01T18:00:00+01:00', 'PT1H')
got = {
    'dated': read(dated),
    'now, for an hour': read(event('now', '0001-01-01T00:00:00Z', 'PT1H')),
    'dated, and one without an end': read(dated, event('open', '2026-12-01T18:00:00+01:00', 'P9999Y')),
}
print('openadr3', version('openadr3'), 'ends of the events:', got)
assert got['dated'] == ['2026-12-01 19:00:00+01:00']
assert got['now, for an hour'] == ['0001-01-01 01:00:00+00:00']
assert got['dated, and one without an end'].startswith('ValueError: year 12025')
PY
python3 check.py
