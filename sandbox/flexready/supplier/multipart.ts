// The file of a form (multipart/form-data, RFC 7578): as much of it as one file of text needs.
import { Malformed } from '../wire';

/** @returns the text of the part with this name */
export function filePart(contentType: string, body: string, name: string): string {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) throw new Malformed('content-type', 'has to name a boundary');
  for (const part of body.split(`--${mark}`).slice(1, -1)) {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const named = /content-disposition:[^\r\n]*[;\s]name="?([^";\r\n]+)"?/i.exec(head)?.[1];
    if (named === name) return rest.join('\r\n\r\n').replace(/\r\n$/, '');
  }
  throw new Malformed(name, 'is missing in the form');
}
