#!/usr/bin/env bash
# The supplier's index in force is bits 10 to 13 of STGE, four bits for index 1 to 10 (Enedis-NOI-CPT_54E §6.2.3.14).
# One would guess that a decoder which names every field of STGE reads all four.
# enedis-tic reads three: index 9 and 10 come out as index 1 and 2, with the right words beside them.
# enedis-tic 0.2.0 (PyPI), run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages enedis-tic==0.2.0
cat >check.py <<'PY'
from importlib.metadata import version
from enedis_tic.application_layer import FrameParser

def named(index):
    stge = f'{0x003A0000 | (index - 1) << 10:08X}'
    return FrameParser({'STGE': {'data': stge}}).to_dict()['Tarif en cours sur le contrat fourniture'].split()[-1]

got = {index: named(index) for index in range(1, 11)}
print('enedis-tic', version('enedis-tic'), 'index sent → index read:', got)
assert got == {**{n: str(n) for n in range(1, 9)}, 9: '1', 10: '2'}
PY
python3 check.py
