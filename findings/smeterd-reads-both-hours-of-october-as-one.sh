#!/usr/bin/env bash
# A P1 telegram (DSMR) says when it was made in local time with an S or a W behind it, summer or winter: the doubled hour of October is two.
# One would guess that the timestamp of smeterd, seconds since 1970, knows them apart.
# It leaves the letter out and takes the rest for the time zone of the machine: telegrams an hour apart have the same second, and on a server
# in UTC each telegram of the year is one or two hours in the future.
# smeterd 2.9.2 (PyPI), run on 2026-11-30 on telegrams built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages smeterd==2.9.2
cat >check.py <<'PY'
import sys
from importlib.metadata import version
from smeterd.meter import P1Packet, crc16

def telegram(at, kwh):
    lines = ['/KFM5KAIFA-METER', '', '1-3:0.2.8(50)', f'0-0:1.0.0({at})', f'1-0:1.8.1({kwh:010.3f}*kWh)', '1-0:1.7.0(01.193*kW)', '!']
    text = '\r\n'.join(lines).encode()
    return text + f'{crc16(text):04X}\r\n'.encode()

packets = [P1Packet(telegram(at, kwh)) for at, kwh in (('261025023000S', 100), ('261025023000W', 101))]
got = [(packet['timestamp'], packet['kwh']['low']['consumed']) for packet in packets]
print('smeterd', version('smeterd'), sys.argv[1], got, 'sent: 1792888200 and 1792891800')
(first, before), (second, after) = got
assert (before, after) == (100, 101) and first == second and str(first) in sys.argv[2:], got
PY
TZ=Europe/Amsterdam python3 check.py Europe/Amsterdam 1792888200 1792891800
TZ=UTC python3 check.py UTC 1792895400
