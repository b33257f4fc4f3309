#!/usr/bin/env bash
# In OpenADR an event that lasts until it is cancelled has the duration PT0S. One would guess that a library for it, given timedelta(0),
# writes PT0S (or P0D), and that what it reads and writes are the instants and durations that were meant.
# openleadr writes "P", which is no ISO 8601 duration. It reads P1W (a week) and PT30.5S as 0. A datetime without a zone is sent as UTC
# ("Z"): 06:00 Paris goes out as 06:00Z, an hour or two late. A time with an offset, 2026-11-29T06:00:00+01:00, comes back as text.
# openleadr 0.5.36 (PyPI), run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages openleadr==0.5.36
cat >check.py <<'PY'
import logging
from datetime import datetime, timedelta
from importlib.metadata import version
from openleadr.utils import datetimeformat, parse_datetime, parse_duration, timedeltaformat
logging.disable(logging.CRITICAL)

got = {
    'open end': timedeltaformat(timedelta(0)),
    'half an hour': timedeltaformat(timedelta(minutes=30)),
    'P1W': parse_duration('P1W'),
    'PT30.5S': parse_duration('PT30.5S'),
    'naive 06:00': datetimeformat(datetime(2026, 11, 29, 6)),
    'with offset': parse_datetime('2026-11-29T06:00:00+01:00'),
}
print('openleadr', version('openleadr'), got)
assert got['open end'] == 'P' and got['half an hour'] == 'PT30M'
assert got['P1W'] == got['PT30.5S'] == timedelta(0)
assert got['naive 06:00'].startswith('2026-11-29T06:00:00') and got['naive 06:00'].endswith('Z')
assert got['with offset'] == '2026-11-29T06:00:00+01:00'
PY
python3 check.py
