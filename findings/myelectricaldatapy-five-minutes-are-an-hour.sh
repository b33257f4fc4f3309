#!/usr/bin/env bash
# Enedis says with each reading of a load curve how long its interval is (PT5M to PT60M, companies have 5 minutes); the value is a mean power
# in W. myelectricaldatapy makes kWh of it.
# One would guess that 1 kW over 5 minutes is 0.083 kWh, as 1 kW over 10 minutes is 0.167.
# It reads two digits: PT5M is none of its forms and counts as an hour, twelve times too much.
# myelectricaldatapy 2.2.7, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages myelectricaldatapy==2.2.7
python3 - <<'PY'
from myelectricaldatapy.analytics import EnedisAnalytics

def kwh(length):
    rows = [{"date": "2026-11-10 12:10:00", "value": "1000", "interval_length": length}]
    return EnedisAnalytics(rows).get_data_analytics(convertKwh=True)[0]["value"]
seen = {length: round(kwh(length), 3) for length in ("PT5M", "PT10M", "PT30M", "PT60M")}
print("1 kW in kWh:", seen)
assert seen == {"PT5M": 1.0, "PT10M": 0.167, "PT30M": 0.5, "PT60M": 1.0}, seen
PY
