// What a message brings to a stream: bytes of a meter, or values that somebody else has parsed. And what is wrong with what
// brings nothing, said once.
import type { Arrival } from '../../../lib/tic/frame/stream-clock';
import type { NodeMessage } from '../../runtime/types';
import type { MeterStream } from '../meter-stream';
import type { InputWatch } from './input-watch';

/** Something for one stream. */
export interface Brought {
  readonly stream: string;
  feed(stream: MeterStream, arrival: Arrival): void;
  /** The groups that came are known to `watch`. @param right a right group was among them */
  fed(right: boolean): void;
}

/** Streams that are lost, by their name. */
export interface Lost {
  isLost(stream: string): boolean;
}

export interface Intake {
  readonly watch: InputWatch;
  /**
   * Null: nothing that concerns a stream, or that was said before.
   * @param name of the stream by the message alone
   * @throws LinkyRedError what is wrong, for the first of its kind
   */
  read(msg: NodeMessage, name: string): Brought | Lost | null;
  /** About once a second, epoch milliseconds of the host. */
  tick(stream: MeterStream, now: number): void;
  /** A stream has fallen silent. */
  silent(stream: MeterStream): void;
}
