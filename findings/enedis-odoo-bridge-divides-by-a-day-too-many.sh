#!/usr/bin/env bash
# enedis-odoo-bridge makes the consumption of a month out of the readings of Enedis (R15): last reading minus first, by the days between
# them, times the days of the subscription. One would guess that readings of 1 and 30 June with 290 kWh in between, 10 kWh a day, make 300.
# From the 1st to the 30th are 29 days of energy; it counts both ends, 30, and comes to 290: a thirtieth too little each month, a half where
# the readings are a day apart.
# enedis-odoo-bridge 1.0.1.post1.dev0 with pandas 1.5.2 and numpy 1.26.4 (PyPI), run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages pandas==1.5.2 numpy==1.26.4
pip_packages --no-deps enedis-odoo-bridge==1.0.1.post1.dev0
cat >check.py <<'PY'
import warnings
from importlib.metadata import version
import pandas as pd

warnings.simplefilter('ignore')
from enedis_odoo_bridge.consumption_estimators import LastFirstEstimator, SoustractionEstimator

def june(last_day):
    meta = pd.DataFrame({
        'pdl': '12345678901234', 'Date_Releve': [pd.Timestamp(2026, 6, day) for day in (1, last_day)],
        'Statut_Releve': 'INITIAL', 'Motif_Releve': 'CYCL', 'Id_Releve': ['a', 'b'],
    })
    index = pd.DataFrame({
        'pdl': '12345678901234', 'BASE_Valeur': [1000.0, 1000.0 + 10 * (last_day - 1)], 'BASE_Nb_Chiffres_Cadran': 6.0,
        'BASE_Indicateur_Passage_A_Zero': 0.0, 'BASE_Coefficient_Lecture': 1.0,
    })
    month = pd.Timestamp(2026, 6, 1), pd.Timestamp(2026, 6, 30)
    return [float(way().fetch(meta, index, None, *month)['BASE_conso_adjusted'].iloc[0]) for way in (LastFirstEstimator, SoustractionEstimator)]

got = {f'read on 1 and {day} June': [round(kwh, 2) for kwh in june(day)] for day in (30, 16, 2)}
print('enedis-odoo-bridge', version('enedis-odoo-bridge'), '10 kWh a day, thirty days:', got)
assert got == {'read on 1 and 30 June': [290, 290], 'read on 1 and 16 June': [281.25, 281.25], 'read on 1 and 2 June': [150, 150]}
PY
python3 check.py
