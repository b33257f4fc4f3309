#!/usr/bin/env bash
# Home Assistant's discovery topics hold only letters, digits, _ and -. One would guess that a library that makes them from names keeps two
# names apart, or takes the unique_id, which it demands.
# ha-mqtt-discoverable makes the topic of the name alone and replaces each other character by "-": ER+_s and ER-_s (reactive energy of a
# business meter), NJOURF+1 and NJOURF-1 share one topic. The second entity replaces the first, and both write
# their states to the same place; unique_id does not enter.
# ha-mqtt-discoverable 0.26.0 (PyPI), run on 2026-11-29 without a broker.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages ha-mqtt-discoverable==0.26.0
cat >check.py <<'PY'
from importlib.metadata import version
import paho.mqtt.client as mqtt
from ha_mqtt_discoverable import DeviceInfo, Settings
from ha_mqtt_discoverable.sensors import Sensor, SensorInfo

client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
device = DeviceInfo(name='PME-PMI', identifiers='meter')

def topics(name):
    info = SensorInfo(name=name, unique_id='meter_' + name.encode().hex(), device=device)
    sensor = Sensor(Settings(mqtt=Settings.MQTT(client=client), entity=info))
    return sensor.config_topic, sensor.state_topic

got = {name: topics(name) for name in ['ER+_s', 'ER-_s', 'EA_s']}
print('ha-mqtt-discoverable', version('ha-mqtt-discoverable'), got)
assert got['ER+_s'] == got['ER-_s'] != got['EA_s']
PY
python3 check.py
