#!/usr/bin/env bash
# demandlib makes standard load profiles (BDEW): the quarter-hours of a year for households, trade and farms.
# One would guess that to ask for a profile leaves the program around it as it was.
# It sets warnings.simplefilter("error") on its way and leaves it so: from then on each warning of each library in the process, such as one of
# a deprecation in a night job, is raised as an exception and ends what was going on. With pandas 3.1, which warns of a word that demandlib
# uses three lines later, it is the first to fall.
# demandlib 0.2.2 with pandas 2.3.3 and 3.1.1 (PyPI), run on 2026-12-01.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages demandlib==0.2.2 pandas==2.3.3
cat >check.py <<'PY'
import sys
import warnings
from importlib.metadata import version
import pandas
from demandlib import bdew

def store():
    try:
        warnings.warn('write_points() is to be called write()', FutureWarning)
        return 'stored'
    except Warning as warning:
        return f'{type(warning).__name__} raised'

before = store()
try:
    profile = f"h0 of 2026: {bdew.ElecSlp(2026).get_profiles('h0')['h0'].sum():.6f}"
except Warning as warning:
    profile = f'no profile: {type(warning).__name__}'
after = store()
print('demandlib', version('demandlib'), f'pandas {pandas.__version__} {profile}; a call that warns: before {before}, after {after}')
assert profile == sys.argv[1] and (before, after) == ('stored', 'FutureWarning raised')
PY
python3 check.py 'h0 of 2026: 1.000000'
rm -r "$folder/python"
pip_packages demandlib==0.2.2 pandas==3.1.1
python3 check.py 'no profile: Pandas4Warning'
