import assert from 'node:assert/strict';
import { ERROR_CODES, type ErrorRow } from '../../../lib/errors/codes';
import english from '../../../nodes/runtime/locales/en-US.json';
import french from '../../../nodes/runtime/locales/fr.json';

/** Node-RED's advice for the text under a node is less than 20 characters; a few French words need some more. */
const LONGEST_STATUS = 28;

const languages: Record<string, { errors: Record<string, string>; status: Record<string, string> }> = {
  'en-US': english,
  fr: french,
};
const rows: [string, ErrorRow][] = Object.entries(ERROR_CODES);

describe('the sentences of errors', () => {
  for (const [language, catalogue] of Object.entries(languages)) {
    it(`every error code has a sentence and a status in ${language}`, () => {
      for (const [code, row] of rows) {
        assert.ok(catalogue.errors[row.key], `${code}: errors.${row.key}`);
        assert.ok(catalogue.status[row.status], `${code}: status.${row.status}`);
      }
    });

    it(`a sentence in ${language} is filled with the same facts as the English row`, () => {
      for (const [code, row] of rows) {
        const inRow = [...row.text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
        const inSentence = [...(catalogue.errors[row.key] ?? '').matchAll(/__(\w+?)__/g)]
          .map((match) => match[1])
          .sort();
        assert.deepEqual(inSentence, inRow, code);
      }
    });

    it(`no error text in ${language} is without a code, and statuses are short`, () => {
      const keys = new Set(rows.map(([, row]) => row.key));
      for (const key of Object.keys(catalogue.errors)) assert.ok(keys.has(key), `errors.${key} belongs to no code`);
      for (const [key, text] of Object.entries(catalogue.status)) {
        assert.ok(text.length <= LONGEST_STATUS, `status.${key} has ${text.length} characters`);
      }
    });
  }

  it('both languages hold the same keys', () => {
    assert.deepEqual(Object.keys(french.errors).sort(), Object.keys(english.errors).sort());
    assert.deepEqual(Object.keys(french.status).sort(), Object.keys(english.status).sort());
  });
});
