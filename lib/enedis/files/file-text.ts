// The bytes of a file as text, whoever wrote it: Enedis in UTF-8 with a mark, EDF in Latin-1, a spreadsheet in UTF-16.
import { refused } from './refused';

const MEGABYTE = 1_000_000;
/** A load curve of five minutes over three years has 11 MB. */
const MOST_MEGABYTES = 16;

/** XLSX and ZIP; what spreadsheets wrote before 2007. */
const CONTAINERS: readonly Buffer[] = [Buffer.from('PK\x03\x04', 'latin1'), Buffer.from('d0cf11e0', 'hex')];
/** UTF-8 that was read as Latin-1: an é or the mark at the beginning. */
const TWICE = /\u00c3[\u0080-\u00bf]|^\u00ef\u00bb\u00bf/;
/** Where the header is, it is seen. */
const LOOKED_AT = 4096;

/** @throws LinkyRedError ERR_ENEDIS_FILE for what is no text, or too much of it */
export function textOf(content: string | Uint8Array): string {
  if (content.length > MOST_MEGABYTES * MEGABYTE) throw refused('too-large', { most: MOST_MEGABYTES });
  const text = typeof content === 'string' ? once(content) : decoded(content);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function decoded(bytes: Uint8Array): string {
  const first = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.byteLength));
  if (CONTAINERS.some((magic) => first.equals(magic))) throw refused('workbook');
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A text may be the bytes of UTF-8, each taken for a letter of Latin-1: then they are put together again. */
function once(text: string): string {
  if (text.startsWith('PK\x03\x04')) throw refused('workbook');
  return TWICE.test(text.slice(0, LOOKED_AT)) ? Buffer.from(text, 'latin1').toString('utf8') : text;
}
