#!/usr/bin/env bash
# Up to four meters of others hang on a P1 meter (DSMR), each with its kind in the telegram: 003 gas, 007 water, and dsmr-parser says it.
# One would guess that p1-influx-db, which reads with it, writes the gas meter as gas.
# It writes the first of them, whatever that is: with water on the first channel and gas on the second, the gas of the house is its water,
# in m3 as well, and its gas is nowhere.
# p1-influx-db 3.0.0 with dsmr-parser 1.11.2 (PyPI), run on 2026-11-30 on a telegram built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages p1-influx-db==3.0.0 dsmr-parser==1.11.2
cat >check.py <<'PY'
from importlib.metadata import version
from dsmr_parser import telegram_specifications
from dsmr_parser.parsers import TelegramParser
from p1_influx_db.dsmr_parse import dsmrParse

def meter(channel, kind, reading):
    return [f'0-{channel}:24.1.0({kind})', f'0-{channel}:96.1.0(473030333930303{channel})', f'0-{channel}:24.2.1(261130120000W)({reading}*m3)']

def read(*meters):
    lines = ['/ISK5\\2M550E-1012', '', '1-3:0.2.8(50)', '0-0:1.0.0(261130120500W)', '0-0:96.1.1(4530303434303037)', '1-0:1.8.1(000004.426*kWh)']
    text = '\r\n'.join(lines + [line for group in meters for line in group]) + '\r\n!'
    telegram = TelegramParser(telegram_specifications.V5).parse(f'{text}{TelegramParser.crc16(text):04X}\r\n')
    kinds = {device.MBUS_DEVICE_TYPE.value: float(device.MBUS_METER_READING.value) for device in telegram.MBUS_DEVICES}
    [message] = dsmrParse({'gas': {'keys': []}}).parse_dsmr_telegram(telegram)
    return kinds, message.payload.measurement, message.payload.fields

gas, water = ('003', '01234.500'), ('007', '00098.700')
got = {'gas first': read(meter(1, *gas), meter(2, *water)), 'water first': read(meter(1, *water), meter(2, *gas))}
print('p1-influx-db', version('p1-influx-db'), '(kinds in the telegram, what is written):', got)
assert [written for _, *written in got.values()] == [['gas', {'hourly': 1234.5}], ['gas', {'hourly': 98.7}]]
assert all(kinds == {3: 1234.5, 7: 98.7} for kinds, *_ in got.values())
PY
python3 check.py
