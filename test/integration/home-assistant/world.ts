// The real things that the story of home-assistant.test.ts plays in.
import type { MqttClient } from 'mqtt';
import type { HomeAssistant } from '../../support/home-assistant/process';
import type { Mosquitto } from '../../support/mqtt/mosquitto';
import type { NodeRed } from '../../support/node-red/process';

export interface World {
  broker: Mosquitto;
  mqtt: MqttClient;
  home: HomeAssistant;
  red: NodeRed;
}
