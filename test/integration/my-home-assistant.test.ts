// The links of my.home-assistant.io in the docs: the frontend of a real Home Assistant knows every page that they open.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MY_PAGES } from '../../scripts/check/docs.mjs';
import { needsHomeAssistant } from '../support/home-assistant/install';

/** A file of the frontend that has this one has the table of them all. */
const TELLING = /\bblueprint_import:\{/;

describe('the pages of my.home-assistant.io', function () {
  this.timeout(600_000);

  it('are those that the frontend opens', async function () {
    const { root, python } = await needsHomeAssistant(this);
    const library = path.join(root ?? '', path.dirname(python), '..', 'lib');
    const [version = ''] = readdirSync(library).filter((name) => name.startsWith('python3'));
    const folder = path.join(library, version, 'site-packages', 'hass_frontend', 'frontend_latest');
    const tables = readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .filter((text) => TELLING.test(text));
    assert.ok(tables.length > 0, 'no file of the frontend has the table');
    for (const page of MY_PAGES)
      assert.ok(
        tables.some((text) => text.includes(`${page}:{`)),
        page,
      );
  });
});
