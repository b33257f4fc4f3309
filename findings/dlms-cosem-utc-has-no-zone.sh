#!/usr/bin/env bash
# A date-time of DLMS/COSEM ends with its deviation from UTC in minutes; 0x8000 there means "not specified". One would guess that a meter
# whose clock runs in UTC, deviation 0, is read as UTC.
# dlms-cosem takes 0 for "not specified": the time has no zone, and Python takes it for local time: two hours too early in a French summer,
# so that a load profile lies beside itself. Every other zone is read with its sign right; written again, UTC has become "not specified".
# dlms-cosem 25.1.0 (PyPI), TZ=Europe/Paris, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages dlms-cosem==25.1.0
cat >check.py <<'PY'
from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from dlms_cosem.time import datetime_from_bytes, datetime_to_bytes

def there_and_back(hours):
    sent = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=hours)))
    written = datetime_to_bytes(sent)
    read, _ = datetime_from_bytes(written)
    return written[9:11].hex(), int(read.timestamp() - sent.timestamp()), datetime_to_bytes(read)[9:11].hex()

got = {f'UTC{hours:+}': there_and_back(hours) for hours in (-3, 0, 1, 2)}
print('dlms-cosem', version('dlms-cosem'), '(deviation, seconds off when read, deviation written again):', got)
assert got == {'UTC-3': ('00b4', 0, '00b4'), 'UTC+0': ('0000', -7200, '8000'), 'UTC+1': ('ffc4', 0, 'ffc4'), 'UTC+2': ('ff88', 0, 'ff88')}
PY
TZ=Europe/Paris python3 check.py
