// The section "Recording" in the form of tic-in, as a user presses it, in a real browser.
// Not in the fast lane: a browser and a Node-RED.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Editor } from '../support/node-red/editor';
import { withEditor } from '../support/node-red/suite';

describe('the recording in the form of tic-in', function () {
  let editor: Editor;
  withEditor((one) => (editor = one), {
    flow: [
      { id: 'tab', type: 'tab', label: 'recording' },
      { id: 'n1', type: 'tic-in', version: 1, z: 'tab', x: 300, y: 100, source: 'input', stream: 'cellar', wires: [] },
    ],
  });

  it('begins, says where it lies, ends and is downloaded', async () => {
    const { page } = editor;
    const told = page.locator('#tic-in-recorded');
    await editor.open('n1');
    await editor.unfold();
    await page.locator('#tic-in-recorded', { hasText: 'Nothing was recorded so far.' }).waitFor();
    await page.locator('#tic-in-record').click();
    await page.locator('#tic-in-recorded', { hasText: /^Records until .*linky-red\/captures\/cellar\.n1\./ }).waitFor();
    await page.locator('#tic-in-record-end').click();
    await page.locator('#tic-in-recorded', { hasText: /^Recorded until/ }).waitFor();
    assert.match(await told.innerText(), /\.jsonl$/);
    const downloading = page.waitForEvent('download');
    await page.locator('#tic-in-record-download').click();
    const file = await (await downloading).path();
    assert.match(readFileSync(file, 'utf8'), /^\{"schema":"linky-red\/capture-file@1".*"masked":true/);
    await page.locator('#tic-in-minutes').fill('many');
    await page.locator('#tic-in-record').click();
    await page.locator('#tic-in-recorded', { hasText: 'ERR_COMMAND' }).waitFor();
    // The browser's own word for the refusal.
    assert.match(editor.problems.splice(0).join(), /500/);
    await editor.done();
  });
});
