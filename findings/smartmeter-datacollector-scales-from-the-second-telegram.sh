#!/usr/bin/env bash
# A DLMS meter may push, beside the value of a counter (attribute 2), its scaler and unit (attribute 3), in this order.
# One would guess that smartmeter-datacollector multiplies the one by the other.
# gurux-dlms, which it reads with, multiplies when the value comes in, by the scaler that it has by then: none in the first telegram, that of
# the first in the second. After each start the counter jumps, here to the tenfold, and a database has 11 MWh within ten seconds.
# smartmeter-datacollector 2.0.0 with gurux-dlms 1.0.203 (PyPI), run on 2026-11-30, with the decrypted lists in the place of the telegrams.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages smartmeter-datacollector==2.0.0 gurux-dlms==1.0.203
cat >check.py <<'PY'
from importlib.metadata import version
from smartmeter_datacollector.smartmeter.cosem import Cosem
from smartmeter_datacollector.smartmeter.hdlc_dlms_parser import HdlcDlmsParser

PUSH, REGISTER, ENERGY = 40, 3, [1, 0, 1, 8, 0, 255]
TENS_OF_WH = [1, 30]

def read(parser, *pushed):
    names = [[PUSH, bytearray([0, 0, 25, 9, 0, 255]), 2, 0]] + [[REGISTER, bytearray(ENERGY), attribute, 0] for attribute, _ in pushed]
    parser._dlms_data.value = [names, *(value for _, value in pushed)]
    [point] = parser.convert_dlms_bundle_to_reader_data(parser.parse_to_dlms_objects()).data_points
    return f'{point.value:.0f} {point.type.unit}'

def started():
    return HdlcDlmsParser(Cosem('meter'), use_system_time=True)

parser, other = started(), started()
got = {
    'value, scaler': [read(parser, (2, raw), (3, TENS_OF_WH)) for raw in (1_234_567, 1_234_568, 1_234_569)],
    'scaler, value': [read(other, (3, TENS_OF_WH), (2, raw)) for raw in (1_234_567, 1_234_568)],
}
print('smartmeter-datacollector', version('smartmeter-datacollector'), 'counter in steps of 10 Wh:', got)
assert got == {'value, scaler': ['1234567 Wh', '12345680 Wh', '12345690 Wh'], 'scaler, value': ['12345670 Wh', '12345680 Wh']}
PY
python3 check.py
