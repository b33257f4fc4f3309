#!/usr/bin/env bash
# A date-time of DLMS/COSEM ends with a byte about the clock: bit 0 says that its time is invalid, bit 7 that summer time is in force
# (Blue Book, clock status). One would guess that a decoder with a name for each bit has each name at its bit.
# amshan has them the other way round: all summer the clock of a meter is invalid, and summer time is in force when the clock has been lost.
# Whoever drops readings with an invalid time drops seven months, and keeps the wrong ones in winter. dlms-cosem has them right.
# amshan 2.1.1 and dlms-cosem 25.1.0 (PyPI), run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages amshan==2.1.1 dlms-cosem==25.1.0
cat >check.py <<'PY'
from importlib.metadata import version
from dlms_cosem.time import datetime_from_bytes
from han.cosem import DateTime

def read(sent):
    ours, theirs = DateTime.parse(bytes.fromhex('0c' + sent)).clock_status, datetime_from_bytes(bytes.fromhex(sent))[1]
    return {
        'amshan': {'invalid': bool(ours.invalid_value), 'summer time': bool(ours.daylight_saving_active)},
        'dlms-cosem': {'invalid': theirs.invalid, 'summer time': theirs.daylight_saving_active},
    }

got = {
    'summer, clock right (80)': read('07ea0701030c000000ff8880'),
    'winter, clock lost (01)': read('07ea0101040c000000ffc401'),
}
print('amshan', version('amshan'), 'dlms-cosem', version('dlms-cosem'), got)
summer, lost = {'invalid': False, 'summer time': True}, {'invalid': True, 'summer time': False}
assert list(got.values()) == [{'amshan': lost, 'dlms-cosem': summer}, {'amshan': summer, 'dlms-cosem': lost}]
PY
python3 check.py
