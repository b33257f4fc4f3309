#!/usr/bin/env bash
# A meter in historique sends ADPS with the current as long as the subscribed current is exceeded, and leaves the label out afterwards.
# serial-teleinfo keeps the values of the meter in the background. One would guess that they are those of the last frame.
# They are the last of each label there ever was: one overload in March is still one in May, and loads that wait for its end wait on.
# serial-teleinfo 1.0.1 (PyPI), run on 2026-11-30 on frames built here, with a file in the place of the port.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages serial-teleinfo==1.0.1
cat >check.py <<'PY'
import io, logging
from importlib.metadata import version
from serial_teleinfo.client import Client
from serial_teleinfo.updater import ValueUpdater

logging.disable(logging.CRITICAL)

def group(label, data):
    covered = f'{label} {data}'
    return f'\n{covered} {chr((sum(map(ord, covered)) & 0x3F) + 0x20)}\r'

def frame(index, *overload):
    groups = [('ADCO', '041961123456'), ('ISOUSC', '30'), ('BASE', f'{index:09}'), ('IINST', '035' if overload else '002'), *overload, ('MOTDETAT', '000000')]
    return '\x02' + ''.join(group(*g) for g in groups) + '\x03'

stream = frame(1) + frame(2, ('ADPS', '035')) + ''.join(frame(index) for index in range(3, 50)) + '\x02\n'
client = Client()
client._serial = io.BytesIO(stream.encode()[2:])
updater = ValueUpdater('/dev/null')
updater._stop_event = type('Never', (), {'is_set': lambda self: False})()
try:
    updater._update(client)
except Exception as end:  # the end of the file
    assert 'too many unreadable lines' in str(end), end
got = {key: updater.values[key].value for key in ('BASE', 'IINST', 'ADPS')}
print('serial-teleinfo', version('serial-teleinfo'), '47 frames after the overload:', got)
assert got == {'BASE': 49, 'IINST': 2, 'ADPS': 35}, got
PY
python3 check.py
