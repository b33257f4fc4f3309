#!/usr/bin/env bash
# In OpenADR 3, randomizeStart (PT5M) asks each device to begin within that time, so that ten thousand of them do not switch in one second.
# An event without an end has the duration P9999Y. One would guess that a client which has code for both does both.
# oadr30-ven-ud looks for "randomizedStart", which no server sends: all begin at the start. And of a duration it takes weeks and less:
# P9999Y and P1M last no time at all, such an event ends in the instant in which it begins.
# oadr30-ven-ud 1.2.0 (PyPI), run on 2026-12-01.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages oadr30-ven-ud==1.2.0
cat >check.py <<'PY'
from importlib.metadata import version
from oadr30.events import Event

def first(**period):
    event = Event({
        'id': '1', 'programID': '1', 'createdDateTime': '2026-12-01T00:00:00Z', 'intervalPeriod': {'start': '2026-12-01T17:00:00Z', **period},
        'intervals': [{'id': 0, 'payloads': [{'type': 'SIMPLE', 'values': [1]}]}],
    })
    return event.getTimeSeriesValues()[0]

starts = {str(first(duration='PT1H', randomizeStart='PT5M').getStartTime()) for _ in range(50)}
lasts = {}
for duration in ('PT1H', 'P1D', 'P1W', 'P1M', 'P9999Y'):
    value = first(duration=duration)
    lasts[duration] = (value.getEndTime() - value.getStartTime()).total_seconds() / 3600
print('oadr30-ven-ud', version('oadr30-ven-ud'), 'starts of fifty within five minutes:', starts, 'hours:', lasts)
assert starts == {'2026-12-01 17:00:00'} and lasts == {'PT1H': 1, 'P1D': 24, 'P1W': 168, 'P1M': 0, 'P9999Y': 0}
PY
python3 check.py
