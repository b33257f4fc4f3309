// A connection to a broker that comes back by itself, and what may be on its way over it at once.
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { type Incoming, PacketReader } from './incoming';
import {
  connectPacket,
  DISCONNECT,
  type Login,
  PINGREQ,
  pubackPacket,
  publishPacket,
  subscribePacket,
} from './packets';

export interface LinkOptions {
  /** `mqtt://[user:password@]host[:port]`, or mqtts. */
  readonly url: URL;
  readonly clientId: string;
  /** Subscribed to at each connection, QoS 1. */
  readonly filters: readonly string[];
  readonly events: LinkEvents;
}

export interface LinkEvents {
  /** The subscriptions stand: messages may go. */
  up(): void;
  /** Everything that was on its way may have come or not. Called once for each `up`. */
  down(): void;
  /** `reason` from 0x80 on: refused. */
  acknowledged(id: number, reason: number): void;
  message(topic: string, payload: Buffer): void;
  /** Why it does not connect; said at each try. */
  trouble(why: string): void;
}

const KEEP_ALIVE_S = 30;
const RETRY_MS = 1_000;
/** Whatever the broker grants: a broker that stands still shall not fill our memory. */
const MOST_ON_THE_WAY = 500;
const REFUSED = 0x80;
const LAST_ID = 0xffff;
const SUBSCRIPTION_ID = 1;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883 };

export class Link {
  private socket: Socket | undefined;
  private isUp = false;
  private isClosed = false;
  private nextId = SUBSCRIPTION_ID;
  private receiveMaximum = 0;
  private readonly onTheWay = new Set<number>();
  private timer: NodeJS.Timeout | undefined;
  private ping: NodeJS.Timeout | undefined;
  private wasHeard = false;

  constructor(private readonly options: LinkOptions) {
    this.open();
  }

  /** Another message may go now. */
  get isFree(): boolean {
    return this.isUp && this.onTheWay.size < this.receiveMaximum;
  }

  /** QoS 1; only while `isFree`. Returns the id that `acknowledged` will name. */
  publish(topic: Buffer, properties: readonly Buffer[], payload: Buffer): number {
    const id = this.freeId();
    this.onTheWay.add(id);
    this.socket?.write(publishPacket(id, topic, properties, payload));
    return id;
  }

  /** What is written between this and `uncork` leaves in one piece. */
  cork(): void {
    this.socket?.cork();
  }

  uncork(): void {
    this.socket?.uncork();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    clearInterval(this.ping);
    if (this.isUp) this.socket?.end(DISCONNECT);
    else this.socket?.destroy();
  }

  private open(): void {
    const { url, clientId } = this.options;
    const port = url.port === '' ? DEFAULT_PORTS[url.protocol] : Number(url.port);
    const target = { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: port ?? 0 };
    const isSecure = url.protocol === 'mqtts:';
    const socket: Socket = isSecure ? connectSecure({ ...target, servername: target.host }) : connectPlain(target);
    const reader = new PacketReader();
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on(isSecure ? 'secureConnect' : 'connect', () => {
      socket.write(connectPacket(clientId, KEEP_ALIVE_S, loginOf(url)));
    });
    socket.on('data', (chunk: Buffer) => {
      this.wasHeard = true;
      try {
        for (const packet of reader.push(chunk)) this.take(packet);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => {
      if (!this.isClosed) this.options.events.trouble(error.message);
    });
    socket.on('close', () => {
      this.lose();
    });
  }

  private take(packet: Incoming): void {
    const { events, filters } = this.options;
    switch (packet.kind) {
      case 'connack':
        if (packet.reason >= REFUSED) throw new RangeError(`the broker refuses (reason ${String(packet.reason)})`);
        this.receiveMaximum = Math.min(packet.receiveMaximum, MOST_ON_THE_WAY);
        this.pingEvery(packet.keepAlive ?? KEEP_ALIVE_S);
        this.socket?.write(subscribePacket(SUBSCRIPTION_ID, filters));
        return;
      case 'suback':
        if (packet.reasons.some((reason) => reason >= REFUSED))
          throw new RangeError('the broker refuses a subscription');
        this.isUp = true;
        events.up();
        return;
      case 'puback':
        this.onTheWay.delete(packet.id);
        events.acknowledged(packet.id, packet.reason);
        return;
      case 'publish':
        if (packet.id !== null) this.socket?.write(pubackPacket(packet.id));
        events.message(packet.topic, packet.payload);
        return;
      case 'disconnect':
        throw new RangeError(`the broker ends it (reason ${String(packet.reason)})`);
      case 'other':
    }
  }

  private pingEvery(seconds: number): void {
    clearInterval(this.ping);
    // 0: the broker wants none.
    if (seconds === 0) return;
    this.ping = setInterval(
      () => {
        if (!this.wasHeard) this.socket?.destroy(new Error('the broker does not answer'));
        this.wasHeard = false;
        this.socket?.write(PINGREQ);
      },
      (seconds * 1000) / 2,
    );
  }

  private lose(): void {
    clearInterval(this.ping);
    const wasUp = this.isUp;
    this.isUp = false;
    this.onTheWay.clear();
    if (wasUp) this.options.events.down();
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      this.open();
    }, RETRY_MS);
  }

  private freeId(): number {
    do this.nextId = this.nextId >= LAST_ID ? SUBSCRIPTION_ID + 1 : this.nextId + 1;
    while (this.onTheWay.has(this.nextId));
    return this.nextId;
  }
}

function loginOf(url: URL): Login {
  return {
    user: url.username === '' ? undefined : decodeURIComponent(url.username),
    password: url.password === '' ? undefined : decodeURIComponent(url.password),
  };
}
