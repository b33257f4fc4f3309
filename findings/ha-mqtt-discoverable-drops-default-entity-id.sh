#!/usr/bin/env bash
# Since Home Assistant 2026.4 the discovery key object_id is ignored; default_entity_id has taken its place (2025.10).
# One would guess that a library of autumn 2026 sends it, or refuses a key that it does not know.
# ha-mqtt-discoverable still offers object_id only and drops default_entity_id (and availability_mode, and any misspelt key) without a word:
# the entity appears under an id made from its name.
# ha-mqtt-discoverable 0.26.0 (PyPI, October 2026), run on 2026-11-29 without a broker.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
pip_packages ha-mqtt-discoverable==0.26.0
cat >check.py <<'PY'
from importlib.metadata import version
import paho.mqtt.client as mqtt
from ha_mqtt_discoverable import DeviceInfo, Settings
from ha_mqtt_discoverable.sensors import Sensor, SensorInfo

info = SensorInfo(
    name='Index', unique_id='linky_east', device=DeviceInfo(name='Linky', identifiers='linky'),
    object_id='linky_east', default_entity_id='sensor.linky_east', availability_mode='all', stat_class='typo',
)
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
config = Sensor(Settings(mqtt=Settings.MQTT(client=client), entity=info)).generate_config()
print('ha-mqtt-discoverable', version('ha-mqtt-discoverable'), sorted(config))
assert config['object_id'] == 'linky_east'
assert not {'default_entity_id', 'availability_mode', 'stat_class'} & set(config)
PY
python3 check.py
