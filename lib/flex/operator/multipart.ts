// A form with one file in it (RFC 7578), for an upload.
import { randomUUID } from 'node:crypto';

export interface FormFile {
  readonly field: string;
  readonly fileName: string;
  readonly type: string;
  readonly text: string;
}

/** @returns the body, and the header that says how to read it */
export function formWithFile({ field, fileName, type, text }: FormFile): { contentType: string; body: string } {
  let boundary = randomUUID();
  while (text.includes(boundary)) boundary = randomUUID();
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${fileName}"`,
    `Content-Type: ${type}`,
  ];
  const body = [...head, '', text, `--${boundary}--`, ''].join('\r\n');
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}
