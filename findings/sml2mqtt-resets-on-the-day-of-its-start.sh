#!/usr/bin/env bash
# sml2mqtt makes a counter of the month of the meter's counter: "reset times" 06:00, "reset days" 1, and unless told to start now it says
# nothing before its first reset, so that no month is a part of one. One would guess that the first reset is at 06:00 of the next first.
# It is at the next 06:00 without a look at the day: started again at 05:00 on the 15th, as after an update at night, it begins to count at
# 06:00 of the 15th, and on the 31st half a month passes for a whole one; with "start now" the counter goes back to 0 after an hour.
# From the second reset on the days are right. With 00:00 for a time it does not happen, for no moment of a day is earlier.
# sml2mqtt 3.7.0 (PyPI), run on 2026-12-01.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages sml2mqtt==3.7.0 freezegun==1.5.5
cat >check.py <<'PY'
from datetime import datetime, time
from importlib.metadata import version
from freezegun import freeze_time
from sml2mqtt.const import DateTimeFinder
from sml2mqtt.sml_value.operations import VirtualMeterOperation

def counter(start_now):
    """The meter counts 1000 Wh an hour; the program is started at 05:00 on the 15th."""
    with freeze_time('2026-12-15 05:00') as clock:
        operation, values = VirtualMeterOperation(DateTimeFinder().add_time(time(6)).add_day(1), start_now), {}
        for moment, meter in (('15 05:00', 340000), ('15 05:50', 340833), ('15 06:10', 341166), ('31 05:00', 724000)):
            clock.move_to(f'2026-12-{moment}')
            values[moment] = operation.process_value(meter, None)
        return values

def resets(started, hour):
    finder, found = DateTimeFinder().add_time(time(hour)).add_day(1), [datetime.fromisoformat(started)]
    for _ in range(3):
        found.append(finder.calc_next(found[-1]))
    return [f'{moment:%m-%d %H:%M}' for moment in found[1:]]

got = {f'started {started}, at {hour:02}:00': resets('2026-12-' + started, hour) for started, hour in (('15 05:00', 6), ('15 07:00', 6), ('15 05:00', 0))}
counted = [counter(start_now) for start_now in (False, True)]
print('sml2mqtt', version('sml2mqtt'), 'on the 1st:', got, 'counters, and with start now:', *counted, sep='\n')
assert list(got.values()) == [
    ['12-15 06:00', '01-01 06:00', '02-01 06:00'], ['01-01 06:00', '02-01 06:00', '03-01 06:00'], ['01-01 00:00', '02-01 00:00', '03-01 00:00'],
]
assert [list(values.values()) for values in counted] == [[None, None, 333, 383167], [0, 833, 333, 383167]]
PY
python3 check.py
