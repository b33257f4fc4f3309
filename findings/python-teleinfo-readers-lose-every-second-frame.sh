#!/usr/bin/env bash
# Between two frames a meter sends CR ETX STX LF: read line by line, the last group of a frame, its end and the start of the next are ONE line.
# One would guess that a published reader of historique knows this most common of all sequences.
# python-tic (import ticpy), pytictri and kylin wait for a line with STX and stop at a line with ETX: the line that holds both only ends
# a frame. Every second frame is lost, and of each frame that is read the last group (MOTDETAT, or PPOT on three phases).
# python-tic 1.1.1, pytictri 2.0.4, kylin 0.6.0 (PyPI), run on 2026-11-29
# on eight frames built here, with a file in the place of the port.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages python-tic==1.1.1 pytictri==2.0.4 kylin==0.6.0 setuptools==80.9.0
cat >check.py <<'PY'
import io, logging
from importlib.metadata import version
import kylin, pytictri, ticpy
logging.disable(logging.CRITICAL)

def group(label, data):
    covered = f'{label} {data}'
    return f'\n{covered} {chr((sum(map(ord, covered)) & 0x3F) + 0x20)}\r'

FRAMES = 8
stream = ''.join(
    '\x02' + ''.join(group(*g) for g in [('ADCO', '041961123456'), ('BASE', f'{n:09}'), ('PTEC', 'TH..'), ('MOTDETAT', '000000')]) + '\x03'
    for n in range(1, FRAMES + 1)
).encode()

class Port(io.BytesIO):
    def readline(self, *args):
        line = super().readline(*args)
        if not line:
            raise EOFError
        return line

def frames(read):
    out = []
    try:
        while True:
            out.append(read())
    except EOFError:
        return out

def by_groups(module):
    reader = module.Teleinfo('/dev/null')
    reader.reader = Port(stream)
    return [{g.info.name: g.value for g in f.groups} for f in frames(reader.read_frame)]

reader = kylin.Kylin.__new__(kylin.Kylin)
reader._teleinfo = Port(stream)
got = {
    'python-tic': by_groups(ticpy),
    'pytictri': by_groups(pytictri),
    'kylin': [{g['name']: g['value'] for g in f} for f in frames(reader.readframe)],
}
for name, read in got.items():
    print(name, version(name), f'{FRAMES} frames sent, read:', [f.get('BASE') for f in read], sorted(read[0]) if read else None)
for read in got.values():
    assert 1 <= len(read) <= FRAMES // 2
    assert all('MOTDETAT' not in f for f in read)
PY
python3 check.py
