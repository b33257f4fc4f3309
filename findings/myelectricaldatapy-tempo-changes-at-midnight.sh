#!/usr/bin/env bash
# A Tempo day runs from 06:00 to 06:00. myelectricaldatapy prices the half-hours of its `stats` by the colour of their day.
# One would guess that 03:00 on the day after a red one is billed as red.
# It takes the civil day: six hours of each night have the colour of the day that has not begun, red nights are billed as blue and blue
# ones as red. (The label of a half-hour is its end; it is set right before.)
# myelectricaldatapy 2.2.7, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages myelectricaldatapy==2.2.7
TZ=Europe/Paris python3 - <<'PY'
from zoneinfo import ZoneInfo
from myelectricaldatapy.analytics import EnedisAnalytics

EnedisAnalytics.local_timezone = ZoneInfo("Europe/Paris")
# Tuesday is blue, Wednesday red, Thursday blue. 04:00 of Wednesday still belongs to Tuesday, 04:00 of Thursday to Wednesday.
tempo = {"2026-01-13": "blue", "2026-01-14": "red", "2026-01-15": "blue"}
rows = [{"date": f"2026-01-{day} {hour}:30:00", "value": "1000", "interval_length": "PT30M"}
        for day, hour in ((14, "04"), (14, "18"), (15, "04"))]
prices = {"standard": {"blue": 0.10, "white": 0.15, "red": 0.70}}
rows = EnedisAnalytics(rows).get_data_analytics(convertKwh=True, tempo=tempo, prices=prices)
seen = [(str(row["date"])[:16], row["tempo"], round(row["price"], 3)) for row in rows]
print(seen)
assert [colour for _, colour, _ in seen] == ["red", "red", "blue"], seen
PY
