// A worker without a database: hears the frames of a fleet as an independent client, and says what is written.
import mqtt, { type MqttClient } from 'mqtt';
import { Arrivals } from '../../support/machine/arrivals';

export interface HeardFrame {
  readonly topic: string;
  readonly stream: string;
  readonly receivedAt: string;
  readonly completedAt: string;
  readonly complete: string;
  readonly again: boolean;
  readonly retain: boolean;
  /** The broker may have sent it before: it did not hear that it came. */
  readonly dup: boolean;
  readonly qos: number;
  readonly answerTo: string;
  readonly payload: Buffer;
}

export class PlayedWorker {
  readonly heard = new Arrivals<HeardFrame>('frame at the worker');

  private constructor(
    private readonly client: MqttClient,
    private readonly says: (frame: HeardFrame) => boolean,
  ) {
    client.on('message', (topic, payload, { properties, retain, qos, dup }) => {
      const user = properties?.userProperties ?? {};
      const word = (name: string): string => String(user[name] ?? '');
      const frame = {
        topic,
        stream: topic.slice(topic.lastIndexOf('/') + 1),
        receivedAt: word('receivedAt'),
        completedAt: word('completedAt'),
        complete: word('complete'),
        again: word('again') === 'true',
        retain,
        dup,
        qos,
        answerTo: properties?.responseTopic ?? '',
        payload,
      };
      if (this.says(frame)) this.acknowledge(frame);
      this.heard.add(frame);
    });
  }

  /**
   * With a session that outlives the broker's restart.
   * @param says which frames it says are written, at once
   */
  static async start(url: string, says: (frame: HeardFrame) => boolean = () => true): Promise<PlayedWorker> {
    const client = await mqtt.connectAsync(url, {
      protocolVersion: 5,
      clientId: 'played-worker',
      clean: false,
      properties: { sessionExpiryInterval: 3600 },
      reconnectPeriod: 100,
    });
    const worker = new PlayedWorker(client, says);
    await client.subscribeAsync('linky-red/fleet/frames/+/+', { qos: 1 });
    return worker;
  }

  acknowledge({ answerTo, stream, receivedAt }: HeardFrame): void {
    this.client.publish(answerTo, JSON.stringify({ [stream]: [receivedAt] }));
  }

  /** As text on any topic. */
  say(topic: string, text: string): void {
    this.client.publish(topic, text);
  }

  async stop(): Promise<void> {
    await this.client.endAsync(true);
  }
}
