#!/usr/bin/env bash
# myelectricaldatapy (behind a Home Assistant integration for MyElectricalData) sorts half-hours into peak and off-peak by intervals.
# One would guess that ("22:00:00", "06:00:00"), the off-peak hours of most French homes, is the night.
# An interval that passes midnight is empty: all of the night is billed as peak, without a word. Two intervals, one on each side of midnight,
# are right.
# myelectricaldatapy 2.2.7, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages myelectricaldatapy==2.2.7
TZ=Europe/Paris python3 - <<'PY'
from zoneinfo import ZoneInfo
from myelectricaldatapy.analytics import EnedisAnalytics

EnedisAnalytics.local_timezone = ZoneInfo("Europe/Paris")
# A day of half-hours at 1 kW, labelled by their ends as Enedis does: 24 kWh, 8 of them between 22:00 and 06:00.
ends = [f"2026-11-10 {h:02d}:{m:02d}:00" for h in range(24) for m in (0, 30)][1:] + ["2026-11-11 00:00:00"]
def kwh(intervals):
    rows = [{"date": end, "value": "1000", "interval_length": "PT30M"} for end in ends]
    rows = EnedisAnalytics(rows).get_data_analytics(convertKwh=True, intervals=intervals)
    return {note: sum(row["value"] for row in rows if row["notes"] == note) for note in ("standard", "offpeak")}
night = kwh([("22:00:00", "06:00:00")])
halves = kwh([("22:00:00", "23:59:59"), ("00:00:00", "06:00:00")])
print("22:00-06:00:", night, " 22:00-23:59:59 and 00:00-06:00:", halves)
assert night == {"standard": 24.0, "offpeak": 0}, night
assert halves == {"standard": 16.0, "offpeak": 8.0}, halves
PY
