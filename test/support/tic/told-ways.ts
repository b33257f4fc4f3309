// The ways by which a frame can come that somebody else has parsed, and what each of them leaves out of it.
import {
  type ToldMessage,
  byEsphome,
  byTasmota,
  byTasmotaFork,
  byTeleinfo2mqtt,
  byTic2websocket,
  byZigbee2mqtt,
  byZigbee2mqttAttributes,
} from './told-by';

interface Way {
  readonly source: string;
  readonly tell: (frame: Buffer) => ToldMessage[];
  /** Labels that do not come this way. */
  readonly without: RegExp;
  /** The value as it comes, where it is not the meter's own. */
  readonly changed?: (label: string, value: unknown) => unknown;
}

const NONE = /^$/;
const collapsed = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\s+/g, ' ') : value;
const ZLINKY_LACKS =
  /^(PPOT|PMAX|IMAX\d|ERQ\d|SMAXIN-1|CCAIN.*|MSG2|[DF]PM\d|SMAXSN|SMAXSN-1|EASF\d\d|EASD\d\d|RELAIS)$/;

export const WAYS: Readonly<Record<string, Way>> = {
  Tasmota: {
    source: 'tasmota',
    tell: (frame) => [byTasmota(frame)],
    without: /^(DATE|MSG1|PJOURF\+1|PPOINTE|PRM)$/,
  },
  'the fork of Tasmota': { source: 'tasmota', tell: (frame) => [byTasmotaFork(frame)], without: NONE },
  teleinfo2mqtt: {
    source: 'teleinfo2mqtt',
    tell: (frame) => [byTeleinfo2mqtt(frame)],
    without: /^MOTDETAT$/,
  },
  'TIC2WebSocket, as it sends': { source: 'tic2websocket', tell: (frame) => [byTic2websocket(frame)], without: NONE },
  'TIC2WebSocket, as its documents say': {
    source: 'tic2websocket',
    tell: (frame) => [byTic2websocket(frame, 'documented')],
    without: NONE,
  },
  ESPHome: {
    source: 'esphome',
    tell: (frame) => byEsphome(frame),
    without: /^DATE$/,
    changed: (_, value) => (typeof value === 'number' ? Math.fround(value) : value),
  },
  'zigbee2mqtt (ZLinky)': {
    source: 'zigbee2mqtt',
    tell: (frame) => [byZigbee2mqtt(frame)],
    without: ZLINKY_LACKS,
    changed: collapsed,
  },
  'zigbee2mqtt, a topic for each value': {
    source: 'zigbee2mqtt',
    tell: (frame) => byZigbee2mqttAttributes(frame),
    without: ZLINKY_LACKS,
    changed: collapsed,
  },
};
