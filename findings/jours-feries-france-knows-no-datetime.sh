#!/usr/bin/env bash
# Some French week-end offers count public holidays as week-end. In Python a datetime is a date, so one would guess that
# is_bank_holiday(reading.at) says the same as is_bank_holiday(reading.at.date()).
# jours-feries-france says False to every datetime, even midnight, without a word: 1 May is billed as a working day.
# holidays and workalendar, asked the same, take both.
# jours-feries-france 0.7.0, holidays 0.109, workalendar 17.0.0 (PyPI), run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages jours-feries-france==0.7.0 holidays==0.109 workalendar==17.0.0
cat >check.py <<'PY'
from datetime import date, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo
import holidays
from jours_feries_france import JoursFeries
from workalendar.europe import France

PARIS = ZoneInfo('Europe/Paris')
french, calendar = holidays.country_holidays('FR'), France()
asked = {'date': date(2026, 5, 1), 'midnight': datetime(2026, 5, 1), 'noon in Paris': datetime(2026, 5, 1, 12, tzinfo=PARIS)}
got = {name: (JoursFeries.is_bank_holiday(at, zone='Métropole'), at in french, calendar.is_holiday(at)) for name, at in asked.items()}
print('jours-feries-france', version('jours-feries-france'), 'is 1 May a holiday (jours-feries-france, holidays, workalendar)?', got)
assert got == {'date': (True, True, True), 'midnight': (False, True, True), 'noon in Paris': (False, True, True)}
PY
python3 check.py
