// Enedis-OSS/TIC2WebSocket: events `OnTICData` and answers to `ReadTIC`. Its documents put a frame below `data`, as `content`; what
// it sends (2026-02) has it beside the name of the event, as `frame`. A label that begins with `!` came with a wrong sum; a
// date stands before its value with a HT between them.
import { isJson, type Json } from '../../bytes/foreign';
import { plainValue } from '../label-values';
import type { LabelValue, LinkyMode, Mapped, ParsedMessage, ParsedSource, SourceValues } from '../source';

export const TIC2WEBSOCKET: ParsedSource = {
  parsedBy: { by: 'TIC2WebSocket', checked: true, mixed: false, slackWh: 0 },
  // Every frame; it says itself that none has come for 10 s.
  silenceSeconds: 30,
  repeats: false,
  read,
  map,
};

/** Beside the labels of a frame. */
const MODE = 'mode';
/** By its documents, and as it sends them. */
const CONTENTS = ['content', 'frame'];
const IDENTIFIERS = ['ticIdentifier', 'identifier'];
const NAMES = ['serialNumber', 'portName', 'portId'];

function read({ content: message }: ParsedMessage): ReturnType<ParsedSource['read']> {
  if (!isJson(message) || typeof message['name'] !== 'string') return null;
  const { name } = message;
  const data = isJson(message['data']) ? message['data'] : message;
  const device = nameIn(data);
  if (name === 'OnError') return { kind: 'lost', device };
  const content = CONTENTS.map((key) => data[key]).find(isJson);
  if (content === undefined) return { kind: 'aside' };
  return { kind: 'values', device, values: { ...content, [MODE]: data[MODE] }, single: false };
}

/** The serial number of the meter, else its port. */
function nameIn(data: Json): string | null {
  const identifier = IDENTIFIERS.map((key) => data[key]).find(isJson);
  const name = NAMES.map((key) => identifier?.[key]).find((found) => typeof found === 'string' && found !== '');
  return typeof name === 'string' ? name : null;
}

const MODES: Readonly<Record<string, LinkyMode>> = { HISTORIC: 'historique', STANDARD: 'standard' };

function map({ [MODE]: mode, ...values }: SourceValues): Mapped {
  const labels = Object.entries(values).flatMap(([label, raw]): LabelValue[] => {
    const value = plainValue(raw);
    return value === undefined || label.startsWith('!') ? [] : [{ label, value }];
  });
  return { mode: MODES[String(mode)], labels, absent: [] };
}
