// A client of the fleet's broker, in the place of a worker or of an edge: MQTT 5 with the properties that a frame carries.
import mqtt, { type MqttClient } from 'mqtt';
import { Arrivals } from '../machine/arrivals';

export interface Passed {
  readonly topic: string;
  readonly payload: Buffer;
  readonly responseTopic: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

export class FleetClient {
  readonly arrivals: Arrivals<Passed>;

  private constructor(private readonly client: MqttClient) {
    this.arrivals = new Arrivals<Passed>('message of the fleet');
    client.on('message', (topic, payload, { properties }) => {
      const { responseTopic, userProperties } = properties ?? {};
      this.arrivals.add({ topic, payload, responseTopic, properties: { ...userProperties } });
    });
  }

  /** Resolves when it hears `topics`. It leaves no session. */
  static async connect(url: string, topics: readonly string[], clientId?: string): Promise<FleetClient> {
    const client = await mqtt.connectAsync(url, {
      ...{ protocolVersion: 5, reconnectPeriod: 200 },
      ...(clientId === undefined ? {} : { clientId }),
    });
    const fleet = new FleetClient(client);
    await client.subscribeAsync([...topics], { qos: 1 });
    return fleet;
  }

  /** Resolves when the broker has it. */
  async publish(topic: string, payload: Buffer | string, properties: object = {}): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1, properties });
  }

  /** Whether anybody is subscribed to a topic: the broker says so when it takes a message. */
  async isHeard(topic: string): Promise<boolean> {
    const answer = new Promise<boolean>((resolve) => {
      this.client.once('packetreceive', (packet) => {
        resolve(packet.cmd === 'puback' && packet.reasonCode === 0);
      });
    });
    this.client.publish(topic, '', { qos: 1 });
    return await answer;
  }

  /** Tells an edge what was written. */
  async acknowledge(to: string | undefined, stream: string, times: readonly unknown[]): Promise<void> {
    await this.publish(to ?? '', JSON.stringify({ [stream]: times }));
  }

  async stop(): Promise<void> {
    await this.client.endAsync(true);
  }
}
