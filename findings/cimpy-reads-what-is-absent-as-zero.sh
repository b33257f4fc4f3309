#!/usr/bin/env bash
# A grid model in CIM XML comes in parts: what there is (EQ), what it does now (SSH). A value may be absent from a part, or the part not be
# there. One would guess that an absent value is None.
# cimpy makes 0.0 of it: a consumer whose power nobody has measured, one that draws nothing, and all of them when the SSH file is not there,
# are the same, and the sum of a district is too low without a word.
# cimpy 1.1.0 (PyPI), run on 2026-11-30 on a model built here.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages cimpy==1.1.0
cat >check.py <<'PY'
from importlib.metadata import version
import cimpy

NAMES = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cim="http://iec.ch/TC57/2013/CIM-schema-cim16#" xmlns:md="http://iec.ch/TC57/61970-552/ModelDescription/1#"'

def part(name, profile, body):
    model = f'<md:FullModel rdf:about="urn:uuid:{name}"><md:Model.profile>http://entsoe.eu/CIM/{profile}</md:Model.profile></md:FullModel>'
    with open(f'{name}.xml', 'w') as file:
        file.write(f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF {NAMES}>{model}{body}</rdf:RDF>\n')
    return f'{name}.xml'

def power(consumer, p):
    return f'<cim:EnergyConsumer rdf:about="#_{consumer}"><cim:EnergyConsumer.p>{p}</cim:EnergyConsumer.p></cim:EnergyConsumer>'

consumers = ['school', 'closed', 'unmeasured']
eq = part('EQ', 'EquipmentCore/3/1', ''.join(f'<cim:EnergyConsumer rdf:ID="_{name}"><cim:IdentifiedObject.name>{name}</cim:IdentifiedObject.name></cim:EnergyConsumer>' for name in consumers))
ssh = part('SSH', 'SteadyStateHypothesis/1/1', power('school', 0.25) + power('closed', 0))

def read(*files):
    topology = cimpy.cim_import(list(files), 'cgmes_v2_4_15')['topology']
    return {found.name: found.p for found in topology.values()}

got = {'EQ and SSH': read(eq, ssh), 'EQ alone': read(eq)}
print('cimpy', version('cimpy'), 'MW:', got)
assert got == {'EQ and SSH': {'school': 0.25, 'closed': 0.0, 'unmeasured': 0.0}, 'EQ alone': dict.fromkeys(consumers, 0.0)}
PY
python3 check.py
