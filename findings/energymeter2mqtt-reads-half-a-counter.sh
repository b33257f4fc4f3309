#!/usr/bin/env bash
# energymeter2mqtt comes with the registers of an energy meter (Saia ALD1): its two counters are marked as two registers long.
# One would guess that two are read.
# The file says reg_count, the code looks for count, and takes one where it finds none: Home Assistant is given 16 bits of the 32, so one half
# of the counter, as kWh in state class "total". Whatever passes over to the other half is gone.
# energymeter2mqtt 0.6.3 with pymodbus 3.16.1 (PyPI), run on 2026-11-30 with an object in the place of the bus.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages energymeter2mqtt==0.6.3 pymodbus==3.16.1
cat >check.py <<'PY'
from importlib.metadata import version
from energymeter2mqtt.api import get_ha_values
from energymeter2mqtt.user_settings import EnergyMeter
from pymodbus.pdu.register_message import ReadHoldingRegistersResponse

class Bus:
    def __init__(self):
        self.asked = {}

    def read_holding_registers(self, address, count, device_id):
        self.asked[address] = count
        return ReadHoldingRegistersResponse(registers=[7, 5][:count])

counter = next(parameter for parameter in EnergyMeter().get_definitions()['parameters'] if parameter['class'] == 'energy')

def read(parameter):
    bus = Bus()
    return get_ha_values(client=bus, parameters=[parameter], device_id=1)[28], bus.asked[28]

got = {'as it comes': read(counter), 'with "count"': read({**counter, 'count': counter['reg_count']})}
print('energymeter2mqtt', version('energymeter2mqtt'), 'registers 7 and 5, reg_count', counter['reg_count'], '(kWh, registers asked for):', got)
assert counter['reg_count'] == 2 and got == {'as it comes': (0.07, 1), 'with "count"': (3276.87, 2)}
PY
python3 check.py
