#!/usr/bin/env bash
# Two customers, two PRM, two EnedisClient objects. One would guess that each asks for its own PRM with its own secret.
# The class is a singleton: the second constructor gives back the first object, its arguments (PRM, client id, secret) are thrown away
# without a word, so the second customer is shown the first one's consumption.
# enedis-data-connect 1.1.0 (PyPI), run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages enedis-data-connect==1.1.0 requests==2.34.2
cat >check.py <<'PY'
from importlib.metadata import version
from enedis_data_connect.enedis_client import EnedisClient

one = EnedisClient('00000000000001', None, 'client-1', 'secret-1')
two = EnedisClient('00000000000002', None, 'client-2', 'secret-2')
print('enedis-data-connect', version('enedis-data-connect'), 'asked for …2, got', two.get_consumption_prm(), two.get_client_id())
assert two is one and two.get_consumption_prm() == '00000000000001' and two.get_client_id() == 'client-1'
PY
python3 check.py
