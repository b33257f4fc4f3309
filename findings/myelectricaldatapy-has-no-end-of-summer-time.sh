#!/usr/bin/env bash
# On the last Sunday of October the half-hours from 02:00 to 03:00 come twice. myelectricaldatapy takes the labels for local time and
# asks pandas for their offsets.
# One would guess that the order of the readings (or one offset for both) decides.
# One reading of that hour is enough for `stats` to raise ValueError for the whole period that was asked for. The same readings without that
# hour are right.
# myelectricaldatapy 2.2.7, pandas 3.1.1, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages myelectricaldatapy==2.2.7 pandas==3.1.1
TZ=Europe/Paris python3 - <<'PY'
from zoneinfo import ZoneInfo
from myelectricaldatapy.analytics import EnedisAnalytics

EnedisAnalytics.local_timezone = ZoneInfo("Europe/Paris")
def stats(labels):
    rows = [{"date": f"2026-10-25 {label}:00", "value": "1000", "interval_length": "PT30M"} for label in labels]
    try:
        return [(str(row["date"]), row["value"]) for row in EnedisAnalytics(rows).get_data_analytics(convertKwh=True)]
    except ValueError as error:
        return f"ValueError: {error}"
without = stats(["01:30", "03:30", "04:00"])
whole = stats(["01:30", "02:00", "02:30", "03:00", "02:30", "03:00", "03:30", "04:00"])
print("without the hour:", without, " with it:", whole)
assert len(without) == 3, without
assert isinstance(whole, str) and "ambiguous" in whole, whole
PY
