// Feature 12: where the pages do not open, the user is told to switch off the ad blocker.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogueOf } from '../../support/node-red/catalogues';

const FOLDER = path.resolve(__dirname, '../../../nodes/dataconnect-oauth');

describe('12. pages that do not open', () => {
  for (const [language, word] of [
    ['en-US', /ad blocker/],
    ['fr', /bloqueur de publicité/],
  ] as const)
    it(`the form and the help name the ad blocker (${language})`, () => {
      const form = readFileSync(path.join(FOLDER, 'dataconnect-oauth.editor.html'), 'utf8');
      assert.match(form, /data-i18n="dataconnect-oauth\.link\.blocked"/);
      assert.match(catalogueOf('dataconnect-oauth', language)['dataconnect-oauth.link.blocked'] ?? '', word);
      assert.match(readFileSync(path.join(FOLDER, 'help', `${language}.md`), 'utf8'), word);
    });
});
