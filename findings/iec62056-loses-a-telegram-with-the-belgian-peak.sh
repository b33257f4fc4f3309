#!/usr/bin/env bash
# iec62056 reads telegrams of P1 meters by the OBIS codes of the Netherlands. Belgian meters send two more: 1-0:1.4.0, the mean power of the
# current quarter of an hour, and 1-0:1.6.0, the peak of the month that the grid is billed by.
# One would guess that an object without a name is left out or given by its code.
# Its error for an unknown code has a misspelt variable: NameError in place of a sentence, and the whole telegram, counters and all, is lost,
# with each meter that sends a single object more than the list has.
# iec62056 0.5.1 (PyPI), run on 2026-12-01 on telegrams built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages iec62056==0.5.1
cat >check.py <<'PY'
from importlib.metadata import version
from iec62056.parser import Parser

def read(*more):
    lines = ['/FLU5METER', '', '1-0:1.8.1(000100.000*kWh)', *more, '1-0:1.7.0(01.193*kW)', '!', '']
    try:
        telegram = Parser().parse('\r\n'.join(lines))
        return {name: float(telegram[name]) for name in telegram.keys()}
    except Exception as error:
        return f'{type(error.__context__).__name__}: {error.__context__}'

got = {'as in the Netherlands': read(), 'with 1-0:1.4.0': read('1-0:1.4.0(02.351*kW)')}
print('iec62056', version('iec62056'), got)
assert list(got.values()) == [
    {'electricity_used_tariff_1': 100, 'current_electricity_usage': 1.193}, "NameError: name 'eeference' is not defined",
]
PY
python3 check.py
