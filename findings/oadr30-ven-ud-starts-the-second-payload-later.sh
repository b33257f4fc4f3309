#!/usr/bin/env bash
# An event of OpenADR 3 has intervals, each with payloads: a price and the CO2 of the same hour. With an intervalPeriod for the whole event, the
# nth interval begins n durations after its start. One would guess that both payloads of an interval have its hour.
# oadr30-ven-ud adds the n durations once for each payload: the first has its hour, the second n hours more, a third 2n.
# Only interval 0 is right, which is the one that a first test looks at.
# oadr30-ven-ud 1.2.0 (PyPI), run on 2026-12-01.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages oadr30-ven-ud==1.2.0
cat >check.py <<'PY'
from importlib.metadata import version
from oadr30.events import Event

intervals = [
    {'id': hour, 'payloads': [{'type': 'PRICE', 'values': [0.2]}, {'type': 'GHG', 'values': [40]}, {'type': 'EXPORT_PRICE', 'values': [0.1]}]}
    for hour in range(3)
]
event = Event({
    'id': '1', 'programID': '1', 'createdDateTime': '2026-12-01T00:00:00Z',
    'intervalPeriod': {'start': '2026-12-01T17:00:00Z', 'duration': 'PT1H'}, 'intervals': intervals,
})
got = {}
for value in event.getTimeSeriesValues():
    got.setdefault(value.getPayloadType(), []).append(value.getStartTime().hour)
print('oadr30-ven-ud', version('oadr30-ven-ud'), 'three hours from 17:00 UTC:', got)
assert got == {'PRICE': [17, 18, 19], 'GHG': [17, 19, 21], 'EXPORT_PRICE': [17, 20, 23]}
PY
python3 check.py
