#!/usr/bin/env bash
# S2 (the language between a device and its energy manager) wants a number as the value of a power. s2-python checks what it builds: it
# refuses a time without a zone, a negative duration, a power range that runs backwards. One would guess that it refuses NaN as well.
# It takes NaN and writes it as null, and its own reader refuses the message that it has just written. A range of another kind
# (NumberRange) may run backwards.
# s2-python 0.11.1 (PyPI), run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages s2-python==0.11.1
cat >check.py <<'PY'
from importlib.metadata import version
from s2python.common import CommodityQuantity, NumberRange, PowerRange, PowerValue

L1 = CommodityQuantity.ELECTRIC_POWER_L1

def tried(build):
    try:
        return build().model_dump_json()
    except Exception as error:
        return type(error).__name__

written = tried(lambda: PowerValue(commodity_quantity=L1, value=float('nan')))
got = {
    'NaN': written,
    'read back': tried(lambda: PowerValue.model_validate_json(written)),
    'NumberRange 5..2': tried(lambda: NumberRange(start_of_range=5, end_of_range=2)),
    'PowerRange 5..2': tried(lambda: PowerRange(start_of_range=5, end_of_range=2, commodity_quantity=L1)),
}
print('s2-python', version('s2-python'), got)
assert '"value":null' in got['NaN'] and got['read back'].endswith('Error')
assert got['NumberRange 5..2'].startswith('{') and got['PowerRange 5..2'].endswith('Error')
PY
python3 check.py
