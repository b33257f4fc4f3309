#!/usr/bin/env bash
# A SunSpec meter has a counter for what was taken and one for what was given. One would guess that a house without solar panels has read
# 0 Wh given.
# In SunSpec an accumulator of 0 means "not there" (other types have a value for that which no meter reaches), and pysunspec2 reads it as
# None: the counter of a new meter, or of one that has just gone over its end, is no counter until the first Wh. A power of 0 is 0.
# pysunspec2 1.3.7 (PyPI), run on 2026-11-30 with the registers of a three-phase meter (model 203).
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages pysunspec2==1.3.7
cat >check.py <<'PY'
import struct
from importlib.metadata import version
from sunspec2.device import Model

LENGTH = 105
empty = Model(model_id=203, model_len=LENGTH)

def read(**points):
    registers = bytearray(struct.pack('>2H', 203, LENGTH) + bytes(2 * LENGTH))
    for name, value in points.items():
        point = empty.points[name]
        struct.pack_into('>h' if point.len == 1 else '>I', registers, 2 * point.offset, value)
    model = Model(model_id=203, model_len=LENGTH, data=bytes(registers))
    return {name: model.points[name].cvalue for name in ('W', 'TotWhImp', 'TotWhExp')}

got = {'new': read(W=0, TotWhImp=0, TotWhExp=0), 'a year later': read(W=0, TotWhImp=4_500_000, TotWhExp=0), 'the first Wh': read(W=-350, TotWhImp=4_500_000, TotWhExp=1)}
print('pysunspec2', version('pysunspec2'), got)
assert got == {
    'new': {'W': 0, 'TotWhImp': None, 'TotWhExp': None},
    'a year later': {'W': 0, 'TotWhImp': 4_500_000, 'TotWhExp': None},
    'the first Wh': {'W': -350, 'TotWhImp': 4_500_000, 'TotWhExp': 1},
}
PY
python3 check.py
