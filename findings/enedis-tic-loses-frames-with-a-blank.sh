#!/usr/bin/env bash
# enedis-tic reads both modes of the TIC. One would guess that it reads any valid frame of a Linky.
# It splits a group at every separator. In historique the checksum of `PTEC HP..` is a blank (so the group ends in two blanks): four parts,
# the second is taken for a date, and the WHOLE frame is lost; the same frame in HC is read. On an HP/HC contract it is blind all day long.
# In standard mode the groups DPMn/FPMn (a mobile peak: Tempo white or red tomorrow) carry a blank for the season: the frame is lost, too.
# enedis-tic 0.2.0 (PyPI), run on 2026-11-29 on frames built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages enedis-tic==0.2.0
cat >check.py <<'PY'
from importlib.metadata import version
from enedis_tic.link_layer import FrameFactory

def group(*parts, sep):
    covered = sep.join(parts) + (sep if sep == '\t' else '')
    return '\n' + sep.join(parts) + sep + chr((sum(map(ord, covered)) & 0x3F) + 0x20) + '\r'

def read(*groups, sep):
    frame = '\x02' + ''.join(group(*g, sep=sep) for g in groups) + '\x03'
    try:
        return sorted(FrameFactory(frame).to_dict())
    except Exception as error:
        return type(error).__name__

hp = read(('ADCO', '041961123456'), ('PTEC', 'HP..'), ('PAPP', '01250'), sep=' ')
hc = read(('ADCO', '041961123456'), ('PTEC', 'HC..'), ('PAPP', '01250'), sep=' ')
blue = read(('ADSC', '041961123456'), ('DATE', 'H261129180000', ''), ('SINSTS', '01250'), sep='\t')
white = read(('ADSC', '041961123456'), ('DATE', 'H261129180000', ''), ('DPM1', ' 261130060000', '00'), sep='\t')
print('enedis-tic', version('enedis-tic'), {'HP': hp, 'HC': hc, 'no announcement': blue, 'white day announced': white})
assert hc == ['ADCO', 'PAPP', 'PTEC'] and blue == ['ADSC', 'DATE', 'SINSTS']
assert isinstance(hp, str) and isinstance(white, str), 'reads them now'
PY
python3 check.py
