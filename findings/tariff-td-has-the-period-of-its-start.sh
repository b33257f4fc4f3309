#!/usr/bin/env bash
# tariff-td says which period of the Spanish time-of-use tariffs a moment is in, and its price: get_period(date=datetime.now()).
# One would guess that get_period() without a date is the period of now.
# Python made that default once, when the module was loaded: a program that runs on has the period of its start for ever, day and night,
# and the price with it.
# tariff-td 1.1 (PyPI), run on 2026-11-30 with the clock of freezegun 1.5.5.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages tariff-td==1.1 freezegun==1.5.5
cat >check.py <<'PY'
from datetime import datetime
from importlib.metadata import version
from freezegun import freeze_time

NOON, NIGHT, SUNDAY = '2026-12-01 12:00', '2026-12-02 03:00', '2026-12-06 12:00'
with freeze_time(NOON):
    from tariff_td import Tariff20TD
tariff = Tariff20TD(0.30, 0.20, 0.10)

def at(moment):
    with freeze_time(moment):
        return tariff.get_period(), tariff.get_period(datetime.now()), tariff.get_price()

got = {moment: at(moment) for moment in (NOON, NIGHT, SUNDAY)}
print('tariff-td', version('tariff-td'), '(get_period(), get_period(now), get_price()):', got)
assert got == {NOON: ('P1', 'P1', 0.30), NIGHT: ('P1', 'P3', 0.30), SUNDAY: ('P1', 'P3', 0.30)}
PY
python3 check.py
