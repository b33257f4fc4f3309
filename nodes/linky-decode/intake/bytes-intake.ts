// The bytes of meters, as tic-in and others hand them on.
import type { NodeMessage } from '../../runtime/types';
import type { InputWatch } from './input-watch';
import type { Brought, Intake } from './intake';
import { ticField } from './tic-field';

export class BytesIntake implements Intake {
  constructor(readonly watch: InputWatch) {}

  read(msg: NodeMessage, stream: string): Brought | null {
    const bytes = this.watch.bytesIn(msg.payload, stream);
    if (bytes === null) return null;
    const over = ticField(msg, 'complete') === false;
    return {
      stream,
      feed: (meter, arrival) => {
        meter.push(bytes, arrival, over);
      },
      fed: (right) => {
        this.watch.decoded(stream, bytes.length, right);
      },
    };
  }

  tick(): void {
    // Bytes wait for nothing.
  }

  silent(): void {
    // The decoder knows.
  }
}
