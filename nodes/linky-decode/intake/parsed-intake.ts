// Values that somebody else has parsed, for each device a stream of its own. What a broker kept from earlier is no news.
import { LinkyRedError } from '../../../lib/errors';
import { contentOf } from '../../../lib/tic/parsed/content';
import { ParsedStream } from '../../../lib/tic/parsed/parsed-stream';
import type { Telling } from '../../../lib/tic/parsed/source';
import type { NodeMessage } from '../../runtime/types';
import type { InputWatch } from './input-watch';
import type { Brought, Intake, Lost } from './intake';
import type { ParsedConfig } from '../linky-decode.config';
import type { MeterStream } from '../meter-stream';

/** Topics of which it is known that they spoke: more than the meters of any house have. */
const MOST_TOPICS = 10_000;

export class ParsedIntake implements Intake {
  private readonly streams = new WeakMap<MeterStream, ParsedStream>();
  private readonly topics = new Set<string>();

  constructor(
    private readonly parsed: ParsedConfig,
    readonly watch: InputWatch,
    /** What to wire in instead, in the user's language. */
    private readonly wanted: (kind: string) => string,
  ) {}

  read(msg: NodeMessage, name: string): Brought | Lost | null {
    const topic = typeof msg.topic === 'string' ? msg.topic : '';
    const content = contentOf(msg.payload);
    // A retained topic that is emptied, as its device is removed.
    if (content === '') return null;
    const telling = this.parsed.source.read({ topic, content }, this.parsed.settings);
    if (telling === null)
      return this.watch.refuse(name, new LinkyRedError('ERR_INPUT', { detail: this.wanted(kindOf(content)) }));
    if (telling.kind === 'aside') return null;
    if (telling.kind === 'lost') return lostBy(telling, name);
    return this.isKept(msg, topic) ? null : this.values(telling, telling.device ?? name);
  }

  tick(stream: MeterStream, now: number): void {
    this.streams.get(stream)?.tick(now);
  }

  silent(stream: MeterStream): void {
    this.streams.get(stream)?.forget();
  }

  private values(telling: Extract<Telling, { kind: 'values' }>, stream: string): Brought {
    let parsed: ParsedStream | undefined;
    return {
      stream,
      feed: (meter, arrival) => {
        parsed = this.streamOf(meter);
        parsed.take(telling, arrival);
      },
      fed: (right) => {
        // An alert alone may not tell yet how the meter speaks; what never does is said.
        this.watch.decoded(stream, 1, right || parsed?.speaks === true);
      },
    };
  }

  /**
   * A broker hands out what it kept when somebody subscribes: nobody knows how old that is. The first message of a topic alone
   * can be one, for with "retain as published" those of now carry the flag, too.
   */
  private isKept(msg: NodeMessage, topic: string): boolean {
    if (this.topics.has(topic)) return false;
    if (this.topics.size >= MOST_TOPICS) this.topics.clear();
    this.topics.add(topic);
    return (msg as { retain?: unknown }).retain === true;
  }

  private streamOf(meter: MeterStream): ParsedStream {
    let stream = this.streams.get(meter);
    if (stream === undefined) {
      const { source, settings } = this.parsed;
      stream = new ParsedStream(source, settings, {
        push: (bytes, arrival) => {
          meter.push(bytes, arrival, false);
        },
        deny: (label) => {
          meter.decoder.deny(label);
        },
      });
      this.streams.set(meter, stream);
    }
    return stream;
  }
}

function lostBy({ device, below }: Extract<Telling, { kind: 'lost' }>, name: string): Lost {
  const lost = device ?? name;
  return { isLost: (stream) => stream === lost || (below === true && stream.startsWith(`${lost}/`)) };
}

function kindOf(content: unknown): string {
  if (content === null) return 'null';
  return Array.isArray(content) ? 'array' : typeof content === 'object' ? 'JSON' : typeof content;
}
