#!/usr/bin/env bash
# hamqa announces sensors to Home Assistant by MQTT discovery, retained, and has remove_device(). An entity is removed by an empty retained
# message on its own topic. One would guess that remove_device() sends that.
# It sends it to a topic of its own, with the settings of the sensor in its name and /config twice: the announcement stays at the broker, and
# the entity comes back with each start of Home Assistant.
# hamqa 0.5.0 (PyPI), run on 2026-11-30 with an object that notes what is published in the place of the MQTT client.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages hamqa==0.5.0
cat >check.py <<'PY'
from importlib.metadata import version
from hamqa import HAMQTTDevice

class Broker:
    def __init__(self):
        self.retained, self.emptied = {}, []

    def publish(self, topic, payload, qos=0, retain=False):
        if retain and payload:
            self.retained[topic] = payload
        elif retain:
            self.emptied.append(topic)
            self.retained.pop(topic, None)

broker = Broker()
device = HAMQTTDevice(broker, 'meter', 'linky')
device.add_sensor('power', {'unit_of_measurement': 'VA'})
device.register_sensors()
device.remove_device()
print('hamqa', version('hamqa'), 'retained after remove_device():', list(broker.retained), 'emptied:', broker.emptied)
assert list(broker.retained) == ['homeassistant/sensor/linky/power/config']
assert len(broker.emptied) == 1 and broker.emptied[0].startswith("homeassistant/sensor/linky/('power',") and broker.emptied[0].endswith('/config/config')
PY
python3 check.py
