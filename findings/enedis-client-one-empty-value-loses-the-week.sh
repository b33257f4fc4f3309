#!/usr/bin/env bash
# One would guess that a reader of load curves that is careful with both clock changes leaves out the half-hour that has no value.
# enedis-client gives up on the whole answer, which is a week: an empty text is its own ParseError, a null a bare TypeError past
# the errors that its callers catch. "NaN" is a number to it, and the energy of the hour, of the week and of all that is summed
# from it is nan.
# enedis-client 1.0.3, run on 2026-11-29 with Python 3.11.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages enedis-client==1.0.3
python3 - <<'PY'
from enedis_client import parse_load_curve

def week(third):
    values = ["1000"] * 336
    values[2] = third
    rows = [
        {"value": value, "date": f"2026-09-{21 + i // 48:02d} {i % 48 // 2:02d}:{i % 2 * 30:02d}:00", "interval_length": "PT30M"}
        for i, value in enumerate(values)
    ]
    try:
        return str(parse_load_curve({"meter_reading": {"interval_reading": rows}}).total_energy_wh)
    except Exception as error:
        return type(error).__name__

seen = {repr(third): week(third) for third in ("1000", "", None, "NaN")}
print(seen)
assert seen == {"'1000'": "168000.0", "''": "ParseError", "None": "TypeError", "'NaN'": "nan"}, seen
PY
